import { randomUUID } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../engine/types.ts';
import { listAudit } from '../../store/audit.ts';
import { expireDraft } from '../../store/cases.ts';
import { acceptEvent, findEvent, type IncomingEvent } from '../../store/events.ts';
import { claimDueJobs } from '../../store/jobs.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { timerDue } from '../cases/effects.ts';
import { systemActor } from '../run-burst.ts';
import { createWorld, publishPackage, type World } from '../testing/world.ts';
import { deliverEvent } from './deliver.ts';
import { caseOf, eventPackage, noOutside, performAll } from './testing.ts';

const region = '330424';
const other = '331002';
const handed: object[] = [];
let database: TestDatabase;
let now = '2026-03-02T01:00:00.000Z';
let one: World;
let two: World;

async function handOver(request: object): Promise<Outcome> {
  handed.push(request);
  return { ok: true, value: { number: 'C-1' } };
}

beforeAll(async () => {
  database = await withDatabase();
  const world = () => createWorld({ url: database.url, connectors: { ...noOutside, handOver }, clock: () => now });
  [one, two] = [await world(), await world()];
  const regions = [
    { code: region, name: '海盐县' },
    { code: other, name: '椒江区' },
  ];
  const message = (id: string, more: object = {}) => ({ event: { type: 'message', message: id, ...more } });
  const packages = [
    eventPackage('waits', 'start -> catch -> end', {
      catch: message('paid', { key: 'case.region', provides: { amount: 'person.score' } }),
    }),
    eventPackage('first', 'start -> first; first -> catch -> end; first -> wait -> a -> end2', {
      catch: message('paid', { key: '"race"' }),
    }),
    eventPackage('early', 'start -> catch -> end', { catch: message('early') }),
    eventPackage('listens', 'start -> catch -> end', { catch: { event: { type: 'signal', signal: 'alarm' } } }),
    eventPackage('shouts', 'start -> throw -> end', { throw: { event: { type: 'signal', signal: 'alarm' } } }),
    eventPackage('sends', 'start -> throw -> a -> end', { throw: message('keyed', { key: '"K1"', values: { score: '40 + 2' } }) }),
    eventPackage('born', 'start -> a -> end', {
      start: { trigger: { type: 'message', message: 'keyed', provides: { score: 'person.score' } } },
    }),
    eventPackage('yearly', 'start -> end', {
      start: { trigger: { type: 'timer', cycle: { every: { amount: 1, unit: 'days' }, times: 2 } } },
    }),
    eventPackage('aged', 'start -> a -> end', {
      start: { trigger: { type: 'condition', when: 'person.score >= 80' }, given: ['person.score', 'person.grade'] },
    }),
    eventPackage('hands-over', 'start -> archive -> transfer -> end', {
      transfer: { kind: 'transfer', to: 'court', values: { score: '1 + 1' }, number: 'paper.number' },
    }),
    eventPackage('guarded', 'start -> a -> end; onPaid -> b -> end2', {
      onPaid: { attachedTo: 'a', event: { type: 'message', message: 'paid', key: '"guard"' } },
    }),
    eventPackage('calls', 'start -> call -> a -> end', {
      call: { kind: 'call', scenario: 'called', inputs: { 'person.score': '7' }, outputs: { 'person.score': 'person.score' } },
    }),
    eventPackage('calls-far', 'start -> call -> end', { call: { kind: 'call', scenario: 'called', region: `"${other}"` } }),
    eventPackage('calls-form', 'start -> call -> end', { call: { kind: 'call', scenario: 'called-form' } }),
    eventPackage('calls-troubled', 'start -> call -> end; onSlow -> b -> end2; onBroke -> a -> end3', {
      call: { kind: 'call', scenario: 'called-troubled' },
      onSlow: { attachedTo: 'call', event: { type: 'escalation', code: 'slow' }, interrupting: false },
      onBroke: { attachedTo: 'call', event: { type: 'error', code: 'broke' } },
    }),
    eventPackage('called-troubled', 'start -> throw -> a -> end', {
      throw: { event: { type: 'escalation', code: 'slow' } },
      end: { event: { type: 'error', code: 'broke' } },
    }),
    eventPackage('called-form', 'start -> fill -> end'),
    eventPackage('called', 'start -> a -> end', { start: { given: ['person.score'] } }),
  ];
  for (const pkg of packages) await publishPackage(one.store, pkg, regions);
});
afterAll(async () => {
  await one.close();
  await two.close();
  await database.close();
});

