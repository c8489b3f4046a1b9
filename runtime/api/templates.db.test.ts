import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  LineagePage,
  Localisation,
  OrganisationAffected,
  OrganisationChanged,
  ReleaseForecast,
  ScenarioCreated,
  ScenarioDraft,
  ScenarioList,
  TaskList,
  TemplateDemand,
  TemplateDemandList,
  TemplateDetail,
  TemplateGallery,
  TemplatePackage,
  TemplateReleased,
  TemplateReleasePage,
  TrackLists,
  UpgradePage,
} from '../../schemas/generated/api.ts';
import { hashOfPackage } from '../compile/index.ts';
import { upsertOrganisation, upsertRegion } from '../store/accounts.ts';
import { listAudit } from '../store/audit.ts';
import { findForm } from '../store/forms.ts';
import { findRelease } from '../store/template-releases.ts';
import type { Visitor } from './testing/client.ts';
import { journeyOf, startCase } from './testing/newborn.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let county: Visitor;
let other: Visitor;
let province: Visitor;
let reviewer: Visitor;
const newborn = '330000~family~newborn';
const text = (zh: string, en = zh) => ({ 'zh-CN': zh, en });

beforeAll(async () => {
  product = await startProduct({ connectors: journeyOf('no-father').connectors, now: '2026-09-28T01:10:00.000Z' });
  const signIn = (name: string) => product.client.signIn(name, demoPassword);
  [county, other, province, reviewer] = await Promise.all([
    signIn('designer'),
    signIn('designer.jj'),
    signIn('designer.zj'),
    signIn('designer2.zj'),
  ]);
}, 240_000);
afterAll(() => product.close());

const search = async (q: string, more = '') =>
  (await county.send<TemplateGallery>('GET', `/api/templates?q=${encodeURIComponent(q)}${more}`)).body;
const draftOf = async (id: string, who = county) => (await who.send<ScenarioDraft>('GET', `/api/scenarios/${id}/draft`)).body;

describe('the gallery', () => {
  it('shows every template with what it saves, who leads it and who uses it', async () => {
    const { rows, total, fields, lists } = (await county.send<TemplateGallery>('GET', '/api/templates')).body;

    expect(total).toBe(rows.length);
    expect(rows.length).toBeGreaterThanOrEqual(2);
    expect(rows.find(({ key }) => key === newborn)).toMatchObject({
      id: 'family/newborn',
      regionName: '浙江省',
      lead: { 'zh-CN': '卫生健康局' },
      items: 8,
      usedBy: 2,
      version: 1,
      label: 'S0',
      level: 'recommended',
      fieldName: { 'zh-CN': '家庭生活' },
      figures: { trips: { before: 6, after: 0, source: 'measured' }, days: { before: 32, after: 5 }, forms: { before: 8, after: 1 } },
      mine: { scenario: 'newborn', version: 1 },
    });
    expect(fields.find(({ id }) => id === 'family')).toMatchObject({ templates: 2 });
    expect(lists.map(({ id }) => id)).toEqual(['lanes', '152', '1612']);
  });

  it.each(['生孩子', '落户', 'shenghaizi', 'shz', '出生医学证明', 'having a baby'])('finds the newborn template by %s', async (q) => {
    expect((await search(q)).rows[0]?.key).toBe(newborn);
  });

  it('proposes the nearest when nothing is found, and filters without losing the words', async () => {
    const nothing = await search('生娃娃上户');

    expect(nothing.rows).toEqual([]);
    expect(nothing.nearest[0]?.key).toBe(newborn);
    expect((await search('落户', '&field=enterprise')).rows).toEqual([]);
    expect((await search('', '&field=family&level=recommended')).rows.map(({ key }) => key)).toContain(newborn);
  });

  it('takes a demand to the regions above, who answer it once', async () => {
    const asked = await county.send<TemplateDemand>('POST', '/api/templates/demands', {
      body: { words: '加装电梯', note: '老旧小区加装电梯联办' },
    });
    expect(asked).toMatchObject({ status: 201, body: { regionName: '海盐县', mine: true, words: '加装电梯' } });

    expect((await other.send<TemplateDemandList>('GET', '/api/templates/demands')).body.rows).toEqual([]);
    const seen = (await province.send<TemplateDemandList>('GET', '/api/templates/demands')).body;
    expect(seen).toMatchObject({ open: 1, rows: [{ note: '老旧小区加装电梯联办', mine: false }] });
    const at = `/api/templates/demands/${asked.body.id}/answer`;
    expect((await county.send('POST', at, { body: { note: '自己答复' } })).body).toMatchObject({ code: 'demand.not_above' });
    expect((await other.send('POST', at, { body: { note: '别人答复' } })).status).toBe(404);
    expect(await province.send('POST', at, { body: { note: '已有类似模板', template: newborn } })).toMatchObject({
      status: 200,
      body: { answer: { note: '已有类似模板', byName: '顾省身' } },
    });
    expect((await province.send('POST', at, { body: { note: '再答' } })).body).toMatchObject({ code: 'demand.answered' });
  });

  it('is arranged by lists of tracks that a province edits, and templates are put on them after their release', async () => {
    const lists = (await province.send<TrackLists>('GET', '/api/templates/tracks')).body;
    const changed = [...lists.lists, { id: 'local', name: text('县域特色'), entries: [{ id: 'elders', name: text('养老') }] }];

    expect((await province.send<TrackLists>('PUT', '/api/templates/tracks', { body: { rev: 0, lists: changed } })).body.rev).toBe(1);
    expect((await province.send('PUT', '/api/templates/tracks', { body: { rev: 0, lists: [] } })).body).toMatchObject({
      code: 'tracks.stale',
    });
    const at = `/api/templates/${newborn}/tracks`;
    expect((await county.send('PUT', at, { body: { tracks: ['local/elders'] } })).status).toBe(403);
    expect((await province.send('PUT', at, { body: { tracks: ['local/none'] } })).body).toMatchObject({ code: 'tracks.unknown' });
    expect((await province.send('PUT', at, { body: { tracks: ['local/elders'] } })).status).toBe(200);
    expect((await search('', '&track=local/elders')).rows.map(({ key }) => key)).toEqual([newborn]);
  });
});

