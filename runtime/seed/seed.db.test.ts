import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPassword, startProduct, type TestProduct } from '../api/testing/product.ts';
import { readTemplates } from '../services/studio/index.ts';
import { demoAccounts, demoDepartments } from './people.ts';
import { demoScenarios, seed } from './seed.ts';

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

const counts = async () => {
  const tables = [
    'regions',
    'organisations',
    'accounts',
    'grants',
    'scenarios',
    'scenario_drafts',
    'versions',
    'calendars',
    'hosts',
    'audit',
  ];
  const rows = await Promise.all(
    tables.map((table) => product.store.query<{ count: number }>({ text: `SELECT count(*) AS count FROM ${table}` })),
  );
  return Object.fromEntries(tables.map((table, index) => [table, rows[index]?.[0]?.count]));
};
async function seedAgain(changes: { demoPassword?: string; outsideUrl?: string } = {}): Promise<void> {
  const { store, services, clock } = product;
  const templates = await readTemplates(path.join(import.meta.dirname, '../../templates'));
  const config = { demo: true, demoPassword, outsideUrl: '', masterKey: Buffer.alloc(32, 7).toString('base64'), ...changes };
  await seed({ store, studio: services.studio, templates, clock: () => clock.now, config });
}

describe('the demo seed', () => {
  it('brings two counties with the same desks, citizens, and every scenario live in each', async () => {
    expect(await counts()).toMatchObject({
      regions: 3,
      organisations: 2 * demoDepartments.length + 1,
      accounts: demoAccounts().length,
      scenarios: 2 * demoScenarios.length,
      versions: 2 * demoScenarios.length,
      calendars: 1,
      hosts: 2,
    });
    for (const name of ['designer', 'admin', 'operator', 'wj', 'cdc', 'ga', 'ga2', 'rs', 'yb', 'steward', 'wj.keeper', 'mz.keeper2'])
      for (const suffix of ['', '.jj']) await product.client.signIn(name + suffix, demoPassword);
    for (const name of ['mother', 'father', 'newcomer', 'mother.jj', 'boss', 'boss.new', 'boss.jj', 'elder'])
      await product.client.signIn(name, demoPassword);
  });

  it('changes nothing when it runs again, not even a line of the audit', async () => {
    const before = await counts();

    await seedAgain();

    expect(await counts()).toEqual(before);
  });

  it('leaves what people changed: a draft, an account', async () => {
    await product.store.query({ text: "UPDATE scenario_drafts SET rev = 7 WHERE region = '330424'" });
    await product.store.query({ text: "UPDATE accounts SET disabled = true WHERE username = 'rs'" });

    await seedAgain();

    expect(
      await product.store.query({ text: "SELECT rev FROM scenario_drafts WHERE region = '330424' AND scenario_id = 'newborn'" }),
    ).toEqual([{ rev: 7 }]);
    expect(await product.store.query({ text: "SELECT disabled FROM accounts WHERE username = 'rs'" })).toEqual([{ disabled: true }]);
  });

  it('takes the password it prints when that is a new one, and allows the outside world where it now is', async () => {
    await seedAgain({ demoPassword: 'Lianban-other-2026', outsideUrl: 'http://127.0.0.1:4999' });

    await expect(product.client.signIn('wj', demoPassword)).rejects.toThrow('session.refused');
    await product.client.signIn('wj', 'Lianban-other-2026');
    const admin = await product.client.signIn('admin', 'Lianban-other-2026');
    expect(JSON.stringify((await admin.send('GET', '/api/hosts')).body)).toContain('127.0.0.1:4999');
  });

  it('does not begin without a password: none is built in', async () => {
    await expect(seedAgain({ demoPassword: '' })).rejects.toThrow('LIANBAN_DEMO_PASSWORD');
  });
});