async function start(scenario: string, at = region, startKey = randomUUID()): Promise<string> {
  const { caseParts } = one.services;
  const loaded = (await caseParts.plans.livePlan(at, scenario))!;
  const caseId = uuidv7();
  await caseParts.runBurst({
    start: { loaded, account: 'a1', startKey },
    region: at,
    caseId,
    commands: [{ id: 'start', at: now, actor: systemActor, type: 'start', caseId, region: at, version: loaded.version }],
  });
  return caseId;
}

function event(changes: Partial<IncomingEvent>): IncomingEvent {
  return { region, id: randomUUID(), kind: 'message', name: 'paid', values: {}, source: 'test', keep: false, at: now, ...changes };
}

async function status(id: string, at = region): Promise<string> {
  return (await caseOf(one.store, at, id)).state.status;
}

async function casesOf(scenario: string, at = region): Promise<string[]> {
  return one.store.withRegions([at], async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM cases WHERE region = $1 AND scenario = $2 ORDER BY id', [
      at,
      scenario,
    ]);
    return rows.map((row) => row.id);
  });
}

async function subscriptions(caseId: string): Promise<{ name: string; key: string | null }[]> {
  return one.store.withRegions([region], async (client) => {
    const { rows } = await client.query('SELECT name, key FROM subscriptions WHERE region = $1 AND case_id = $2', [region, caseId]);
    return rows as { name: string; key: string | null }[];
  });
}

