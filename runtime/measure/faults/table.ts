/** The matrix as the README of the connectors shows it: written from a run, and compared with the next one. */
import type { Seen } from './journeys.ts';

export interface SeenCell extends Seen {
  kind: string;
  fault: string;
}

const head = ['类型', '故障', '申请人看到', '办理人员看到', '数据或运维人员看到'];
export const begin = '<!-- faults: written by runtime/measure/faults from a run; do not edit -->';
export const end = '<!-- /faults -->';

export function tableOf(cells: readonly SeenCell[]): string {
  const rows = cells.map(({ kind, fault, citizen, officer, keeper }, index) =>
    [cells[index - 1]?.kind === kind ? '' : kind, fault, citizen, officer, keeper].map((words) => words.replaceAll('|', '\\|')),
  );
  const lines = [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
  return `${begin}\n\n${lines.join('\n')}\n\n${end}`;
}

/** The table a text holds; undefined when it holds none. */
export function tableIn(text: string): string | undefined {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  return from < 0 || to < from ? undefined : text.slice(from, to + end.length);
}

/** Words no person is to be shown: a code, an English exception, nothing at all. */
export function poorWords({ citizen, officer, keeper }: Seen): string[] {
  return [citizen, officer, keeper].filter(
    (words) => words.trim() === '' || /undefined|null|NaN|Error|\b[a-z]+\.[a-z_]+\b|\b(down|timeout|denied|noRecord)\b/.test(words),
  );
}
