/** What differs between two packages, by element and in names: enough to decide whose draft to go on with. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { Text } from '../../schemas/generated/documents.ts';

export interface Difference {
  /** Text key of the kind of thing: `editing.kind.nodes`. */
  kind: string;
  id: string;
  name?: Text;
  change: 'added' | 'removed' | 'changed';
}

const maps = [
  'nodes',
  'edges',
  'items',
  'clocks',
  'tables',
  'scripts',
  'data',
  'notifications',
  'outcomes',
  'params',
  'variables',
] as const;

/** Sorted by kind; edges only when they were changed themselves, since added and removed steps bring theirs along. */
export function differences(before: ScenarioPackage, after: ScenarioPackage): Difference[] {
  const found: Difference[] = [];
  for (const map of maps) {
    const entries = compare(map, before.scenario[map] ?? {}, after.scenario[map] ?? {});
    found.push(...(map === 'edges' ? entries.filter((e) => e.change === 'changed') : entries));
  }
  for (const id of new Set([...Object.keys(before.forms), ...Object.keys(after.forms)])) {
    found.push(...compare('fields', before.forms[id]?.fields ?? {}, after.forms[id]?.fields ?? {}));
    found.push(...compare('sections', before.forms[id]?.sections ?? {}, after.forms[id]?.sections ?? {}));
  }
  return found;
}

interface Named {
  name?: Text;
  label?: Text;
  title?: Text;
}

function compare(kind: string, before: Record<string, Named>, after: Record<string, Named>): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((id): Difference[] => {
    const [a, b] = [before[id], after[id]];
    const name = nameOf(b) ?? nameOf(a);
    if (!a) return [{ kind, id, name, change: 'added' }];
    if (!b) return [{ kind, id, name, change: 'removed' }];
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ kind, id, name, change: 'changed' }];
  });
}
const nameOf = (entry: Named | undefined) => entry?.name ?? entry?.label ?? entry?.title;
