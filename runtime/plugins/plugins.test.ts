import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Form } from '../../schemas/generated/documents.ts';
import { runCase } from '../cases/index.ts';
import { compile } from '../compile/index.ts';
import type { Plan } from '../compile/plan.ts';
import { type FlowOptions, flow } from '../engine/testing/flow.ts';
import { calendar, FILLED } from '../engine/testing/plan.ts';
import { simulate } from '../engine/testing/simulate.ts';
import { expandPackage } from './expand.ts';
import { foldersOf, shippedPlugins } from './folders.ts';
import { loadPlugins, PluginError } from './load.ts';
import { fieldKinds, installPlugins, nodeKinds } from './registry.ts';
import licencePlate from './shipped/licence-plate/plugin.ts';
import twoPerson from './shipped/two-person/plugin.ts';

afterEach(() => installPlugins([]));

/** A case that was handed in, decided by officers by name. */
function handedIn(plan: Plan) {
  const sim = simulate(plan);
  const open = () => Object.values(sim.state.tasks).filter(({ status }) => status === 'open');
  sim.send({ type: 'submit', taskId: open()[0]!.id, values: { ...FILLED } });
  return {
    open: () => open().map(({ node }) => node),
    status: () => sim.state.status,
    decide(node: string, decision: string, id: string) {
      const { id: taskId, department } = open().find((task) => task.node === node)!;
      const actor = { kind: 'officer' as const, id, department };
      return sim.send({ type: 'complete', taskId, decision, opinion: 'ok', actor } as never).rejected?.code;
    },
  };
}

describe('loading plugins', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-plugins-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  let count = 0;
  /** A folder with a plugin written as text; `with` is put over the shipped plate. */
  async function written(body: string): Promise<string> {
    count += 1;
    const dir = path.join(folder, `p${count}`);
    await mkdir(dir);
    await writeFile(path.join(dir, 'plugin.ts'), body);
    return dir;
  }
  const shippedPlate = pathToFileURL(path.join(import.meta.dirname, 'shipped/licence-plate/plugin.ts')).href;
  const like = (changes: string) => written(`import plate from '${shippedPlate}';\nexport default { ...plate, ${changes} };\n`);
  const refusal = async (list: string) => {
    const error: unknown = await loadPlugins(list).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(PluginError);
    return (error as PluginError).problems.map(({ code, at }) => `${code} ${at}`);
  };

  it('reads those the settings name, shipped ones by name, and none for none', async () => {
    await loadPlugins(shippedPlugins);
    expect([fieldKinds().map(({ id }) => id), nodeKinds().map(({ id }) => id)]).toEqual([['licencePlate'], ['twoPerson']]);

    const own = await like("id: 'plate2'");
    await loadPlugins(`licence-plate, ${own}`);
    expect(fieldKinds().map(({ id }) => id)).toEqual(['licencePlate', 'plate2']);

    await loadPlugins('none');
    expect([...fieldKinds(), ...nodeKinds()]).toEqual([]);
    expect(foldersOf(' ')).toEqual([]);
  });

  it('refuses by code what is none, and leaves what was installed', async () => {
    await loadPlugins('two-person');
    const cases: [string, string[]][] = [
      ['no-such-plugin', ['plugin.not_found plugin.ts']],
      [await like("format: 'lianban.plugin/9'"), ['plugin.format lianban.plugin/9']],
      [await like("id: 'Plate 2', name: {}"), ['plugin.malformed id', 'plugin.malformed name']],
      [await like("kind: 'page'"), ['plugin.malformed kind']],
      [await like("base: 'money'"), ['plugin.malformed base']],
      [await like("example: 'A1'"), ['plugin.example_refused example']],
      [await like("check: (value) => ({ ok: true, value: value + '!' })"), ['plugin.example_refused example']],
      [await written('export const plugin = 1;'), ['plugin.malformed default export']],
    ];
    for (const [list, codes] of cases) expect(await refusal(list), list).toEqual(codes);
    expect((await refusal(await written("throw new Error('no');")))[0]).toMatch(/^plugin\.unreadable no/);
    expect(await refusal('licence-plate,licence-plate')).toEqual(['plugin.duplicate licencePlate']);
    expect(nodeKinds().map(({ id }) => id)).toEqual(['twoPerson']);
  });

  it('refuses a kind of step whose elements do not hang together, or take ids that are not theirs', async () => {
    const twoPersonAt = pathToFileURL(path.join(import.meta.dirname, 'shipped/two-person/plugin.ts')).href;
    const expanding = (body: string) =>
      written(`import kind from '${twoPersonAt}';\nexport default { ...kind, expand: ({ id, node, part }) => (${body}) };\n`);

    expect(await refusal(await expanding("{ nodes: { x: node, [id]: node }, edges: {}, entry: 'x', leaves: [] }"))).toEqual([
      'plugin.expansion_invalid id of x: use part()',
    ]);
    expect(await refusal(await expanding("{ nodes: { [part('a')]: node }, edges: {}, entry: part('a'), leaves: [] }"))).toContain(
      'plugin.expansion_invalid the step itself is not among its nodes',
    );
    expect(await refusal(await expanding("{ nodes: { [id]: node }, edges: {}, entry: 'gone', leaves: [] }"))).toEqual([
      'plugin.expansion_invalid no step gone',
    ]);
    expect(await refusal(await expanding('undefined.x'))).toEqual(['plugin.expansion_invalid expand']);
  });
});

