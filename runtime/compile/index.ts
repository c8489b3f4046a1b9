/** Scenario package -> plan and findings; pure. See README.md. */
export { canonicalHash, canonicalJson, contentOf, hashOfPackage } from './canonical.ts';
export { compile, mergedFormsOf } from './compile.ts';
export { declarationsFor } from './declarations.ts';
export { packageOf, type ReadPackage } from './package.ts';
export type * from './plan.ts';
export { type CheckedValue, isNothing, type ValueCheck, type ValueRules, valueCheck } from './values/check.ts';
export { visibleAt } from './visible.ts';
