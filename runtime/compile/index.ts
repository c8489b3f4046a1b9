/** Scenario package -> plan and findings; pure. See README.md. */
export { canonicalHash, canonicalJson, contentOf, hashOfPackage } from './canonical.ts';
export {
  compareForms,
  compareInScenario,
  type FieldMapping,
  type FieldVerdict,
  movedPaths,
  type ScenarioVerdict,
  worstLevel,
} from './compare-forms.ts';
export { compile, mergedFormsOf } from './compile.ts';
export { declarationsFor } from './declarations.ts';
export { formFindings, packageOfForm } from './form-package.ts';
export { isNearDuplicate, labelKey, likeness } from './labels.ts';
export { packageOf, type ReadPackage } from './package.ts';
export type * from './plan.ts';
export { situationPaths } from './situation.ts';
export { type CheckedValue, isNothing, type ValueCheck, type ValueRules, valueCheck } from './values/check.ts';
export { visibleAt } from './visible.ts';
