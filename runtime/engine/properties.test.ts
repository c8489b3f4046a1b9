import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../compile/index.ts';
import type { Plan } from '../compile/plan.ts';
import { step } from './step.ts';
import { anyViolations, finish, repeatedEffects, type StepFunction, violations, type Walk, walk } from './testing/journeys.ts';
import { brokenPlanOf, calendar } from './testing/plan.ts';
import { mixed, type Part, parts, scenarioOf, tangles } from './testing/random-plans.ts';
import type { CaseState, StepResult, Token } from './types.ts';
import { waitsOf } from './waits.ts';

/** Runs per property; LIANBAN_PROPERTY_RUNS asks for more. */
// biome-ignore lint/style/noRestrictedGlobals: a test reads its own environment
const RUNS = Number(process.env.LIANBAN_PROPERTY_RUNS ?? 300);
const journeys = fc.record({ body: parts, choices: fc.array(fc.nat(10_000), { maxLength: 25 }), income: fc.nat(12) });
type Journey = { body: Part; choices: number[]; income: number };

/** The properties look at the same random scenarios, one after the other: each is compiled once. */
const plans = new Map<string, Plan>();
function planOf(body: Part): Plan {
  const key = JSON.stringify(body);
  const known = plans.get(key);
  if (known) return known;
  const { plan, findings } = compile(scenarioOf(body), { calendar });
  if (!plan) throw new Error(findings.map((finding) => `${finding.code} ${finding.path} ${finding.message.en}`).join('\n'));
  plans.set(key, plan);
  return plan;
}

/** In any graph there are loops without a wait: a few thousand rounds of one tell as much as fifty thousand. */
const soonTired: StepFunction = (plan, state, command) => step(plan, state, command, 3_000);

type Property = (step: StepFunction) => (journey: Journey) => void;

/** Tokens: after every step all is well, and from anywhere the case can be brought to its one end. */
const keepsTokens: Property =
  (step) =>
  ({ body, choices, income }) => {
    const plan = planOf(body);
    const after = ({ state }: Walk) => expect(violations(plan, state)).toEqual([]);
    const journey = walk({ plan, step, after }, choices, income);
    finish({ plan, step, after }, journey);
    if (journey.state.status === 'completed') expect(journey.state.visits.end).toBe(1);
    expect(repeatedEffects(journey)).toEqual([]);
  };

/** Every command ever applied changes nothing when it comes again, also after loading. */
const ignoresRepeats: Property =
  (step) =>
  ({ body, choices, income }) => {
    const plan = planOf(body);
    const again = (state: CaseState, result: StepResult) => {
      expect(result.state).toBe(state);
      expect([result.calls, result.effects, result.journal]).toEqual([[], [], []]);
    };
    walk(
      {
        plan,
        step,
        after: ({ state, commands, results }) => {
          const loaded = JSON.parse(JSON.stringify(state)) as CaseState;
          const applied = commands.filter((_, index) => results[index]!.journal.length > 0 || index === 0);
          const latest = applied.at(-1)!;
          for (const command of [applied[0]!, applied[applied.length >> 1]!, latest]) again(state, step(plan, state, command));
          again(loaded, step(plan, loaded, latest));
        },
      },
      choices,
      income,
    );
  };

/** Saving and loading at every step, in another order of keys as a database may do, makes no difference. */
const survivesLoading: Property =
  (step) =>
  ({ body, choices, income }) => {
    const plan = planOf(body);
    const straight = walk({ plan, step }, choices, income);
    const loading: StepFunction = (p, state, command) =>
      step(p, state && (JSON.parse(JSON.stringify(state), reorder) as CaseState), command);
    const loaded = walk({ plan, step: loading }, choices, income);
    expect(loaded.state).toStrictEqual(straight.state);
    expect(JSON.parse(JSON.stringify(straight.state))).toStrictEqual(straight.state);
    expect(loaded.results.map(({ effects, journal }) => ({ effects, journal }))).toStrictEqual(
      straight.results.map(({ effects, journal }) => ({ effects, journal })),
    );
  };