describe('messages', () => {
  it('reach the case that waits, by name and key, once, and its subscription goes with them', async () => {
    const caseId = await start('waits');
    expect(await subscriptions(caseId)).toEqual([{ name: 'paid', key: region }]);
    const wrong = event({ key: 'elsewhere' });
    const right = event({ key: region, values: { amount: 12 } });
    await acceptEvent(one.store, wrong);
    expect(await acceptEvent(one.store, right)).toBe(true);
    expect(await acceptEvent(two.store, right)).toBe(false);

    await performAll(one.services, one.store, region);

    expect(await status(caseId)).toBe('completed');
    expect((await caseOf(one.store, region, caseId)).state.fields['person.score']!.value).toBe(12);
    expect(await subscriptions(caseId)).toEqual([]);
    expect(await findEvent(one.store, region, right.id)).toMatchObject({ status: 'delivered', taken_by: caseId });
    expect(await findEvent(one.store, region, wrong.id)).toMatchObject({ status: 'nobody' });
  });

  it('go to one of two cases, however many deliver them at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const waiting = [await start('waits'), await start('waits')];
      const sent = event({ key: region });
      await acceptEvent(one.store, sent);

      await Promise.all([one, two, one, two].map((world) => deliverEvent(world.services.caseParts, region, sent.id).catch(() => {})));
      await performAll(one.services, one.store, region);

      expect((await Promise.all(waiting.map((id) => status(id)))).sort()).toEqual(['completed', 'running']);
      await acceptEvent(one.store, event({ key: region }));
      await performAll(two.services, two.store, region);
      expect(await Promise.all(waiting.map((id) => status(id)))).toEqual(['completed', 'completed']);
    }
  });

  it('and a timer at an event gateway: exactly one of them wins', async () => {
    const wins: string[] = [];
    for (let round = 0; round < 10; round += 1) {
      const caseId = await start('first');
      const timer = Object.keys((await caseOf(one.store, region, caseId)).state.timers)[0]!;
      const sent = event({ key: 'race' });
      await acceptEvent(one.store, sent);
      now = '2026-03-05T01:00:00.000Z';
      const message = () => deliverEvent(two.services.caseParts, region, sent.id);
      const late = () => timerDue(one.services.caseParts, { region, caseId, timerId: timer });
      await Promise.all(round % 2 === 0 ? [message(), late()] : [late(), message()]);
      now = '2026-03-02T01:00:00.000Z';

      const { state } = await caseOf(one.store, region, caseId);
      const settled = await findEvent(one.store, region, sent.id);
      const messageWon = state.visits.catch === 1;
      expect([state.visits.catch ?? 0, state.visits.wait ?? 0].sort()).toEqual([0, 1]);
      expect(settled!.status).toBe(messageWon ? 'delivered' : 'nobody');
      expect(await subscriptions(caseId)).toEqual([]);
      wins.push(messageWon ? 'message' : 'timer');
    }
    expect(wins).toHaveLength(10);
  });

  it('and a decision at the same step: exactly one of them wins, and the other is told', async () => {
    const wins = { message: 0, decision: 0 };
    for (let round = 0; round < 12; round += 1) {
      const caseId = await start('guarded');
      const sent = event({ key: 'guard' });
      await acceptEvent(one.store, sent);
      const message = () => deliverEvent(two.services.caseParts, region, sent.id);
      const decision = () =>
        decide(caseId, 'a').then(
          () => true,
          () => false,
        );
      const [first, second] = round % 2 === 0 ? [message, decision] : [decision, message];
      const results = await Promise.all([first(), second()]);
      const decided = results.includes(true);

      const { state } = await caseOf(one.store, region, caseId);
      const settled = await findEvent(one.store, region, sent.id);
      expect(settled!.status).toBe(decided ? 'nobody' : 'delivered');
      expect(state.status).toBe(decided ? 'completed' : 'running');
      expect(Object.values(state.tasks).map(({ node, status }) => `${node} ${status}`)).toEqual(
        decided ? ['a done'] : ['a cancelled', 'b open'],
      );
      expect(await subscriptions(caseId)).toEqual([]);
      wins[decided ? 'decision' : 'message'] += 1;
    }
    expect(wins.message + wins.decision).toBe(12);
  });

  it('that come early are kept until somebody waits, and are then delivered once', async () => {
    const sent = event({ name: 'early', keep: true });
    await acceptEvent(one.store, sent);
    expect(await performAll(one.services, one.store, region)).toBe(1);
    expect(await findEvent(one.store, region, sent.id)).toMatchObject({ status: 'kept' });

    const [first, second] = [await start('early'), await start('early')];
    await performAll(two.services, two.store, region);

    expect([await status(first), await status(second)]).toEqual(['completed', 'running']);
    expect(await findEvent(one.store, region, sent.id)).toMatchObject({ status: 'delivered', taken_by: first });
    await acceptEvent(one.store, event({ name: 'early', keep: true }));
    await performAll(one.services, one.store, region);
    expect(await status(second)).toBe('completed');
  });

  it('are never missed when a case begins to wait at the moment its message is parked', async () => {
    for (let round = 0; round < 12; round += 1) {
      const sent = event({ name: 'early', keep: true });
      await acceptEvent(one.store, sent);
      const [caseId] = await Promise.all([start('early'), performAll(two.services, two.store, region, 'parker')]);
      await performAll(one.services, one.store, region);
      expect(await status(caseId)).toBe('completed');
      expect(await findEvent(one.store, region, sent.id)).toMatchObject({ status: 'delivered', taken_by: caseId });
    }
  });

  it('with values that do not fit are refused, and the case goes on waiting', async () => {
    const caseId = await start('waits');
    const sent = event({ key: region, values: { amount: 'much' } });
    await acceptEvent(one.store, sent);
    await performAll(one.services, one.store, region);
    expect(await findEvent(one.store, region, sent.id)).toMatchObject({ status: 'refused', problem: 'message.values_invalid' });
    expect(await status(caseId)).toBe('running');
    await acceptEvent(one.store, event({ key: region }));
    await performAll(one.services, one.store, region);
  });

  it('thrown by a case start another one where a scenario begins by them, once, also after a crash in between', async () => {
    const before = (await casesOf('born')).length;
    const sender = await start('sends');
    // The worker dies after it handed the message over and before the answer was taken in: the job comes again.
    const [job] = await claimDueJobs(one.store, { region, workerId: 'dies', limit: 10, lease: 0 });
    const { performEffect } = await import('../cases/effects.ts');
    const site = await one.services.caseParts.runBurst.load(region, sender);
    if (job!.effect.type !== 'message') throw new Error(job!.effect.type);
    await performEffect(one.services.caseParts, { region, caseId: sender, ...site }, job!.effect);

    await performAll(two.services, two.store, region);

    const born = await casesOf('born');
    expect(born).toHaveLength(before + 1);
    const { state } = await caseOf(one.store, region, born.at(-1)!);
    expect(state).toMatchObject({ status: 'running', fields: { 'person.score': { value: 42 } } });
    expect((await caseOf(one.store, region, sender)).state.pending).toEqual({});
  });
});

