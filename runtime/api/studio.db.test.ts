import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CatalogueElementList,
  Draft,
  FindingList,
  Published,
  Readiness,
  ScenarioDraft,
  ScenarioList,
  ScenarioPackage,
  ScriptChecked,
  ScriptRenamed,
  ScriptRunAnswer,
  Service,
  ServiceList,
  Tracking,
  TypesAnswer,
  VersionList,
} from '../../schemas/generated/api.ts';
import type { Visitor } from './testing/client.ts';
import { journeyOf, startCase } from './testing/newborn.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let designer: Visitor;
let colleague: Visitor;
const journey = journeyOf('no-father');
beforeAll(async () => {
  product = await startProduct({ connectors: journey.connectors, now: '2026-09-28T01:10:00.000Z' });
  designer = await product.client.signIn('designer', demoPassword);
  colleague = await product.client.signIn('designer', demoPassword);
});
afterAll(() => product.close());

const at = '/api/scenarios/newborn';
const draftOf = async () => (await designer.send<ScenarioDraft>('GET', `${at}/draft`)).body;
const save = (rev: number, pkg: ScenarioPackage, who = designer) => who.send('PUT', `${at}/draft`, { body: { rev, package: pkg } });
const named = (list: ScenarioList, id: string) => list.find((row) => row.id === id);
const publish = (rev: number, commandId: string) =>
  designer.send<Published & { code?: string; findings?: unknown[] }>('POST', `${at}/publish`, {
    body: { rev, notes: '改了时限', commandId },
  });
/** The package with another promised limit of its first item. */
function withDays(pkg: ScenarioPackage, days: number): ScenarioPackage {
  const [id, item] = Object.entries(pkg.scenario.items)[0]!;
  return { ...pkg, scenario: { ...pkg.scenario, items: { ...pkg.scenario.items, [id]: { ...item, promisedDays: days } } } };
}
const without = (pkg: ScenarioPackage, change: (copy: ScenarioPackage) => void): ScenarioPackage => {
  const copy = structuredClone(pkg);
  change(copy);
  return copy;
};

describe('a draft', () => {
  it('is listed with what is live, and unchanged after its first publication', async () => {
    const list = (await designer.send<ScenarioList>('GET', '/api/scenarios')).body;

    expect(list.map(({ id }) => id)).toEqual(expect.arrayContaining(['newborn', 'restaurant']));
    expect(named(list, 'newborn')).toMatchObject({
      id: 'newborn',
      region: '330424',
      draft: { changed: false },
      live: { version: 1 },
      findings: { errors: 0 },
    });
    expect(named(list, 'newborn')?.lineage).toMatchObject({
      origin: '330000/family/newborn',
      baseVersion: 1,
      words: { 'zh-CN': '上游 浙江省 / 新生儿出生一件事 v1' },
    });
  });

  it('is saved with the rev that was read; a stale save is told who was faster and overwrites nothing', async () => {
    const { rev, package: pkg } = await draftOf();

    const first = await save(rev, withDays(pkg, 2), colleague);
    const second = await save(rev, withDays(pkg, 1));

    expect(first.status).toBe(200);
    expect(second.body).toMatchObject({ status: 409, code: 'draft.stale', data: { rev: rev + 1, editedBy: '陈立新' } });
    const now = await draftOf();
    expect(Object.values(now.package.scenario.items)[0]?.promisedDays).toBe(2);
    expect(now).toMatchObject({ rev: rev + 1, changed: true, live: { version: 1 } });
  });

  it('saved by two at the same moment is saved once', async () => {
    const { rev, package: pkg } = await draftOf();

    const answers = await Promise.all([1, 2, 3, 4].map((days) => save(rev, withDays(pkg, days))));

    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
    expect((await draftOf()).rev).toBe(rev + 1);
  });

  it('may be unfinished, and keeps its id', async () => {
    const { rev, package: pkg } = await draftOf();
    const unfinished = without(pkg, (copy) => {
      copy.scenario.nodes.n_new = { kind: 'task', name: { 'zh-CN': '新步骤' }, department: 'wj', decisions: {} };
    });

    expect((await save(rev, unfinished)).status).toBe(200);
    expect(named((await designer.send<ScenarioList>('GET', '/api/scenarios')).body, 'newborn')?.findings.errors).toBeGreaterThan(0);
    expect((await save(rev + 1, { ...pkg, scenario: { ...pkg.scenario, id: 'other' } })).body).toMatchObject({
      code: 'scenario.id_differs',
    });
    expect((await save(rev + 1, pkg)).status).toBe(200);
  });
});

