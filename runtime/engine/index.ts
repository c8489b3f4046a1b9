/** The engine: what other folders use of it. Pure. */
export { askFormOf } from './ask-form.ts';
export { MAX_ENTRIES } from './burst.ts';
export { contextOfCase, valuesOf } from './fields.ts';
export { isFinal } from './scopes.ts';
export { step } from './step.ts';
export type * from './types.ts';
export * from './views/index.ts';
export { type Wait, waitsOf } from './waits.ts';
