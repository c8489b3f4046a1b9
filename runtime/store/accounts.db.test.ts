/** Whom an account belongs to: nothing of it stands in the database in clear, and it is still found and read. */
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccountPeople } from '../config/account-people.ts';
import { type TestDatabase, withDatabase } from '../testing/postgres.ts';
import { findPersonAccount, insertAccount, sealClearPeople } from './accounts.ts';
import { findSessions, insertSession } from './sessions.ts';
import { createStore, type Store } from './store.ts';

const people = createAccountPeople(Buffer.alloc(32, 7).toString('base64'));
const person = { idNumber: '33042419960312002X', mobile: '13800000001' };
const at = '2026-04-01T00:00:00.000Z';
const line = { region: '000000', at, action: 'account.created', object: 'x', result: 'done' as const };
let database: TestDatabase;
let store: Store;
let owner: pg.Client;

beforeAll(async () => {
  database = await withDatabase();
  store = createStore({ url: database.url, applicationName: 'accounts-test' });
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await store?.close();
  await database?.close();
});

/** Every byte of the table as text. */
async function dump(): Promise<string> {
  const { rows } = await owner.query("SELECT a::text || encode(coalesce(person_sealed, ''), 'escape') AS row FROM accounts a");
  return rows.map(({ row }) => row as string).join('\n');
}
/** As releases before wrote it. */
async function insertClear(username: string, idNumber: string, mobile: string): Promise<string> {
  const id = uuidv7();
  await owner.query(
    "INSERT INTO accounts (id, username, name, kind, id_number, mobile, created_at) VALUES ($1, $2, '某人', 'person', $3, $4, now())",
    [id, username, idNumber, mobile],
  );
  return id;
}
async function readBack(accountId: string) {
  const tokenHash = Buffer.from(accountId.replaceAll('-', ''), 'hex');
  await insertSession(store, { tokenHash, id: uuidv7(), accountId, csrf: 'c', at, expiresAt: '2026-04-02T00:00:00.000Z' });
  const [row] = await findSessions(store, { tokenHashes: [tokenHash], now: at, idleSince: '2026-03-01T00:00:00.000Z' });
  return people.open(accountId, row!.personSealed!);
}

describe('whom an account belongs to', () => {
  it('is sealed, found by the keyed hash however the number is written, and there once', async () => {
    const id = uuidv7();
    const account = { id, username: 'lin', name: '林雨', kind: 'person' as const, at };
    expect(await insertAccount(store, { ...account, person: people.seal(id, person) }, [], line)).toBe(true);

    const again = { ...account, id: uuidv7(), username: 'lin2' };
    expect(await insertAccount(store, { ...again, person: people.seal(again.id, person) }, [], line)).toBe(false);
    expect(await findPersonAccount(store, people.idKeyOf(` ${person.idNumber.toLowerCase()}`))).toMatchObject({ id, username: 'lin' });
    expect(await findPersonAccount(store, people.idKeyOf('110101199001011237'))).toBeUndefined();
    expect(await readBack(id)).toEqual(person);
    expect(await dump()).not.toMatch(/0312002|13800000001/);
  });

  it('opens for its own account and with its own key only', () => {
    const [one, other] = [uuidv7(), uuidv7()];
    const { sealed, idKey } = people.seal(one, person);
    const stranger = createAccountPeople(Buffer.alloc(32, 8).toString('base64'));

    expect(() => people.open(other, sealed)).toThrow();
    expect(() => stranger.open(one, sealed)).toThrow();
    expect(stranger.idKeyOf(person.idNumber).equals(idKey)).toBe(false);
  });

  it('that an earlier release wrote in clear is sealed in place, once, by whichever of several processes comes first', async () => {
    const ids = await Promise.all(
      Array.from({ length: 7 }, (_, n) => insertClear(`old${n}`, `33042419900101001${n}`, n === 0 ? '' : `1390000000${n}`)),
    );
    const sealed = await Promise.all([sealClearPeople(store, people.seal, 2), sealClearPeople(store, people.seal, 2)]);

    expect(sealed.reduce((sum, count) => sum + count)).toBe(7);
    expect(await sealClearPeople(store, people.seal)).toBe(0);
    expect(await readBack(ids[3]!)).toEqual({ idNumber: '330424199001010013', mobile: '13900000003' });
    expect(await readBack(ids[0]!)).toEqual({ idNumber: '330424199001010010', mobile: '' });
    expect(await dump()).not.toMatch(/19900101|1390000000/);
    expect((await owner.query('SELECT count(*)::int AS clear FROM accounts WHERE id_number IS NOT NULL')).rows).toEqual([{ clear: 0 }]);
  });
});
