import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createReadLog } from '../connectors/read-log.ts';
import { createStore, type Store } from '../store/store.ts';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';
import { main } from './main.ts';

const masterKey = Buffer.alloc(32, 9).toString('base64');
const region = '330424';
let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await withDatabase();
  store = createStore({ url: database.url, applicationName: 'verify-reads test' });
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('LIANBAN_MASTER_KEY', masterKey);
  const log = createReadLog({ store, masterKey, clock: () => '2026-04-28T02:00:00.000Z' });
  await Promise.all(Array.from({ length: 1200 }, (_, index) => log.log(entry(index))));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await store.close();
  await database.close();
});

function entry(index: number): Parameters<ReturnType<typeof createReadLog>['log']>[0] {
  const text = { 'zh-CN': '免交结婚证' };
  const resource = { id: 'mz/marriage' } as never;
  return {
    request: {
      dataUse: {
        id: 'd_marriage',
        name: text,
        rank: 'a0',
        resource: 'mz/marriage',
        keys: {},
        provides: { marriageNumber: 'a.b' },
        fallback: 'ask',
      },
      contract: undefined,
      resource,
      scenario: 'newborn',
      region,
      caseId: '01968c2e-7c00-7000-8000-000000000001',
      purpose: text,
      keys: { idNumber: '330424199001010000' },
      key: `case:${index}`,
      node: 'n_fill',
    },
    right: {
      ok: true,
      contract: { id: 'newborn/mz-marriage' } as never,
      resource,
      fields: ['marriageNumber'],
      owner: { region, department: 'mz' },
      today: '2026-04-28',
    },
    outcome: { ok: true, value: { marriageNumber: null } },
    ms: 3,
    nulls: ['marriageNumber'],
  };
}

async function run(...args: string[]) {
  const printed: string[] = [];
  const terminal = {
    out: (text: string) => void printed.push(text),
    err: (text: string) => void printed.push(text),
    stdin: async () => '',
  };
  const code = await main(['verify-reads', ...args], terminal, { LANG: 'zh_CN.UTF-8' });
  return { code, text: printed.join('') };
}

describe('lianban verify-reads', () => {
  it('says that the log is as it was written, in words and in JSON', async () => {
    const words = await run('--region', region);
    const json = await run('--region', region, '--json');

    expect(words).toMatchObject({ code: 0, text: expect.stringContaining('1200 条读取记录与写入时一致，共 1 个书写序列') });
    const schemas = path.join(import.meta.dirname, '../../schemas');
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(JSON.parse(readFileSync(path.join(schemas, 'common/common.schema.json'), 'utf8')));
    const validate = ajv.compile(JSON.parse(readFileSync(path.join(schemas, 'api/cli/verify-reads.schema.json'), 'utf8')));
    expect([validate(JSON.parse(json.text)), validate.errors]).toEqual([true, null]);
  });

  it('finds what was changed, and ends with code 1', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query("ALTER TABLE reads DISABLE TRIGGER reads__append_only; UPDATE reads SET actor = 'nobody' WHERE seq = 700");
    await client.end();

    expect(await run('--region', region)).toMatchObject({ code: 1, text: expect.stringContaining('发现 1 处不一致') });
  });

  it.each([[[]], [['--region', 'hier']], [['--region', region, 'more']]])('refuses %j', async (args) => {
    expect((await run(...args)).code).toBe(2);
  });
});
