import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UpgradePage } from '../../../schemas/generated/api.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { findClone } from '../../store/clones.ts';
import { findScenarioDraft } from '../../store/scenarios.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { createWorld, type World } from '../testing/world.ts';
import {
  changed,
  cloneInto,
  counties,
  designer,
  dueDays,
  edit,
  facts,
  firstRelease,
  label,
  limit,
  localLimit,
  named,
  openRegions,
  param,
  province,
  release,
  scenarioId,
  templateAddress,
} from './testing/template.ts';

const nothing = async () => ({ ok: true as const, value: null });
const region = counties.haiyan;
const county = designer(region, '陈立新');
const other = designer(counties.jiaojiang, '邻县');
const provincial = designer(province, '顾省身');
const here = { actor: county, id: scenarioId, region };
const keys = {
  site: 'scenario/nodes/site/dueDays',
  limit: 'scenario/clocks/all/days',
  review: 'scenario/nodes/review/name',
  counter: 'scenario/params/counter/value',
  phone: 'scenario/params/phone/value',
};

let database: TestDatabase;
let world: World;
const now = { at: '2026-03-05T03:00:00.000Z' };
beforeAll(async () => {
  database = await withDatabase();
  const connectors = { read: nothing, sendSms: nothing, sealDocument: nothing };
  world = await createWorld({ url: database.url, connectors, clock: () => now.at });
  await openRegions(world.store);
  await release(world.store, 1, firstRelease());
  await cloneInto(world.services, county, region);
  await cloneInto(world.services, other, counties.jiaojiang);
});
afterAll(async () => {
  await world?.close();
  await database?.close();
});

const up = () => world.services.upgrades;
const draftNow = async () => (await findScenarioDraft(world.store, region, scenarioId))!;
const itemOf = (page: UpgradePage, key: string) => page.items.find((item) => item.key === key);

/** What the province brings in its second version: three clash with the county's own changes, the others do not. */
const second: ScenarioPackage = changed(
  firstRelease(),
  dueDays('site', 3),
  limit(5, '2026-03-09'),
  named('review', '科长复核'),
  dueDays('accept', 2),
  dueDays('check', 2),
  named('check', '形式审查'),
  label('name', '申请人姓名'),
  label('mobile', '联系手机'),
);

