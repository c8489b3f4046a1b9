/** Thirty ways to break a lock of a template, and what each is told. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Form,
  FormDraft,
  Localisation,
  Problem,
  ScenarioDraft,
  TemplateReleased,
  TemplateReleasePage,
  UpgradePage,
} from '../../schemas/generated/api.ts';
import type { Scenario } from '../../schemas/generated/documents.ts';
import { main } from '../cli/main.ts';
import type { ScenarioPackage } from '../compile/plan.ts';
import { mergePackages } from '../merge/index.ts';
import { mustKeepLocks, standingOf } from '../services/templates/index.ts';
import { documentsOf } from '../services/templates/signed-file.ts';
import { findRelease } from '../store/template-releases.ts';
import type { Answer, Visitor } from './testing/client.ts';
import { journeyOf } from './testing/newborn.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let county: Visitor;
let province: Visitor;
let keeper: Visitor;
/** A clone of version 2, whose locks are those of version 1 and that of a form. */
const id = 'locked';
const at = `/api/scenarios/${id}`;
const lockedForm = 'birth-registration';
const text = (zh: string) => ({ 'zh-CN': zh, en: zh });

beforeAll(async () => {
  product = await startProduct({ connectors: journeyOf('no-father').connectors, now: '2026-09-28T01:10:00.000Z' });
  const signIn = (name: string) => product.client.signIn(name, demoPassword);
  [county, province, keeper] = await Promise.all([signIn('designer'), signIn('designer.zj'), signIn('ga.keeper')]);
  await releaseSecond(await signIn('designer2.zj'));
  const made = await county.send('POST', '/api/scenarios', { body: { id, from: { template: '330000~family~newborn', version: 2 } } });
  if (made.status !== 201) throw new Error(made.bytes.toString());
}, 240_000);
afterAll(() => product.close());

/** The province locks a form and its limits as well. */
async function releaseSecond(reviewer: Visitor): Promise<void> {
  await province.send('POST', '/api/scenarios', { body: { id: 'newborn', from: { template: '330000~family~newborn' } } });
  await release(reviewer, { version: 2, must: true, why: '锁定登记表', lock: { [`forms/${lockedForm}`]: 'locked' } });
}

interface Releasing {
  version: number;
  must: boolean;
  why: string;
  lock?: Scenario['locks'];
}
async function release(reviewer: Visitor, { version, must, why, lock }: Releasing): Promise<void> {
  const own = '/api/scenarios/newborn/template-release';
  const { rev, settings } = (await province.send<TemplateReleasePage>('GET', own)).body;
  const locks = { ...settings.locks, ...lock };
  const body = { rev, settings: { ...settings, locks }, notes: { why: text(why), must }, commandId: `lock-release-${version}` };
  const submitted = await province.send<TemplateReleased>('POST', own, { body });
  const { submission } = (await reviewer.send<TemplateReleasePage>('GET', own)).body;
  const released = await reviewer.send<TemplateReleased>('POST', `${own}/review`, {
    body: { do: 'release', rev: submission?.rev ?? 1, commandId: `lock-review-${version}` },
  });
  if (released.body.version !== version) throw new Error(`${submitted.bytes} ${released.bytes}`);
}

const draftOf = async (scenario = id) => (await county.send<ScenarioDraft>('GET', `/api/scenarios/${scenario}/draft`)).body;
type Refused = Problem & { code: string };
type Change = (scenario: Scenario, pkg: ScenarioPackage) => void;
function changed(pkg: ScenarioPackage, change: Change): ScenarioPackage {
  const copy = structuredClone(pkg);
  change(copy.scenario, copy);
  return copy;
}
async function put(change: Change, scenario = id): Promise<Answer<Refused>> {
  const { rev, package: pkg } = await draftOf(scenario);
  return county.send<Refused>('PUT', `/api/scenarios/${scenario}/draft`, { body: { rev, package: changed(pkg, change) } });
}
const edgesInto = (scenario: Scenario, node: string) => Object.entries(scenario.edges).filter(([, edge]) => edge.to === node);

