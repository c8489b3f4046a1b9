/** Refusals in the server's words; a request that never arrived in ours. */
import { useTranslation } from 'react-i18next';
import type { FieldProblem, Text } from '../../../schemas/generated/api.ts';
import type { Problem } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';

/** Title and detail as one piece of text, then every single problem. */
export function problemLines(
  { title, detail, problems }: Pick<Problem, 'title' | 'detail' | 'problems'>,
  text: (words: Text) => string,
): string[] {
  const single = ((problems ?? []) as unknown as FieldProblem[]).map((one) => text(one.message)).filter(Boolean);
  return [...new Set([title, detail, ...single].filter((line): line is string => Boolean(line)))];
}

export function useProblemText(): (problem: Problem) => string {
  const { t } = useTranslation();
  const text = useText();
  return (problem) => {
    if (problem.status === 0) return t('admin.offline');
    return problemLines(problem, text).join(t('admin.between')) || t('ui.failed');
  };
}
