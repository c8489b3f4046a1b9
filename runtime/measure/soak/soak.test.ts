import { describe, expect, it } from 'vitest';
import { emptyTally, soakFaults, soakScenario } from './batch.ts';
import { faults } from './faults.ts';
import { names } from './invariants.ts';
import { randomBody, versionOf } from './plans.ts';
import { randomOf, seedOf } from './random.ts';
import { wordsOf } from './sequence.ts';

/** Any seed will do; this one passes through every kind of node within the scenarios looked at here. */
const SEED = 20260302;

describe('a soak', () => {
  it('finds nothing wrong with random sequences on random scenarios', () => {
    const tally = emptyTally();
    for (let scenario = 0; scenario < 12; scenario += 1) soakScenario(SEED, scenario, tally);

    expect(tally.failures.flatMap(wordsOf)).toEqual([]);
    expect(tally.sequences).toBeGreaterThan(150);
  }, 120_000);

  it('does the same again with the same seed', () => {
    const [one, other] = [emptyTally(), emptyTally()];
    for (const tally of [one, other]) soakScenario(SEED, 3, tally);
    expect(other).toEqual(one);
  });

  it('draws every kind of step there is to draw', () => {
    const kinds = new Set<string>();
    for (let scenario = 0; scenario < 120; scenario += 1) {
      const plan = versionOf(randomBody(randomOf(seedOf(SEED, scenario))))?.plan;
      for (const { doc } of Object.values(plan?.nodes ?? {})) kinds.add(doc.kind);
    }
    const wanted =
      'start fill consent task window assist pay seal joint data script decision notify issue archive transfer call timer catch throw boundary event exclusive parallel inclusive complex threads block end';
    expect([...kinds].sort()).toEqual(wanted.split(' ').sort());
  });
});

describe('planted faults', () => {
  it('there is one for every invariant', () => {
    expect(new Set(faults.map(({ caughtBy }) => caughtBy))).toEqual(new Set(names.filter((name) => name !== 'engine threw')));
  });

  it.each(faults.map((fault) => [fault.name, fault] as const))(
    '%s: caught by name, in a short sequence',
    (_, fault) => {
      const [report] = soakFaults(SEED, 100, [fault]);

      expect(report!.caughtBy).toBe(fault.caughtBy);
      expect(report!.commands).toBeLessThan(25);
    },
    60_000,
  );
});
