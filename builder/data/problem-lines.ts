/** A refusal in words: the server's own title and reasons; a request that never arrived, or a fault of ours, in the screen's. */
import type { FieldProblem, Text } from '../../schemas/generated/api.ts';
import type { Problem } from '../api/client.ts';
import { textIn } from '../i18n/index.ts';

export function problemLines(problem: Problem, t: (key: string) => string, language: string): string[] {
  if (problem.status === 0) return [t('data.offline')];
  const single = ((problem.problems ?? []) as unknown as FieldProblem[]).map((one) => textIn(language, one.message as Text | undefined));
  const lines = [problem.title, problem.detail, ...single].filter((line): line is string => Boolean(line));
  if (problem.status >= 500 && problem.traceId) lines.push(`${t('ui.trace')} ${problem.traceId}`);
  return lines.length > 0 ? [...new Set(lines)] : [t('ui.failed')];
}
