import type { Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { changeSentence } from '../../merge/index.ts';
import { office, type Part } from './parts-of-change.ts';

export const words = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });

export const officeName = words('改革办', 'Reform office');

/** What people call whose part it is. */
export function partName(part: string, pkg: ScenarioPackage, names: ReadonlyMap<string, Text>): Text {
  if (part === office) return officeName;
  return pkg.scenario.departments[part]?.name ?? names.get(part) ?? words('未登记的部门', 'Department not registered');
}

/** The changes of one part as sentences; nothing of another part is in them. */
export function linesOf({ changes }: Part, before: ScenarioPackage, after: ScenarioPackage) {
  return changes.map((change) => ({
    key: change.key,
    group: change.group,
    kind: change.kind,
    sentence: changeSentence(change, { before, after }),
  }));
}
