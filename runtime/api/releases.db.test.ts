/** How a version comes to the people, over HTTP: signed part by part, tried, planned, rolled back, withdrawn. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  AccountList,
  Draft,
  Published,
  ReleasePage,
  ReleaseReviewList,
  ReleaseReviewPage,
  ReleaseRule,
  ScenarioDraft,
  ScenarioPackage,
  Service,
  ServiceList,
  VersionList,
} from '../../schemas/generated/api.ts';
import { isInShare } from '../services/plans.ts';
import type { Visitor } from './testing/client.ts';
import { journeyOf, startCase } from './testing/newborn.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let designer: Visitor;
let colleague: Visitor;
let health: Visitor;
let police: Visitor;
let citizen: Visitor;
const journey = journeyOf('no-father');
const at = '/api/scenarios/newborn';

beforeAll(async () => {
  product = await startProduct({ connectors: journey.connectors, now: '2026-09-28T01:10:00.000Z' });
  const { client } = product;
  const admin = await client.signIn('admin', demoPassword);
  for (const username of ['wj', 'ga']) {
    const accounts = (await admin.send<AccountList>('GET', `/api/accounts?q=${username}`)).body.rows;
    const id = accounts.find((row) => row.username === username)?.id ?? '';
    const grants = ['officer', 'keeper'].map((role) => ({ region: '330424', department: username, role }));
    await admin.send('PATCH', `/api/accounts/${id}`, { body: { grants } });
  }
  await admin.send('POST', '/api/accounts', {
    body: { username: 'designer.two', name: '沈小燕', password: demoPassword, grants: [{ region: '330424', role: 'designer' }] },
  });
  [designer, colleague, health, police, citizen] = (await Promise.all(
    ['designer', 'designer.two', 'wj', 'ga', 'mother'].map((name) => client.signIn(name, demoPassword)),
  )) as [Visitor, Visitor, Visitor, Visitor, Visitor];
});
afterAll(() => product.close());

const draftOf = async () => (await designer.send<ScenarioDraft>('GET', `${at}/draft`)).body;
const pageOf = async () => (await designer.send<ReleasePage>('GET', `${at}/release`)).body;
const versionsOf = async () => (await designer.send<VersionList>('GET', `${at}/versions`)).body;

async function edit(change: (pkg: ScenarioPackage) => void): Promise<number> {
  const { rev, package: pkg } = await draftOf();
  const copy = structuredClone(pkg);
  change(copy);
  const saved = await designer.send<{ rev: number }>('PUT', `${at}/draft`, { body: { rev, package: copy } });
  expect(saved.status, saved.bytes.toString()).toBe(200);
  return saved.body.rev;
}
/** Another promised limit of an item of this department. */
function setDays(pkg: ScenarioPackage, department: string, days: number): void {
  const item = Object.values(pkg.scenario.items).find((one) => one.department === department)!;
  item.promisedDays = days;
  for (const node of Object.values(pkg.scenario.nodes)) {
    if ('department' in node && node.department === department && 'dueDays' in node) node.dueDays = Math.min(node.dueDays ?? days, days);
  }
}
let commands = 0;
const publish = async (rev: number, more: object = {}, who = designer) => {
  commands += 1;
  const body = { rev, name: '缩短时限', notes: '缩短时限', commandId: `release-${commands}`.padEnd(12, '0'), ...more };
  return who.send<Published & { code?: string }>('POST', `${at}/publish`, { body });
};
const post = (path: string, body?: object, who = designer) =>
  who.send<ReleasePage & { code?: string }>('POST', `${at}/release/${path}`, { body });
const review = (who: Visitor, part: string) => who.send<ReleaseReviewPage>('GET', `/api/release-reviews/330424/newborn/${part}`);
const sign = async (who: Visitor, part: string, agrees = true) => {
  const { hash } = (await review(who, part)).body;
  return who.send<ReleaseReviewPage>('POST', `/api/release-reviews/330424/newborn/${part}`, { body: { hash, agrees, opinion: '' } });
};
const stateOf = ({ signing }: ReleasePage) => Object.fromEntries(signing.parts.map(({ part, state }) => [part, state]));
const auditOf = async () =>
  (
    await product.store.query<{ action: string; name: string }>({
      text: `SELECT action, account_name AS name FROM audit WHERE region = '330424' AND action LIKE 'release.%' ORDER BY seq`,
    })
  ).map(({ action }) => action);