describe('the check', () => {
  const check = async (pkg: ScenarioPackage) =>
    (await designer.send<FindingList>('POST', `${at}/check`, { body: { package: pkg } })).body.findings;

  it('finds nothing that must be solved in the template', async () => {
    const { package: pkg } = await draftOf();

    expect((await check(pkg)).filter((finding) => finding.severity === 'error')).toEqual([]);
  });

  it('says where a document has the wrong shape, in both languages', async () => {
    const { package: pkg } = await draftOf();
    const wrong = without(pkg, (copy) => {
      const node = copy.scenario.nodes.n_cert as unknown as Record<string, unknown>;
      node.dueDays = 'soon';
      delete (copy.forms[Object.keys(copy.forms)[0]!] as unknown as Record<string, unknown>).sections;
    });

    const findings = await check(wrong);

    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'document-invalid',
        severity: 'error',
        path: 'scenario/nodes/n_cert/dueDays',
        element: { kind: 'node', id: 'n_cert' },
      }),
    );
    expect(findings.some((finding) => finding.path.endsWith('/sections'))).toBe(true);
    for (const { message } of findings)
      expect([message['zh-CN'], message.en]).toEqual([expect.stringMatching(/：请/), expect.stringMatching(/: /)]);
  });

  it('finds what compile finds, and type errors in scripts', async () => {
    const { package: pkg } = await draftOf();
    const wrong = without(pkg, (copy) => {
      const script = Object.values(copy.scenario.scripts ?? {})[0]!;
      script.source = script.source.replace('input.', 'input.noSuchSubject.');
      const edge = Object.keys(copy.scenario.edges)[0]!;
      delete copy.scenario.edges[edge];
    });

    const codes = new Set((await check(wrong)).map((finding) => finding.code));

    expect(codes).toContain('script-type-error');
    expect(codes).toContain('unreachable-node');
  });
});

describe('a script', () => {
  it('is offered the data visible at its step, by Chinese names', async () => {
    const { package: pkg } = await draftOf();
    const [script] = Object.keys(pkg.scenario.scripts ?? {});

    const { declarations, completions } = (await designer.send<TypesAnswer>('POST', `${at}/types`, { body: { package: pkg, script } }))
      .body;

    expect(declarations).toContain('interface Input');
    expect(completions.length).toBeGreaterThan(10);
    expect(completions.find((one) => one.path === 'benefit.monthlyBase')).toMatchObject({
      type: 'money',
      name: { 'zh-CN': expect.any(String) },
    });
  });

  it('runs on sample input in the sandbox, and a wrong one answers with what is wrong', async () => {
    const { package: pkg } = await draftOf();
    const [script = ''] = Object.keys(pkg.scenario.scripts ?? {});
    const run = async (source: string | undefined, input: unknown) => {
      const changed = without(pkg, (copy) => {
        if (source !== undefined) copy.scenario.scripts![script]!.source = source;
      });
      return (await designer.send<ScriptRunAnswer>('POST', `${at}/script-run`, { body: { package: changed, script, input } })).body;
    };

    const sample = { benefit: { monthlyBase: '7521.00', days: 158 } };
    expect(await run(undefined, sample)).toMatchObject({ outcome: { ok: true, value: { benefit: { amount: '39610.60' } } }, problems: [] });
    expect((await run('export default function (input: Input): Output { while (true) {} }', {})).outcome).toMatchObject({
      ok: false,
      kind: 'timeout',
    });
    expect((await run('export default 3;', {})).problems?.length).toBeGreaterThan(0);
    const escaped = await run(
      'export default function (input: Input): Output { return { a: typeof process + typeof require } as never; }',
      {},
    );
    expect(JSON.stringify(escaped.outcome)).not.toContain('function');
  });

  it('tells in a trial what it read, what it noted and where it failed, and nothing of it is kept', async () => {
    const { package: pkg, rev } = await draftOf();
    const [script = ''] = Object.keys(pkg.scenario.scripts ?? {});
    const source = `export default function (input: Input): Output {\n  console.log('基数', input.benefit.monthlyBase);\n  throw new Error('no');\n}`;
    const changed = without(pkg, (copy) => {
      copy.scenario.scripts![script]!.source = source;
    });
    const input = { benefit: { monthlyBase: '7521.00', days: 158 } };

    const { body } = await designer.send<ScriptRunAnswer>('POST', `${at}/script-run`, {
      body: { package: changed, script, input, watched: true },
    });

    expect(body).toMatchObject({ outcome: { ok: false, kind: 'error' }, log: ['基数 7521.00'], reads: ['benefit.monthlyBase'], line: 3 });
    expect((await draftOf()).rev).toBe(rev);
  });

  it('is checked while it is typed in the words of the publication', async () => {
    const { package: pkg } = await draftOf();
    const [script = ''] = Object.keys(pkg.scenario.scripts ?? {});
    const source = 'export default function (input: Input): Output {\n  return input.benefit.monthlyBasis;\n}';
    const { declarations } = (await designer.send<TypesAnswer>('POST', `${at}/types`, { body: { package: pkg, script } })).body;

    const { problems } = (await designer.send<ScriptChecked>('POST', `${at}/script-check`, { body: { source, declarations } })).body;

    expect(problems[0]).toMatchObject({ line: 2, message: { 'zh-CN': expect.stringContaining('monthlyBase') } });
    const wrong = without(pkg, (copy) => {
      copy.scenario.scripts![script]!.source = source;
    });
    const found = (await designer.send<FindingList>('POST', `${at}/check`, { body: { package: wrong } })).body.findings;
    const said = found.find(({ code }) => code === 'script-type-error');
    expect(said?.message['zh-CN']).toContain(problems[0]!.message['zh-CN']);
  });

  it('follows a value that gets another key, by what it means', async () => {
    const { package: pkg } = await draftOf();

    const answer = await designer.send<ScriptRenamed>('POST', `${at}/script-rename`, {
      body: { package: pkg, from: 'benefit.monthlyBase', to: 'benefit.base' },
    });

    const [renamed] = Object.values(answer.body.scripts);
    // The name the script calls it by is its own.
    expect(renamed).toMatchObject({ places: 1, source: expect.stringContaining('const { base: monthlyBase, days } = input.benefit;') });
  });
});

