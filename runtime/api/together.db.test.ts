/** Several people in one draft: comments and whom they reach, who changed what, and what the audit keeps of it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ColleagueList,
  DraftComment,
  DraftCommentList,
  DraftHistory,
  ScenarioDraft,
  ScenarioPackage,
  StaffMessageList,
} from '../../schemas/generated/api.ts';
import { hashOfPackage } from '../compile/index.ts';
import { findBrokenAudit, listAudit } from '../store/audit.ts';
import { listRevisions } from '../store/draft-revisions.ts';
import type { Visitor } from './testing/client.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let designer: Visitor;
let colleague: Visitor;
let neighbour: Visitor;
beforeAll(async () => {
  product = await startProduct({ now: '2026-09-28T01:10:00.000Z' });
  const { client } = product;
  const [administrator, next] = await Promise.all([client.signIn('admin', demoPassword), client.signIn('admin.jj', demoPassword)]);
  const open = (by: Visitor, username: string, name: string, region: string) =>
    by.send('POST', '/api/accounts', { body: { username, name, password: demoPassword, grants: [{ region, role: 'designer' }] } });
  await open(administrator, 'lin', '林同事', '330424');
  await open(next, 'neighbour', '邻县人', '331002');
  [designer, colleague, neighbour] = (await Promise.all(
    ['designer', 'lin', 'neighbour'].map((username) => client.signIn(username, demoPassword)),
  )) as [Visitor, Visitor, Visitor];
});
afterAll(() => product.close());

const at = '/api/scenarios/newborn';
const say = (who: Visitor, body: object) =>
  who.send<DraftComment & { code?: string }>('POST', `${at}/comments`, {
    body: { words: '请看一下', named: [], commandId: randomUUID(), ...body },
  });
const commentsOf = async (who = designer) => (await who.send<DraftCommentList>('GET', `${at}/comments`)).body.rows;
const messagesOf = async (who: Visitor) => (await who.send<StaffMessageList>('GET', '/api/messages')).body;
const colleaguesOf = async (who = designer) => (await who.send<ColleagueList>('GET', `${at}/colleagues`)).body;
const lin = async () => (await colleaguesOf()).find(({ name }) => name === '林同事')!.id;
const draftOf = async () => (await designer.send<ScenarioDraft>('GET', `${at}/draft`)).body;
const historyOf = async (query = '') => (await designer.send<DraftHistory>('GET', `${at}/history${query}`)).body;

async function save(change: (pkg: ScenarioPackage) => void, who = designer): Promise<ScenarioPackage> {
  const { rev, package: pkg } = await draftOf();
  const next = structuredClone(pkg);
  change(next);
  expect((await who.send('PUT', `${at}/draft`, { body: { rev, package: next } })).status).toBe(200);
  return next;
}

describe('a comment on a step', () => {
  it('reaches each colleague named with one message, however often it is sent, and nobody else', async () => {
    const body = { step: 'n_expense', words: '两天够吗 @林同事', named: [await lin(), await lin()], commandId: 'sent-twice' };

    const first = await say(designer, body);
    const again = await say(designer, body);

    expect(first).toMatchObject({ status: 201, body: { about: 'step', step: 'n_expense', named: ['林同事'], mine: true, by: '陈立新' } });
    expect(again.body.id).toBe(first.body.id);
    expect(await messagesOf(colleague)).toMatchObject({
      unseen: 1,
      rows: [{ comment: first.body.id, scenario: 'newborn', step: 'n_expense', by: '陈立新', words: '两天够吗 @林同事', seen: false }],
    });
    expect(await messagesOf(designer)).toMatchObject({ unseen: 0, rows: [] });
    expect((await commentsOf(colleague)).map(({ id, mine }) => ({ id, mine }))).toEqual([{ id: first.body.id, mine: false }]);

    await colleague.send('POST', '/api/messages/seen', { body: { comment: first.body.id } });
    expect(await messagesOf(colleague)).toMatchObject({ unseen: 0, rows: [{ seen: true }] });
  });

  it('is answered in its conversation, resolved, and opened again by anybody who may open the scenario', async () => {
    const { body: first } = await say(designer, { step: 'n_expense' });
    const answer = await say(colleague, { thread: first.id, words: '够了' });
    const settle = (resolved: boolean, who: Visitor, comment = first.id) =>
      who.send<DraftComment>('POST', `${at}/comments/${comment}/resolution`, { body: { resolved } });

    expect(answer.body).toMatchObject({ thread: first.id, about: 'step', step: 'n_expense' });
    // Both at the same moment: one of them resolved it, and neither is refused.
    const both = await Promise.all([settle(true, designer), settle(true, colleague, answer.body.id)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const { resolved } = (await commentsOf()).find(({ id }) => id === first.id)!;
    expect(['陈立新', '林同事']).toContain(resolved?.by);
    expect((await settle(false, colleague)).body.resolved).toBeUndefined();
  });

  it('stays readable with its name once the step is deleted, and is no part of the draft', async () => {
    const before = hashOfPackage((await draftOf()).package as never);
    await save((pkg) => {
      pkg.scenario.nodes.n_passing = { kind: 'archive', name: { 'zh-CN': '临时步骤' } };
    });
    const { body: comment } = await say(designer, { step: 'n_passing', words: '这一步要吗' });
    await save((pkg) => {
      delete pkg.scenario.nodes.n_passing;
    });

    expect((await commentsOf()).find(({ id }) => id === comment.id)).toMatchObject({
      step: 'n_passing',
      placeName: { 'zh-CN': '临时步骤' },
    });
    expect(hashOfPackage((await draftOf()).package as never)).toBe(before);
    expect(JSON.stringify((await draftOf()).package)).not.toContain('这一步要吗');
  });

  it('is refused where it cannot stand and where it names somebody who may not open the scenario', async () => {
    const elsewhere = (await neighbour.send<{ account: { id: string } }>('GET', '/api/session')).body.account.id;

    expect((await say(designer, { step: 'n_nothing' })).body).toMatchObject({ status: 422, code: 'comment.place_unknown' });
    expect((await say(designer, { form: 'newborn-application', field: 'nothing' })).body).toMatchObject({ code: 'comment.place_unknown' });
    expect((await say(designer, { words: '  ' })).body).toMatchObject({ code: 'comment.empty' });
    expect((await say(designer, { named: [elsewhere] })).body).toMatchObject({ status: 422, code: 'comment.nobody' });
    expect((await say(designer, { thread: elsewhere })).status).toBe(404);
    expect((await colleaguesOf()).map(({ name }) => name)).toEqual(['林同事']);
  });

  it('is not there for a designer of another region, in whichever way they ask', async () => {
    const { body: comment } = await say(designer, { words: '只给本县看' });

    expect((await neighbour.send('GET', `${at}/comments?region=330424`)).status).toBe(403);
    // Their own county has a scenario of the same id: its list is their own, and our comment is not found there.
    expect(JSON.stringify(await commentsOf(neighbour))).not.toContain('只给本县看');
    expect((await neighbour.send('POST', `${at}/comments/${comment.id}/resolution`, { body: { resolved: true } })).status).toBe(404);
    expect((await say(neighbour, { thread: comment.id })).status).toBe(404);
    expect((await commentsOf()).find(({ id }) => id === comment.id)?.resolved).toBeUndefined();
  });
});

describe('the history of a draft', () => {
  /** As the builder does it: what stood before is put back, place by place. */
  const back = (pkg: ScenarioPackage, parts: DraftHistory['revisions'][number]['parts']): ScenarioPackage => {
    const copy = structuredClone(pkg) as unknown as Record<string, never>;
    for (const { path, before } of parts) {
      const holder = path.slice(0, -1).reduce((bag: Record<string, never>, key) => bag[key]!, copy) as Record<string, unknown>;
      if (before === undefined) delete holder[path.at(-1)!];
      else holder[path.at(-1)!] = before;
    }
    return copy as unknown as ScenarioPackage;
  };

  it('names who saved, and leads back to every earlier state exactly', async () => {
    const states = [(await draftOf()).package as ScenarioPackage];
    product.clock.now = '2026-09-28T02:00:01.000Z';
    states.push(await save((pkg) => void Object.assign(pkg.scenario, { name: { 'zh-CN': '出生一件事' } })));
    product.clock.now = '2026-09-28T02:00:02.000Z';
    states.push(await save((pkg) => void delete pkg.scenario.audience, colleague));
    states.push(
      await save((pkg) => {
        pkg.scenario.layout = { n_expense: { x: 1, y: 2 } };
        pkg.scenario.nodes.n_new = { kind: 'archive', name: { 'zh-CN': '新' } };
      }),
    );

    const { rev, package: now, revisions } = await historyOf();

    expect(revisions.slice(0, 3).map(({ by, at }) => ({ by, at }))).toEqual([
      { by: '陈立新', at: '2026-09-28T02:00:02.000Z' },
      { by: '林同事', at: '2026-09-28T02:00:02.000Z' },
      { by: '陈立新', at: '2026-09-28T02:00:01.000Z' },
    ]);
    let pkg = now as unknown as ScenarioPackage;
    expect(hashOfPackage(pkg as never)).toBe(hashOfPackage(states.pop() as never));
    for (const revision of revisions.slice(0, 3)) {
      pkg = back(pkg, revision.parts);
      expect(hashOfPackage(pkg as never)).toBe(hashOfPackage(states.pop() as never));
    }
    // Only what changed is kept, not the package.
    expect(revisions[2]!.parts.every(({ path }) => path[1] === 'name')).toBe(true);
    const older = await historyOf(`?before=${rev}`);
    expect(older.package).toBeUndefined();
    expect(older.revisions.map((one) => one.rev)).toEqual(revisions.slice(1).map((one) => one.rev));
  });

  it('is given page by page, and says whether there is more', async () => {
    const scope = { region: '330424', scenario: 'newborn', bytes: 1e9 };
    const all = (await listRevisions(product.store, { ...scope, limit: 100 }))!;
    const first = (await listRevisions(product.store, { ...scope, limit: 2 }))!;
    const rest = (await listRevisions(product.store, { ...scope, limit: 100, before: first.revisions.at(-1)!.rev }))!;
    const tight = (await listRevisions(product.store, { ...scope, limit: 100, bytes: 1 }))!;

    expect([first.more, rest.more, tight.more]).toEqual([true, false, true]);
    expect([...first.revisions, ...rest.revisions]).toEqual(all.revisions);
    expect(tight.revisions).toEqual(all.revisions.slice(0, 1));
  });

  it('can be written by nothing but a save of the draft', async () => {
    const forge = (text: string) => product.store.withRegions(['330424'], (client) => client.query(text));

    await expect(forge('UPDATE draft_revisions SET by_name = by_name')).rejects.toThrow(/permission denied/);
    await expect(forge('DELETE FROM draft_revisions')).rejects.toThrow(/permission denied/);
    expect((await product.store.withRegions(['331002'], (client) => client.query('SELECT FROM draft_revisions'))).rowCount).toBe(0);
  });
});

