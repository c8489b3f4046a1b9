import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.close());

const minutes = (count: number) => {
  product.clock.now = new Date(Date.parse(product.clock.now) + count * 60_000).toISOString();
};

describe('a session', () => {
  it('opens with a right password, in a cookie scripts cannot read, and says who one is and where one may go', async () => {
    const answer = await product.client.anonymous.send('POST', '/api/session', { body: { username: 'wj', password: demoPassword } });

    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^lianban_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(answer.body).toMatchObject({
      account: { name: '徐安康', kind: 'staff' },
      grants: [{ region: '330424', regionName: '海盐县', department: 'wj', departmentName: { 'zh-CN': '卫生健康局' }, role: 'officer' }],
      places: ['work'],
    });
  });

  it('shows a citizen their own numbers masked', async () => {
    const mother = await product.client.signIn('mother', demoPassword);

    expect(mother.session?.account.person).toEqual({ idNumberMasked: '330***********0029', mobileMasked: '138****0001' });
  });

  it('is kept in the database as a hash only', async () => {
    const visitor = await product.client.signIn('cdc', demoPassword);
    const token = visitor.cookie?.split('=')[1] ?? '';

    const rows = await product.store.query<{ row: string }>({ text: 'SELECT s::text AS row FROM sessions s' });

    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) expect(row).not.toContain(token);
  });

  it('ends on signing out, and the cookie with it', async () => {
    const visitor = await product.client.signIn('rs', demoPassword);

    const out = await visitor.send('DELETE', '/api/session');

    expect(out.status).toBe(204);
    expect(out.headers['set-cookie']?.[0]).toContain('Max-Age=0');
    expect((await visitor.send('GET', '/api/session')).status).toBe(401);
  });

  it('asks for the CSRF value on every unsafe request', async () => {
    const visitor = await product.client.signIn('designer', demoPassword);

    const without = await visitor.send('DELETE', '/api/session', { headers: { 'x-lianban-csrf': '' } });
    const wrong = await visitor.send('DELETE', '/api/session', { headers: { 'x-lianban-csrf': 'x'.repeat(32) } });

    expect([without.status, wrong.status]).toEqual([403, 403]);
    expect(without.body).toMatchObject({ code: 'session.csrf', title: '页面已过期' });
    expect((await visitor.send('GET', '/api/session')).status).toBe(200);
  });

  it('ends when it is not used for an hour, and after twelve hours in any case', async () => {
    const idle = await product.client.signIn('yb', demoPassword);
    minutes(59);
    expect((await idle.send('GET', '/api/session')).status).toBe(200);
    minutes(61);
    expect((await idle.send('GET', '/api/session')).status).toBe(401);

    const busy = await product.client.signIn('yb', demoPassword);
    for (let hour = 0; hour < 13; hour += 1) {
      minutes(54);
      expect((await busy.send('GET', '/api/session')).status).toBe(200);
    }
    minutes(30);
    expect((await busy.send('GET', '/api/session')).status).toBe(401);
  });

  it('locks an account after five wrong passwords for a quarter of an hour, even against the right one', async () => {
    const signIn = (password: string) => product.client.anonymous.send('POST', '/api/session', { body: { username: 'ga2', password } });
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await signIn('wrong')).status).toBe(401);

    const locked = await signIn(demoPassword);
    expect(locked.status).toBe(429);
    expect(locked.body).toMatchObject({ code: 'session.locked' });
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);

    minutes(16);
    expect((await signIn(demoPassword)).status).toBe(200);
  });

  it('locks after five wrong passwords that come at once, too', async () => {
    const signIn = (password: string) => product.client.anonymous.send('POST', '/api/session', { body: { username: 'wj.jj', password } });

    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f', demoPassword].map(signIn));

    expect(answers.map((answer) => answer.status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  it('answers an unknown name like a known one', async () => {
    const signIn = (username: string) => product.client.anonymous.send('POST', '/api/session', { body: { username, password: 'wrong' } });

    const known = await signIn('cdc.jj');
    const unknown = await signIn('nobody');

    expect([known.status, unknown.status]).toEqual([401, 401]);
    expect({ ...unknown.body, traceId: '' }).toEqual({ ...known.body, traceId: '' });
  });

  it('locks an unknown name like a known one', async () => {
    const signIn = () => product.client.anonymous.send('POST', '/api/session', { body: { username: 'nobody.else', password: 'wrong' } });
    for (let attempt = 0; attempt < 5; attempt += 1) expect((await signIn()).status).toBe(401);

    expect((await signIn()).body).toMatchObject({ status: 429, code: 'session.locked' });
  });

  it('is audited, right or wrong, in a chain that breaks when a line is changed', async () => {
    const { listAudit, findBrokenAudit } = await import('../store/audit.ts');
    const lines = await listAudit(product.store, '000000', { limit: 100 });

    expect(lines.filter((line) => line.action === 'session.signed_in').length).toBeGreaterThan(3);
    expect(lines.filter((line) => line.action === 'session.refused').length).toBeGreaterThan(5);
    expect(JSON.stringify(lines)).not.toContain(demoPassword);
    expect(await findBrokenAudit(product.store, '000000')).toBeUndefined();
    await expect(product.store.query({ text: 'UPDATE audit SET account_name = $1', values: ['x'] })).rejects.toThrow();
    await expect(product.store.query({ text: 'DELETE FROM audit' })).rejects.toThrow();
  });
});
