import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { advanceRound, claimRound, findRound, listRoundCases } from '../../store/calendar-rounds.ts';
import { insertCalendar } from '../../store/calendars.ts';
import { listJournal } from '../../store/journal.ts';
import { createStore, type Store } from '../../store/store.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { createWorker } from '../../worker/worker.ts';
import { startTestOutside, type TestOutside } from '../testing/outside.ts';
import { samplePackage, sampleScenarioId } from '../testing/sample-package.ts';
import { citizen, createWorld, publishPackage, quiet, type World } from '../testing/world.ts';

const regions = [
  { code: '330424', name: '海盐县' },
  { code: '331002', name: '椒江区' },
];
const lin = citizen('林雨', '330424199603120029');
const values = { 'owner.idNumber': lin.person!.idNumber, 'owner.name': '林雨', 'owner.address': '东海路', 'owner.mobile': '13800000000' };
let now = '2026-12-29T02:00:00.000Z';
let database: TestDatabase;
let outside: TestOutside;
let store: Store;
let world: World;
let national: Calendar;
let version = 0;

beforeAll(async () => {
  database = await withDatabase();
  outside = await startTestOutside();
  store = createStore({ url: database.url, applicationName: 'calendar-rounds-test' });
  await publishPackage(store, samplePackage(), regions);
  world = await createWorld({ url: database.url, connectors: outside.connectors, clock: () => now });
  const { default: calendar } = await import('../../calendar/cn-workday.json', { with: { type: 'json' } });
  national = calendar as unknown as Calendar;
  await publish(national, '000000');
  await finish();
});
afterAll(async () => {
  await world?.close();
  await outside?.close();
  await store?.close();
  await database?.close();
});

/** A new version of a calendar; its round may begin at once. */
async function publish(calendar: Calendar, region: string): Promise<void> {
  version += 1;
  const line = { region, at: now, action: 'calendar.changed', object: 'CN-workday', result: 'done' as const };
  await insertCalendar(store, { region, id: 'CN-workday', version, calendar: { ...calendar, region, version }, at: now }, line);
  await store.query({ text: 'UPDATE calendar_rounds SET leased_until = clock_timestamp()' });
}
async function finish(): Promise<void> {
  while (await world.services.runCalendarRound({ batch: 2 }));
}
const start = async (commandId: string, region = regions[0]!.code) => {
  const shop = { 'shop.name': '店', 'shop.area': 10 };
  const { id } = await world.services.cases.startAndSubmit({
    actor: lin,
    region,
    scenario: sampleScenarioId,
    values: { ...values, ...shop },
    commandId,
  });
  return { region, id };
};
const clockOf = async ({ region, id }: { region: string; id: string }) =>
  (await world.services.caseParts.runBurst.load(region, id)).stored.state.clocks.c_all!;
const with2027 = (off: Record<string, string>): Calendar => ({
  ...national,
  years: { ...national.years, 2027: { status: 'published', off, work: {} } },
});

