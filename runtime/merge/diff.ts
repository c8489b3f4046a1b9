/** What differs between two packages (MG1-MG4, MG28). */
import type { ScenarioPackage } from '../compile/plan.ts';
import { renameChange, renamesBetween, withIds } from './renames.ts';
import { splitsBetween } from './splits.ts';
import type { JsonObject } from './tree.ts';
import type { Change } from './types.ts';
import { walkPackages } from './walk.ts';

/** Every difference from `before` to `after`, property by property, by stable address. */
export function diffPackages(before: ScenarioPackage, after: ScenarioPackage): Change[] {
  const renames = renamesBetween(before, after);
  const [base, theirs] = [withIds(before, renames) as unknown as JsonObject, after as unknown as JsonObject];
  const { items } = walkPackages({ base, ours: base, theirs });
  const splits = splitsBetween(before, after);
  const changes = [...items.values()].map(({ item }): Change => {
    const { key, kind, group } = item;
    const into = splits.get(key);
    return {
      key,
      kind: into ? 'split' : kind,
      group,
      ...(item.base === undefined ? {} : { before: item.base }),
      ...(item.theirs === undefined ? {} : { after: item.theirs }),
      ...(into ? { into } : {}),
    };
  });
  return [...renames.map((rename) => renameChange(rename, { before, after })), ...changes];
}