describe('车牌号', () => {
  it('takes plates as people write them, usual and of new-energy cars, and says what to do about others', () => {
    const plates: [string, string][] = [
      ['浙a12345', '浙A12345'],
      ['浙A·12345', '浙A12345'],
      ['沪AD12345', '沪AD12345'],
      ['粤B12345D', '粤B12345D'],
      ['京ａ８８８８８', '京A88888'],
      ['浙A1234学', '浙A1234学'],
    ];
    for (const [typed, kept] of plates) expect(licencePlate.check(typed), typed).toEqual({ ok: true, value: kept });
    for (const typed of ['A12345', '浙I12345', '浙A1234', '浙A123456', '浙AO1234', '你好']) {
      const checked = licencePlate.check(typed);
      expect(checked.ok, typed).toBe(false);
    }
  });

  const withPlate = (custom: string, type = 'string'): FlowOptions => {
    const [id, form] = Object.entries(flow('start -> fill -> a -> end').forms)[0] as [string, Form];
    const mobile = { ...form.fields.name!, key: 'plate', label: { 'zh-CN': '车牌', en: 'Plate' }, type, custom } as Form['fields'][string];
    return { forms: { [id]: { ...form, fields: { ...form.fields, plate: mobile } } } };
  };

  it('is checked and normalised by the server wherever the form is, with the words of the plugin', () => {
    installPlugins([licencePlate]);
    const { plan, findings } = compile(flow('start -> fill -> a -> end', withPlate('licencePlate')), { calendar });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan!.fills.fill!.fields['person.plate']).toMatchObject({ type: 'string', custom: 'licencePlate' });

    const env = { now: '2026-03-02T01:00:00.000Z' };
    expect(plan!.checkValue('person.plate', '浙a·12345', env)).toEqual({ ok: true, value: '浙A12345' });
    expect(plan!.checkValue('person.plate', '浙A1', env)).toMatchObject({
      ok: false,
      problem: {
        code: 'value.custom',
        data: { words: { 'zh-CN': expect.stringContaining('浙A12345'), en: expect.stringContaining('licence plate') } },
      },
    });
    const sim = simulate(plan!);
    const [task] = Object.values(sim.state.tasks);
    const hand = (plate: string) => sim.send({ type: 'submit', taskId: task!.id, values: { ...FILLED, 'person.plate': plate } });
    expect(hand('浙A1').rejected?.problems).toMatchObject([{ path: 'person.plate', code: 'value.custom' }]);
    expect(hand('浙a·12345').rejected).toBeUndefined();
    expect(sim.state.fields['person.plate']!.value).toBe('浙A12345');
  });

  it('is a finding where it is not installed, or put on another type', () => {
    const codes = (options: FlowOptions) =>
      compile(flow('start -> fill -> a -> end', options), { calendar }).findings.map(({ code }) => code);
    expect(codes(withPlate('licencePlate'))).toContain('custom-field-missing');
    installPlugins([licencePlate]);
    expect(codes(withPlate('licencePlate', 'number'))).toContain('custom-field-type');
  });
});