/** The same commands give the same case, and no step changes the state it was given. */
const isPure: Property =
  (step) =>
  ({ body, choices, income }) => {
    const plan = planOf(body);
    const frozen: StepFunction = (p, state, command) => step(p, state && freeze(state), command);
    const journey = walk({ plan, step: frozen }, choices, income);
    let state: CaseState | undefined;
    const replayed = journey.commands.map((command) => {
      const result = step(plan, state, command);
      state = result.state;
      return result;
    });
    expect(state).toStrictEqual(journey.state);
    expect(replayed.map(({ calls, effects, journal, trace }) => ({ calls, effects, journal, trace }))).toStrictEqual(
      journey.results.map(({ calls, effects, journal, trace }) => ({ calls, effects, journal, trace })),
    );
  };

function reorder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).reverse());
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) freeze(part);
  }
  return value;
}

const check = (property: Property, under: StepFunction, numRuns: number) =>
  fc.check(fc.property(journeys, property(under)), { numRuns, seed: 20260302, endOnFailure: true });

describe('random cases', () => {
  const holds = (property: Property) => {
    fc.assert(fc.property(journeys, property(step)), { numRuns: RUNS });
  };

  it('[T3][T5] no token is lost or doubled, every wait has one reason, and every case can be finished', () => holds(keepsTokens), 600_000);
  it('[T3][T5] events inside turns, instances, partial joins and sections lose nothing either', () => {
    const anyJourney = fc.record({ body: mixed, choices: fc.array(fc.nat(10_000), { maxLength: 25 }), income: fc.nat(12) });
    const property = fc.property(anyJourney, ({ body, choices, income }) => {
      const plan = planOf(body);
      const after = ({ state }: Walk) => expect(violations(plan, state)).toEqual([]);
      finish({ plan, step, after }, walk({ plan, step, after }, choices, income));
    });
    fc.assert(property, { numRuns: RUNS });
  }, 600_000);
  it('[T3][P4] in any graph at all every token keeps one reason, and nothing breaks', () => {
    const anyJourney = fc.record({ source: tangles, choices: fc.array(fc.nat(10_000), { maxLength: 25 }), income: fc.nat(12) });
    const property = fc.property(anyJourney, ({ source, choices, income }) => {
      const plan = brokenPlanOf(source);
      walk({ plan, step: soonTired, after: ({ state }) => expect(anyViolations(plan, state)).toEqual([]) }, choices, income);
    });
    fc.assert(property, { numRuns: RUNS });
  }, 600_000);
  it('[S2] a command applied before changes nothing, whenever it comes again', () => holds(ignoresRepeats), 600_000);
  it(
    '[S11][S4] saved and loaded at every step, in any order of keys, a case goes on to the same end',
    () => holds(survivesLoading),
    600_000,
  );
  it('[S12][S1] the same commands give the same case, and no step changes what it was given', () => holds(isPure), 600_000);
});

describe('what the random cases are worth', () => {
  it('[T3] they pass through every kind of wait and every end', () => {
    const reasons = new Set<string>();
    const statuses = new Set<string>();
    for (const { body, choices, income } of fc.sample(journeys, { numRuns: 200, seed: 20260302 })) {
      const after = ({ state }: Walk) => {
        statuses.add(state.status);
        for (const wait of waitsOf(state)) reasons.add(wait.reason);
      };
      walk({ plan: planOf(body), step, after }, choices, income);
    }
    expect([...reasons].sort()).toEqual(['call', 'each', 'effect', 'incident', 'join', 'scope', 'section', 'task', 'timer']);
    expect([...statuses].sort()).toEqual(['completed', 'draft', 'expired', 'running', 'withdrawn']);
  });
});