describe('a template', () => {
  it('says which data is granted, to be applied for or not here, and what may be changed', async () => {
    const mine = (await county.send<TemplateDetail>('GET', `/api/templates/${newborn}`)).body;

    expect(mine.data.every(({ state }) => state === 'granted')).toBe(true);
    expect(mine.items).toHaveLength(8);
    expect(mine.users.map(({ regionName }) => regionName).sort()).toEqual(['椒江区', '海盐县']);
    expect(mine.change.find(({ rule, name }) => rule === 'tunable' && name['zh-CN'].endsWith('时限'))).toMatchObject({
      min: 1,
      max: 5,
      value: 5,
    });
    expect(new Set(mine.change.map(({ rule }) => rule))).toEqual(new Set(['locked', 'tunable', 'free', 'insert', 'point']));
    for (const { name } of mine.change) expect(name['zh-CN']).toMatch(/\p{Script=Han}/u);

    const atHome = (await province.send<TemplateDetail>('GET', `/api/templates/${newborn}`)).body;
    expect(new Set(atHome.data.map(({ state }) => state))).toEqual(new Set(['absent']));
    expect(atHome.may).toEqual({ clone: true, place: true, withdraw: true, export: true });
    expect(mine.may).toMatchObject({ clone: true, withdraw: false, export: false });
  });

  it('comes as a package that is rehearsed without cloning: cases and samples, no grants', async () => {
    const { package: pkg, hash } = (await other.send<TemplatePackage>('GET', `/api/templates/${newborn}/package`)).body;
    const before = (await other.send<ScenarioList>('GET', '/api/scenarios')).body.length;

    expect(pkg.contracts).toEqual({});
    expect(Object.keys(pkg.cases).length).toBeGreaterThan(5);
    expect(hash).toBe((await findRelease(product.store, '330000', 'family/newborn', 1))?.hash);
    const run = await other.send('POST', `/api/scenarios/${pkg.scenario.id}/script-run`, {
      body: { package: pkg, script: 's_amount', input: { benefit: { monthlyBase: '7521.00', days: 158 } } },
    });
    expect(run.body).toMatchObject({ outcome: { ok: true } });
    expect((await other.send<ScenarioList>('GET', '/api/scenarios')).body).toHaveLength(before);
  });
});