describe('[74] a release is signed part by part', () => {
  it('each department sees the changes of its own part and nothing else', async () => {
    await edit((pkg) => {
      setDays(pkg, 'wj', 2);
      setDays(pkg, 'ga', 2);
    });
    await post('review', { message: '缩短两个时限，请会签' });

    const seen = (await review(health, 'wj')).body;
    const others = await review(health, 'ga');
    const list = (await health.send<ReleaseReviewList>('GET', '/api/release-reviews')).body;

    expect(seen).toMatchObject({ part: 'wj', state: 'waiting', maySign: true });
    expect(seen.lines.length).toBeGreaterThan(0);
    for (const { key } of seen.lines) expect(JSON.stringify(key)).not.toContain('police');
    expect(others.status).toBe(404);
    expect(list.map(({ part }) => part)).toEqual(['wj']);
    expect(Object.keys(stateOf(await pageOf())).sort()).toEqual(['ga', 'office', 'wj']);
  });

  it('is refused until all have agreed, whatever the page says', async () => {
    const { rev } = await draftOf();
    expect((await publish(rev)).body).toMatchObject({ status: 409, code: 'release.unsigned' });

    await sign(health, 'wj');
    await sign(police, 'ga');

    expect((await publish(rev)).body).toMatchObject({ code: 'release.unsigned', data: { count: 1 } });
    expect((await sign(designer, 'office')).body).toMatchObject({ code: 'release.own_work' });
    expect((await sign(colleague, 'office')).status).toBe(200);
    expect(stateOf(await pageOf())).toEqual({ office: 'agreed', ga: 'agreed', wj: 'agreed' });
  });

  it('a later change voids only the signature of the part it is in', async () => {
    await edit((pkg) => setDays(pkg, 'wj', 3));

    expect(stateOf(await pageOf())).toEqual({ office: 'agreed', ga: 'agreed', wj: 'void' });
    expect((await publish((await draftOf()).rev)).body.code).toBe('release.unsigned');
  });

  it('what was read is what is signed', async () => {
    const { hash } = (await review(health, 'wj')).body;
    await edit((pkg) => setDays(pkg, 'wj', 4));

    const late = await health.send<{ code: string }>('POST', '/api/release-reviews/330424/newborn/wj', {
      body: { hash, agrees: true, opinion: '' },
    });

    expect(late.body).toMatchObject({ status: 409, code: 'release.part_changed' });
    await edit((pkg) => setDays(pkg, 'wj', 3));
    await sign(health, 'wj');
  });
});

describe('[71] publishing twice', () => {
  it('by a double click and by two people at once gives one version, and the second is told', async () => {
    const { rev } = await draftOf();
    const double = { commandId: 'double-click-1' };

    const answers = await Promise.all([publish(rev, double), publish(rev, double), publish(rev, {}, colleague)]);

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.version))).toEqual(new Set([2]));
    expect(answers.filter(({ body }) => !body.already)).toHaveLength(1);
    expect(answers.find(({ body }) => body.already)?.body.already?.by).toMatch(/\S/);
    expect((await versionsOf()).map(({ version, name, live }) => [version, name, live])).toEqual([
      [2, '缩短时限', true],
      [1, expect.any(String), false],
    ]);
    expect((await pageOf()).signing).toMatchObject({ required: false });
  });
});

