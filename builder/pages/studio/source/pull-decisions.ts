/** What was decided about the conflicts of a pull, before it is taken in: kept in this window, so that a reload loses none. */
import type { JsonValue } from '../../../../runtime/compile/plan.ts';
import type { PullConflict, RepositoryDecision, UpgradeItem } from '../../../../schemas/generated/api.ts';
import { isText } from '../../upgrade/editable.ts';

export type Decisions = Readonly<Record<string, RepositoryDecision>>;

const place = (id: string) => `lianban.pull.${id}`;

/** Decisions of before that still hold: made for the very values both sides have now. */
export function keptDecisions(id: string, conflicts: readonly PullConflict[]): Decisions {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place(id)) ?? '{}') as Record<string, RepositoryDecision>;
    const holding = conflicts.flatMap(({ key, for: made }) => (kept[key]?.for === made ? [[key, kept[key]] as const] : []));
    return Object.fromEntries(holding);
  } catch {
    // A window that keeps nothing asks again.
    return {};
  }
}

export function keepDecisions(id: string, decisions: Decisions): void {
  try {
    sessionStorage.setItem(place(id), JSON.stringify(decisions));
  } catch {
    // As above: they still hold until the page is left.
  }
}

export const openKeys = (conflicts: readonly PullConflict[], decisions: Decisions): string[] =>
  conflicts.filter(({ key }) => decisions[key] === undefined).map(({ key }) => key);

/** A conflict as the rows of the merge desk show it. */
export function itemOf(conflict: PullConflict, decision: RepositoryDecision | undefined): UpgradeItem {
  const { for: _made, with: _others, open: _open, ...item } = conflict;
  const { for: _its, ...taken } = decision ?? { take: 'ours' as const };
  const result = decision && resultOf(conflict, decision);
  return {
    ...item,
    state: 'conflict',
    open: decision === undefined,
    comments: 0,
    ...(decision ? { decided: { decision: taken, source: 'person' as const } } : {}),
    words: { ...conflict.words, ...(result ? { result } : {}) },
  } as UpgradeItem;
}

function resultOf({ words }: PullConflict, { take, value }: RepositoryDecision) {
  if (take === 'ours') return words.ours;
  if (take === 'theirs') return words.theirs;
  if (take === 'both') return { 'zh-CN': '两边的都留下', en: 'What both sides have' };
  return said(value as JsonValue);
}

function said(value: JsonValue) {
  if (isText(value)) return { 'zh-CN': value['zh-CN'], ...(value.en ? { en: value.en } : {}) };
  if (typeof value === 'boolean') return value ? { 'zh-CN': '是', en: 'yes' } : { 'zh-CN': '否', en: 'no' };
  return { 'zh-CN': Array.isArray(value) ? value.join('、') : String(value) };
}