describe('publishing', () => {
  it('is refused with findings while something must be solved, and changes nothing', async () => {
    const { rev, package: pkg } = await draftOf();
    await save(
      rev,
      without(pkg, ({ scenario: { edges, nodes } }) => {
        for (const [id, { from }] of Object.entries(edges)) if (nodes[from]?.kind === 'start') delete edges[id];
      }),
    );

    const refused = await publish(rev + 1, 'publish-broken');

    expect(refused.body).toMatchObject({ status: 422, code: 'publish.findings' });
    expect(refused.body.findings?.length).toBeGreaterThan(0);
    expect((await draftOf()).live).toMatchObject({ version: 1 });
    await save(rev + 1, pkg);
  });

  it('twice at once, or with nothing changed, makes one version; running cases stay on theirs', async () => {
    const mother = await product.client.signIn('mother', demoPassword);
    const before = await startCase(mother, journey, { key: 'before' });
    const { rev, package: pkg } = await draftOf();
    await save(rev, withDays(pkg, 3));

    const answers = await Promise.all([
      publish(rev + 1, 'publish-0001'),
      publish(rev + 1, 'publish-0001'),
      publish(rev + 1, 'publish-0002'),
    ]);
    expect(answers.map((answer) => [answer.status, answer.body.version])).toEqual([
      [201, 2],
      [201, 2],
      [201, 2],
    ]);
    expect((await publish(rev + 1, 'publish-0003')).body.version).toBe(2);

    const open = await mother.send<Draft>('POST', '/api/drafts', {
      body: { region: '330424', scenario: 'newborn', commandId: 'after-open' },
    });
    expect(open.body.version).toBe(2);
    expect((await mother.send<Tracking>('GET', `/api/my/cases/${before.caseNo}`)).body.version).toBe(1);
    const versions = (await designer.send<VersionList>('GET', `${at}/versions`)).body;
    expect(versions.map(({ version, live, running }) => ({ version, live, running }))).toEqual([
      { version: 2, live: true, running: 0 },
      { version: 1, live: false, running: 1 },
    ]);
  });

  it('of a draft that changed meanwhile is refused', async () => {
    const { rev, package: pkg } = await draftOf();
    await save(rev, withDays(pkg, 4));

    expect((await publish(rev, 'publish-stale')).body).toMatchObject({ status: 409, code: 'draft.stale' });
  });

  it('makes a version that nobody can change, not even by SQL', async () => {
    await expect(product.store.query({ text: "UPDATE versions SET notes = 'x'" })).rejects.toThrow();
    await expect(product.store.query({ text: 'DELETE FROM versions' })).rejects.toThrow();
  });

  it('is prepared by a list that ticks itself', async () => {
    const rows = (await designer.send<Readiness>('GET', `${at}/readiness`)).body;

    expect(rows.map((row) => row.code)).toEqual(['problems', 'advice', 'basis', 'contracts', 'cases', 'changed']);
    expect(rows.filter((row) => row.required && !row.done)).toEqual([]);
  });
});