describe('signals', () => {
  it('reach every case of the region that listens, and no case of another', async () => {
    const here = [await start('listens'), await start('listens')];
    const there = await start('listens', other);
    await start('shouts');

    await performAll(one.services, one.store, region);
    await performAll(one.services, one.store, other);

    expect(await Promise.all(here.map((id) => status(id)))).toEqual(['completed', 'completed']);
    expect(await status(there, other)).toBe('running');
  });

  it('are not heard by who begins to listen later, and by nobody twice when delivery is repeated', async () => {
    const early = await start('listens');
    const sent = event({ kind: 'signal', name: 'alarm' });
    await acceptEvent(one.store, sent);
    now = '2026-03-02T02:00:00.000Z';
    const late = await start('listens');
    await Promise.all([one, two].map((world) => deliverEvent(world.services.caseParts, region, sent.id)));
    now = '2026-03-02T01:00:00.000Z';
    await performAll(one.services, one.store, region);

    expect([await status(early), await status(late)]).toEqual(['completed', 'running']);
    const { state } = await caseOf(one.store, region, early);
    expect(state.applied.filter((id) => id === `signal:${sent.id}`)).toHaveLength(1);
  });
});

describe('starts by a rule over data', () => {
  it('begin where the rule holds on what came in, once, with the paths the start is given', async () => {
    const young = event({ kind: 'data', name: 'register', values: { 'person.score': 79 } });
    const odd = event({ kind: 'data', name: 'register', values: { 'person.score': 'old' } });
    const old = event({ kind: 'data', name: 'register', values: { 'person.score': 80, 'person.grade': 'A', 'person.name': 'Lin' } });
    for (const sent of [young, odd, old]) await acceptEvent(two.store, sent);

    await Promise.all([one, two].map((world) => deliverEvent(world.services.caseParts, region, old.id)));
    await performAll(one.services, one.store, region);

    const [caseId, ...more] = await casesOf('aged');
    expect(more).toEqual([]);
    const { fields } = (await caseOf(one.store, region, caseId!)).state;
    expect(Object.fromEntries(Object.entries(fields).map(([path, { value }]) => [path, value]))).toEqual({
      'person.score': 80,
      'person.grade': 'A',
    });
    expect(await findEvent(one.store, region, old.id)).toMatchObject({ status: 'started' });
    for (const { id } of [young, odd]) expect(await findEvent(one.store, region, id)).toMatchObject({ status: 'nobody' });
  });
});

