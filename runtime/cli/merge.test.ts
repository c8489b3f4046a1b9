import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from './main.ts';

const root = path.join(import.meta.dirname, '../..');
const newborn = path.join(root, 'templates/family/newborn');
let ajv: Ajv2020;
let scratch: string;

beforeAll(async () => {
  ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  for (const folder of ['common', 'api/cli']) {
    for (const name of await readdir(path.join(root, 'schemas', folder)))
      if (name.endsWith('.schema.json')) ajv.addSchema(JSON.parse(await readFile(path.join(root, 'schemas', folder, name), 'utf8')));
  }
  scratch = await mkdtemp(path.join(tmpdir(), 'lianban-merge-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

interface Scenario {
  name: { en: string };
  clocks: Record<string, { days: number }>;
  nodes: Record<string, { dueDays?: number }>;
}
async function copy(change: (scenario: Scenario) => void): Promise<string> {
  const folder = await mkdtemp(path.join(scratch, 'package-'));
  await cp(newborn, folder, { recursive: true, filter: (file) => !file.endsWith('.ts') });
  const scenario = JSON.parse(await readFile(path.join(folder, 'scenario.json'), 'utf8'));
  change(scenario);
  await writeFile(path.join(folder, 'scenario.json'), JSON.stringify(scenario));
  return folder;
}

async function lianban(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text), stdin: async () => '' };
  const code = await main(args, terminal, { LANG: 'zh_CN.UTF-8' });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
async function json(schema: string, ...args: string[]) {
  const { code, out } = await lianban(...args, '--json');
  const value = JSON.parse(out);
  const validate = ajv.getSchema(`https://lianban.dev/schemas/api/cli/${schema}.schema.json`)!;
  expect(validate(value) ? [] : validate.errors).toEqual([]);
  return { code, value };
}
const exists = (file: string) =>
  readFile(file).then(
    () => true,
    () => false,
  );

describe('lianban diff', () => {
  it('names every change by address and in words', async () => {
    const other = await copy((scenario) => {
      scenario.clocks.c_case!.days = 4;
    });

    const { code, value } = await json('diff', 'diff', newborn, other);

    expect(code).toBe(0);
    expect(value.changes).toEqual([
      expect.objectContaining({
        key: 'scenario/clocks/c_case/days',
        element: 'c_case',
        property: 'days',
        kind: 'changed',
        group: 'rule',
        before: 5,
        after: 4,
      }),
    ]);
    expect((await lianban('diff', newborn, other)).out).toContain('由 5 个工作日 改为 4 个工作日');
    expect((await lianban('diff', newborn, newborn)).out).toBe('没有差别。');
    expect((await lianban('diff', newborn)).code).toBe(2);
  });
});

describe('lianban merge', () => {
  it('writes a package when nothing is in conflict, and that is what both sides made', async () => {
    const ours = await copy((scenario) => {
      scenario.nodes.n_expense!.dueDays = 1;
    });
    const theirs = await copy((scenario) => {
      scenario.clocks.c_case!.days = 4;
    });
    const out = path.join(scratch, 'clean');

    const { code, value } = await json('merge', 'merge', '--base', newborn, '--ours', ours, '--theirs', theirs, '-o', out);

    expect({ code, conflicts: value.conflicts, findings: value.findings }).toEqual({ code: 0, conflicts: [], findings: [] });
    const scenario = JSON.parse(await readFile(path.join(out, 'scenario.json'), 'utf8'));
    expect([scenario.clocks.c_case.days, scenario.nodes.n_expense.dueDays]).toEqual([4, 1]);
    expect((await json('diff', 'diff', theirs, out)).value.changes.map((change: { key: string }) => change.key)).toEqual([
      'scenario/nodes/n_expense/dueDays',
    ]);
    expect((await lianban('validate', out)).code).toBe(0);
  });

  it('on a conflict writes nothing, exits 1 and prints element and property; a decision settles it', async () => {
    const ours = await copy((scenario) => {
      scenario.clocks.c_case!.days = 4;
    });
    const theirs = await copy((scenario) => {
      scenario.clocks.c_case!.days = 3;
    });
    const out = path.join(scratch, 'conflict');
    const order = ['merge', '--base', newborn, '--ours', ours, '--theirs', theirs, '-o', out];

    const { code, value } = await json('merge', ...order);

    expect({ code, written: value.written }).toEqual({ code: 1, written: false });
    expect(value.conflicts).toEqual([{ key: 'scenario/clocks/c_case/days', element: 'c_case', property: 'days' }]);
    expect(await exists(path.join(out, 'scenario.json'))).toBe(false);
    const words = (await lianban(...order)).out;
    expect(words).toContain('c_case days (scenario/clocks/c_case/days)');
    expect(words).toContain('本县已改为 4 个工作日');

    const decisions = path.join(scratch, 'decisions.json');
    await writeFile(decisions, JSON.stringify({ 'scenario/clocks/c_case/days': { take: 'theirs' } }));
    expect((await json('merge', ...order, '--decisions', decisions)).code).toBe(0);
    expect(JSON.parse(await readFile(path.join(out, 'scenario.json'), 'utf8')).clocks.c_case.days).toBe(3);
  });

  it('takes single documents, and refuses to mix kinds', async () => {
    const file = path.join(newborn, 'scenario.json');
    const changed = path.join(
      await copy((scenario) => {
        scenario.name.en = 'Birth';
      }),
      'scenario.json',
    );
    const out = path.join(scratch, 'one.json');

    expect((await json('merge', 'merge', '--base', file, '--ours', file, '--theirs', changed, '-o', out)).code).toBe(0);
    expect(JSON.parse(await readFile(out, 'utf8')).name.en).toBe('Birth');
    expect((await json('diff', 'diff', file, changed)).value.changes).toHaveLength(1);
    expect((await json('error', 'diff', file, newborn)).code).toBe(1);
    const [form] = (await readdir(path.join(newborn, 'forms'))).map((name) => path.join(newborn, 'forms', name));
    expect((await json('diff', 'diff', form!, form!)).value.changes).toEqual([]);
    expect((await json('error', 'diff', file, form!)).code).toBe(1);
    expect((await lianban('merge', '--base', file)).code).toBe(2);
  });
});