describe('双人复核', () => {
  beforeEach(() => installPlugins([twoPerson]));
  const custom = { kind: 'twoPerson', settings: { reviewDays: 2 } };
  const source = 'start -> fill -> a; a -[agree]-> end; a -[refuse]-> endRefused';
  const pkg = () => flow(source, { nodes: { a: { custom } } });

  it('becomes two desks of the language, and the document stays as it was written', () => {
    const written = pkg();
    const before = structuredClone(written);
    const { nodes, edges } = expandPackage(written).scenario;

    expect(written).toEqual(before);
    expect(nodes.a).toMatchObject({ kind: 'task', separate: ['a__first'], dueDays: 2 });
    expect(nodes.a__first).toMatchObject({ kind: 'task', name: { 'zh-CN': 'a（初核）' } });
    expect(JSON.stringify(nodes)).not.toContain('custom');
    const lines = Object.values(edges).map(({ from, to, on }) => `${from} -${on ?? ''}-> ${to}`);
    expect(lines.sort()).toEqual([
      'a -agree-> end',
      'a -refuse-> endRefused',
      'a__first -agree-> a',
      'a__first -refuse-> endRefused',
      'fill --> a__first',
      'start --> fill',
    ]);
  });

  it('runs: the second officer decides, the first one cannot, and a refusal ends it at once', () => {
    const { plan, findings } = compile(pkg(), { calendar });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const decided = handedIn(plan!);

    expect(decided.open()).toEqual(['a__first']);
    decided.decide('a__first', 'agree', 'lin');
    expect(decided.open()).toEqual(['a']);
    expect(decided.decide('a', 'agree', 'lin')).toBe('task.separated');
    expect(decided.decide('a', 'agree', 'wang')).toBeUndefined();
    expect(decided.status()).toBe('completed');

    const refused = handedIn(plan!);
    refused.decide('a__first', 'refuse', 'lin');
    expect(refused.status()).toBe('refused');
  });

  it('is a finding where it is not installed, its settings do not fit, or the step is repeated; named at the step itself', () => {
    const found = (node: Record<string, unknown>) =>
      compile(flow(source, { nodes: { a: node } }), { calendar })
        .findings.filter(({ code }) => code.startsWith('custom-'))
        .map(({ code, path: at }) => `${code} ${at}`);
    expect(found({ custom: { kind: 'twoPerson', settings: { reviewDays: 99 } } })).toEqual([
      'custom-kind-settings scenario/nodes/a/custom',
    ]);
    expect(found({ custom: { kind: 'twoPerson', settings: { nobody: 1 } } })).toEqual(['custom-kind-settings scenario/nodes/a/custom']);
    expect(found({ custom, loop: { test: 'after', while: 'false' } })).toEqual(['custom-kind-repeated scenario/nodes/a/custom']);
    installPlugins([]);
    expect(found({ custom })).toEqual(['custom-kind-missing scenario/nodes/a/custom']);
  });

  it('names a problem of what it brought at the step people drew', () => {
    const broken = flow(source, { nodes: { a: { custom, department: 'nobody' } } });
    const paths = compile(broken, { calendar }).findings.map(({ path: at }) => at);
    expect(paths.some((at) => at.startsWith('scenario/nodes/a/'))).toBe(true);
    expect(paths.filter((at) => at.includes('__'))).toEqual([]);
  });

  it('is rehearsed by two people of the department, as cases are', async () => {
    const { plan } = compile(pkg(), { calendar });
    const decide = (node: string) => ({ do: 'decide' as const, node, decision: 'agree', opinion: 'ok' });
    const run = await runCase(
      plan!,
      {
        format: 'lianban.case-test/1',
        id: 'two',
        name: { 'zh-CN': '两人' },
        region: '330110',
        at: '2026-03-02T09:00:00',
        steps: [{ do: 'submit', values: { 'person.name': 'Lin', 'person.idNumber': '1' } }, decide('a__first'), decide('a')],
        expect: { status: 'completed', departments: ['d1'] },
      },
      async () => ({ ok: false, kind: 'error', message: '' }),
    );
    expect(run.problems).toEqual([]);
  });

  it('keeps the hash of what was written, so that a version is the one that was published', async () => {
    const { hashOfPackage } = await import('../compile/index.ts');
    expect(compile(pkg(), { calendar }).plan!.hash).toBe(hashOfPackage(pkg()));
  });
});
