/** What differs between two packages, ready to be shown: sentences by group, figures, marks for the picture, scripts line by line. */

import type { ScenarioPackage } from '../../../../runtime/compile/plan.ts';
import { type Change, changeSentence, diffPackages } from '../../../../runtime/merge/index.ts';
import { commonPlaces } from '../../../../runtime/merge/sequences.ts';
import type { ChangeGroup } from '../../../../schemas/generated/api.ts';
import type { Text } from '../../../../schemas/generated/documents.ts';
import { groups } from '../../upgrade/rows.ts';

export type Sort = 'added' | 'removed' | 'changed';
export interface Line {
  key: string;
  sort: Sort;
  sentence: Text;
}
export interface Comparison {
  changes: readonly Change[];
  /** In the order of the desk, what only concerns the picture last. */
  groups: [ChangeGroup, Line[]][];
  /** Without what only concerns the picture. */
  counts: Record<Sort, number>;
  layoutOnly: number;
}

/** Every difference in words, each under its group. */
export function compare(before: ScenarioPackage, after: ScenarioPackage): Comparison {
  const changes = diffPackages(before, after).filter(({ key }) => !key.startsWith('template/') && key !== 'template');
  const lines = changes.map((change) => ({
    group: change.group,
    line: { key: change.key, sort: sortOf(change), sentence: changeSentence(change, { before, after }) },
  }));
  const told = lines.filter(({ group }) => group !== 'layout');
  const counted = (sort: Sort) => told.filter(({ line }) => line.sort === sort).length;
  return {
    changes,
    groups: groups
      .map((group): [ChangeGroup, Line[]] => [group, lines.filter((one) => one.group === group).map(({ line }) => line)])
      .filter(([, list]) => list.length > 0),
    counts: { added: counted('added'), removed: counted('removed'), changed: counted('changed') },
    layoutOnly: lines.length - told.length,
  };
}

/** What is new or gone as a whole; everything else is a change of something that stays. */
const sortOf = ({ kind }: Change): Sort => (kind === 'added' || kind === 'removed' ? kind : 'changed');

export interface ScriptRow {
  before?: string;
  after?: string;
  same: boolean;
}
export interface ScriptPair {
  id: string;
  name: Text;
  rows: ScriptRow[];
}

/** Scripts that differ, both texts line by line, what is alike on one height. */
export function scriptPairs(before: ScenarioPackage, after: ScenarioPackage): ScriptPair[] {
  const [was, is] = [before.scenario.scripts ?? {}, after.scenario.scripts ?? {}];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((id): ScriptPair[] => {
    const name = is[id]?.name ?? was[id]?.name ?? { 'zh-CN': '脚本', en: 'Script' };
    if (was[id]?.source === is[id]?.source) return [];
    return [{ id, name, rows: rowsOf(was[id]?.source, is[id]?.source) }];
  });
}

export function rowsOf(before: string | undefined, after: string | undefined): ScriptRow[] {
  const [a, b] = [linesIn(before), linesIn(after)];
  const rows: ScriptRow[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...commonPlaces(a, b, (one, other) => one === other), [a.length, b.length] as const]) {
    for (; i < x || j < y; ) {
      const row: ScriptRow = { same: false };
      if (i < x) row.before = a[i++];
      if (j < y) row.after = b[j++];
      rows.push(row);
    }
    if (x < a.length && y < b.length) rows.push({ before: a[i++], after: b[j++], same: true });
  }
  return rows;
}
const linesIn = (text: string | undefined) => (text === undefined ? [] : text.replace(/\r?\n$/, '').split(/\r\n|\n|\r/));
