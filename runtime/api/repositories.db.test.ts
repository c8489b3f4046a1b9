/** A scenario kept in git, against git's own server: pushed, edited there with plain git, pulled, shown as a sentence. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingList, Repository, RepositoryPulled, RepositoryPushed, ScenarioDraft } from '../../schemas/generated/api.ts';
import type { Visitor } from './testing/client.ts';
import { type GitServer, startGitServer } from './testing/git-server.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let designer: Visitor;
let server: GitServer;
const at = '/api/scenarios/newborn';
const password = 'token-of-the-robot';

beforeAll(async () => {
  [product, server] = await Promise.all([startProduct({}), startGitServer({ password })]);
  designer = await product.client.signIn('designer', demoPassword);
});
afterAll(async () => {
  await product.close();
  await server.close();
});

const draftOf = async () => (await designer.send<ScenarioDraft>('GET', `${at}/draft`)).body;
const push = (message: string) =>
  designer.send<RepositoryPushed & { code?: string }>('POST', `${at}/repository/push`, { body: { message } });
const pull = (body: object = {}) => designer.send<RepositoryPulled & { code?: string }>('POST', `${at}/repository/pull`, { body });
const bind = (body: object) => designer.send<Repository>('PUT', `${at}/repository`, { body });

/** Edits one file of the repository with plain git, and pushes it. */
async function editThere(file: string, change: (value: Record<string, unknown>) => void, message: string): Promise<void> {
  await server.inClone(async (git, dir) => {
    const full = path.join(dir, 'definitions', file);
    const value = JSON.parse(await readFile(full, 'utf8'));
    change(value);
    await writeFile(full, `${JSON.stringify(value, null, 2)}\n`);
    await git('commit', '--quiet', '-am', message);
    await git('push', '--quiet');
  });
}
const itemId = async () => Object.entries((await draftOf()).package.scenario.items).find(([, item]) => item.department === 'ga')![0];

