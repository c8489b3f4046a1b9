/** What a decision was made for: it holds as long as these three values do (MG12). */
import { canonicalHash } from '../compile/canonical.ts';
import type { MergeItem } from './types.ts';

/** Hash of the values of an item; kept with the decision as `for`. */
export function decisionHash({ base, ours, theirs }: Pick<MergeItem, 'base' | 'ours' | 'theirs'>): string {
  return canonicalHash([base, ours, theirs].map((value) => (value === undefined ? [] : [value])));
}