describe('a new scenario', () => {
  it('starts blank with a form and an end, from a template, or from another one', async () => {
    const create = (body: object) => designer.send('POST', '/api/scenarios', { body });

    expect((await create({ id: 'blank', name: { 'zh-CN': '空白', en: 'Blank' } })).body).toEqual({ id: 'blank', region: '330424', rev: 1 });
    expect((await create({ id: 'copy', from: { scenario: 'newborn' } })).status).toBe(201);
    expect((await create({ id: 'second', from: { template: 'family/newborn' } })).status).toBe(201);
    expect((await create({ id: 'blank', name: { 'zh-CN': '空白' } })).body).toMatchObject({ status: 409, code: 'scenario.exists' });
    expect((await create({ id: 'nameless' })).body).toMatchObject({ status: 422, code: 'scenario.name_missing' });
    expect((await create({ id: 'lost', from: { template: 'family/nothing' } })).body).toMatchObject({
      status: 404,
      code: 'template.not_found',
    });

    const list = (await designer.send<ScenarioList>('GET', '/api/scenarios')).body;
    // A copy is a scenario of its own: each of its eight data uses needs a contract of its own before it is published.
    const errors = ['blank', 'copy', 'newborn', 'restaurant', 'second'].map((id) => named(list, id)?.findings.errors);
    expect(errors).toEqual([0, 8, 0, 0, 8]);
  });
});

describe('a scenario that is only named', () => {
  it('gets a number of its own, however many there are, also two at once', async () => {
    const create = (body: object) => designer.send<{ id: string }>('POST', '/api/scenarios', { body });
    const named = (name: string) => create({ name: { 'zh-CN': name } });

    const [first, second] = await Promise.all([named('人才落户一件事'), named('企业注销一件事')]);
    const copy = await create({ name: { 'zh-CN': '二孩出生一件事' }, from: { scenario: 'newborn' } });
    const copyOfCopy = await create({ name: { 'zh-CN': '三孩出生一件事' }, from: { scenario: copy.body.id } });

    expect([first, second].map(({ status }) => status)).toEqual([201, 201]);
    expect([first, second].map(({ body }) => body.id).toSorted()).toEqual(['scenario', 'scenario-2']);
    expect([copy, copyOfCopy].map(({ body }) => body.id)).toEqual(['newborn-2', 'newborn-3']);
  });
});

describe('the portal', () => {
  it('offers what is live, with what to bring, what is read with consent, and what is left to ask', async () => {
    const list = (await product.client.anonymous.send<ServiceList>('GET', '/api/services')).body;
    expect(list.map(({ region, scenario }) => `${region} ${scenario}`)).toEqual(
      expect.arrayContaining(['330424 newborn', '330424 restaurant', '331002 newborn', '331002 restaurant']),
    );
    expect(
      (await product.client.anonymous.send<ServiceList>('GET', `/api/services?region=330424&q=${encodeURIComponent('落户')}`)).body,
    ).toHaveLength(1);
    expect((await product.client.anonymous.send<ServiceList>('GET', '/api/services?q=nothing-like-it')).body).toEqual([]);

    const service = (await product.client.anonymous.send<Service>('GET', '/api/services/330424/newborn')).body;
    expect(service.items.length).toBe(8);
    expect(service.consents.length).toBeGreaterThanOrEqual(7);
    expect(service.consents[0]?.fields.length).toBeGreaterThan(0);
    for (const { department } of [...service.items, ...service.consents]) expect(department['zh-CN']).toMatch(/\p{Script=Han}/u);
    expect(service.counts.formFields).toBeGreaterThan(service.counts.asked);
    expect((await product.client.anonymous.send('GET', '/api/services/330424/nothing')).status).toBe(404);
  });
});

describe('the catalogue', () => {
  it('finds a data element by its Chinese name', async () => {
    const found = (await designer.send<CatalogueElementList>('GET', `/api/catalogue/elements?q=${encodeURIComponent('身份')}`)).body;

    expect(found.length).toBeGreaterThan(0);
    for (const { element } of found) expect(element.name['zh-CN']).toContain('身份');
  });

  it('names resources and departments', async () => {
    expect((await designer.send<unknown[]>('GET', '/api/catalogue/resources')).body.length).toBeGreaterThan(5);
    expect((await designer.send<unknown[]>('GET', '/api/catalogue/departments')).body).toContainEqual({
      code: 'ga',
      name: { 'zh-CN': '公安局', en: 'Public security' },
      hue: 2,
    });
  });
});
