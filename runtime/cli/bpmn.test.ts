// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of other engines are written like this
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flows, formal, model } from '../bpmn/testing/model.ts';
import { main } from './main.ts';

const root = path.join(import.meta.dirname, '../..');
let ajv: Ajv2020;
let scratch: string;

beforeAll(async () => {
  ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  for (const folder of ['common', 'api/cli'])
    for (const name of await readdir(path.join(root, 'schemas', folder)))
      if (name.endsWith('.schema.json')) ajv.addSchema(JSON.parse(await readFile(path.join(root, 'schemas', folder, name), 'utf8')));
  scratch = await mkdtemp(path.join(tmpdir(), 'lianban-bpmn-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function lianban(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text), stdin: async () => '' };
  const code = await main(args, terminal, { LANG: 'en_GB.UTF-8' });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

async function json(schema: string, ...args: string[]) {
  const { code, out } = await lianban(...args, '--json');
  const value = JSON.parse(out);
  const validate = ajv.getSchema(`https://lianban.dev/schemas/api/cli/${schema}.schema.json`)!;
  expect(validate(value) ? [] : validate.errors).toEqual([]);
  return { code, value };
}

async function file(name: string, content: Uint8Array): Promise<string> {
  const target = path.join(scratch, name);
  await writeFile(target, content);
  return target;
}

const condition = (id: string, to: string, words: string) =>
  `<sequenceFlow id="${id}" sourceRef="g" targetRef="${to}">${formal('conditionExpression', words)}</sequenceFlow>`;
const choice = model(
  `<startEvent id="Begin" name="Begin"/><exclusiveGateway id="g" default="no"/><scriptTask id="Big" name="Big"><script>x</script></scriptTask><userTask id="Small" name="Small"/><endEvent id="e"/>${flows('Begin>g', 'Big>e', 'Small>e')}${condition('yes', 'Big', '${amount == null}')}<sequenceFlow id="no" sourceRef="g" targetRef="Small"/>`,
);

describe('lianban import-bpmn and export-bpmn', () => {
  it('a process becomes a package that is valid and runs, with a trace by node and name', async () => {
    const source = await file('choice.bpmn', choice);
    const folder = path.join(scratch, 'choice');

    const imported = await json('import-bpmn', 'import-bpmn', source, '-o', folder);
    expect(imported).toMatchObject({
      code: 0,
      value: { output: folder, scenarios: [{ process: 'p', scenario: 'p', executable: true, findings: [] }] },
    });
    expect(imported.value.scenarios[0].nodes).toMatchObject({ Begin: 'begin', Big: 'big' });
    expect((await lianban('validate', folder)).code).toBe(0);

    const run = await json('run', 'run', folder, '--case', 'begin');
    expect(run.code).toBe(0);
    expect(run.value.trace.map(({ node, name }: { node: string; name: Record<string, string> }) => [node, name['zh-CN']])).toEqual(
      expect.arrayContaining([
        ['begin', 'Begin'],
        ['big', 'Big'],
      ]),
    );
  });

  it('there and back through files gives the same package', async () => {
    const source = await file('again.bpmn', choice);
    const [first, second] = [path.join(scratch, 'first'), path.join(scratch, 'second')];
    await lianban('import-bpmn', source, '-o', first);
    const exported = await json('export-bpmn', 'export-bpmn', first, '-o', path.join(scratch, 'out.bpmn'));
    expect(exported.code).toBe(0);
    await lianban('import-bpmn', path.join(scratch, 'out.bpmn'), '-o', second);
    for (const name of ['scenario.json', 'forms/process-data.json', 'cases/begin.json'])
      expect(JSON.parse(await readFile(path.join(second, name), 'utf8'))).toEqual(
        JSON.parse(await readFile(path.join(first, name), 'utf8')),
      );
    expect((await lianban('export-bpmn', first)).out).toContain('<bpmn:definitions');
  });

  it('a model that is refused writes nothing, names the element and ends with 1; as a draft it is imported', async () => {
    const source = await file('bad.bpmn', model(`<startEvent id="s"/><userTask id="a"/>${flows('s>a')}`));
    const folder = path.join(scratch, 'bad');

    const refused = await json('import-bpmn', 'import-bpmn', source, '-o', folder);
    expect(refused).toMatchObject({
      code: 1,
      value: { output: null, problems: [{ code: 'bpmn.end_missing', element: 'startEvent', id: 's' }] },
    });
    await expect(stat(folder)).rejects.toThrow();
    expect((await lianban('import-bpmn', source, '-o', folder)).out).toContain('startEvent s line 2');

    expect((await lianban('import-bpmn', source, '-o', folder, '--draft')).code).toBe(0);
    await expect(stat(path.join(folder, 'scenario.json'))).resolves.toBeDefined();
  });

  it('hostile files get a coded problem', async () => {
    const source = await file('evil.bpmn', new TextEncoder().encode('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'));
    const { code, value } = await json('import-bpmn', 'import-bpmn', source, '-o', path.join(scratch, 'evil'));
    expect([code, value.problems[0].code]).toEqual([1, 'xml.doctype']);
  });

  it('wrong use is told', async () => {
    expect((await lianban('import-bpmn')).code).toBe(2);
    expect((await lianban('import-bpmn', path.join(scratch, 'nothing.bpmn'), '-o', scratch)).code).toBe(1);
    expect((await lianban('export-bpmn')).code).toBe(2);
  });
});
