import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTypechecker, type Typechecker } from './index.ts';

const declarations = `interface Input {
  mother: { /** 证件号码 */ idNumber: string | null; age: number };
  benefit: { base: string };
}
interface Output { benefit: { amount: string; days: number } }`;

let typechecker: Typechecker;
beforeAll(async () => {
  typechecker = createTypechecker();
  await typechecker.ready();
}, 60_000);
afterAll(() => typechecker.close());

const check = (source: string) => typechecker.check({ source, declarations });
const english = async (source: string) => (await check(source)).problems.map((one) => one.message.en).join('\n');

/** Runs nothing: only asks whether the text is the body of a function that returns one. */
const good = `export default function (input: Input): Output {
  const base = Number(input.benefit.base);
  return { benefit: { amount: (base * 2).toFixed(2), days: 98 } };
}`;

describe('a script that is right', () => {
  it('has no problems and loses its types', async () => {
    const { js, problems } = await check(good);

    expect(problems).toEqual([]);
    expect(js).toContain('function main(input)');
    expect(js.trimEnd().endsWith('return main;')).toBe(true);
    expect(js).not.toMatch(/export|Input|Output/);
  });

  it.each([
    ['an arrow function', 'export default (input: Input): Output => ({ benefit: { amount: "1", days: 1 } });'],
    ['a named function', 'export default function benefit(input: Input): Output { return { benefit: { amount: "1", days: 1 } }; }'],
    ['a constant', 'const f = (input: Input): Output => ({ benefit: { amount: "1", days: 1 } });\nexport default f;'],
    ['satisfies', 'export default ((input) => ({ benefit: { amount: "1", days: 1 } })) satisfies (input: Input) => Output;'],
    [
      'helpers and types',
      'type Money = string;\ninterface A { x: Money }\nconst a: A = { x: "1" };\nexport default (input: Input): Output => ({ benefit: { amount: a.x, days: 1 } });',
    ],
    [
      'a name that main would clash with',
      'const main = "1";\nexport default function (input: Input): Output { return { benefit: { amount: main, days: 1 } }; }',
    ],
  ])('may export %s', async (_, source) => {
    const { js, problems } = await check(source);

    expect(problems).toEqual([]);
    expect(js).not.toContain('export');
    expect(js).toMatch(/return \w+;\s*$/);
  });

  it('may use declarations that are exported', async () => {
    const exported = declarations.replaceAll('interface ', 'export interface ');

    expect((await typechecker.check({ source: good, declarations: exported })).problems).toEqual([]);
  });
});

describe('problems', () => {
  it('are placed and worded in both languages, with the nearest name', async () => {
    const { problems } = await check(
      'export default (input: Input): Output => ({\n  benefit: { amount: input.mother.idNumbr, days: 1 },\n});',
    );

    expect(problems).toEqual([
      {
        line: 2,
        column: 35,
        message: {
          'zh-CN': expect.stringMatching(/属性“idNumbr”.*不存在.*“idNumber”/),
          en: expect.stringMatching(/Property 'idNumbr' does not exist.*Did you mean 'idNumber'\?/),
        },
      },
    ]);
  });

  it('explain a value that does not fit in Chinese down to the last line', async () => {
    const { problems } = await check('export default (input: Input): Output => ({ benefit: { amount: 3, days: 1 } });');

    expect(problems[0]?.message['zh-CN']).toBe('不能将类型“number”分配给类型“string”。');
    expect(problems[0]?.message.en).toBe("Type 'number' is not assignable to type 'string'.");
  });

  it('name a possible null', async () => {
    expect(
      await english('export default (input: Input): Output => ({ benefit: { amount: input.mother.idNumber.trim(), days: 1 } });'),
    ).toContain("'input.mother.idNumber' is possibly 'null'");
  });

  it('say when the result is not the declared one', async () => {
    expect(await english('export default function (input: Input) { return { benefit: { amount: "1" } }; }')).toContain(
      "Property 'days' is missing",
    );
  });

  it.each([
    ['import { readFileSync } from "node:fs";', 'cannot import other modules'],
    ['const x = await import("node:fs");', 'cannot import other modules'],
    ['export const more = 1;', 'one default export only'],
    ['declare const process: { env: object };', 'cannot declare names'],
    ['// @ts-nocheck\n', 'Correct the problem'],
    ['const f = async () => 1;', 'finishes in one go'],
    ['console.log(process.env);', "no 'process'"],
    ['eval("1");', "Cannot find name 'eval'"],
    ['new Function("return 1");', "'Function' only refers to a type"],
    ['fetch("http://localhost");', "Cannot find name 'fetch'"],
    ['new Intl.NumberFormat("zh-CN");', "'Intl'"],
    ['setTimeout(() => 1, 1);', 'setTimeout'],
    ['new SharedArrayBuffer(1); new Uint8Array(1); new Proxy({}, {}); new WeakRef({});', "'SharedArrayBuffer' only refers to a type"],
    ['Promise.resolve(1);', "no 'Promise'"],
  ])('refuse %s', async (line, words) => {
    expect(await english(`${line}\n${good}`)).toContain(words);
  });

  it.each([
    '',
    'export default 3;',
    'export default class {}',
    'function main() {}',
    'export = 3;',
    'export { x as default };\nconst x = 1;',
  ])('ask for a default function instead of %j', async (source) => {
    expect(await english(source)).toMatch(/default export|no default/i);
  });

  it('of the grammar leave no code', async () => {
    const { js, problems } = await check('export default function (input');

    expect(js).toBe('');
    expect(problems.map((one) => one.message.en)).toEqual(["')' expected."]);
  });

  it('refuse more than 64 KB', async () => {
    expect(await english(`${good}\n//${'x'.repeat(64 * 1024)}`)).toContain('longer than 64 KB');
  });

  it('of one script are not seen by the next', async () => {
    await check(
      'interface Leak { a: string }\nconst leaked = 1;\nexport default (input: Input): Output => ({ benefit: { amount: "1", days: leaked } });',
    );

    expect(await english('export default (input: Input): Output => ({ benefit: { amount: "1", days: leaked } });')).toContain(
      "Cannot find name 'leaked'",
    );
    expect((await check(good)).problems).toEqual([]);
  });
});

describe('the child', () => {
  it('is replaced when it is killed, and checks under way are done by the next one', async () => {
    const own = createTypechecker();
    await own.ready();
    const before = own.stats().pid as number;

    const running = Promise.all([own.check({ source: good, declarations }), own.check({ source: good, declarations })]);
    process.kill(before, 'SIGKILL');
    const results = await running;

    expect(results.map((one) => one.problems)).toEqual([[], []]);
    expect(own.stats().pid).not.toBe(before);
    expect(own.stats().restarts).toBe(1);
    await own.close();
  }, 60_000);

  it('is given up when a check does not end, with a problem in words', async () => {
    const own = createTypechecker({ checkMs: 1 });
    await own.ready();

    const { problems, js } = await own.check({ source: good, declarations });

    expect(js).toBe('');
    expect(problems[0]?.message.en).toContain('too complex');
    await own.close();
  }, 60_000);

  it('answers in words after it was closed', async () => {
    const own = createTypechecker();
    await own.close();

    expect((await own.check({ source: good, declarations })).problems[0]?.message['zh-CN']).toContain('暂时不可用');
  });
});
