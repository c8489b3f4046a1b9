import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../compile/index.ts';
import type { Plan } from '../compile/plan.ts';
import { step } from './step.ts';
import { finish, repeatedEffects, type StepFunction, violations, type Walk, walk } from './testing/journeys.ts';
import { calendar } from './testing/plan.ts';
import { eventful, type Part, scenarioOf } from './testing/random-plans.ts';
import type { CaseState } from './types.ts';
import { inOrder } from './work.ts';

/** Runs per property; LIANBAN_PROPERTY_RUNS asks for more. */
// biome-ignore lint/style/noRestrictedGlobals: a test reads its own environment
const RUNS = Number(process.env.LIANBAN_PROPERTY_RUNS ?? 150);
const journeys = fc.record({ body: eventful, choices: fc.array(fc.nat(10_000), { maxLength: 30 }), income: fc.nat(12) });

function planOf(body: Part): Plan {
  const { plan, findings } = compile(scenarioOf(body), { calendar });
  if (!plan) throw new Error(findings.map((finding) => `${finding.code} ${finding.path} ${finding.message.en}`).join('\n'));
  return plan;
}

/** What is listened to belongs to something that is there, has its timer, and is listened to once. */
function listening(state: CaseState): string[] {
  const all = inOrder(state.subscriptions);
  const places = all.map((one) => `${one.node} ${one.token ?? one.scope}`);
  const timers = Object.values(state.timers).filter((timer) => timer.purpose === 'event');
  return [
    ...all
      .filter((one) => (one.token === undefined ? !state.scopes[one.scope!] : !state.tokens[one.token]))
      .map((one) => `${one.id} is of nothing`),
    ...all
      .filter((one) => one.timer && ![state.timers, state.held, state.suspended?.timers].some((map) => map?.[one.timer!]))
      .map((one) => `${one.id} has no timer`),
    ...places.filter((place, index) => places.indexOf(place) !== index).map((place) => `listened to twice: ${place}`),
    ...timers.filter((timer) => !all.some((one) => one.timer === timer.id)).map((timer) => `${timer.id} is of no event`),
  ];
}

const run = (property: (journey: { body: Part; choices: number[]; income: number }) => void) =>
  fc.assert(fc.property(journeys, property), { numRuns: RUNS });

describe('cases with events of every kind', () => {
  it('[T5] lose no token and no listener, whatever happens in which order, and can be finished', () => {
    run(({ body, choices, income }) => {
      const plan = planOf(body);
      const after = ({ state }: Walk) => expect([...violations(plan, state), ...listening(state)]).toEqual([]);
      const journey = walk({ plan, step, after }, choices, income);
      finish({ plan, step, after }, journey);
      if (journey.state.status === 'completed') expect(journey.state.visits.end).toBe(1);
      expect(repeatedEffects(journey)).toEqual([]);
      expect([journey.state.subscriptions ?? {}, Object.keys(journey.state.scopes)]).toEqual([{}, ['s0']]);
    });
  });

  it('[S11] come to the same when they are saved and loaded before every step', () => {
    run(({ body, choices, income }) => {
      const plan = planOf(body);
      const straight = walk({ plan, step }, choices, income);
      const loading: StepFunction = (p, state, command) => step(p, state && (JSON.parse(JSON.stringify(state)) as CaseState), command);
      const loaded = walk({ plan, step: loading }, choices, income);
      expect(loaded.state).toStrictEqual(straight.state);
      expect(loaded.results.map(({ journal }) => journal)).toStrictEqual(straight.results.map(({ journal }) => journal));
    });
  });
});
