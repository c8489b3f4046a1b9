import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findScenarioDraft } from '../../store/scenarios.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { createWorld, type World } from '../testing/world.ts';
import { stopReason } from './fleet.ts';
import {
  changed,
  cloneInto,
  counties,
  designer,
  dueDays,
  edit,
  facts,
  firstRelease,
  limit,
  localLimit,
  openRegions,
  param,
  province,
  release,
  scenarioId,
  templateAddress,
  templateId,
} from './testing/template.ts';

const nothing = async () => ({ ok: true as const, value: null });
const { haiyan, jiaojiang } = counties;
const county = designer(haiyan, '陈立新');
const other = designer(jiaojiang, '林海潮');
const provincial = designer(province, '顾省身');
const here = { actor: county, id: scenarioId, region: haiyan };
const there = { actor: other, id: scenarioId, region: jiaojiang };
const site = 'scenario/nodes/site/dueDays';
const fleetOf = { actor: provincial, template: templateAddress };

let database: TestDatabase;
let world: World;
const now = { at: '2026-03-05T03:00:00.000Z' };
/** The publisher's picture of a clone counts as fresh for a minute. */
const later = () => {
  now.at = new Date(Date.parse(now.at) + 120_000).toISOString();
};
beforeAll(async () => {
  database = await withDatabase();
  const connectors = { read: nothing, sendSms: nothing, sealDocument: nothing };
  world = await createWorld({ url: database.url, connectors, clock: () => now.at });
  await openRegions(world.store);
  await release(world.store, 1, firstRelease());
  await cloneInto(world.services, county, haiyan);
  await cloneInto(world.services, other, jiaojiang);
});
afterAll(async () => {
  await world?.close();
  await database?.close();
});

describe('a proposal', () => {
  const send = (commandId = 'propose-0001') =>
    world.services.proposals.send({
      actor: county,
      region: haiyan,
      scenario: scenarioId,
      keys: [site],
      title: '现场核查压到两天',
      why: '联合踏勘后不再需要五天',
      commandId,
      ...facts,
    });
  const received = () => world.services.proposals.list({ actor: provincial, side: 'received' });

  it('offers some of the local changes and nothing else of the county, once per command', async () => {
    await edit(world.services, world.store, county, haiyan, dueDays('site', 2), param('phone', '0573-86112345'));

    const sent = await send();
    const again = await send();

    expect(again.id).toBe(sent.id);
    expect(sent).toMatchObject({
      status: 'sent',
      mayWithdraw: true,
      mayAnswer: false,
      evidence: { before: { cases: 0 }, after: { cases: 0 } },
    });
    expect(sent.changes).toMatchObject([{ key: site, before: 5, after: 2, answer: 'open' }]);
    const stored = await world.store.withRegions([province], async (client) => (await client.query('SELECT offered FROM proposals')).rows);
    expect(JSON.stringify(stored)).not.toContain('86112345');
    expect((await world.services.upgrades.drift(here)).changes.find(({ key }) => key === site)).toMatchObject({
      proposal: { answer: 'open' },
    });
  });

  it('is seen by the county and the publisher, and not by another county', async () => {
    expect(await received()).toMatchObject([{ regionName: '海盐县', title: '现场核查压到两天', open: 1 }]);
    expect(await world.services.proposals.list({ actor: other })).toEqual([]);
    const [{ id } = { id: '' }] = await received();
    await expect(world.services.proposals.get({ actor: other, region: haiyan, proposalId: id })).rejects.toMatchObject({
      code: 'proposal.not_found',
    });
  });

  it('refuses what is no difference', async () => {
    await expect(
      world.services.proposals.send({
        actor: county,
        region: haiyan,
        scenario: scenarioId,
        keys: ['scenario/nodes/check/dueDays'],
        title: '没有改过',
        why: '没有改过',
        commandId: uuidv7(),
        ...facts,
      }),
    ).rejects.toMatchObject({ code: 'proposal.change_unknown' });
  });

  it('waits until the publisher has a draft of the template, then lands in it with its own changes kept', async () => {
    const [{ id } = { id: '' }] = await received();
    const key = { actor: provincial, region: haiyan, proposalId: id };
    expect(await world.services.proposals.get(key)).toMatchObject({ noDraft: true, mayAnswer: false });
    const answer = { ...key, ...facts, rev: 1, key: site, take: true };
    await expect(world.services.proposals.answer(answer)).rejects.toMatchObject({ code: 'proposal.no_draft' });
    await openProvincialDraft();

    const taken = await world.services.proposals.answer(answer);

    expect(taken).toMatchObject({ status: 'taken', changes: [{ answer: 'taken', by: '顾省身' }] });
    const draft = (await findScenarioDraft(world.store, province, scenarioId))!;
    expect(draft.package.scenario.nodes.site).toMatchObject({ dueDays: 2 });
    expect(draft.package.scenario.nodes.check).toMatchObject({ dueDays: 3 });
    expect(draft.package.scenario.params?.phone?.value).toBe('12345');
    // Taken twice is taken once; and what is answered is not answered otherwise.
    expect(await world.services.proposals.answer(answer)).toMatchObject({ rev: taken.rev });
    await expect(world.services.proposals.answer({ ...answer, rev: taken.rev, take: false, reason: '改变主意' })).rejects.toMatchObject({
      code: 'proposal.answered',
    });
    await expect(
      world.services.proposals.withdraw({ actor: county, region: haiyan, proposalId: id, rev: taken.rev, ...facts }),
    ).rejects.toMatchObject({
      code: 'proposal.answered',
    });
  });

  it('reaches the other county as an ordinary release, and is no difference any more', async () => {
    const draft = (await findScenarioDraft(world.store, province, scenarioId))!;
    await release(world.store, 2, draft.package, { scenario: scenarioId, at: '2026-03-06T01:00:00.000Z' });
    expect(await received()).toMatchObject([{ releasedIn: 2 }]);
    const [offered] = (await world.services.upgrades.offer(there)).releases;
    expect(offered).toMatchObject({ version: 2, contributions: [{ regionName: '海盐县', by: '陈立新', title: '现场核查压到两天' }] });

    const page = await world.services.upgrades.begin({ ...there, ...facts });
    expect(page.counts).toMatchObject({ conflicts: 0, open: 0 });
    expect(page.items.find(({ key }) => key === site)).toMatchObject({ state: 'theirs', result: 2 });
    expect(await world.services.upgrades.check({ ...there, rev: page.rev })).toMatchObject({ passed: true });
    const now2 = await world.services.upgrades.desk(there);
    await world.services.upgrades.finish({ ...there, ...facts, rev: now2.rev, draftRev: now2.draftRev });
    expect((await findScenarioDraft(world.store, jiaojiang, scenarioId))!.package.scenario.nodes.site).toMatchObject({ dueDays: 2 });

    const own = await world.services.upgrades.begin({ ...here, ...facts });
    expect(own.items.find(({ key }) => key === site)).toMatchObject({ state: 'same' });
    await world.services.upgrades.giveUp({ ...here, ...facts, rev: own.rev });
  });

  it('is declined with a reason only, and withdrawn while nobody has answered', async () => {
    const phone = 'scenario/params/phone/value';
    const offer = (commandId: string) =>
      world.services.proposals.send({
        actor: county,
        region: haiyan,
        scenario: scenarioId,
        keys: [phone],
        title: '咨询电话',
        why: '本县热线更快',
        commandId,
        ...facts,
      });
    const first = await offer('propose-0002');
    const key = { actor: provincial, region: haiyan, proposalId: first.id, ...facts };
    await expect(world.services.proposals.answer({ ...key, rev: 1, key: phone, take: false })).rejects.toMatchObject({
      code: 'proposal.reason_missing',
    });
    expect(await world.services.proposals.answer({ ...key, rev: 1, key: phone, take: false, reason: '各县电话不同' })).toMatchObject({
      status: 'declined',
      changes: [{ answer: 'declined', reason: '各县电话不同' }],
    });

    const second = await offer('propose-0003');
    expect(
      await world.services.proposals.withdraw({ actor: county, region: haiyan, proposalId: second.id, rev: 1, ...facts }),
    ).toMatchObject({
      status: 'withdrawn',
    });
  });
});