describe('a version for a share of new cases', () => {
  it('is tried by those cases alone, the same on every process, and stopped without losing one', async () => {
    const rev = await edit((pkg) => setDays(pkg, 'ga', 1));
    expect((await publish(rev, { share: 40 })).body).toMatchObject({ version: 3 });
    expect((await versionsOf())[0]).toMatchObject({ version: 3, share: 40, live: false });
    expect((await publish(await edit((pkg) => setDays(pkg, 'ga', 3)))).body.code).toBe('release.underway');

    // Ids are drawn: as many cases begin as it takes until some are in the share and some are not.
    const drafts: Draft[] = [];
    while (drafts.length < 4 || new Set(drafts.map(({ id }) => isInShare(id, 40))).size < 2)
      drafts.push(
        (
          await citizen.send<Draft>('POST', '/api/drafts', {
            body: { region: '330424', scenario: 'newborn', commandId: `share-000${drafts.length}` },
          })
        ).body,
      );
    const begun = await product.store.withRegions(['330424'], async (client) => {
      const { rows } = await client.query<{ id: string; version: number }>('SELECT id, version FROM cases WHERE id = ANY ($1)', [
        drafts.map(({ id }) => id),
      ]);
      return rows;
    });

    expect(begun).toHaveLength(drafts.length);
    for (const { id, version } of begun) expect([id, version]).toEqual([id, isInShare(id, 40) ? 3 : 2]);
    expect(new Set(begun.map(({ version }) => version))).toEqual(new Set([2, 3]));
    expect((await post('stop')).body).toMatchObject({ live: 2 });
    for (const { id } of drafts) expect((await citizen.send('GET', `/api/drafts/${id}`)).status).toBe(200);
  });

  it('is deterministic, and who tries it at a small share tries it at every larger one', () => {
    const ids = Array.from({ length: 2000 }, (_, n) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`);
    const few = ids.filter((id) => isInShare(id, 10));
    expect(few.length).toBeGreaterThan(140);
    expect(few.length).toBeLessThan(260);
    for (const id of few) expect(isInShare(id, 35)).toBe(true);
  });
});

describe('a version for a time', () => {
  it('goes live then and not before, once, and can be taken back', async () => {
    const { rev } = await draftOf();
    await publish(await edit((pkg) => setDays(pkg, 'wj', 2)), { at: '2026-09-28T01:20:00.000Z' });
    expect(await pageOf()).toMatchObject({ live: 2, planned: { version: 4, at: '2026-09-28T01:20:00.000Z' } });
    expect(rev).toBeGreaterThan(0);
    expect(await product.services.releases.runDue()).toBe(0);

    expect((await post('stop')).body.planned).toBeUndefined();
    product.clock.now = '2026-09-28T01:20:01.000Z';
    expect(await product.services.releases.runDue()).toBe(0);
    expect((await pageOf()).live).toBe(2);

    await publish((await draftOf()).rev, { at: '2026-09-28T01:30:00.000Z', name: '今天上线' });
    product.clock.now = '2026-09-28T01:30:01.000Z';
    const both = await Promise.all([product.services.releases.runDue(), product.services.releases.runDue()]);
    expect(both.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(1);
    await expect.poll(async () => (await pageOf()).live).toBe(5);
  });
});

describe('[73] rolled back', () => {
  it('new cases start on the version before, no case is lost, and both events are in the audit', async () => {
    const started = await startCase(citizen, journey);
    const before = await pageOf();
    expect(before).toMatchObject({ live: 5, previous: 2 });
    expect(before.running.find(({ version }) => version === 5)?.count).toBe(1);

    const answers = await Promise.all([
      post('roll-back', { from: 5, reason: '时限定得太短' }),
      post('roll-back', { from: 5, reason: '时限定得太短' }, colleague),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const after = await pageOf();
    expect(after).toMatchObject({ live: 2, previous: 1 });
    expect(after.running.find(({ version }) => version === 5)?.count).toBe(1);
    expect((await citizen.send('GET', `/api/my/cases/${started.caseNo}`)).status).toBe(200);
    expect(await auditOf()).toEqual(expect.arrayContaining(['release.stopped', 'release.began', 'release.rolled_back']));
    expect(after.events.slice(0, 2)).toMatchObject([
      { kind: 'live', version: 2 },
      { kind: 'rolledBack', version: 5, note: '时限定得太短' },
    ]);
  });
});

describe('withdrawn from the portal', () => {
  it('takes no new application and tells why; open cases go on', async () => {
    const open = (
      await citizen.send<Draft>('POST', '/api/drafts', { body: { region: '330424', scenario: 'newborn', commandId: 'still-open' } })
    ).body;
    expect((await post('withdraw', { message: '系统升级，10 月 8 日恢复' })).body.withdrawn?.message).toContain('10 月 8 日');

    const refused = await citizen.send<{ code: string; detail: string }>('POST', '/api/drafts', {
      body: { region: '330424', scenario: 'newborn', commandId: 'too-late-1' },
    });
    const list = (await citizen.send<ServiceList>('GET', '/api/services?region=330424')).body;
    const service = (await citizen.send<Service>('GET', '/api/services/330424/newborn')).body;

    expect(refused.body).toMatchObject({ code: 'service.withdrawn', detail: '系统升级，10 月 8 日恢复' });
    expect(list.map(({ scenario }) => scenario)).not.toContain('newborn');
    expect(service.withdrawn?.message).toContain('10 月 8 日');
    expect((await citizen.send('GET', `/api/drafts/${open.id}`)).status).toBe(200);
    expect((await post('offer-again')).body.withdrawn).toBeUndefined();
  });
});

describe('the rule of a region', () => {
  it('makes every release wait for signatures, without anybody asking for them', async () => {
    const admin = await product.client.signIn('admin', demoPassword);
    const ruled = await admin.send<ReleaseRule>('PUT', '/api/release-rule', { body: { signing: true } });
    // Who may sign is told with it: the office first; a department with nobody is there, too.
    expect(ruled.body.parts[0]).toMatchObject({ part: 'office', name: { 'zh-CN': '改革办' } });
    expect(ruled.body.parts[0]!.signers.length).toBeGreaterThan(0);
    expect(ruled.body.parts.map(({ part }) => part)).toContain('ga');
    const rev = await edit((pkg) => setDays(pkg, 'ga', 1));

    expect((await publish(rev)).body.code).toBe('release.unsigned');
    expect((await pageOf()).signing).toMatchObject({ rule: true, required: true });

    await admin.send('PUT', '/api/release-rule', { body: { signing: false } });
    expect((await publish(rev)).status).toBe(201);
  });
});
