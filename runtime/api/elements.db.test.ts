import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectedAnswer, ElementImportAnswer, ElementList, ElementPage, ElementRow } from '../../schemas/generated/api.ts';
import type { DataElement } from '../../schemas/generated/documents.ts';
import { bomb } from '../files/testing/samples.ts';
import type { Visitor } from './testing/client.ts';
import { demoPassword, startProduct, type TestProduct } from './testing/product.ts';

let product: TestProduct;
let keeper: Visitor;
let other: Visitor;
beforeAll(async () => {
  product = await startProduct();
  keeper = await product.client.signIn('ga.keeper', demoPassword);
  other = await product.client.signIn('mz.keeper', demoPassword);
});
afterAll(() => product.close());

const text = (zh: string, en?: string) => ({ 'zh-CN': zh, ...(en ? { en } : {}) });
const element = (code: string, name: string, more: Partial<DataElement> = {}): DataElement => ({
  code,
  name: text(name),
  type: 'string',
  sensitivity: 2,
  ...more,
});
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const importing = (elements: Record<string, unknown>, apply: boolean, who = keeper, department = 'ga') =>
  who.send<ElementImportAnswer>('POST', '/api/elements/import', { body: { department, format: 'json', content: base64(elements), apply } });
const find = async (q: string) => (await keeper.send<ElementList>('GET', `/api/elements?q=${encodeURIComponent(q)}`)).body;

describe('five thousand elements', () => {
  it('are taken in from a file, and each is found by Chinese, pinyin, initials, key and code within 50 ms at the database', async () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`bulk${at}`, element(`BULK${at}`, `批量数据项第${at}号`)]));
    many.xuexing = element('XX00001', '遗传血型');
    expect((await importing(many, true)).body).toMatchObject({ added: 5001, changed: 0, unchanged: 0, rejected: [] });
    expect((await importing(many, true)).body).toMatchObject({ added: 0, changed: 0, unchanged: 5001 });

    for (const q of ['遗传血型', '血型', 'yichuanxuexing', 'ycxx', 'xuexing', 'XX00001', '遗传 xuexing']) {
      expect((await find(q)).rows[0], q).toMatchObject({ id: 'xuexing', departmentName: { 'zh-CN': '公安局' } });
    }
    const times: number[] = [];
    for (let round = 0; round < 15; round += 1) {
      const started = performance.now();
      await product.services.elements.list({ actor: actor(), q: 'ycxx' });
      times.push(performance.now() - started);
    }
    // The middle of several: other work of the machine must not decide it.
    expect(times.sort((a, b) => a - b)[7]).toBeLessThan(50);
  });
});

const actor = () => ({
  accountId: '',
  kind: 'staff' as const,
  name: 'x',
  sessionId: 'x',
  grants: [{ region: '330424', role: 'keeper' as const, department: 'ga' }],
});

describe('an import', () => {
  it('lists every row it does not take with the reason, and changes nothing while one only looks', async () => {
    const rows = {
      goodOne: element('GOOD1', '好的数据元'),
      Bad: element('BAD1', '标识不对'),
      badLimits: element('BAD2', '上下限', { type: 'number', minimum: 5, maximum: 1 }),
      badPattern: element('BAD3', '格式', { pattern: '(?=a)b' }),
      badShape: { code: 'BAD4', name: '不是文本' },
      noCodes: element('BAD5', '选择', { type: 'code' }),
      sameCode: element('GOOD1', '编码重复'),
    };

    const looked = (await importing(rows, false)).body;

    expect(looked).toMatchObject({ added: 1 });
    expect(looked.rejected.map(({ row, id }) => [row, id])).toEqual([
      [2, 'Bad'],
      [3, 'badLimits'],
      [4, 'badPattern'],
      [5, 'badShape'],
      [6, 'noCodes'],
      [7, 'sameCode'],
    ]);
    for (const { reason } of looked.rejected) expect(reason['zh-CN']).toMatch(/[\u4e00-\u9fff]{2}/);
    expect((await keeper.send('GET', '/api/elements/goodOne')).status).toBe(404);
  });

  it('never changes what another department keeps', async () => {
    await importing({ ours: element('OURS1', '我们的') }, true);
    expect((await importing({ ours: element('OURS1', '别人改的') }, true, other, 'mz')).body.rejected).toMatchObject([{ id: 'ours' }]);
    expect((await keeper.send<ElementPage>('GET', '/api/elements/ours')).body.element.name['zh-CN']).toBe('我们的');
  });

  it('of an exported file changes nothing, whatever its format', async () => {
    for (const format of ['json', 'xlsx'] as const) {
      const file = await keeper.send('GET', `/api/elements/export/${format}?department=ga`);
      const again = await keeper.send<ElementImportAnswer>('POST', '/api/elements/import', {
        body: { department: 'ga', format, content: file.bytes.toString('base64'), apply: true },
      });
      expect(again.body, format).toMatchObject({ added: 0, changed: 0, rejected: [] });
      expect(again.body.unchanged).toBeGreaterThan(5000);
    }
  });
});

describe('a file before it is taken in', () => {
  it('says row by row what would be new, what would change and in which parts', async () => {
    await importing({ lookOne: element('LOOK1', '看一看') }, true);
    const looked = await importing({ lookOne: element('LOOK1', '再看一看'), lookTwo: element('LOOK2', '新的一项') }, false);

    expect(looked.body).toMatchObject({ added: 1, changed: 1 });
    expect(looked.body.changes).toEqual([
      { row: 1, id: 'lookOne', name: { 'zh-CN': '再看一看' }, kind: 'changed', parts: ['name'] },
      { row: 2, id: 'lookTwo', name: { 'zh-CN': '新的一项' }, kind: 'added', parts: [] },
    ]);
    expect((await find('LOOK2')).rows).toEqual([]);
  });

  it('is not opened when it unpacks into far more than was sent', async () => {
    const answer = await keeper.send<{ code?: string }>('POST', '/api/elements/import', {
      body: { department: 'ga', format: 'xlsx', content: bomb().toString('base64'), apply: true },
    });

    expect([answer.status, answer.body.code]).toEqual([422, 'element.file_bomb']);
  });
});

describe('an element', () => {
  it('is changed by whoever saw its newest rev, and by its own department only', async () => {
    const made = await keeper.send<ElementRow>('POST', '/api/elements', {
      body: { department: 'ga', element: element('ONE1', '居住地类型') },
    });
    expect(made.body).toMatchObject({ id: 'juZhuDiLeiXing', rev: 1 });
    const change = (who: Visitor, name: string) =>
      who.send<{ code?: string }>('PUT', '/api/elements/juZhuDiLeiXing', { body: { rev: 1, element: element('ONE1', name) } });

    expect((await change(other, '别的部门')).status).toBe(403);
    const [one, two] = await Promise.all([change(keeper, '甲'), change(keeper, '乙')]);
    expect([one.status, two.status].sort()).toEqual([200, 409]);
  });

  it('that nearly says the same is shown before another is born, with the forms and scenarios that ask it', async () => {
    const { collected, elements } = (
      await keeper.send<CollectedAnswer>('POST', '/api/elements/similar', { body: { label: '母亲的公民身份号码' } })
    ).body;

    expect(elements.map((row) => row.element.name['zh-CN'])).toContain('公民身份号码');
    expect(collected.length).toBeGreaterThan(0);
    expect(collected[0]!.likeness).toBeGreaterThanOrEqual(0.6);
  });
});
