import type { Problem } from '../../api/client.ts';

/** What the server said, whole: its title tells what happened (and who did it), its detail what to do now. */
export function problemWords({ title = '', detail = '' }: Pick<Problem, 'title' | 'detail'>): string {
  const chinese = /[\u4e00-\u9fff]$/.test(title);
  const ended = title && !/[.。！!？?]$/.test(title) ? `${title}${chinese ? '。' : '.'}` : title;
  return [ended, detail].filter(Boolean).join(chinese || ended.endsWith('。') ? '' : ' ');
}
