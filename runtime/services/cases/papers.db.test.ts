/** Statutory papers and legal clocks through the services, on a real database: made, sealed, delivered, acknowledged, kept. */
import { PDFDocument } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { claimDueJobs, listJobRegions } from '../../store/jobs.ts';
import { verifyJournal } from '../../store/journal.ts';
import { createStore, type Store } from '../../store/store.ts';
import { type TestDatabase, withDatabase } from '../../testing/postgres.ts';
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../errors.ts';
import { startTestOutside, type TestOutside } from '../testing/outside.ts';
import { samplePackage, sampleScenarioId } from '../testing/sample-package.ts';
import { citizen, createWorld, officer, publishPackage, type World } from '../testing/world.ts';
import { performJob } from './effects.ts';

const region = '330424';
const law = { 'zh-CN': '《公共场所卫生管理条例》第八条', en: 'Regulation on public places, art. 8' };
const lin = citizen('林雨', '330424199603120029');
const stranger = citizen('周舟', '330424199001010017');
const health = officer('徐安', region, 'health');
const police = officer('王宁', region, 'police');
let database: TestDatabase;
let outside: TestOutside;
let store: Store;
let world: World;
let now = '2026-03-02T02:00:00.000Z';
let count = 0;

/** The sample without its read and its timer, with a statutory clock that may be stopped and extended. */
function officePackage(): ScenarioPackage {
  const pkg = samplePackage();
  const { scenario } = pkg;
  const decisions = scenario.nodes.n_health!.kind === 'task' ? scenario.nodes.n_health!.decisions : {};
  decisions.refuse!.articles = [law];
  scenario.nodes.n_timer = { ...scenario.nodes.n_health!, name: { 'zh-CN': '受理', en: 'Acceptance' }, kind: 'task' } as never;
  const reception = scenario.nodes.n_timer as { decisions: Record<string, object>; item?: string };
  delete reception.item;
  reception.decisions = {
    accept: { name: { 'zh-CN': '受理', en: 'Accept' }, rank: 'a0', effect: 'agree', paper: 'acceptance' },
    reject: { name: { 'zh-CN': '不予受理', en: 'Reject' }, rank: 'a1', effect: 'refuse', paper: 'nonAcceptance', articles: [law] },
  };
  const after = Object.values(scenario.edges).find((edge) => edge.from === 'n_timer')!;
  after.on = 'accept';
  scenario.edges.e_reject = { from: 'n_timer', to: 'n_refused', rank: 'z0', on: 'reject' };
  scenario.clocks = {
    c_all: { ...scenario.clocks!.c_all!, suspendedBy: ['supplement', 'consent', 'hearing'] },
    c_law: {
      name: { 'zh-CN': '法定时限', en: 'Statutory limit' },
      kind: 'statutory',
      days: 20,
      starts: 'n_health',
      item: 'it_health',
      suspendedBy: ['supplement', 'hearing'],
    },
  };
  return pkg;
}

beforeAll(async () => {
  database = await withDatabase();
  outside = await startTestOutside();
  outside.records['police/credit'] = { credit: 'A' };
  store = createStore({ url: database.url, applicationName: 'papers-test' });
  await publishPackage(store, officePackage(), [{ code: region, name: '海盐县' }]);
  world = await createWorld({ url: database.url, connectors: outside.connectors, clock: () => now });
});
afterAll(async () => {
  await world?.close();
  await outside?.close();
  await store?.close();
  await database?.close();
});

const cases = () => world.services.cases;
const id = () => {
  count += 1;
  return `command-${String(count).padStart(4, '0')}`;
};

/** Performs everything that is due, as workers would. */
async function work(): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    const jobs = [];
    for (const { region: place } of await listJobRegions(store))
      jobs.push(...(await claimDueJobs(store, { region: place, workerId: 'test', limit: 50 })));
    if (jobs.length === 0) return;
    for (const job of jobs) await performJob(world.services.caseParts, job, { maxAttempts: 1 });
  }
}

async function start(): Promise<string> {
  const values = {
    'owner.idNumber': lin.person!.idNumber,
    'owner.name': '林雨',
    'owner.address': '东海路',
    'owner.mobile': '13800000000',
    'shop.name': '店',
    'shop.area': 10,
  };
  const started = await cases().startAndSubmit({ actor: lin, region, scenario: sampleScenarioId, values, commandId: id() });
  await work();
  return started.caseNo!;
}
async function pageOf(caseNo: string, actor = health) {
  const row = (await cases().inbox({ actor })).rows.find((one) => one.caseNo === caseNo)!;
  return cases().taskPage({ actor, taskId: row.id });
}
async function decide(caseNo: string, decision: string, more: { opinion?: string; article?: number } = {}) {
  const { id: taskId, rev } = await pageOf(caseNo);
  const done = await cases().complete({ actor: health, taskId, rev, decision, commandId: id(), ...more });
  await work();
  return done;
}
const tracking = (caseNo: string) => cases().tracking({ actor: lin, caseNo });

