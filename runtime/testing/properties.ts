/**
 * Property tests run on the same cases every time, so that a change and not luck turns a run red. `LIANBAN_PROPERTY_SEED`
 * sets another seed; `random` lets each test draw its own, which fast-check prints when it fails. Long runs do that.
 */
import fc from 'fast-check';

const wanted = process.env.LIANBAN_PROPERTY_SEED ?? '20260302';
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });
