import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account, AccountList, CalendarList, CalendarView, HostList, RoleList } from '../../schemas/generated/api.ts';
import { findBrokenAudit, listAudit } from '../store/audit.ts';
import type { Visitor } from './testing/client.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let admin: Visitor;
beforeAll(async () => {
  product = await startProduct();
  admin = await product.client.signIn('admin', demoPassword);
});
afterAll(() => product.close());

const officer = [{ region: '330424', department: 'ga', role: 'officer' }];
const open = (body: object) => admin.send<Account & { code?: string; problems?: { path: string }[] }>('POST', '/api/accounts', { body });

describe('an account', () => {
  it('is opened for the region, can sign in, and is found by name', async () => {
    const made = await open({ username: 'ga3', name: '赵警官', password: demoPassword, grants: officer });

    expect(made.status).toBe(201);
    expect(made.body.grants).toEqual([
      {
        region: '330424',
        regionName: '海盐县',
        role: 'officer',
        department: 'ga',
        departmentName: { 'zh-CN': '公安局', en: 'Public security' },
      },
    ]);
    const found = (await admin.send<AccountList>('GET', `/api/accounts?q=${encodeURIComponent('赵')}`)).body;
    expect(found).toMatchObject({ total: 1, rows: [{ username: 'ga3' }] });
    expect((await product.client.signIn('ga3', demoPassword)).session?.places).toEqual(['work']);
  });

  it('of a keeper leads to the data and the forms of one department, that of a steward to the data of the region', async () => {
    const keeper = [{ region: '330424', department: 'ga', role: 'keeper' }];
    await open({ username: 'keeps', name: '高守信', password: demoPassword, grants: keeper });
    await open({ username: 'reviews', name: '周执衡', password: demoPassword, grants: [{ region: '330424', role: 'steward' }] });

    expect((await product.client.signIn('keeps', demoPassword)).session?.places).toEqual(['data', 'studio', 'work']);
    expect((await product.client.signIn('reviews', demoPassword)).session?.places).toEqual(['data']);
  });

  it.each([
    ['a taken name', { username: 'ga', grants: officer }, 409, 'account.exists'],
    ['a weak password', { username: 'weak', password: 'short', grants: officer }, 422, 'account.password_weak'],
    ['a password with the name in it', { username: 'weakling', password: 'Weakling-2026', grants: officer }, 422, 'account.password_weak'],
    [
      'an officer without a department',
      { username: 'nodep', grants: [{ region: '330424', role: 'officer' }] },
      422,
      'account.grants_wrong',
    ],
    ['a keeper without a department', { username: 'nodep', grants: [{ region: '330424', role: 'keeper' }] }, 422, 'account.grants_wrong'],
    [
      'a department that is not there',
      { username: 'nodep', grants: [{ region: '330424', department: 'xx', role: 'officer' }] },
      422,
      'account.grants_wrong',
    ],
    ['a role in another region', { username: 'reach', grants: [{ region: '331002', role: 'admin' }] }, 403, 'access.region'],
    ['a role that does not exist', { username: 'root', grants: [{ region: '330424', role: 'root' }] }, 400, 'request.invalid'],
    ['an upper-case name', { username: 'ROOT', grants: officer }, 400, 'request.invalid'],
  ])('is not opened with %s', async (_, body, status, code) => {
    const answer = await open({ name: 'x', password: demoPassword, ...body });

    expect(answer.body).toMatchObject({ status, code });
  });

  it('of two regions keeps its roles in the other one, and is not disabled from here', async () => {
    const [row] = (await admin.send<AccountList>('GET', '/api/accounts?q=ga2')).body.rows;
    const other = { account_id: row?.id, region: '331002', department: 'ga', role: 'officer' };
    await product.store.knex('grants').insert(other);

    expect((await admin.send('PATCH', `/api/accounts/${row?.id}`, { body: { disabled: true } })).body).toMatchObject({
      code: 'account.other_region',
    });
    const changed = await admin.send<Account>('PATCH', `/api/accounts/${row?.id}`, { body: { grants: [] } });

    expect(changed.body.grants).toEqual([]);
    expect(await product.store.knex('grants').where({ account_id: row?.id }).select('region')).toEqual([{ region: '331002' }]);
  });

  it('shows what each role may do and may not', async () => {
    const roles = (await admin.send<RoleList>('GET', '/api/roles')).body;

    expect(roles.map((one) => one.role)).toEqual(['designer', 'officer', 'admin', 'supervisor', 'operator', 'keeper', 'steward']);
    for (const one of roles) expect([one.may.length > 0, one.mayNot.length > 0]).toEqual([true, true]);
  });
});