describe('a calendar published late', () => {
  it('fixes what waited for it, in batches, going on where a worker died', async () => {
    const cases = [
      await start('a1'),
      await start('a2'),
      await start('a3'),
      await start('b1', regions[1]!.code),
      await start('b2', regions[1]!.code),
    ];
    for (const one of cases) expect(await clockOf(one)).toMatchObject({ provisional: { year: 2027 } });

    await publish(with2027({ '2027-01-01': '元旦' }), '000000');
    expect(await world.services.runCalendarRound({ batch: 2 })).toBe(true);
    expect(await findRound(store, '000000', 'CN-workday')).toMatchObject({ status: 'open', looked: 2, fixed: 2 });
    // A worker takes the next batch, counts one case and dies: its lease ends, the batch is done again.
    const dead = await claimRound(store, { owner: 'dead', lease: 0 });
    expect(await listRoundCases(store, dead!, 2)).toHaveLength(2);
    expect(await world.services.runCalendarRound({ batch: 2 })).toBe(true);
    const late = { owner: 'dead', last: undefined, counts: { looked: 9, fixed: 9, moved: 0, kept: 0, failed: 0 }, done: true };
    expect(await advanceRound(store, dead!, late)).toBe(false);
    await finish();

    expect(await findRound(store, '000000', 'CN-workday')).toMatchObject({
      status: 'done',
      looked: 5,
      fixed: 5,
      moved: 0,
      kept: 0,
      failed: 0,
    });
    for (const one of cases) {
      const clock = await clockOf(one);
      expect(clock).toMatchObject({ status: 'running', due: '2027-01-06' });
      expect(clock.provisional).toBeUndefined();
      const said = (await listJournal(store, one.region, one.id)).filter((entry) => entry.code === 'clock.due_changed');
      expect(said).toMatchObject([{ data: { reason: 'calendar', before: null, due: '2027-01-06' }, actor: { kind: 'system' } }]);
    }
    expect(await world.services.runCalendarRound()).toBe(false);
  });

  it('never makes a promised date later, and says so; makes it earlier when it can', async () => {
    const one = await start('c1');
    expect(await clockOf(one)).toMatchObject({ due: '2027-01-06' });
    await publish(with2027({ '2027-01-01': '元旦', '2027-01-04': '补假', '2027-01-05': '补假' }), '000000');
    await finish();
    expect(await clockOf(one)).toMatchObject({ due: '2027-01-06', kept: 2 });
    expect((await findRound(store, '000000', 'CN-workday'))?.kept).toBe(6);
    expect((await listJournal(store, one.region, one.id)).at(-1)).toMatchObject({
      code: 'clock.promise_kept',
      data: { due: '2027-01-06', counted: '2027-01-08' },
    });

    await publish(with2027({}), '000000');
    await finish();
    expect(await clockOf(one)).toMatchObject({ due: '2027-01-05' });
    expect((await findRound(store, '000000', 'CN-workday'))?.moved).toBe(6);
  });

  it('a county that keeps its own calendar gets the years it has not published from the nation', async () => {
    const { 2027: _, ...years } = { ...with2027({}).years };
    await publish({ ...national, years }, regions[1]!.code);
    await finish();
    world.services.plans.forgetCalendars();
    const calendar = await world.services.plans.calendarOf(regions[1]!.code);
    expect(calendar.years['2027']).toMatchObject({ status: 'published' });
    expect(await findRound(store, regions[1]!.code, 'CN-workday')).toMatchObject({ status: 'done', looked: 2, moved: 0 });
  });

  it('a case that cannot be counted holds nobody up', async () => {
    const broken = await start('d1');
    const fine = await start('d2');
    await store.withRegions([broken.region], (client) =>
      client.query(`UPDATE case_data SET state = replace(state::text, '"hash":"', '"hash":"0')::json WHERE region = $1 AND id = $2`, [
        broken.region,
        broken.id,
      ]),
    );
    await publish(with2027({ '2027-01-01': '元旦' }), '000000');
    const other = await createWorld({ url: database.url, connectors: outside.connectors, clock: () => now });
    while (await other.services.runCalendarRound({ batch: 3 }));
    await other.close();
    expect(await findRound(store, '000000', 'CN-workday')).toMatchObject({ status: 'done', failed: 1 });
    expect((await findRound(store, '000000', 'CN-workday'))!.looked).toBeGreaterThan(6);
    expect(await clockOf(fine)).toMatchObject({ due: '2027-01-05' });
  });

  it('workers do it beside their jobs, without anybody asking', async () => {
    now = '2027-01-04T02:00:00.000Z';
    await publish(with2027({ '2027-01-01': '元旦', '2027-02-01': '春节' }), '000000');
    const worker = createWorker({
      services: world.services,
      store: world.store,
      config: { workerConcurrency: 2 },
      logger: quiet,
      clock: () => now,
      calendarMs: 50,
    });
    worker.start();
    const round = () => findRound(store, '000000', 'CN-workday');
    for (let attempt = 0; attempt < 1200 && (await round())?.status !== 'done'; attempt += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await worker.stop();
    expect(await round()).toMatchObject({ status: 'done' });
  });
});