/** Through the draft: what the designer's page, an import or any other client sends. */
const drafts: [name: string, code: string, change: Change][] = [
  ['a locked step gets another name', 'lock.locked', (s) => (s.nodes.n_household!.name = text('随便办办'))],
  ['a locked step goes', 'lock.locked', (s) => delete s.nodes.n_household],
  [
    'a locked step is done by another department',
    'lock.locked',
    (s) => ((s.nodes.n_household as { department: string }).department = 'rs'),
  ],
  [
    'a locked step becomes one of another kind',
    'lock.locked',
    (s) => (s.nodes.n_cert = { kind: 'notify', name: text('通知'), notification: 'x' } as never),
  ],
  ['a locked step may be decided otherwise', 'lock.locked', (s) => ((s.nodes.n_cert as { decisions: object }).decisions = {})],
  ['a locked step gets a limit of its own', 'lock.locked', (s) => ((s.nodes.n_cert as { dueDays?: number }).dueDays = 30)],
  ['a locked step moves into a block', 'lock.locked', (s) => ((s.nodes.n_consent as { block?: string }).block = 'b_new')],
  ['a locked table loses a row', 'lock.locked', (s) => delete s.tables!.t_items!.rows[Object.keys(s.tables!.t_items!.rows)[0]!]],
  ['a locked table goes', 'lock.locked', (s) => delete s.tables!.t_items],
  ['a locked script counts otherwise', 'lock.locked', (s) => (s.scripts!.s_amount!.source += '\n// 本县加发\n')],
  ['a limit grows beyond its range', 'lock.range', (s) => (s.clocks!.c_case!.days = 6)],
  ['a limit shrinks below its range', 'lock.range', (s) => (s.clocks!.c_case!.days = 0)],
  ['a limit with a range goes', 'lock.range', (s) => delete (s.clocks!.c_case as { days?: number }).days],
  ['a limit with a range becomes a word', 'lock.range', (s) => ((s.clocks!.c_case as { days: unknown }).days = '五天')],
  ['a step’s limit grows beyond its range', 'lock.range', (s) => ((s.nodes.n_expense as { dueDays?: number }).dueDays = 3)],
  ['the clock goes that holds the limit', 'lock.', (s) => delete s.clocks!.c_case],
  ['a lock is taken away', 'lock.locks', (s) => delete s.locks!.n_cert],
  ['a lock is loosened', 'lock.locks', (s) => (s.locks!.n_cert = 'free')],
  ['a range is widened', 'lock.locks', (s) => (s.locks!['c_case.days'] = { tunable: { max: 99 } })],
  ['all locks go', 'lock.locks', (s) => delete s.locks],
  ['the link to the template goes', 'lock.lineage', (s) => delete s.lineage],
  ['the link names a version with fewer locks', 'lock.lineage', (s) => (s.lineage!.baseVersion = 1)],
  ['an insert-only place is changed', 'lock.insert', (s) => (s.nodes.g_guidance!.name = text('改名'))],
  ['an insert-only place goes', 'lock.insert', (s) => delete s.nodes.g_guidance],
  [
    'a field of a locked form goes',
    'lock.locked',
    (_, pkg) => delete pkg.forms[lockedForm]!.fields[Object.keys(pkg.forms[lockedForm]!.fields)[0]!],
  ],
  ['a locked form is another department’s', 'lock.locked', (_, pkg) => (pkg.forms[lockedForm]!.department = 'rs')],
];