describe('a calendar', () => {
  const path = '/api/calendars/CN-workday';
  const year2027 = { status: 'published', off: { '2027-01-01': '元旦' }, work: {} } as const;

  it('is the national one until the county makes its own, version by version', async () => {
    const before = (await admin.send<CalendarView>('GET', path)).body;
    expect(before).toMatchObject({ region: '000000', version: 1 });

    const calendar = { ...before.calendar, years: { ...before.calendar.years, 2027: year2027 } };
    const saved = await admin.send<CalendarView>('PUT', path, { body: { version: 1, calendar } });

    expect(saved.body).toMatchObject({ region: '330424', version: 2, changedBy: '吴守正', calendar: { version: 2 } });
    expect((await admin.send<CalendarList>('GET', '/api/calendars')).body[0]?.years.at(-1)).toEqual({ year: 2027, status: 'published' });
    const neighbour = await product.client.signIn('admin.jj', demoPassword);
    expect((await neighbour.send<CalendarView>('GET', path)).body).toMatchObject({ region: '000000', version: 1 });
    expect((await admin.send('PUT', path, { body: { version: 1, calendar } })).body).toMatchObject({ status: 409, code: 'calendar.stale' });
  });

  it('saved by two at once is saved once', async () => {
    const { version, calendar } = (await admin.send<CalendarView>('GET', path)).body;

    const answers = await Promise.all([1, 2, 3].map(() => admin.send('PUT', path, { body: { version, calendar } })));

    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
  });

  it('with anything that is no calendar is refused', async () => {
    const { version, calendar } = (await admin.send<CalendarView>('GET', path)).body;

    expect(
      (await admin.send('PUT', path, { body: { version, calendar: { ...calendar, years: { 2027: { status: 'maybe' } } } } })).status,
    ).toBe(400);
    expect((await admin.send('PUT', path, { body: { version, calendar: { ...calendar, id: 'other' } } })).body).toMatchObject({
      code: 'calendar.id_differs',
    });
    expect((await admin.send('GET', '/api/calendars/Nothing')).status).toBe(404);
  });

  it('keeps office hours that can be worked, and says how far running cases follow it', async () => {
    const { version, calendar } = (await admin.send<CalendarView>('GET', path)).body;
    const put = (office: object) => admin.send<CalendarView>('PUT', path, { body: { version, calendar: { ...calendar, office } } });

    expect((await put({ from: '17:00', to: '09:00' })).body).toMatchObject({ status: 422, code: 'calendar.office_wrong' });
    expect((await put({ from: '09:00', to: '17:00', breaks: [{ from: '08:00', to: '10:00' }] })).status).toBe(422);
    const office = { from: '08:30', to: '17:30', breaks: [{ from: '12:00', to: '13:30' }] };
    expect((await put(office)).body).toMatchObject({ version: version + 1, calendar: { office } });
    expect((await admin.send<CalendarView>('GET', path)).body.round).toMatchObject({ looked: 0, moved: 0, kept: 0, failed: 0 });
  });
});

describe('allowed hosts', () => {
  it('are kept with who added them; a stale list overwrites nothing', async () => {
    const before = (await admin.send<HostList>('GET', '/api/hosts')).body;
    expect(before.hosts.map((entry) => entry.host)).toContain('127.0.0.1:4180');

    const hosts = [...before.hosts.map(({ host }) => ({ host })), { host: 'data.example.gov.cn', note: '省公共数据平台' }];
    const saved = await admin.send<HostList>('PUT', '/api/hosts', { body: { rev: before.rev, hosts } });

    expect(saved.body.hosts.find((entry) => entry.host === 'data.example.gov.cn')).toMatchObject({ addedBy: '吴守正' });
    expect(saved.body.hosts.find((entry) => entry.host === '127.0.0.1:4180')).toMatchObject({ addedBy: '系统' });
    expect((await admin.send('PUT', '/api/hosts', { body: { rev: before.rev, hosts: [] } })).body).toMatchObject({
      status: 409,
      code: 'hosts.stale',
    });
  });

  it.each(['http://x.cn', 'x.cn/path', '*.cn', 'a b', ''])('are names, never patterns or addresses: "%s"', async (host) => {
    const { rev } = (await admin.send<HostList>('GET', '/api/hosts')).body;

    expect((await admin.send('PUT', '/api/hosts', { body: { rev, hosts: [{ host }] } })).status).toBe(400);
  });
});

describe('the audit', () => {
  it('has every change with who made it, and its chain holds', async () => {
    const lines = await listAudit(product.store, '330424', { limit: 500 });
    const actions = new Set(lines.map((line) => line.action));

    for (const action of ['account.created', 'account.changed', 'calendar.changed', 'hosts.changed', 'scenario.published'])
      expect(actions).toContain(action);
    expect(lines.filter((line) => line.action === 'calendar.changed')).toHaveLength(3);
    expect(await findBrokenAudit(product.store, '330424')).toBeUndefined();
  });

  it('shows where a line was changed behind its back', async () => {
    const { default: pg } = await import('pg');
    const owner = new pg.Client({ connectionString: product.databaseUrl });
    await owner.connect();
    await owner.query('ALTER TABLE audit DISABLE TRIGGER audit__append_only');
    await owner.query(`UPDATE audit SET account_name = 'nobody' WHERE region = '330424' AND seq = 3`);
    await owner.end();

    expect(await findBrokenAudit(product.store, '330424')).toEqual({ seq: 3 });
  });

  it('written by many at once has no gap and no fork', async () => {
    const line = { region: '331002', action: 'test.line', object: 'x', result: 'done' as const };

    await Promise.all(Array.from({ length: 50 }, () => product.services.identity.audit(line)));

    expect(await findBrokenAudit(product.store, '331002')).toBeUndefined();
    expect((await listAudit(product.store, '331002', { limit: 500 })).filter(({ action }) => action === 'test.line')).toHaveLength(50);
  });
});

describe('too many wrong sign-ins from one address', () => {
  it('are stopped for a while, whatever the names', async () => {
    const answers: number[] = [];
    for (let count = 0; count < 32; count += 1) {
      const body = { username: `made-up-${count}`, password: 'wrong' };
      answers.push((await product.client.anonymous.send('POST', '/api/session', { body })).status);
    }

    expect(answers.slice(0, 30)).toEqual(Array(30).fill(401));
    expect(answers.slice(30)).toEqual([429, 429]);
  });
});
