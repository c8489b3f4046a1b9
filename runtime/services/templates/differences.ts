/** What two states of a scenario differ in, as far as people are concerned. Pure. */
import type { ScenarioPackage } from '../../compile/plan.ts';
import { type Change, diffPackages } from '../../merge/index.ts';

/** What a clone or a release differs in: what it is told apart by, where things lie on the picture, and whose it is are no differences. */
export function driftOf(base: ScenarioPackage, ours: ScenarioPackage): Change[] {
  return diffPackages(base, ours).filter(({ key, group }) => group !== 'layout' && !isOwn(key));
}
function isOwn(key: string): boolean {
  const parts = key.split('/');
  return (
    parts[0] === 'contracts' ||
    parts[0] === 'template' ||
    (parts[0] === 'scenario' && parts[1] === 'lineage') ||
    (parts[0] === 'forms' && parts[2] === 'lineage')
  );
}
