/** The engine: what other folders use of it. */
export { step } from './step.ts';
export type * from './types.ts';
export { type Wait, waitsOf } from './waits.ts';