describe('a scenario kept in git', () => {
  it('goes nowhere an administrator has not allowed, and never shows its secret', async () => {
    const place = { address: server.url, branch: 'main', folder: 'definitions', username: 'robot', secret: password };

    const bound = await bind(place);

    expect(bound.body).toEqual({
      bound: true,
      address: server.url,
      branch: 'main',
      folder: 'definitions',
      username: 'robot',
      hasSecret: true,
    });
    expect(JSON.stringify(bound.body)).not.toContain(password);
    expect((await push('第一次')).body).toMatchObject({ status: 422, code: 'git.host_not_allowed' });
    const { rows } = await product.store.pool.query(`SELECT * FROM scenario_repositories`);
    expect(JSON.stringify(rows)).not.toContain(password);
  });

  it('[must show 7] is pushed; a limit edited there by plain git comes back as a sentence', async () => {
    const admin = await product.client.signIn('admin', demoPassword);
    const hosts = (await admin.send<{ rev: number }>('GET', '/api/hosts')).body;
    const allowed = await admin.send('PUT', '/api/hosts', {
      body: { rev: hosts.rev, hosts: [{ host: server.host, note: '代码仓库' }] },
    });
    expect(allowed.status, allowed.bytes.toString()).toBe(200);
    const item = await itemId();
    const before = (await draftOf()).package.scenario.items[item]!;

    const pushed = await push('第一次推送');
    expect(pushed.body, pushed.bytes.toString()).toMatchObject({ changed: true, repository: { synced: { by: expect.any(String) } } });
    expect((await push('再推一次')).body.changed).toBe(false);
    await server.inClone(async (git, dir) => {
      expect(await git('log', '-1', '--format=%s|%an')).toMatch(/^第一次推送\|\S+/);
      expect(await readdir(path.join(dir, 'definitions/nodes'))).not.toHaveLength(0);
    });
    await editThere(`items/${item}.json`, (value) => Object.assign(value, { promisedDays: before.promisedDays + 2 }), '放宽时限');
    const pulled = await pull();

    expect(pulled.body.conflicts, pulled.bytes.toString()).toEqual([]);
    const days = [`${before.promisedDays} 个工作日`, `${before.promisedDays + 2} 个工作日`];
    expect(pulled.body.sentences).toHaveLength(1);
    const sentence = pulled.body.sentences[0]!.sentence['zh-CN'];
    expect(sentence).toContain(before.name['zh-CN']);
    expect(sentence).toContain(`由 ${days[0]} 改为 ${days[1]}`);
    const now = await draftOf();
    expect(now.rev).toBe(pulled.body.rev);
    expect(now.package.scenario.items[item]!.promisedDays).toBe(before.promisedDays + 2);
    expect(now.package.scenario.lineage).toBeDefined();
    expect((await pull()).body.sentences).toEqual([]);
  });

  it('keeps what is on either side; what both changed is asked, and nothing is changed meanwhile', async () => {
    const item = await itemId();
    const { rev, package: pkg } = await draftOf();
    const mine = structuredClone(pkg);
    mine.scenario.items[item]!.promisedDays = 4;
    mine.scenario.summary = { 'zh-CN': '草稿里的简介' };
    const saved = await designer.send('PUT', `${at}/draft`, { body: { rev, package: mine } });
    expect(saved.status, saved.bytes.toString()).toBe(200);
    await editThere(`items/${item}.json`, (value) => Object.assign(value, { promisedDays: 9 }), '再放宽');

    const refused = await pull();

    expect(refused.body.conflicts.map(({ sentence }) => sentence['zh-CN'])).toEqual([expect.stringContaining('仓库：')]);
    expect((await draftOf()).rev).toBe(rev + 1);
    expect((await push('硬推')).body).toMatchObject({ status: 409, code: 'git.pull_first' });

    const taken = await pull({ take: 'theirs' });

    expect(taken.body.conflicts).toEqual([]);
    const now = (await draftOf()).package.scenario;
    expect([now.items[item]!.promisedDays, now.summary]).toEqual([9, { 'zh-CN': '草稿里的简介' }]);
    expect((await push('合好了')).body.changed).toBe(true);
  });

  it('asks for each conflict by itself: one from there, one of ours, one result of its own; each as decided, the rest from both', async () => {
    const { rev, package: pkg } = await draftOf();
    const [first, second, third] = Object.keys(pkg.scenario.items) as [string, string, string];
    const there = (item: string, days: number) =>
      editThere(`items/${item}.json`, (value) => Object.assign(value, { promisedDays: days }), item);
    const mine = structuredClone(pkg);
    for (const item of [first, second, third]) mine.scenario.items[item]!.promisedDays = 11;
    mine.scenario.summary = { 'zh-CN': '只在草稿里改的' };
    expect((await designer.send('PUT', `${at}/draft`, { body: { rev, package: mine } })).status).toBe(200);
    for (const item of [first, second, third]) await there(item, 12);
    await editThere('scenario.json', (value) => Object.assign(value, { name: { 'zh-CN': '只在仓库里改的' } }), '名称');

    const { conflicts } = (await pull()).body;
    const daysOf = (item: string) => conflicts.find(({ key }) => key === `scenario/items/${item}/promisedDays`)!;
    expect(conflicts).toHaveLength(3);
    expect(daysOf(first)).toMatchObject({ open: true, ours: 11, theirs: 12, choices: ['ours', 'theirs', 'edit'] });
    expect(daysOf(first).words.theirs!['zh-CN']).toBe('12');
    const decided = (item: string, decision: object) => ({ [daysOf(item).key]: { ...decision, for: daysOf(item).for } });

    // Two of three: nothing moves, the decided ones come back as decided.
    const some = { ...decided(first, { take: 'theirs' }), ...decided(second, { take: 'ours' }) };
    const half = (await pull({ decisions: some })).body;
    expect(half.conflicts.map(({ open }) => open).sort()).toEqual([false, false, true]);
    expect((await draftOf()).rev).toBe(rev + 1);
    // One made for values that have moved on since is asked again.
    await there(first, 13);
    const all = { ...some, ...decided(third, { take: 'edit', value: 7 }) };
    const again = (await pull({ decisions: all })).body;
    expect(again.conflicts.filter(({ open }) => open).map(({ key }) => key)).toEqual([daysOf(first).key]);
    // What is no limit at all is no result: it is asked again, also when one side wins in the rest.
    const wrong = await pull({ decisions: { ...all, ...decided(third, { take: 'edit', value: '很快' }) }, take: 'theirs' });
    expect(wrong.body.conflicts.filter(({ open }) => open).map(({ key }) => key)).toContain(daysOf(third).key);
    expect((await draftOf()).rev).toBe(rev + 1);

    const taken = await pull({
      decisions: { ...all, [daysOf(first).key]: { take: 'theirs', for: again.conflicts.find(({ open }) => open)!.for } },
    });

    expect(taken.body.conflicts, taken.bytes.toString()).toEqual([]);
    const { scenario } = (await draftOf()).package;
    expect([first, second, third].map((item) => scenario.items[item]!.promisedDays)).toEqual([13, 11, 7]);
    expect([scenario.summary, scenario.name]).toEqual([{ 'zh-CN': '只在草稿里改的' }, { 'zh-CN': '只在仓库里改的' }]);
    expect((await push('逐处合好')).body.changed).toBe(true);
  });

  it('refuses files that are no definition, and leaves the rest of the repository alone', async () => {
    const item = await itemId();
    const { rev } = await draftOf();
    await server.inClone(async (git, dir) => {
      await writeFile(path.join(dir, 'README.md'), '# 说明\n');
      await git('add', 'README.md');
      await git('commit', '--quiet', '-m', '说明');
      await git('push', '--quiet');
    });
    await editThere(`items/${item}.json`, (value) => Object.assign(value, { promisedDays: '很快' }), '写错了');

    expect((await pull()).body).toMatchObject({ status: 422, code: 'git.malformed' });
    expect((await draftOf()).rev).toBe(rev);

    await editThere(`items/${item}.json`, (value) => Object.assign(value, { promisedDays: 9 }), '改回来');
    expect((await pull()).body.sentences).toEqual([]);
    const { rev: latest, package: pkg } = await draftOf();
    const mine = structuredClone(pkg);
    mine.scenario.summary = { 'zh-CN': '又改了简介' };
    await designer.send('PUT', `${at}/draft`, { body: { rev: latest, package: mine } });
    expect((await push('简介')).body.changed).toBe(true);
    await server.inClone(async (_git, dir) => {
      expect(await readFile(path.join(dir, 'README.md'), 'utf8')).toBe('# 说明\n');
    });
  });

  it('tells a wrong password from a repository that is away', async () => {
    await bind({ address: server.url, branch: 'main', folder: 'definitions', username: 'robot', secret: 'wrong' });
    expect((await push('x')).body.code).toBe('git.denied');
    await bind({ address: `http://${server.host}/none.git`, branch: 'main', username: 'robot', secret: password });
    expect((await push('x')).body.code).toBe('git.unreachable');
  });
});

describe('a document written as a whole', () => {
  it('is checked for its shape and for the locks of the template before it is taken', async () => {
    const { package: pkg } = await draftOf();
    const check = async (change: (copy: typeof pkg) => void) => {
      const copy = structuredClone(pkg);
      change(copy);
      return (await designer.send<FindingList>('POST', `${at}/whole-check`, { body: { package: copy } })).body.findings;
    };

    expect(await check(() => {})).toEqual([]);
    expect(await check((copy) => Object.assign(Object.values(copy.scenario.items)[0]!, { promisedDays: 'x' }))).toMatchObject([
      { code: 'document-invalid' },
    ]);
  });
});