describe('statutory papers', () => {
  it('come with the desk’s operations: acceptance, corrections, refusal; each sealed once and delivered', async () => {
    const caseNo = await start();
    const reception = await pageOf(caseNo);
    expect(reception.decisions).toMatchObject([
      { id: 'accept', paper: { 'zh-CN': '受理通知书' } },
      { id: 'reject', paper: { 'zh-CN': '不予受理决定书' }, articles: [law], opinionRequired: true },
    ]);
    await decide(caseNo, 'accept');
    const { id: taskId, rev } = await pageOf(caseNo);
    const defects = [{ path: 'shop.name', words: '与营业执照不符' }, { words: '缺少平面图' }];
    await cases().requestSupplement({ actor: health, taskId, rev, defects, commandId: id() });
    await work();

    const { papers = [], explained = [] } = await tracking(caseNo);
    expect(explained.map((line) => line['zh-CN'])).toEqual(['3 月 2 日 受理，当日不计入，次日起算', '3 月 2 日 起停钟：等待补正材料']);
    expect(papers).toMatchObject([
      { kind: 'acceptance', state: 'delivered', department: { 'zh-CN': '卫生健康局' }, to: '林雨' },
      { kind: 'supplement', state: 'delivered', name: { 'zh-CN': '补正告知书', en: 'Notice of what is missing' } },
    ]);
    expect(papers[0]!.paragraphs[1]?.['zh-CN']).toBe(
      '办理时限为 5 个工作日，受理当日和依法不计入的时间除外，将于 2026 年 3 月 9 日前办结。',
    );
    expect(papers[1]!.paragraphs.map((line) => line['zh-CN']).slice(1, 3)).toEqual(['1. name：与营业执照不符', '2. 缺少平面图']);
    const seals = [...outside.done.values()].filter(({ kind }) => kind === 'seal');
    expect(seals.map(({ calls }) => calls)).toEqual([1, 1]);
  });

  it('a refusal names article, reasons and appeal, ends the case, and is acknowledged after the end; the time is kept', async () => {
    const caseNo = await start();
    await decide(caseNo, 'accept');
    await expect(decide(caseNo, 'refuse')).rejects.toThrow(InvalidError);
    await expect(decide(caseNo, 'refuse', { opinion: '不符合卫生条件', article: 3 })).rejects.toMatchObject({
      code: 'paper.article_unknown',
    });
    await decide(caseNo, 'refuse', { opinion: '不符合卫生条件', article: 0 });

    const seen = await tracking(caseNo);
    expect(seen.status).toBe('refused');
    const paper = seen.papers!.at(-1)!;
    expect(paper).toMatchObject({ kind: 'refusal', state: 'delivered', appeal: { review: '2026-05-06', court: '2026-09-02' } });
    expect(paper.paragraphs.map((line) => line['zh-CN'])).toEqual([
      '您于 2026 年 3 月 2 日提交的「卫生许可」申请，经审查，决定不予许可。',
      '理由：不符合卫生条件',
      `依据：${law['zh-CN']}`,
      '如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，或者自收到本决定书之日起六个月内依法向人民法院提起行政诉讼。',
    ]);

    now = '2026-03-04T02:00:00.000Z';
    const ask = { actor: lin, caseNo, id: paper.id, commandId: id() };
    await expect(cases().acknowledgePaper({ ...ask, actor: stranger })).rejects.toThrow(NotFoundError);
    const after = await cases().acknowledgePaper(ask);
    expect(after.papers!.at(-1)).toMatchObject({ state: 'acknowledged', acknowledgedAt: now, appeal: { review: '2026-05-06' } });
    now = '2026-03-05T02:00:00.000Z';
    expect((await cases().acknowledgePaper({ ...ask, commandId: id() })).papers!.at(-1)?.acknowledgedAt).toBe('2026-03-04T02:00:00.000Z');
    await expect(cases().acknowledgePaper({ ...ask, id: 'p99', commandId: id() })).rejects.toThrow(NotFoundError);
    expect(after.timeline.map((line) => line.text['zh-CN'])).toContain('申请人已签收不予许可决定书');

    const file = await cases().document({ actor: lin, caseNo, id: paper.document! });
    expect(file.fileName).toBe(`不予许可决定书-${paper.number}.pdf`);
    expect((await PDFDocument.load(file.content)).getTitle()).toBe('不予许可决定书');
    await expect(cases().document({ actor: stranger, caseNo, id: paper.document! })).rejects.toThrow(NotFoundError);
    expect((await cases().document({ actor: health, caseNo, id: paper.document! })).content.length).toBe(file.content.length);
    expect(await cases().verify({ number: paper.number, code: paper.checkCode! })).toMatchObject({ valid: true, name: paper.name });
    const { state } = (await world.services.caseParts.runBurst.load(region, (await caseIdOf(caseNo))!)).stored;
    expect(await verifyJournal(store, region, state.id)).toMatchObject({ ok: true });
  });

  it('one whose seal is away is made later, with the same bytes', async () => {
    now = '2026-03-02T02:00:00.000Z';
    const caseNo = await start();
    outside.down.add('seal');
    await expect(decide(caseNo, 'accept')).rejects.toThrow();
    expect((await tracking(caseNo)).papers).toMatchObject([{ state: 'making' }]);
    outside.down.delete('seal');
    await store.withRegions([region], (client) => client.query('UPDATE jobs SET run_at = clock_timestamp() WHERE region = $1', [region]));
    await work();
    expect((await tracking(caseNo)).papers).toMatchObject([{ state: 'delivered' }]);
  });
});

