/** A bounded share of a soak: scenarios by number, some sequences on each. Nothing here knows threads. */
import { step } from '../../engine/step.ts';
import type { StepFunction } from '../../engine/testing/journeys.ts';
import { type Fault, faults } from './faults.ts';
import { type Body, randomBody, versionOf } from './plans.ts';
import { randomOf, seedOf } from './random.ts';
import { type Failure, runSequence, shrink } from './sequence.ts';

/** Sequences on one scenario: compiling costs as much as ten of them. */
export const PER_SCENARIO = 20;
const MOST_CHOICES = 40;

export interface Tally {
  sequences: number;
  commands: number;
  scenarios: number;
  /** Random drawings the compiler refuses: nobody could publish them. */
  refused: number;
  failures: (Failure & { seed: number; scenario: number })[];
}
export const emptyTally = (): Tally => ({ sequences: 0, commands: 0, scenarios: 0, refused: 0, failures: [] });

/** Runs the sequences of one scenario of a seed. */
export function soakScenario(seed: number, scenario: number, tally: Tally, make: () => StepFunction = () => step): void {
  const random = randomOf(seedOf(seed, scenario));
  const body: Body = randomBody(random);
  const version = versionOf(body);
  if (!version) {
    tally.refused += 1;
    return;
  }
  tally.scenarios += 1;
  for (let count = 0; count < PER_SCENARIO; count += 1) {
    const choices = Array.from({ length: random.below(MOST_CHOICES) }, () => random.below(2 ** 31));
    const failure = runSequence(version, { body, choices }, make(), (commands) => {
      tally.commands += commands;
    });
    tally.sequences += 1;
    if (failure) tally.failures.push({ ...shrink(failure, make), seed, scenario });
    if (failure) return;
  }
}

export interface FaultReport {
  name: string;
  wanted: Fault['caughtBy'];
  /** Absent when it was not caught at all. */
  caughtBy?: string;
  sequences: number;
  /** Commands of the shortest sequence found. */
  commands: number;
}

/** Every planted fault, looked for until it is caught. */
export function soakFaults(seed: number, mostScenarios = 100, chosen: readonly Fault[] = faults): FaultReport[] {
  return chosen.map(({ name, caughtBy: wanted, make }) => {
    const tally = emptyTally();
    for (let scenario = 0; scenario < mostScenarios && tally.failures.length === 0; scenario += 1)
      soakScenario(seed, scenario, tally, make);
    const [failure] = tally.failures;
    return {
      name,
      wanted,
      sequences: tally.sequences,
      commands: failure?.commands.length ?? 0,
      ...(failure ? { caughtBy: failure.invariant } : {}),
    };
  });
}