describe('a lock of a template holds', () => {
  it.each(drafts)('when in the draft %s', async (_, code, change) => {
    const { rev } = await draftOf();

    const { status, body } = await put(change);

    expect([status, body.code]).toEqual([422, 'lock.broken']);
    expect(
      body.problems?.some((problem) => problem.code.startsWith(code)),
      JSON.stringify(body.problems),
    ).toBe(true);
    for (const { message } of body.problems ?? []) {
      expect(message['zh-CN']).toMatch(/\p{Script=Han}/u);
      for (const words of Object.values(message)) expect(words).not.toMatch(/[a-z]_[a-z]|\{|undefined/);
    }
    expect((await draftOf()).rev).toBe(rev);
  });

  it('when the flow goes around a locked step', async () => {
    const { body } = await put((s) => {
      const after = Object.values(s.edges).find(({ from }) => from === 'n_household')!.to;
      for (const [, edge] of edgesInto(s, 'n_household')) edge.to = after;
    });

    expect(body).toMatchObject({ code: 'lock.broken', problems: [{ code: 'lock.bypassed' }] });
    const beside = await put((s) => {
      const [, way] = edgesInto(s, 'n_household')[0]!;
      const after = Object.values(s.edges).find(({ from }) => from === 'n_household')!.to;
      s.edges.e_beside = { ...way, to: after, rank: 'a' };
    });
    expect(beside.body.code).toBe('lock.broken');
  });

  it('when a copy of the clone is changed: a copy is a clone as well', async () => {
    expect((await county.send('POST', '/api/scenarios', { body: { id: 'copied', from: { scenario: id } } })).status).toBe(201);

    expect((await put((s) => delete s.nodes.n_household, 'copied')).body.code).toBe('lock.broken');
  });

  it('when what was kept before locks were enforced is published', async () => {
    await county.send('POST', '/api/scenarios', { body: { id: 'older', from: { template: '330000~family~newborn', version: 2 } } });
    const { rev, package: pkg } = await draftOf('older');
    const broken = changed(pkg, (s) => (s.clocks!.c_case!.days = 9));
    await product.store.query({ text: "UPDATE scenario_drafts SET package = $1 WHERE scenario_id = 'older'", values: [broken] });

    const published = await county.send<Refused>('POST', '/api/scenarios/older/publish', {
      body: { rev, notes: '旧稿', commandId: 'publish-older' },
    });
    const elsewhere = await put((s) => (s.summary = text('只改简介')), 'older');
    const worse = await put((s) => (s.clocks!.c_case!.days = 10), 'older');

    // What stands in the way is told at publishing; work on the draft goes on, but no further away.
    expect([published.body.code, elsewhere.status, worse.body.code]).toEqual(['lock.broken', 200, 'lock.broken']);
    expect(published.body.problems?.[0]?.message).toEqual({
      'zh-CN': expect.stringMatching(/只能在 1 到 5 之间/),
      en: expect.stringMatching(/between 1 and 5/),
    });
  });

  it('on the localisation sheet, when it is filled in and when a clone is made', async () => {
    const { rev } = (await county.send<Localisation>('GET', `${at}/localisation`)).body;
    const sheet = await county.send<Refused>('PUT', `${at}/localisation`, { body: { rev, values: { l_days: 6 } } });
    const undeclared = await county.send<Refused>('PUT', `${at}/localisation`, { body: { rev, values: { n_cert: '改' } } });
    const made = await county.send<Refused>('POST', '/api/scenarios', {
      body: { id: 'beyond', from: { template: '330000~family~newborn' }, localise: { values: { l_days: 30 } } },
    });

    expect([sheet, undeclared, made].map(({ status, body }) => [status, body.problems?.[0]?.code])).toEqual([
      [422, 'localisation.at_most'],
      [422, 'localisation.not_declared'],
      [422, 'localisation.at_most'],
    ]);
  });

  it('in the library of forms, when its draft is saved there', async () => {
    const { rev, form } = (await keeper.send<FormDraft>('GET', `/api/forms/${lockedForm}`)).body;
    const [field = ''] = Object.keys(form.fields);
    const { [field]: _, ...fields } = form.fields;
    const save = (one: Form) => keeper.send<Refused>('PUT', `/api/forms/${lockedForm}`, { body: { rev, form: one } });

    expect((await save({ ...form, fields })).body).toMatchObject({ code: 'lock.broken', status: 422 });
    expect((await save(form)).status).toBe(200);
  });

  it('when the clone is released as a template of its own with fewer locks', async () => {
    const own = `${at}/template-release`;
    const { rev, settings } = (await county.send<TemplateReleasePage>('GET', own)).body;
    const body = {
      rev,
      settings: { ...settings, templateId: 'family/ours', locks: {} },
      notes: { why: text('本县版'), must: false },
      commandId: 'county-release',
    };

    expect((await county.send<Refused>('POST', own, { body })).body.code).toBe('lock.broken');
  });

  it('when a script fills the database through the services, as seeding does', async () => {
    const actor = {
      accountId: county.session!.account.id,
      kind: 'staff' as const,
      name: '种子',
      grants: [{ region: '330424', role: 'designer' as const }],
      sessionId: 'seed',
    };
    const { rev, package: pkg } = await draftOf();
    const broken = changed(pkg, (s) => delete s.nodes.n_cert);

    await expect(product.services.studio.saveDraft({ actor, id, rev, package: broken })).rejects.toMatchObject({ code: 'lock.broken' });
  });

  it('when a merge decides for the county’s own', async () => {
    const standing = (await standingOf(product.store, '330424', id))!;
    const ours = changed(standing.upstream, (s) => (s.nodes.n_cert!.name = text('本县的名称')));
    const theirs = changed(standing.upstream, (s) => (s.nodes.n_cert!.name = text('省里的新名称')));

    const key = 'scenario/nodes/n_cert/name';
    const { items, open, result } = mergePackages({ base: standing.upstream, ours, theirs, decisions: { [key]: { take: 'ours' } } });

    // The decision does not count: the question stays open, its only answer is the template's, and the server refuses the rest.
    expect(open).toContain(key);
    expect(items.find((item) => item.key === key)).toMatchObject({ choices: ['theirs'], locked: 'locked' });
    expect(() => mustKeepLocks({ ...standing, upstream: theirs }, { package: result })).toThrow('lock.broken');
  });

  it('when on the merge desk somebody decides for what was there before', async () => {
    const draft = (await province.send<ScenarioDraft>('GET', '/api/scenarios/newborn/draft')).body;
    const renamed = changed(draft.package, (s) => (s.nodes.n_cert!.name = text('签发出生医学证明（电子）')));
    await province.send('PUT', '/api/scenarios/newborn/draft', { body: { rev: draft.rev, package: renamed } });
    await release(await product.client.signIn('designer2.zj', demoPassword), { version: 3, must: false, why: '改名' });
    const desk = (await county.send<UpgradePage>('POST', `${at}/upgrade`, { body: {} })).body;
    const key = 'scenario/nodes/n_cert/name';
    expect(desk.items.find((item) => item.key === key)).toMatchObject({ state: 'theirs', locked: 'locked', choices: ['theirs'] });

    const refused = await county.send<Problem>('PUT', `${at}/upgrade/decisions`, {
      body: { rev: desk.rev, key, decision: { take: 'ours' } },
    });

    // The release may be declined, this part of it may not: the desk neither offers it nor takes it.
    expect(refused.status).toBe(422);
    expect(refused.body.code).toBe('upgrade.locked_locked');
    expect(JSON.stringify(refused.body)).toContain('模板锁定了这里');
    expect((await county.send('POST', `${at}/upgrade/give-up`, { body: { rev: desk.rev } })).status).toBe(200);
  });

  it('in a folder under version control, checked by the command line against a copy of the template', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-locks-'));
    try {
      const release = (await findRelease(product.store, '330000', 'family/newborn', 2))!;
      const { package: pkg } = await draftOf();
      await writePackage(path.join(folder, '.upstream'), release.package);
      await writePackage(folder, pkg);
      expect(await validate(folder)).toMatchObject({ code: 0 });

      await writePackage(
        folder,
        changed(pkg, (s) => (s.nodes.n_household!.name = text('随便办办'))),
      );
      const broken = await validate(folder);
      expect(broken.code).toBe(1);
      expect(broken.out).toMatchObject({ checked: [{ findings: [{ code: 'lock-broken', path: 'scenario/nodes/n_household/name' }] }] });

      const loosened = { ...release.package, scenario: { ...release.package.scenario, locks: {} } };
      await writePackage(path.join(folder, '.upstream'), loosened);
      expect(await validate(folder)).toMatchObject({ code: 1, out: { checked: [{ findings: [{ code: 'upstream-differs' }] }] } });
      await rm(path.join(folder, '.upstream'), { recursive: true });
      expect(await validate(folder)).toMatchObject({
        code: 0,
        out: { checked: [{ findings: [{ code: 'upstream-missing', severity: 'warning' }] }] },
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('and what the locks leave open may be changed', async () => {
    const answer = await put((s) => {
      s.clocks!.c_case!.days = 3;
      s.params!.counter!.value = '县中心 3 楼';
      s.summary = text('我县的说明');
      s.departments.ga!.name = text('市公安局海盐分局');
    });

    expect(answer.status).toBe(200);
  });
});

async function writePackage(folder: string, pkg: ScenarioPackage): Promise<void> {
  const { mkdir } = await import('node:fs/promises');
  await rm(path.join(folder, 'forms'), { recursive: true, force: true });
  for (const [name, document] of Object.entries(documentsOf(pkg))) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(document));
  }
}

async function validate(folder: string): Promise<{ code: number; out: unknown }> {
  let out = '';
  const terminal = {
    out: (words: string) => {
      out += words;
    },
    err: () => {},
    stdin: async () => '',
  };
  const code = await main(['validate', folder, '--json'], terminal, {});
  return { code, out: JSON.parse(out) };
}