describe('an upgrade', () => {
  it('has nothing to offer while the county is on the newest release', async () => {
    const offer = await up().offer(here);

    expect(offer).toMatchObject({ releases: [], base: { version: 1 }, template: { key: templateAddress } });
    await expect(up().begin({ ...here, ...facts })).rejects.toMatchObject({ code: 'upgrade.nothing_newer' });
  });

  it('asks only where both changed the same thing, keeps what is local, takes what is not', async () => {
    await edit(
      world.services,
      world.store,
      county,
      region,
      dueDays('site', 4),
      localLimit(8),
      named('review', '分管领导复核'),
      param('counter', '武原街道便民中心'),
      param('phone', '0573-86112345'),
      label('address', '店铺地址'),
    );
    await release(world.store, 2, second, { notes: { why: { 'zh-CN': '压缩时限', en: 'Shorter limits' }, latestDate: '2026-06-30' } });

    const page = await up().begin({ ...here, ...facts });

    expect(page.counts).toMatchObject({ conflicts: 3, local: 3, open: 3, decided: 0 });
    expect(page.counts.clean).toBeGreaterThanOrEqual(5);
    expect(itemOf(page, keys.site)).toMatchObject({ state: 'conflict', base: 5, ours: 4, theirs: 3, open: true });
    expect(page.to).toMatchObject({ version: 2, why: { 'zh-CN': '压缩时限' }, latestDate: '2026-06-30' });
    expect(page.canFinish).toBe(false);
    for (const item of page.items) expect(item.sentence['zh-CN'], item.key).not.toMatch(/\b(site|review|counter|basic|scenario)\b/);
    await expect(up().check({ ...here, rev: page.rev })).rejects.toMatchObject({ code: 'upgrade.open_decisions' });
  });

  it('keeps each decision at once, the same one twice, and tells whoever saw an older page', async () => {
    const { rev } = await up().desk(here);
    const decision = { key: keys.site, decision: { take: 'theirs' as const } };

    const once = await up().decide({ ...here, rev, ...decision });
    const twice = await up().decide({ ...here, rev, ...decision });

    expect(once.item).toMatchObject({ result: 3, decided: { source: 'person', by: '陈立新' }, open: false });
    expect(twice.rev).toBe(once.rev);
    await expect(up().decide({ ...here, rev, key: keys.review, decision: { take: 'ours' } })).rejects.toMatchObject({
      code: 'upgrade.stale',
    });
    const two = await up().decide({ ...here, rev: once.rev, key: keys.review, decision: { take: 'ours' } });
    expect(two.counts).toMatchObject({ decided: 2, open: 1 });
  });

  it('refuses a choice that is not there', async () => {
    const { rev } = await up().desk(here);

    await expect(up().decide({ ...here, rev, key: keys.limit, decision: { take: 'both' } })).rejects.toMatchObject({
      code: 'upgrade.choice',
    });
    await expect(up().decide({ ...here, rev, key: 'nowhere', decision: { take: 'ours' } })).rejects.toMatchObject({
      code: 'upgrade.item_unknown',
    });
  });

  it('keeps decisions when a newer release comes midway, and asks only what is new', async () => {
    const third = changed(second, named('review', '集体复核'), dueDays('accept', 1), param('counter', '县政务服务中心'));
    await release(world.store, 3, third);
    const before = await up().desk(here);
    expect(before.newer).toMatchObject({ version: 3 });

    const page = await up().retarget({ ...here, rev: before.rev });

    expect(page.to.version).toBe(3);
    expect(page.between.map(({ version }) => version)).toEqual([3, 2]);
    // Decided on values that stand as they were; the name of the review is another one now, and the counter was never asked.
    expect(itemOf(page, keys.site)).toMatchObject({ open: false, decided: { decision: { take: 'theirs' } } });
    expect(itemOf(page, keys.review)).toMatchObject({ open: true, earlier: { decision: { take: 'ours' } } });
    expect(itemOf(page, keys.counter)).toMatchObject({ open: true });
    expect(page.counts.open).toBe(3);
  });

  it('notices that a colleague edited the draft midway, and asks that again', async () => {
    await edit(world.services, world.store, county, region, dueDays('site', 2));

    const page = await up().desk(here);

    expect(itemOf(page, keys.site)).toMatchObject({ ours: 2, open: true, earlier: { decision: { take: 'theirs' } } });
  });

  it('remembers a choice, says where it came from, and lets it be turned round', async () => {
    let { rev } = await up().desk(here);
    ({ rev } = await up().decide({ ...here, rev, key: keys.counter, decision: { take: 'ours' }, remember: true }));
    // Taken back: what is remembered decides, as it would at the next upgrade.
    const back = await up().decide({ ...here, rev, key: keys.counter });

    expect(back.item).toMatchObject({ open: false, result: '武原街道便民中心', decided: { source: 'remembered', by: '陈立新' } });
    expect(await up().remembered(here)).toMatchObject([{ key: keys.counter, take: 'ours' }]);
  });

  it('plays the cases on the result, and names the decision that makes one fail', async () => {
    let { rev } = await up().desk(here);
    for (const [key, take] of [
      [keys.site, 'theirs'],
      [keys.review, 'ours'],
      [keys.limit, 'ours'],
    ] as const)
      ({ rev } = await up().decide({ ...here, rev, key, decision: { take } }));

    const failed = await up().check({ ...here, rev });

    expect(failed.passed).toBe(false);
    const [test] = failed.cases;
    // On the draft as it is, the case of the first release fails as well: the county had changed the limit.
    expect(test).toMatchObject({ id: 'ordinary', passed: false });
    expect(test!.causes.map(({ key }) => key)).toEqual([keys.limit]);
    const draft = await draftNow();
    await expect(up().finish({ ...here, ...facts, rev, draftRev: draft.rev })).rejects.toMatchObject({ code: 'upgrade.cases_failed' });
  });

  it('is finished as one step once they pass: draft, lineage and ledger move together', async () => {
    let { rev } = await up().desk(here);
    ({ rev } = await up().decide({ ...here, rev, key: keys.limit, decision: { take: 'theirs' } }));
    const draft = await draftNow();
    await expect(up().finish({ ...here, ...facts, rev, draftRev: draft.rev })).rejects.toMatchObject({ code: 'upgrade.unchecked' });
    expect(await up().check({ ...here, rev })).toMatchObject({ passed: true });
    await expect(up().finish({ ...here, ...facts, rev, draftRev: draft.rev - 1 })).rejects.toMatchObject({ code: 'draft.stale' });

    const done = await up().finish({ ...here, ...facts, rev, draftRev: draft.rev });

    const after = await draftNow();
    const { scenario, forms } = after.package;
    expect(done.draftRev).toBe(draft.rev + 1);
    expect(scenario.lineage).toMatchObject({ origin: '330000/family/small', baseVersion: 3 });
    expect(scenario.nodes.site).toMatchObject({ dueDays: 3 });
    expect(scenario.nodes.review!.name['zh-CN']).toBe('分管领导复核');
    expect(scenario.params?.phone?.value).toBe('0573-86112345');
    expect(scenario.params?.counter?.value).toBe('武原街道便民中心');
    expect(forms.basic?.fields.address?.label?.['zh-CN']).toBe('店铺地址');
    expect(forms.basic?.fields.mobile?.label?.['zh-CN']).toBe('联系手机');
    expect(await findClone(world.store, region, scenarioId)).toMatchObject({ baseVersion: 3 });
    expect(await up().offer(here)).toMatchObject({ releases: [], base: { version: 3 } });
  });

  it('is undone in one step, and not any more once something was edited', async () => {
    const before = (await draftNow()).rev;

    const offer = await up().undo({ ...here, ...facts });

    expect(offer).toMatchObject({ base: { version: 1 } });
    expect(offer.releases.map(({ version }) => version)).toEqual([3, 2]);
    const draft = await draftNow();
    expect(draft.rev).toBe(before + 1);
    expect(draft.package.scenario.nodes.site).toMatchObject({ dueDays: 2 });
    await expect(up().undo({ ...here, ...facts })).rejects.toMatchObject({ code: 'upgrade.gone_on' });
  });

  it('remembers at the next try, and is given up without touching the draft', async () => {
    const page = await up().begin({ ...here, ...facts });
    expect(itemOf(page, keys.counter)).toMatchObject({ open: false, decided: { source: 'remembered' } });
    const draft = await draftNow();

    await up().giveUp({ ...here, ...facts, rev: page.rev });

    expect((await draftNow()).rev).toBe(draft.rev);
    await expect(up().desk(here)).rejects.toMatchObject({ code: 'upgrade.none_open' });
  });

  it('that must be taken is postponed with a reason and until its date, and neither declined nor decided against', async () => {
    const third = await up().offer(here);
    expect(third.releases[0]!.version).toBe(3);
    await release(world.store, 4, changed(second, named('review', '集体复核'), dueDays('site', 1)), {
      notes: { must: true, latestDate: '2026-04-30' },
    });
    const later = (answer: 'declined' | 'postponed', until?: string) =>
      up().later({ ...here, ...facts, version: 4, answer, reason: '等系统改造完成', ...(until ? { until } : {}) });

    await expect(later('declined')).rejects.toMatchObject({ code: 'upgrade.must' });
    await expect(later('postponed', '2026-05-01')).rejects.toMatchObject({ code: 'upgrade.until_late' });
    const offer = await later('postponed', '2026-04-15');
    expect(offer.releases[0]).toMatchObject({ version: 4, must: true, answer: { answer: 'postponed', reason: '等系统改造完成' } });

    const page = await up().begin({ ...here, ...facts });
    const site = itemOf(page, keys.site)!;
    expect(site).toMatchObject({ locked: 'must' });
    expect(site.choices).not.toContain('ours');
    await expect(up().decide({ ...here, rev: page.rev, key: keys.site, decision: { take: 'ours' } })).rejects.toMatchObject({
      code: 'upgrade.locked_must',
    });
    await up().giveUp({ ...here, ...facts, rev: page.rev });
  });
});