describe('the audit of a draft', () => {
  it('has the old and the new condition in a sentence, the second, and where it came from', async () => {
    const { package: pkg } = await draftOf();
    const [edge] = Object.entries(pkg.scenario.edges as Record<string, { when?: string }>).find(([, { when }]) => when !== undefined)!;
    product.clock.now = '2026-09-28T02:31:07.000Z';
    await save((copy) => {
      copy.scenario.edges[edge]!.when = 'mother.name = "某人"';
    });

    const [line] = await listAudit(product.store, '330424', { limit: 1 });

    expect(line).toMatchObject({
      at: '2026-09-28T02:31:07.000Z',
      accountName: '陈立新',
      action: 'draft.changed',
      object: 'newborn',
      address: expect.stringContaining('127.0.0.1'),
      requestId: expect.any(String),
    });
    const [sentence] = line!.data!.changes as { 'zh-CN': string; en: string }[];
    expect(sentence!['zh-CN']).toMatch(/由.+改为.+/);
    expect(sentence!.en).toMatch(/from .+ to .+/i);
    expect(await findBrokenAudit(product.store, '330424')).toBeUndefined();
  });

  it('has no line for a save that only moved the picture, nor for one that came too late', async () => {
    const before = await listAudit(product.store, '330424', { limit: 1 });
    const { package: pkg } = await draftOf();
    await save((copy) => void Object.assign(copy.scenario, { layout: { n_expense: { x: 40, y: 2 } } }));
    expect((await designer.send('PUT', `${at}/draft`, { body: { rev: 1, package: pkg } })).status).toBe(409);

    expect(await listAudit(product.store, '330424', { limit: 1 })).toEqual(before);
  });
});
