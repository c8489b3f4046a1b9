/** The engine: what other folders use of it. */
export { contextOfCase, valuesOf } from './fields.ts';
export { step } from './step.ts';
export type * from './types.ts';
export * from './views/index.ts';
export { type Wait, waitsOf } from './waits.ts';
