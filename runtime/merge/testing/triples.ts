/** Random triples: edits on both sides of a random version of a package, some on both alike. */
import fc from 'fast-check';
import { type Edit, edited } from './edits.ts';
import type { Triple } from './laws.ts';
import { smallPackage, templatePackage } from './packages.ts';

export interface Script {
  /** Which package. */
  start: number;
  before: Edit[];
  both: Edit[];
  ours: Edit[];
  theirs: Edit[];
  later: Edit[];
  choice: number;
}
/** The small one more often: there two sides meet, and it is quick. */
const small = smallPackage();
const packages = [small, small, small, small, small, small, templatePackage('family/newborn'), templatePackage('enterprise/restaurant')];

const edit: fc.Arbitrary<Edit> = fc.tuple(fc.nat(200), fc.nat(5000), fc.nat(5000));
const edits = fc.array(edit, { maxLength: 8 });

/** What is done to a package; small enough to be read when a law breaks. */
export const scripts: fc.Arbitrary<Script> = fc.record({
  start: fc.nat(packages.length - 1),
  before: edits,
  both: edits,
  ours: edits,
  theirs: edits,
  later: edits,
  choice: fc.nat(2),
});

export function tripleOf({ start, before, both, ours, theirs, later, choice }: Script): Triple {
  const base = edited(packages[start]!, before);
  const shared = edited(base, both);
  const theirPackage = edited(shared, theirs);
  return { base, ours: edited(shared, ours), theirs: theirPackage, later: edited(theirPackage, later), choice };
}