describe('a release in waves', () => {
  const plan = (waves: { name: string; regions: string[] }[], more: object = {}) =>
    world.services.fleet.planWaves({ ...fleetOf, ...facts, version: 3, waves, ...more });
  const act = async (action: 'next' | 'pause' | 'resume' | 'stop', reason?: string) => {
    const [current] = await world.services.fleet.waves(fleetOf);
    return world.services.fleet.actOnWaves({
      ...fleetOf,
      ...facts,
      version: '3',
      rev: current!.rev,
      action,
      ...(reason ? { reason } : {}),
    });
  };
  const waves = [
    { name: '试点', regions: [haiyan] },
    { name: '全省', regions: [jiaojiang] },
  ];

  it('is offered to nobody before it begins, then wave by wave', async () => {
    const draft = (await findScenarioDraft(world.store, province, scenarioId))!;
    await expect(plan(waves)).rejects.toMatchObject({ code: 'template.release_unknown' });
    await release(world.store, 3, changed(draft.package, dueDays('review', 2), limit(6, '2026-03-10')), { scenario: scenarioId });
    await expect(plan([waves[0]!, { name: '又一批', regions: [haiyan] }])).rejects.toMatchObject({ code: 'waves.twice' });
    const rules = { rules: { maxIncidentShare: 0.05, minCases: 20, maxFailedChecks: 0 } };
    expect(await plan(waves, rules)).toMatchObject({ status: 'planned', rest: [] });
    await expect(plan(waves)).rejects.toMatchObject({ code: 'waves.stale' });
    expect((await world.services.upgrades.offer(here)).releases.map(({ version }) => version)).toEqual([2]);

    expect(await act('next')).toMatchObject({ status: 'running', waves: [{ opened: true }, { opened: false }] });

    expect((await world.services.upgrades.offer(here)).releases.map(({ version }) => version)).toEqual([3, 2]);
    expect(await world.services.upgrades.offer(there)).toMatchObject({ releases: [], waiting: [3] });
  });

  it('shows every clone with version, drift, conflicts and what it is blocked by', async () => {
    await edit(world.services, world.store, county, haiyan, localLimit(8));
    later();

    const page = await world.services.fleet.page(fleetOf);

    expect(page.totals).toMatchObject({ clones: 2, current: 0, conflicts: 1 });
    const [mine, theirs] = [haiyan, jiaojiang].map((region) => page.rows.find((row) => row.region === region)!);
    expect(mine).toMatchObject({ version: 1, blockedBy: 'conflicts', conflicts: 1, wave: 1, regionName: '海盐县' });
    expect(mine!.conflictList[0]!.sentence['zh-CN']).toContain('8');
    expect(theirs).toMatchObject({ version: 2, blockedBy: 'wave', wave: 2 });
  });

  it('lets the publisher and the county talk about the conflict, and nobody else', async () => {
    const key = 'scenario/clocks/all/days';
    const clone = { template: templateAddress, region: haiyan, scenario: scenarioId };
    await world.services.upgrades.cloneComment({ actor: provincial, ...clone, key, words: '请先用省里的时限' });
    await world.services.upgrades.comment({ ...here, key, words: '本县夜间不办件' });

    const seen = await world.services.upgrades.cloneComments({ actor: provincial, ...clone, key });

    expect(seen.map(({ regionName, by }) => `${regionName} ${by}`)).toEqual(['浙江省 顾省身', '海盐县 陈立新']);
    expect((await world.services.fleet.page(fleetOf)).rows.find((row) => row.region === haiyan)).toMatchObject({ comments: 2 });
    await expect(world.services.upgrades.cloneComments({ actor: other, ...clone })).rejects.toMatchObject({ code: 'access.region' });
    await expect(world.services.fleet.page({ ...fleetOf, actor: county })).rejects.toMatchObject({ code: 'access.region' });
  });

  it('stops by itself when the cases of a county fail on it, and goes on after a pause with other limits', async () => {
    const page = await world.services.upgrades.begin({ ...here, ...facts });
    const days = page.items.find(({ key }) => key === 'scenario/clocks/all/days')!;
    const { rev } = await world.services.upgrades.decide({ ...here, rev: page.rev, key: days.key, decision: { take: 'ours' } });
    expect(await world.services.upgrades.check({ ...here, rev })).toMatchObject({ passed: false });

    const [stopped] = await world.services.fleet.waves(fleetOf);

    expect(stopped).toMatchObject({ status: 'stopped', outcome: { checksFailed: 1 } });
    expect(stopped!.stopped!['zh-CN']).toContain('自动停止');
    expect(stopped!.steps.at(-1)).toMatchObject({ action: 'stopped' });
    expect(await world.services.upgrades.offer(there)).toMatchObject({ releases: [] });
    await expect(act('next')).rejects.toMatchObject({ code: 'waves.not_now' });
    await expect(act('resume')).rejects.toMatchObject({ code: 'waves.reason_missing' });
    const paused = await act('resume', '海盐县的决定已纠正');
    expect(paused.status).toBe('paused');
    await plan(waves, { rev: paused.rev, rules: { maxIncidentShare: 0.05, minCases: 20, maxFailedChecks: 3 } });
    expect((await act('resume')).status).toBe('running');
    expect((await act('next')).waves).toMatchObject([{ opened: true }, { opened: true }]);
    expect((await world.services.upgrades.offer(there)).releases.map(({ version }) => version)).toEqual([3]);
  });

  it('is watched while nobody looks, too', async () => {
    expect(await world.services.watchWaves()).toEqual({ plans: 1, clones: 2 });
  });

  it('does not call back a wave that has begun', async () => {
    const [current] = await world.services.fleet.waves(fleetOf);

    await expect(plan([{ name: '试点', regions: [jiaojiang] }], { rev: current!.rev })).rejects.toMatchObject({ code: 'waves.begun' });
  });
});

describe('the rules of a wave', () => {
  const rules = { maxIncidentShare: 0.1, minCases: 10, maxFailedChecks: 2 };
  const outcome = (cases: number, incidents: number, checksFailed = 0) => ({ cases, incidents, checksPassed: 0, checksFailed });

  it('wait for enough cases, and count a share that is reached as kept', () => {
    expect(stopReason({ rules }, outcome(9, 9))).toBeUndefined();
    expect(stopReason({ rules }, outcome(10, 1))).toBeUndefined();
    expect(stopReason({ rules }, outcome(10, 2))?.['zh-CN']).toContain('20%');
    expect(stopReason({ rules }, outcome(0, 0, 2))).toBeUndefined();
    expect(stopReason({ rules }, outcome(0, 0, 3))).toBeDefined();
  });
});

/** The province works on the template: a scenario of its own that the releases are made from. */
async function openProvincialDraft(): Promise<void> {
  await world.services.studio.create({ actor: provincial, region: province, id: scenarioId, from: { template: templateId } });
  await edit(world.services, world.store, provincial, province, dueDays('check', 3));
}