describe('a clone', () => {
  const create = (body: object, who = county) => who.send<ScenarioCreated & { code?: string }>('POST', '/api/scenarios', { body });

  it('carries nothing that belongs to somebody: every kind of document is looked at', async () => {
    const release = (await findRelease(product.store, '330000', 'family/newborn', 1))!;
    const made = await create({ id: 'born-here', from: { template: newborn }, name: text('我县出生一件事') });
    expect(made).toMatchObject({ status: 201, body: { id: 'born-here', rev: 1, localisation: { unmatched: 0, requiredLeft: 3 } } });

    const { package: pkg, lineage } = await draftOf('born-here');

    // Every member a package can have. One that is new has to be thought about here.
    expect(Object.keys(pkg).sort()).toEqual(['cases', 'contracts', 'elements', 'forms', 'resources', 'scenario']);
    expect(pkg.contracts).toEqual({});
    expect(Object.keys(release.package.contracts).length).toBeGreaterThan(5);
    const uses = Object.values(pkg.scenario.data ?? {}).flatMap(({ contract }) => contract ?? []);
    expect(uses.every((contract) => contract.startsWith('born-here/'))).toBe(true);
    const rights = await county.send<{ contracts: object }>('GET', '/api/data/rights?scenario=born-here&region=330424');
    expect(rights.body.contracts).toEqual({});
    // Seals, secrets and people have no place in a document: nothing in it says any of their words.
    const members = new Set<string>();
    JSON.stringify(pkg, (key, value) => {
      members.add(key);
      return value;
    });
    for (const member of [
      'secret',
      'password',
      'token',
      'apiKey',
      'seal',
      'sealId',
      'account',
      'accountId',
      'assignee',
      'grantedBy',
      'connections',
    ])
      expect([member, members.has(member)]).toEqual([member, false]);
    for (const table of ['secrets', 'contracts', 'grants', 'connections']) {
      const [row] = await product.store.query<{ n: number }>({
        text: `SELECT count(*) AS n FROM ${table} t WHERE t::text LIKE '%born-here%'`,
      });
      expect([table, row?.n]).toEqual([table, 0]);
    }

    expect(lineage).toMatchObject({ words: { 'zh-CN': '上游 浙江省 / 新生儿出生一件事 v1' }, template: newborn, baseHash: release.hash });
    expect(pkg.scenario.lineage).toEqual({ origin: '330000/family/newborn', baseVersion: 1, baseHash: release.hash });
    expect(pkg.forms['birth-registration']?.lineage).toMatchObject({
      origin: '330000/family/newborn/forms/birth-registration',
      baseVersion: 1,
    });
    expect((await listAudit(product.store, '330424', { limit: 5 })).find(({ action }) => action === 'scenario.cloned')).toMatchObject({
      object: 'born-here',
      data: { origin: '330000/family/newborn', version: 1 },
    });
  });

  it('matches departments by code, by what they were merged into, and tells which have none', async () => {
    await upsertRegion(product.store, { code: '330481', name: '海宁市', parent: '330000' });
    for (const [department, name] of [
      ['reform', '改革办'],
      ['ga', '公安局'],
      ['wjw', '卫生健康局'],
      ['rs', '人力社保局'],
      ['yb', '医疗保障局'],
      ['sj', '疾控和数据局'],
    ] as const)
      await upsertOrganisation(product.store, { region: '330481', department, name: text(name) });
    await upsertOrganisation(product.store, { region: '330481', department: 'cdc', name: text('疾控中心') });
    await product.store.query({ text: "UPDATE organisations SET successor = 'sj' WHERE region = '330481' AND department = 'cdc'" });
    const admin = { accountId: '01890000-0000-7000-8000-00000000aaaa', kind: 'staff' as const, name: '海宁设计', sessionId: 's' };
    const actor = { ...admin, grants: [{ region: '330481', role: 'designer' as const }] };
    const { market, studio } = product.services;

    const made = await studio.create({ actor, region: '330481', from: { template: newborn } });
    const sheet = await market.localisation({ actor, id: made.id });

    expect(made.localisation).toMatchObject({ unmatched: 1 });
    const states = Object.fromEntries(sheet.departments.map(({ code, state, to, suggested }) => [code, [state, to ?? suggested]]));
    expect(states).toMatchObject({ ga: ['matched', 'ga'], cdc: ['successor', 'sj'], wj: ['unmatched', 'wjw'] });
    const draft = await studio.draft({ actor, id: made.id });
    expect(draft.package.scenario.departments.cdc).toBeUndefined();
    expect(draft.package.scenario.lineage?.departments).toEqual({ cdc: 'sj' });
    expect((await findForm(product.store, '330481', 'vaccination-certificate'))?.department).toBe('sj');

    const chosen = await market.saveLocalisation({ actor, id: made.id, rev: sheet.rev, departments: { wj: 'wjw' } });

    expect(chosen.progress.unmatched).toBe(0);
    expect(chosen.departments.find(({ code }) => code === 'wj')).toMatchObject({
      state: 'chosen',
      to: 'wjw',
      toName: { 'zh-CN': '卫生健康局' },
    });
    const now = (await studio.draft({ actor, id: made.id })).package;
    expect(JSON.stringify({ ...now.scenario, lineage: null })).not.toContain('"department":"wj"');
    expect(now.scenario.lineage?.departments).toEqual({ cdc: 'sj', wj: 'wjw' });
    await expect(market.saveLocalisation({ actor, id: made.id, rev: chosen.rev, departments: { wj: 'nowhere' } })).rejects.toMatchObject({
      problems: [{ code: 'localisation.department_unknown' }],
    });
  });

  it('is localised on its declared points only, now or later, with the upstream default to go back to', async () => {
    await create({ id: 'sheet', from: { template: newborn }, localise: { values: { l_counter: '县中心 3 楼' } } });
    const sheet = (await county.send<Localisation>('GET', '/api/scenarios/sheet/localisation')).body;
    const put = (body: object) =>
      county.send<Localisation & { code?: string; problems?: { path: string; code: string }[] }>(
        'PUT',
        '/api/scenarios/sheet/localisation',
        { body },
      );

    expect(sheet.points.map(({ id }) => id)).toEqual(['l_age', 'l_station', 'l_counter', 'l_days', 'l_help']);
    expect(sheet.points[2]).toMatchObject({
      settled: true,
      value: '县中心 3 楼',
      upstream: '政务服务中心 2 楼出生一件事窗口',
      kind: 'text',
    });
    expect(sheet.points[3]).toMatchObject({ kind: 'number', value: 5, min: 1, max: 5, settled: false });
    expect(sheet.progress).toMatchObject({ requiredLeft: 2 });

    const saved = await put({ rev: sheet.rev, values: { l_days: 3, l_age: null, l_station: '县医院', l_counter: null } });
    expect(saved.body.points.map(({ value }) => value)).toEqual([12, '县医院', '政务服务中心 2 楼出生一件事窗口', 3, '12345']);
    expect(saved.body.progress.requiredLeft).toBe(0);
    expect((await draftOf('sheet')).package.scenario.clocks?.c_case?.days).toBe(3);

    const wrong = await put({ rev: saved.body.rev, values: { l_days: 9, l_age: 'zwölf', n_household: 'anders' } });
    expect(wrong.body.problems?.map(({ code }) => code)).toEqual([
      'localisation.at_most',
      'localisation.number',
      'localisation.not_declared',
    ]);
    expect((await put({ rev: 1, values: {} })).body.code).toBe('draft.stale');
    expect((await county.send('GET', '/api/scenarios/nothing/localisation')).status).toBe(404);
  });

  it('is cut off only with a reason, which is audited; then it stands alone', async () => {
    await create({ id: 'alone', from: { template: newborn } });
    const at = '/api/scenarios/alone/lineage';
    expect((await county.send<LineagePage>('GET', at)).body).toMatchObject({ lineage: { template: newborn }, byName: '陈立新' });
    expect((await county.send('POST', `${at}/cut`, { body: { reason: '   ' } })).body).toMatchObject({ code: 'lineage.reason_missing' });

    const cut = await county.send<LineagePage>('POST', `${at}/cut`, { body: { reason: '本县流程完全不同' } });

    expect(cut.body).toMatchObject({ cutOff: { reason: '本县流程完全不同', byName: '陈立新' } });
    expect(cut.body.lineage).toBeUndefined();
    const { rev, package: pkg, lineage } = await draftOf('alone');
    expect([lineage, pkg.scenario.lineage]).toEqual([undefined, undefined]);
    const free = structuredClone(pkg);
    free.scenario.nodes.n_household!.name = text('随便');
    expect((await county.send('PUT', '/api/scenarios/alone/draft', { body: { rev, package: free } })).status).toBe(200);
    expect((await county.send('POST', `${at}/cut`, { body: { reason: '再断一次' } })).body).toMatchObject({ code: 'lineage.cut_off' });
    const lines = await listAudit(product.store, '330424', { limit: 10 });
    expect(lines.find(({ action }) => action === 'clone.cut_off')).toMatchObject({ object: 'alone', data: { reason: '本县流程完全不同' } });
  });

  it('goes on when its departments are renamed and merged: the successor works what is under way', async () => {
    const admin = await product.client.signIn('admin', demoPassword);
    const wj = await product.client.signIn('wj', demoPassword);
    const ga = await product.client.signIn('ga', demoPassword);
    await startCase(await product.client.signIn('mother', demoPassword), journeyOf('no-father'));
    const waiting = (await wj.send<TaskList>('GET', '/api/tasks')).body.rows[0]!;
    const hash = hashOfPackage((await draftOf('newborn')).package);
    const put = (department: string, body: object) =>
      admin.send<OrganisationChanged & { code?: string }>('PUT', `/api/organisations/${department}`, { body });
    const sees = async () => (await ga.send<TaskList>('GET', '/api/tasks')).body.rows.some(({ id }) => id === waiting.id);

    expect(await put('ga', { region: '330424', name: text('公安和卫生局') })).toMatchObject({
      status: 200,
      body: { name: { 'zh-CN': '公安和卫生局' } },
    });
    expect(await sees()).toBe(false);
    const affected = (await admin.send<OrganisationAffected>('GET', '/api/organisations/wj/affected?region=330424')).body;
    expect(affected).toMatchObject({ name: { 'zh-CN': '卫生健康局' }, merged: [] });
    expect(affected.tasks).toBeGreaterThan(0);
    expect(affected.people).toBeGreaterThan(0);
    expect(affected.scenarios.find(({ id }) => id === 'newborn')).toMatchObject({ live: true, clone: { 'zh-CN': '浙江省 v1' } });
    expect(affected.scenarios.find(({ id }) => id === 'newborn')?.steps).toBeGreaterThan(0);
    const split = { region: '330424', name: text('疾控与托育局'), from: 'wj' };
    expect((await admin.send('POST', '/api/organisations', { body: split })).body).toMatchObject({ department: 'local-1', scenarios: 0 });
    expect((await admin.send('POST', '/api/organisations', { body: split })).body).toMatchObject({ code: 'organisation.name_taken' });
    const merged = await put('wj', { region: '330424', successor: 'ga' });
    expect(merged.body).toMatchObject({ successor: 'ga' });
    expect(merged.body.scenarios).toBeGreaterThan(0);

    expect(await sees()).toBe(true);
    expect((await ga.send('POST', `/api/tasks/${waiting.id}/claim`, { body: {} })).status).toBe(200);
    const after = await draftOf('newborn');
    expect([hashOfPackage(after.package), after.findings.errors]).toEqual([hash, 0]);
    const sheet = (await county.send<Localisation>('GET', '/api/scenarios/newborn/localisation')).body;
    expect(sheet.departments.find(({ code }) => code === 'wj')).toMatchObject({
      state: 'successor',
      to: 'ga',
      toName: { 'zh-CN': '公安和卫生局' },
    });
    expect((await put('ga', { region: '330424', successor: 'wj' })).body).toMatchObject({ code: 'organisation.successor_merged' });
    expect((await put('wj', { region: '330424', successor: null })).body.successor).toBeUndefined();
    expect(await sees()).toBe(false);
  });
});