async function caseIdOf(caseNo: string): Promise<string | undefined> {
  const rows = await store.withRegions([region], async (client) => {
    const found = await client.query<{ id: string }>('SELECT id FROM cases WHERE region = $1 AND case_no = $2', [region, caseNo]);
    return found.rows;
  });
  return rows[0]?.id;
}

describe('legal clocks', () => {
  it('are stopped, resumed and extended by the department they belong to; the applicant is told in writing', async () => {
    now = '2026-03-02T02:00:00.000Z';
    const caseNo = await start();
    await decide(caseNo, 'accept');
    const by = { actor: health, caseNo };
    const page = await cases().casePage(by);
    const law20 = page.clocks!.find((clock) => clock.id === 'c_law')!;
    expect(law20).toMatchObject({
      due: '2026-03-30',
      amount: 20,
      reasons: ['hearing'],
      canResume: false,
      canExtend: 10,
      item: { 'zh-CN': '卫生许可' },
    });
    expect(law20.lines[0]?.['zh-CN']).toBe('3 月 2 日 受理，当日不计入，次日起算');

    now = '2026-03-04T02:00:00.000Z';
    const stopped = await cases().suspendClock({ ...by, clock: 'c_law', reason: 'hearing', commandId: id() });
    expect(stopped.clocks!.find((clock) => clock.id === 'c_law')).toMatchObject({
      status: 'suspended',
      lamp: 'stopped',
      canResume: true,
      suspended: { 'zh-CN': '听证期间（行政许可法第四十五条）' },
    });
    now = '2026-03-06T02:00:00.000Z';
    await cases().resumeClock({ ...by, clock: 'c_law', commandId: id() });
    const extended = await cases().extendClock({
      ...by,
      clock: 'c_law',
      days: 10,
      reason: '需现场核查',
      approvedBy: '李局长',
      commandId: id(),
    });
    await work();
    expect(extended.clocks!.find((clock) => clock.id === 'c_law')).toMatchObject({ due: '2026-04-17', canExtend: 0, status: 'running' });

    const { papers = [], timeline } = await tracking(caseNo);
    expect(papers.map(({ kind, state }) => [kind, state])).toEqual([
      ['acceptance', 'delivered'],
      ['suspension', 'delivered'],
      ['extension', 'delivered'],
    ]);
    expect(papers[2]!.paragraphs[0]?.['zh-CN']).toBe(
      '您于 2026 年 3 月 2 日提交的「卫生许可」申请，因需现场核查，经李局长批准，办理时限延长 10 个工作日，由 2026 年 4 月 2 日延至 2026 年 4 月 17 日（《中华人民共和国行政许可法》第四十二条）。',
    );
    expect(timeline.map((line) => line.text['zh-CN'])).toEqual(
      expect.arrayContaining(['「法定时限」停钟：听证期间', '「法定时限」到期日改为2026年4月17日（延期）', '已送达延期告知书']),
    );
  });

  it('refuse what has no ground, and other departments', async () => {
    now = '2026-03-02T02:00:00.000Z';
    const caseNo = await start();
    await decide(caseNo, 'accept');
    const by = { actor: health, caseNo, clock: 'c_law' };
    await expect(cases().suspendClock({ ...by, reason: 'bidding', commandId: id() })).rejects.toThrow(InvalidError);
    await expect(cases().resumeClock({ ...by, commandId: id() })).rejects.toThrow(ConflictError);
    await expect(cases().suspendClock({ ...by, clock: 'nothing', reason: 'hearing', commandId: id() })).rejects.toThrow(NotFoundError);
    await expect(cases().suspendClock({ ...by, actor: police, reason: 'hearing', commandId: id() })).rejects.toThrow(ForbiddenError);
    const elsewhere = officer('李远', '331002', 'health');
    await expect(cases().suspendClock({ ...by, actor: elsewhere, reason: 'hearing', commandId: id() })).rejects.toThrow(NotFoundError);
  });
});
