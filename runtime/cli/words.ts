import type { CaseProblem } from '../cases/index.ts';
import { both, inLanguage, type Language } from './command.ts';

const statuses: Record<string, ReturnType<typeof both>> = {
  draft: both('填写中', 'being filled in'),
  running: both('办理中', 'running'),
  completed: both('已办结', 'completed'),
  refused: both('不予办理', 'refused'),
  withdrawn: both('已撤回', 'withdrawn'),
  expired: both('已过期', 'expired'),
};

export function statusWords(status: string, language: Language): string {
  return Object.hasOwn(statuses, status) ? inLanguage(statuses[status]!, language) : status;
}

/** One line per problem; a step is counted from 1, as people do. */
export function problemLines(problems: readonly CaseProblem[], language: Language): string[] {
  return problems.map(({ step, message }) => {
    const at = step === undefined ? '' : inLanguage(both(`第 ${step + 1} 步：`, `step ${step + 1}: `), language);
    return `    ${at}${inLanguage(message, language)}`;
  });
}