/** A step with something wrong in it. */
const faults: Record<string, { property: Property; make: () => StepFunction }> = {
  'a token dropped at a fork': {
    property: keepsTokens,
    make: () => changing((result) => (result.trace.nodes.some((node) => node.startsWith('fork')) ? withoutLastToken(result) : result)),
  },
  'a token dropped while others wait': {
    property: keepsTokens,
    make: () => changing((result) => (Object.keys(result.state.tokens).length > 2 ? withoutLastToken(result) : result)),
  },
  'a token doubled at a desk': {
    property: keepsTokens,
    make: () => changing((result) => (result.trace.nodes.some((node) => node.startsWith('desk')) ? withTwin(result) : result)),
  },
  'a timer that outlives its token': {
    property: keepsTokens,
    make: () => (plan, state, command) => {
      const result = step(plan, state, command);
      const lost = Object.entries(state?.timers ?? {}).filter(([id]) => !result.state.timers[id]);
      return lost.length === 0
        ? result
        : { ...result, state: { ...result.state, timers: { ...result.state.timers, ...Object.fromEntries(lost) } } };
    },
  },
  'an effect asked for again': {
    property: keepsTokens,
    make: () => changing((result) => ({ ...result, effects: result.effects.flatMap((effect) => [effect, effect]) })),
  },
  'repeats forgotten': {
    property: ignoresRepeats,
    make: () => changing((result) => ({ ...result, state: { ...result.state, applied: [] } })),
  },
  'repeats remembered outside the state': { property: ignoresRepeats, make: rememberingOutside },
  'a part of the state kept in memory': { property: survivesLoading, make: keepingInMemory },
  'a value JSON does not know': {
    property: survivesLoading,
    make: () => changing((result) => ({ ...result, state: { ...result.state, endedAt: result.state.endedAt ?? undefined } })),
  },
  'the order of keys decides': {
    property: survivesLoading,
    make: () => changing((result) => ({ ...result, effects: [...result.effects].sort(), journal: keyOrder(result) })),
  },
  'a counter outside the case': { property: isPure, make: countingOutside },
  'the given state changed': {
    property: isPure,
    make: () => (plan, state, command) => {
      if (state && command.type === 'complete') state.visits.start = 9;
      return step(plan, state, command);
    },
  },
};

describe('planted faults', () => {
  it.each(Object.entries(faults))('[S13] %s is caught', (_, { property, make }) => {
    const outcome = check(property, make(), 300);
    expect(outcome.failed).toBe(true);
  });

  it('[S13] without a fault the same checks find nothing', () => {
    for (const property of new Set(Object.values(faults).map((fault) => fault.property)))
      expect(check(property, step, 30).failed).toBe(false);
  });
});

function changing(change: (result: StepResult) => StepResult): StepFunction {
  return (plan, state, command) => {
    const result = step(plan, state, command);
    return result.state === state ? result : change(result);
  };
}

function withoutLastToken(result: StepResult): StepResult {
  const tokens = { ...result.state.tokens };
  delete tokens[Object.keys(tokens).at(-1)!];
  return { ...result, state: { ...result.state, tokens } };
}

function withTwin(result: StepResult): StepResult {
  const desk = Object.values(result.state.tasks).find((task) => task.status === 'open' && task.kind === 'desk');
  const token: Token | undefined = desk && result.state.tokens[desk.token];
  if (!desk || !token) return result;
  const counters = { ...result.state.counters, token: result.state.counters.token + 1, task: result.state.counters.task + 1 };
  const tokens = { ...result.state.tokens, [`t${counters.token}`]: { ...token, id: `t${counters.token}` } };
  const tasks = { ...result.state.tasks, [`k${counters.task}`]: { ...desk, id: `k${counters.task}`, token: `t${counters.token}` } };
  return { ...result, state: { ...result.state, counters, tokens, tasks } };
}

/** Dedupe by object identity: lost when the state is loaded. */
function rememberingOutside(): StepFunction {
  const seen = new WeakMap<CaseState, string[]>();
  return (plan, state, command) => {
    if (state && seen.get(state)?.includes(command.id))
      return { state, calls: [], effects: [], journal: [], trace: { nodes: [], edges: [], rows: [] } };
    const result = step(plan, state && { ...state, applied: state.applied.filter((id) => id !== command.id) }, command);
    if (result.rejected && state) return { ...result, state };
    seen.set(result.state, [...((state && seen.get(state)) ?? []), command.id]);
    return result;
  };
}

function keepingInMemory(): StepFunction {
  const outcomes = new WeakMap<CaseState, CaseState['outcomes']>();
  return (plan, state, command) => {
    const whole = state && { ...state, outcomes: outcomes.get(state) ?? {} };
    const result = step(plan, whole, command);
    if (result.state === whole && state) return { ...result, state };
    const visits = { ...result.state.visits, decided: Object.keys(result.state.outcomes).length };
    const kept = { ...result.state, outcomes: {}, visits };
    outcomes.set(kept, result.state.outcomes);
    return { ...result, state: kept };
  };
}

function keyOrder(result: StepResult): StepResult['journal'] {
  const [first] = Object.keys(result.state.tasks);
  return result.journal.map((entry) => ({ ...entry, task: first }));
}

function countingOutside(): StepFunction {
  let count = 0;
  return changing((result) => {
    count += 1;
    return { ...result, journal: result.journal.map((entry) => ({ ...entry, seq: entry.seq + count })) };
  });
}