describe('a version of a template', () => {
  it('is submitted by one designer of the province and released by another, with its reasons', async () => {
    await province.send('POST', '/api/scenarios', { body: { id: 'newborn', from: { template: newborn } } });
    const draft = await draftOf('newborn', province);
    expect(draft.lineage).toMatchObject({ master: true, words: { 'zh-CN': '本级模板 浙江省 / 新生儿出生一件事 v1' } });
    const changed = structuredClone(draft.package);
    changed.scenario.clocks!.c_case!.days = 4;
    const at = '/api/scenarios/newborn/template-release';
    expect((await province.send('PUT', '/api/scenarios/newborn/draft', { body: { rev: draft.rev, package: changed } })).status).toBe(200);

    const page = (await province.send<TemplateReleasePage>('GET', at)).body;
    expect(page).toMatchObject({
      next: 2,
      nextLabel: 'S1',
      settings: { templateId: 'family/newborn', level: 'recommended' },
      may: { submit: true },
    });
    const key = 'scenario/clocks/c_case/days';
    expect(page.changes).toMatchObject([{ key, by: '顾省身', sentence: { 'zh-CN': expect.stringContaining('4 个工作日') } }]);
    const forecast = (await province.send<ReleaseForecast>('GET', `${at}/forecast`)).body;
    expect(forecast.regions.map(({ clean, conflicts }) => [clean, conflicts])).toContainEqual([1, 0]);
    expect([forecast.clones, forecast.behind]).toEqual([forecast.regions.length, 0]);
    const settings = { ...page.settings, level: 'required' as const };
    const said = { key, note: text('按新规压缩') };
    // Who made a change is the server's to say.
    const notes = { why: text('省里压缩承诺时限'), must: true, latestDate: '2026-12-31', changes: [{ ...said, by: '别人' }] };
    const submitted = await province.send<TemplateReleased>('POST', at, {
      body: { rev: page.rev, settings, notes, commandId: 'release-0002' },
    });
    expect(submitted).toMatchObject({ status: 200, body: { state: 'review' } });
    expect((await province.send('POST', at, { body: { rev: page.rev, settings, notes, commandId: 'release-0003' } })).body).toMatchObject({
      code: 'template.in_review',
    });
    expect((await county.send('GET', at)).body).not.toMatchObject({ submission: {} });

    const review = (who: Visitor, body: object) =>
      who.send<TemplateReleased & { code?: string }>('POST', `${at}/review`, { body: { rev: 1, commandId: 'review-0001', ...body } });
    expect((await review(province, { do: 'release' })).body.code).toBe('template.own_work');
    expect((await reviewer.send<TemplateReleasePage>('GET', at)).body.may).toMatchObject({ release: true, recall: false });
    const twice = await Promise.all([review(reviewer, { do: 'release' }), review(reviewer, { do: 'release' })]);
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 409]);

    const release = (await findRelease(product.store, '330000', 'family/newborn', 2))!;
    const kept = { ...notes, changes: [{ ...said, by: '顾省身', at: '2026-09-28' }] };
    expect(release).toMatchObject({
      notes: kept,
      author: { name: '顾省身', reviewer: '范审言' },
      scenario: 'newborn',
      source: 'published',
    });
    expect(release.package).toMatchObject({ contracts: {}, template: { version: 2, level: 'required', release: kept } });
    const list = (await county.send<ScenarioList>('GET', '/api/scenarios')).body;
    expect(list.find(({ id }) => id === 'newborn')?.lineage).toMatchObject({
      baseVersion: 1,
      newest: 2,
      must: true,
      latestDate: '2026-12-31',
    });
    expect((await search('出生')).rows[0]).toMatchObject({ version: 2, label: 'S1', level: 'required' });
    const { items } = (await county.send<UpgradePage>('POST', '/api/scenarios/newborn/upgrade', { body: {} })).body;
    expect(items.find((item) => item.key === key)?.upstream).toEqual({ version: 2, note: said.note, by: '顾省身', at: '2026-09-28' });
    expect((await province.send('POST', at, { body: { rev: page.rev, settings, notes, commandId: 'release-0004' } })).body).toMatchObject({
      code: 'template.unchanged',
    });
  });

  it('never changes once released; withdrawn it is offered no more, and its clones go on', async () => {
    const { store } = product;
    await expect(store.query({ text: "UPDATE template_releases SET hash = 'x'" })).rejects.toThrow(/permission denied/);
    await expect(store.query({ text: 'DELETE FROM template_releases' })).rejects.toThrow(/permission denied/);

    const withdrawn = await province.send('POST', `/api/templates/${newborn}/withdraw`, { body: { version: 2, reason: '时限有误' } });

    expect(withdrawn.body).toMatchObject({ version: 2, withdrawn: { reason: '时限有误' } });
    expect((await search('出生')).rows[0]).toMatchObject({ version: 1 });
    expect(
      (await county.send('POST', '/api/scenarios', { body: { id: 'late', from: { template: newborn, version: 2 } } })).body,
    ).toMatchObject({ code: 'template.withdrawn' });
    expect((await county.send<TemplateDetail>('GET', `/api/templates/${newborn}?version=2`)).body.withdrawn).toMatchObject({
      byName: '顾省身',
    });
  });
});