describe('cases that leave the house', () => {
  it('are archived with the hash of their history, then handed over under one key, and bear the number they have there', async () => {
    handed.length = 0;
    const caseId = await start('hands-over');
    await performAll(one.services, one.store, region);

    const { state, caseNo } = await caseOf(one.store, region, caseId);
    expect(state.status).toBe('completed');
    expect(state.fields['paper.number']!.value).toBe('C-1');
    expect(handed).toEqual([
      { key: expect.stringContaining(caseId), region, to: 'court', body: { caseNo, scenario: 'hands-over', region, values: { score: 2 } } },
    ]);
    const archived = (await listAudit(one.store, region, { limit: 20 })).find((line) => line.action === 'case.archived');
    expect(archived).toMatchObject({ object: caseNo, data: { chain: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });
});

describe('starts by time', () => {
  it('begin a case at each turn, once, as often as they say', async () => {
    expect(await casesOf('yearly')).toEqual([]);
    const due = async () => {
      await one.store.withRegions([region], (client) =>
        client.query(`UPDATE jobs SET run_at = clock_timestamp() WHERE region = $1 AND id = 'start:yearly:start'`, [region]),
      );
      const jobs = await claimDueJobs(one.store, { region, workerId: 'w', limit: 10 });
      const { performJob } = await import('../cases/effects.ts');
      // Two workers with the same job: the lease of one had ended.
      for (const world of [one, two]) for (const job of jobs) await performJob(world.services.caseParts, job, { maxAttempts: 3 });
      return jobs.length;
    };
    const at = now;
    expect(await due()).toBe(1);
    expect(await casesOf('yearly')).toHaveLength(1);
    expect(await due()).toBe(1);
    expect(await casesOf('yearly')).toHaveLength(2);
    expect(await due()).toBe(0);
    now = at;
  });
});

describe('called cases', () => {
  it('run in a case of their own, and their end answers the case that called', async () => {
    const parent = await start('calls');
    await performAll(one.services, one.store, region);
    const child = (await casesOf('called')).at(-1)!;
    expect((await caseOf(one.store, region, child)).state.fields['person.score']!.value).toBe(7);
    expect(Object.keys((await caseOf(one.store, region, parent)).state.pending)).toHaveLength(1);

    await decide(child, 'a');
    await performAll(two.services, two.store, region);

    const { state } = await caseOf(one.store, region, parent);
    expect(state.pending).toEqual({});
    expect(state.outcomes.call).toBe('completed');
    expect(state.fields['person.score']!.value).toBe(7);
  });

  it('are started once, though the worker dies after starting them', async () => {
    const before = (await casesOf('called')).length;
    await start('calls');
    const [job] = await claimDueJobs(one.store, { region, workerId: 'dies', limit: 1 });
    const { performJob } = await import('../cases/effects.ts');
    await performJob(one.services.caseParts, job!, { maxAttempts: 3 });
    await performJob(two.services.caseParts, job!, { maxAttempts: 3 });
    expect(await casesOf('called')).toHaveLength(before + 1);
  });

  it('whose form nobody fills in expire, and the case that called is told', async () => {
    const parent = await start('calls-form');
    await performAll(one.services, one.store, region);
    const [child] = await casesOf('called-form');
    expect(await status(child!)).toBe('draft');

    expect(await expireDraft(one.store, { region, id: child! }, '2027-01-01T00:00:00.000Z')).toBe(true);
    await performAll(two.services, two.store, region);

    expect((await caseOf(one.store, region, parent)).state).toMatchObject({
      status: 'completed',
      outcomes: { call: 'expired' },
      pending: {},
    });
  });

  it('that escalate, then end with an error, reach the events of the step that called them, each once', async () => {
    const open = async (id: string) => Object.values((await caseOf(one.store, region, id)).state.tokens).map((token) => token.node);
    const parent = await start('calls-troubled');
    await performAll(one.services, one.store, region);
    expect(await open(parent)).toEqual(['call', 'b']);

    const child = (await casesOf('called-troubled')).at(-1)!;
    await decide(child, 'a');
    await performAll(two.services, two.store, region);

    expect(await status(child)).toBe('withdrawn');
    expect(await open(parent)).toEqual(['b', 'a']);
  });

  it('run in another region where the call says so', async () => {
    const parent = await start('calls-far');
    await performAll(one.services, one.store, region);
    const child = (await casesOf('called', other)).at(-1)!;
    await decide(child, 'a', other);
    await performAll(one.services, one.store, other);
    expect(await status(parent)).toBe('completed');
  });

  it('end while the case that called is cancelled: either its answer counts or it is cancelled, and nothing waits', async () => {
    for (let round = 0; round < 6; round += 1) {
      const parent = await start('calls');
      await performAll(one.services, one.store, region);
      const child = (await casesOf('called')).at(-1)!;
      await Promise.all([decide(child, 'a').catch(() => {}), cancel(parent)]);
      await performAll(two.services, two.store, region);
      expect(await status(parent)).toBe('withdrawn');
      expect(['completed', 'withdrawn']).toContain(await status(child));
      const left = await one.store.withRegions([region], (client) =>
        client.query('SELECT kind FROM jobs WHERE region = $1 AND case_id = ANY ($2)', [region, [parent, child]]),
      );
      expect(left.rows).toEqual([]);
    }
  });

  it('are cancelled with the case that called, also one that is started too late', async () => {
    const parent = await start('calls');
    await performAll(one.services, one.store, region);
    const child = (await casesOf('called')).at(-1)!;
    await cancel(parent);
    await performAll(one.services, one.store, region);
    expect(await status(child)).toBe('withdrawn');

    const hasty = await start('calls');
    const [job] = await claimDueJobs(one.store, { region, workerId: 'slow', limit: 1 });
    await cancel(hasty);
    await performAll(one.services, one.store, region);
    const count = (await casesOf('called')).length;
    const { performJob } = await import('../cases/effects.ts');
    await performJob(two.services.caseParts, job!, { maxAttempts: 3 });
    expect(await casesOf('called')).toHaveLength(count);
  });
});

async function decide(caseId: string, node: string, at = region): Promise<void> {
  await one.services.caseParts.runBurst({
    region: at,
    caseId,
    commandsFor: ({ state }) => {
      const task = Object.values(state.tasks).find((open) => open.node === node && open.status === 'open')!;
      return [{ id: randomUUID(), at: now, actor: { kind: 'officer', id: 'o1' }, type: 'complete', taskId: task.id, decision: 'agree' }];
    },
  });
}

async function cancel(caseId: string): Promise<void> {
  await one.services.caseParts.runBurst({
    region,
    caseId,
    commandsFor: () => [{ id: randomUUID(), at: now, actor: systemActor, type: 'cancelCase', reason: 'test' }],
  });
}