describe('the differences of a county', () => {
  it('each carry the reason for keeping it, asked again when the value is another one', async () => {
    await up().setReason({ ...here, key: keys.phone, reason: '本县热线' });
    let page = await up().drift(here);

    expect(page.changes.find(({ key }) => key === keys.phone)).toMatchObject({ reason: '本县热线', reasonBy: '陈立新' });
    expect(page.changes.map(({ key }) => key)).toContain(keys.review);
    expect(page.changes.some(({ key }) => key.includes('lineage'))).toBe(false);

    await edit(world.services, world.store, county, region, param('phone', '0573-86000000'));
    page = await up().drift(here);
    expect(page.changes.find(({ key }) => key === keys.phone)).toMatchObject({ reasonOld: true });
    expect(page.withoutReason).toBe(page.changes.length);
  });

  it('are nobody else’s: another county, and the province, do not see them', async () => {
    await expect(up().drift({ ...here, actor: other })).rejects.toMatchObject({ code: 'access.region' });
    await expect(up().drift({ ...here, actor: provincial })).rejects.toMatchObject({ code: 'access.region' });
    const seen = await world.store.withRegions([province, counties.jiaojiang], async (client) => {
      const counts: (number | null)[] = [];
      for (const table of ['upgrades', 'drift_reasons', 'remembered_choices'])
        counts.push((await client.query(`SELECT FROM ${table}`)).rowCount);
      return counts;
    });
    expect(seen).toEqual([0, 0, 0]);
  });
});
