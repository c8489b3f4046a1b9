import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../compile/index.ts';
import type { Plan, ScenarioPackage } from '../../compile/plan.ts';
import { isFinal } from '../scopes.ts';
import { step } from '../step.ts';
import { finish, violations, walk } from '../testing/journeys.ts';
import { calendar } from '../testing/plan.ts';
import { type Part, parts, scenarioOf } from '../testing/random-plans.ts';
import type { CaseState } from '../types.ts';
import { migrateCase, type Rehearsal } from './index.ts';
import { decide, endsFresh } from './testing/moving.ts';
import { type Change, changes, nextVersion } from './testing/next-version.ts';

// biome-ignore lint/style/noRestrictedGlobals: a test reads its own environment
const RUNS = Number(process.env.LIANBAN_PROPERTY_RUNS ?? 300);
const moves = fc.record({ body: parts, choices: fc.array(fc.nat(10_000), { maxLength: 25 }), income: fc.nat(12), changes });
type Move = { body: Part; choices: number[]; income: number; changes: Change[] };

function planOf(pkg: ScenarioPackage): Plan | undefined {
  return compile(pkg, { calendar }).plan;
}

const request = { version: 2, id: 'migrate', at: '2026-04-01T01:00:00.000Z', actor: { kind: 'system' as const, id: 'op' } };
const seen: Record<string, number> = {};

function holds({ body, choices, income, changes: list }: Move): void {
  const pkg = scenarioOf(body);
  const [from, to] = [planOf(pkg)!, planOf(nextVersion(pkg, list))];
  // What the compiler refuses is never published.
  // Nor is what ends for nobody.
  if (!to || !endsFresh(to)) return;
  const journey = walk({ plan: from, step }, choices, income);
  const before = JSON.stringify(journey.state);
  const { rehearsal } = decide(journey.state, from, to, request);
  seen[rehearsal.verdict] = (seen[rehearsal.verdict] ?? 0) + 1;
  expect(JSON.stringify(journey.state)).toBe(before);
  expect(rehearsal.problems ?? []).toEqual([]);
  if (!rehearsal.result) return;

  const { state } = rehearsal.result;
  if (rehearsal.result.calls.length === 0) expect(violations(to, state)).toEqual([]);
  keepsWhatGoesOn(journey.state, state, rehearsal);
  journey.state = state;
  finish({ plan: to, step }, journey);
  expect(isFinal(journey.state.status)).toBe(true);
}

/** Tokens that go on keep their tasks, timers and effects as they were; nothing of the others is left. */
function keepsWhatGoesOn(before: CaseState, after: CaseState, { itinerary, result }: Rehearsal): void {
  const bare = (record: object) => ({ ...record, node: undefined });
  const kept = new Set(itinerary.moves.filter(({ how }) => how === 'keep').map(({ token }) => token));
  // What was moved goes on in the same burst, and may end others where the flow says so: enough are done, say. Aloud, then.
  const went = [...kept].filter((token) => !after.tokens[token]);
  if (went.length > 0) expect(result!.journal.length).toBeGreaterThan(1);
  const goesOn = (token: string) => kept.has(token) && after.tokens[token] !== undefined;
  for (const task of Object.values(before.tasks)) {
    const now = after.tasks[task.id] ?? after.past?.tasks?.[task.id];
    // Questions and copies belong to no token: they stay with their step.
    if (!before.tokens[task.token]) {
      if (after.past?.tasks?.[task.id]) expect(now!.status).not.toBe('open');
      continue;
    }
    if (goesOn(task.token)) expect(bare(now!)).toEqual(bare(task));
    else expect(now?.status).not.toBe('open');
  }
  for (const timer of Object.values(before.timers)) {
    if (goesOn(timer.token)) expect(bare(after.timers[timer.id]!)).toEqual(bare(timer));
    else expect(after.timers[timer.id]).toBeUndefined();
    const takenBack = result!.effects.some((effect) => effect.type === 'cancelTimer' && effect.timer === timer.id);
    expect(takenBack).toBe(after.timers[timer.id] === undefined);
  }
  for (const pending of Object.values(before.pending))
    if (pending.token !== undefined && goesOn(pending.token)) expect(after.pending[pending.id]).toBeDefined();
  for (const clock of Object.values(before.clocks))
    expect({ ...(after.clocks[clock.id] ?? after.past?.clocks?.[clock.id]), status: '', endedAt: '' }).toMatchObject({
      days: clock.days,
      startedAt: clock.startedAt,
      ...(isFinal(after.status) || clock.status === 'suspended' ? {} : { due: clock.due }),
    });
  const ids = result!.journal.map(({ seq }) => seq);
  expect(ids).toEqual(ids.map((_, index) => before.counters.journal + 1 + index));
}

describe('random cases and random next versions', () => {
  it('[G11] lose no token, timer, task, effect or limit, keep what goes on, and can be finished', () => {
    fc.assert(fc.property(moves, holds), { numRuns: RUNS });
    // The property would be empty if nothing was ever moved.
    expect(seen.safe! / (RUNS + 1)).toBeGreaterThan(0.3);
  }, 600_000);

  it('[G10][G11] moving gives the same twice, and never changes the state it was given', () => {
    fc.assert(
      fc.property(moves, ({ body, choices, income, changes: list }: Move) => {
        const pkg = scenarioOf(body);
        const [from, to] = [planOf(pkg)!, planOf(nextVersion(pkg, list))];
        if (!to) return;
        const { state } = walk({ plan: from, step }, choices, income);
        const { rehearsal, mapping } = decide(state, from, to, request);
        if (!rehearsal.result) return;
        const loaded = JSON.parse(JSON.stringify(state)) as CaseState;
        const again = migrateCase(loaded, { ...request, from, to, mapping, itinerary: rehearsal.itinerary });
        expect(again.state).toStrictEqual(rehearsal.result.state);
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  }, 600_000);
});
