import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCase } from '../cases/index.ts';
import { firstVersion, movingScenario, secondVersion, startCases } from '../services/testing/two-versions.ts';
import { createWorld, publishPackage, type World } from '../services/testing/world.ts';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';
import { loadPlan } from './load.ts';
import { main } from './main.ts';

const root = path.join(import.meta.dirname, '../..');
const region = '330424';
let database: TestDatabase;
let world: World;
let scratch: string;
let ajv: Ajv2020;
const environment = process.env;
const given = { url: environment.DATABASE_URL, key: environment.LIANBAN_MASTER_KEY };

beforeAll(async () => {
  ajv = new Ajv2020({ strict: false, allErrors: true });
  (formats as unknown as (ajv: Ajv2020) => void)(ajv);
  for (const folder of ['common', 'api/cli'])
    for (const name of await readdir(path.join(root, 'schemas', folder)))
      if (name.endsWith('.schema.json')) ajv.addSchema(JSON.parse(await readFile(path.join(root, 'schemas', folder, name), 'utf8')));
  scratch = await mkdtemp(path.join(tmpdir(), 'lianban-migrate-'));
  database = await withDatabase();
  const nothing = async () => ({ ok: true as const, value: null });
  world = await createWorld({ url: database.url, connectors: { read: nothing, sendSms: nothing, sealDocument: nothing } });
  await publishPackage(world.store, firstVersion(), [{ code: region, name: '海盐县' }]);
  await startCases(world, region, 40, '2026-03-02T01:00:00.000Z');
  await publishPackage(world.store, secondVersion(), [{ code: region, name: '海盐县' }]);
  environment.DATABASE_URL = database.url;
  environment.LIANBAN_MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
});
afterAll(async () => {
  for (const [name, value] of [
    ['DATABASE_URL', given.url],
    ['LIANBAN_MASTER_KEY', given.key],
  ] as const) {
    if (value === undefined) delete environment[name];
    else environment[name] = value;
  }
  await world?.close();
  await database?.close();
  await rm(scratch, { recursive: true, force: true });
});

async function lianban(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text), stdin: async () => '' };
  const code = await main(['migrate-cases', ...args], terminal, { LANG: 'zh_CN.UTF-8' });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
async function json(...args: string[]) {
  const { code, out, err } = await lianban(...args, '--json');
  expect(err).toBe('');
  const value = JSON.parse(out);
  const validate = ajv.getSchema('https://lianban.dev/schemas/api/cli/migrate-cases.schema.json')!;
  expect(validate(value) ? [] : validate.errors).toEqual([]);
  return { code, value };
}
const place = ['--scenario', movingScenario, '--region', region];

describe('lianban migrate-cases', () => {
  it('plans in words and as JSON, and exits 1 while something must be chosen', async () => {
    const words = await lianban('--plan', ...place);
    expect(words.code).toBe(1);
    expect(words.out).toContain('36 件在办，迁移到第 2 版：');
    expect(words.out).toContain('「初核」已删除：选择转到哪一步，建议「fork」。');
    expect(words.out).toContain('「承诺时限」改为 5，这件仍按承诺的 10 计算，日期不变。');

    expect(await json('--plan', ...place)).toMatchObject({ code: 1, value: { to: 2, counts: { safe: 16, mapping: 20 } } });
    const part = await json('--plan', ...place, '--node', 'check', '--suggested', '--limit', '2');
    expect(part).toMatchObject({ code: 0, value: { counts: { safe: 2, mapping: 0 } } });
  });

  it('moves what a mapping file allows, and takes it back', async () => {
    const { value: plan } = await json('--plan', ...place);
    const file = path.join(scratch, 'mapping.json');
    await writeFile(file, JSON.stringify({ ...plan.suggested, skip: ['seal'] }));

    const moved = await json('--apply', ...place, '--mapping', file);
    expect(moved).toMatchObject({ code: 0, value: { moved: 36, waiting: 0, status: 'done' } });
    expect((await json('--plan', ...place)).value.counts).toEqual({ safe: 0, mapping: 0, person: 0, stay: 0 });
    expect(await json('--undo', moved.value.id, '--region', region)).toMatchObject({ value: { undone: 36, status: 'undone' } });
    expect(await json('--continue', moved.value.id, '--region', region)).toMatchObject({ value: { waiting: 0, undone: 36 } });
  });

  it('plans two packages on disk without a database', async () => {
    const newborn = path.join(root, 'templates/family/newborn');
    const next = path.join(scratch, 'next');
    await cp(newborn, next, { recursive: true, filter: (file) => !file.endsWith('.ts') });
    const file = path.join(next, 'scenario.json');
    const scenario = JSON.parse(await readFile(file, 'utf8'));
    scenario.clocks.c_case.days = 3;
    await writeFile(file, JSON.stringify(scenario));
    const { plan, package: pkg } = await loadPlan(newborn);
    const run = await runCase(plan, pkg.cases['exactly-one-year']!, async () => ({ ok: true, value: {} }));
    const cases = path.join(scratch, 'cases.json');
    await writeFile(cases, JSON.stringify([run.state]));

    const { code, value } = await json('--plan', '--old', newborn, '--new', next, '--cases', cases);

    expect(code).toBe(0);
    expect(value).toMatchObject({ scenario: 'newborn', counts: { safe: 1 } });
    expect(value.groups[0].reasons.map(({ code }: { code: string }) => code)).toEqual(['clock.kept']);
  });

  it('says in one sentence what is wrong', async () => {
    expect(await lianban('--plan')).toMatchObject({ code: 2, err: '请写上 --region。' });
    expect(await lianban()).toMatchObject({ code: 2 });
    expect(await lianban('--plan', '--scenario', 'nobody', '--region', region)).toMatchObject({
      code: 1,
      err: '这个地区没有发布过这个场景的这个版本。',
    });
    environment.DATABASE_URL = 'postgres://nobody@127.0.0.1:9/none';
    expect(await lianban('--plan', ...place)).toMatchObject({ code: 1, err: '连不上数据库，请检查地址。' });
    environment.DATABASE_URL = database.url;
  });
});
