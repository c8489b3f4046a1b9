import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonValue } from '../compile/plan.ts';
import type { Outcome } from '../engine/types.ts';
import { globals } from '../typecheck/library.ts';
import { createSandbox, type Sandbox } from './index.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = createSandbox();
  await sandbox.ready();
});
afterAll(() => sandbox.close());

interface Ask {
  input?: JsonValue;
  region?: string;
  version?: string;
  seed?: string;
  now?: string;
  limits?: { cpuMs?: number; heapMb?: number };
  in?: Sandbox;
}

const hash = (js: string) => createHash('sha256').update(js).digest('hex');
const run = (js: string, ask: Ask = {}): Promise<Outcome> =>
  (ask.in ?? sandbox).run({
    region: ask.region ?? '330106',
    version: ask.version ?? 'v1',
    script: { id: 's', js, hash: hash(js), limits: ask.limits },
    input: ask.input ?? null,
    now: ask.now ?? '2026-03-02T01:00:00Z',
    seed: ask.seed ?? 'seed',
  });
/** The value of an expression inside an isolate. */
const evaluate = (expression: string, ask: Ask = {}) => run(`return (input) => (${expression});`, ask);
const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
};
const ok = (value: JsonValue): Outcome => ({ ok: true, value });

describe('a script', () => {
  it('turns its input into its output', async () => {
    const js = 'return function main(input) { return { amount: (input.base * 2).toFixed(2), names: input.names.map((n) => n + "!") }; };';

    expect(await run(js, { input: { base: 10.25, names: ['张三', '李四'] } })).toEqual(ok({ amount: '20.50', names: ['张三!', '李四!'] }));
  });

  it('gets the time of the case, in the local time of the cases, and the same random numbers for the same seed', async () => {
    const js =
      'return () => [new Date().toISOString(), Date.now(), new Date().getHours(), new Date(2026, 0, 1).toISOString(), Math.random()];';

    const [first, again, other] = await Promise.all([run(js), run(js), run(js, { seed: 'other', now: '2027-01-01T00:00:00Z' })]);

    expect(first).toEqual(again);
    expect(first).toMatchObject({
      ok: true,
      value: ['2026-03-02T01:00:00.000Z', 1772413200000, 9, '2025-12-31T16:00:00.000Z', expect.any(Number)],
    });
    expect(other).toMatchObject({
      ok: true,
      value: ['2027-01-01T00:00:00.000Z', 1798761600000, 8, '2025-12-31T16:00:00.000Z', expect.any(Number)],
    });
    expect(first.ok && other.ok && (first.value as number[])[4] !== (other.value as number[])[4]).toBe(true);
  });

  it('finds exactly the globals the type checker declares', async () => {
    const outcome = await evaluate(
      'Object.getOwnPropertyNames(globalThis).concat(Object.getOwnPropertySymbols(globalThis).map(String)).sort()',
    );

    expect(outcome).toEqual(ok([...globals].sort()));
  });

  it('may name its errors and give its objects a toString, although the built-in objects are frozen', async () => {
    const js = `class Refused extends Error { constructor(m) { super(m); this.name = 'Refused'; } }
return () => { const o = {}; o.toString = () => 'mine'; try { throw new Refused('no'); } catch (e) { return [String(o), e.name, e.message, e instanceof Error]; } };`;

    expect(await run(js)).toEqual(ok(['mine', 'Refused', 'no', true]));
  });

  it('that throws ends as an error with its words', async () => {
    expect(await run('return () => { throw new RangeError("月数不对"); };')).toEqual({
      ok: false,
      kind: 'error',
      message: '脚本出错：RangeError: 月数不对',
    });
    expect(await run('return () => { throw "plain"; };')).toEqual({ ok: false, kind: 'error', message: '脚本出错：plain' });
    expect(await run('return () => { throw { toString() { return "x"; } }; };')).toEqual({
      ok: false,
      kind: 'error',
      message: '脚本出错。',
    });
  });
});

describe('a script that raises an error of the scenario', () => {
  it('names its code by throwing something that has one', async () => {
    expect(await run('return () => { throw { code: "noIncome", message: "没有收入" }; };')).toEqual({
      ok: false,
      kind: 'error',
      message: '脚本出错：没有收入',
      code: 'noIncome',
    });
    expect(await run('return () => { throw Object.assign(new Error("x"), { code: "no_income-2" }); };')).toMatchObject({
      code: 'no_income-2',
    });
  });

  it('says nothing with a code that is no name', async () => {
    for (const code of ['""', '"1a"', '"a b"', '"a\\"},"', '7', '{}', '"x".repeat(65)', 'new String("a")'])
      expect(await run(`return () => { throw { code: ${code} }; };`)).toEqual({ ok: false, kind: 'error', message: '脚本出错。' });
    expect(await run('return () => { throw { get code() { throw 1; } }; };')).toEqual({ ok: false, kind: 'error', message: '脚本出错。' });
  });
});

describe('no way out', () => {
  it.each([
    'process',
    'require',
    'module',
    'Buffer',
    'fetch',
    'setTimeout',
    'setImmediate',
    'queueMicrotask',
    'console',
    'crypto',
    'performance',
    'WebAssembly',
    'SharedArrayBuffer',
    'Atomics',
    'Intl',
    'WeakRef',
    'FinalizationRegistry',
    'Promise',
    'Proxy',
    'eval',
    'Function',
    'ivm',
    'global',
    '$0',
  ])('%s is not there', async (name) => {
    expect(await evaluate(`typeof ${name}`)).toEqual(ok('undefined'));
  });

  it.each([
    'input.constructor.constructor("return 1")()',
    '(() => 0).constructor("return 1")()',
    '(async () => 0).constructor("return 1")()',
    '(function* () {}).constructor("return 1")()',
    '(async function* () {}).constructor("return 1")()',
    'Reflect.construct((class {}).constructor, ["return 1"])',
    'Object.getOwnPropertyDescriptor(Map.prototype, "size").get.constructor("return 1")()',
    '(async () => 0)().constructor.constructor("return 1")()',
    '[].values().map((x) => x).constructor.constructor("return 1")()',
    'new Date().constructor.constructor("return 1")()',
    'new (class extends (() => 0).constructor {})("return 1")',
  ])('no code comes from text: %s', async (expression) => {
    expect(await evaluate(expression, { input: {} })).toMatchObject({ ok: false, kind: 'error' });
  });

  it.each([
    '}); while (0) {} (function () { return 1;',
    'return 1 }, function () { return () => 2;',
    '}()); let kept = 1; (function () { return () => kept;',
    'import x from "y"; return () => 1;',
    'return () => {',
    'return 3;',
    'with ({}) { return () => 1; }',
  ])('text that is not the body of one function is refused: %s', async (js) => {
    expect(await run(js)).toMatchObject({ ok: false, kind: 'error' });
  });

  it('its stack traces lead to nothing of the host', async () => {
    const outcome = await evaluate('(() => { try { null.x } catch (e) { return e.stack } })()');

    expect(outcome.ok && String(outcome.value)).toMatch(/TypeError/);
    expect(outcome.ok && String(outcome.value)).not.toMatch(/node:|file:|\/|main\.mjs/);
  });

  it('the process that calls never loads isolated-vm', () => {
    const loaded = readFileSync('/proc/self/maps', 'latin1');

    expect(loaded).not.toContain('isolated-vm');
  });
});

describe('nothing is left behind', () => {
  it('a variable at the top of the script starts anew for each call', async () => {
    const js = 'let n = 0; const seen = []; return (input) => { n += 1; seen.push(input); return [n, seen.length]; };';

    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, i) => run(js, { input: i })));

    expect(outcomes).toEqual(outcomes.map(() => ok([1, 1])));
  });

  it.each([
    ['a global', 'globalThis.left = "secret"'],
    ['an undeclared name', 'left = "secret"'],
    ['a property of a prototype', 'Object.prototype.left = "secret"'],
    ['a property of a constructor', 'Array.left = "secret"'],
    ['a replaced method', 'JSON.stringify = () => "secret"'],
    ['a hidden prototype', 'Object.getPrototypeOf([][Symbol.iterator]()).left = "secret"'],
    ['a generator prototype', 'Object.getPrototypeOf(function* () {}).left = "secret"'],
    ['an iterator helper', 'Object.getPrototypeOf([].values().map((x) => x)).left = "secret"'],
    ['a promise prototype', 'Object.getPrototypeOf((async () => 0)()).then = "secret"'],
    ['the stack trace hook', 'Error.prepareStackTrace = () => "secret"'],
    ['a function property', '(() => 0).constructor.left = "secret"'],
    ['the prototype of everything', 'Object.setPrototypeOf(Object.prototype, { left: "secret" })'],
    ['a redefined global', 'Object.defineProperty(globalThis, "Array", { value: "secret" })'],
    ['a setter meant for one object', 'Object.getOwnPropertyDescriptor(Object.prototype, "toString").set.call(Object.prototype, "secret")'],
  ])('%s cannot be changed', async (_, statement) => {
    expect(await run(`return () => { ${statement}; return 1; };`)).toMatchObject({ ok: false, kind: 'error' });
    expect(await evaluate('[typeof left, ({}).left === undefined, [].left === undefined, JSON.stringify([1]), String({})]')).toEqual(
      ok(['undefined', true, true, '[1]', '[object Object]']),
    );
  });

  it('the last match of a regular expression is gone', async () => {
    await run('return () => /(\\d+)/.test("330106199001011234") ? 1 : 0;');

    expect(
      await evaluate('[RegExp.$1, RegExp.lastMatch, RegExp.input, RegExp["$&"], RegExp.leftContext].every((x) => x === undefined)'),
    ).toEqual(ok(true));
  });

  it('another region has an isolate of its own, also for the same version and script', async () => {
    const js = 'const mark = Symbol.for("mark"); return () => Object.keys(globalThis).length;';

    expect(await Promise.all(['330106', '330108'].map((region) => run(js, { region })))).toEqual([ok(0), ok(0)]);
  });

  it('work that a call leaves for later does not run into the next', async () => {
    const js = 'return () => { (async () => { for (let i = 0; i < 50; i += 1) await 0; throw new Error("late"); })(); return 1; };';

    expect((await run(js)).ok).toBe(false);
    expect(await evaluate('1 + 1')).toEqual(ok(2));
  });
});

describe('what crosses the border', () => {
  it.each([
    ['undefined', 'undefined'],
    ['a function', '({ a: () => 1 })'],
    ['a class instance', '({ a: new (class A { x = 1 })() })'],
    ['a date', '({ a: new Date() })'],
    ['a map', 'new Map([[1, 2]])'],
    ['a symbol', '({ a: Symbol("x") })'],
    ['a big integer', '({ a: 10n })'],
    ['not a number', '({ a: 0 / 0 })'],
    ['infinity', '({ a: 1 / 0 })'],
    ['a gap in a list', '({ a: [1, , 2] })'],
    ['a NUL character', '({ a: "x\\u0000y" })'],
    ['half a character', '({ a: "\\ud800" })'],
    ['a circle', '(() => { const a = {}; a.a = a; return a; })()'],
    ['a promise', '(async () => 1)()'],
    ['too much text', '({ a: "x".repeat(2_000_000) })'],
    ['too many values', 'Array.from({ length: 60_000 }, () => ({}))'],
    ['too many levels', '(() => { let a = 1; for (let i = 0; i < 70; i += 1) a = [a]; return a; })()'],
  ])('%s does not come out', async (_, expression) => {
    const outcome = await evaluate(expression);

    expect(outcome).toMatchObject({ ok: false, kind: 'output', message: expect.stringMatching(/^脚本的输出/) });
  });

  it('the words name the field', async () => {
    expect(await evaluate('({ amount: { total: 0 / 0 } })')).toEqual({
      ok: false,
      kind: 'output',
      message: '脚本的输出在「amount.total」处不是有限的数。',
    });
  });

  it('a getter is read once, and toJSON is not asked', async () => {
    const js = 'return () => { let n = 0; return { get a() { n += 1; return n; }, b: [1, { c: null }], d: undefined }; };';

    expect(await run(js)).toEqual(ok({ a: 1, b: [1, { c: null }] }));
    expect(await evaluate('({ toJSON: () => "x" })')).toMatchObject({ ok: false, kind: 'output' });
  });

  it('__proto__ goes neither in nor out', async () => {
    const input = JSON.parse('{"a":{"__proto__":{"polluted":1},"b":2}}') as JsonValue;

    expect(await evaluate('[Object.keys(input.a), input.a.polluted === undefined]', { input })).toEqual(ok([['b'], true]));
    const outcome = await evaluate('({ a: JSON.parse(\'{"__proto__":{"polluted":1},"b":2}\') })');
    expect(outcome).toEqual(ok({ a: { b: 2 } }));
    expect(outcome.ok && Object.keys((outcome.value as { a: object }).a)).toEqual(['b']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('an input that is too deep, too large or no JSON is refused before it travels', async () => {
    let deep: JsonValue = 1;
    for (let i = 0; i < 70; i += 1) deep = [deep];
    const circle: JsonValue[] = [];
    circle.push(circle);

    expect(await evaluate('1', { input: deep })).toMatchObject({ ok: false, kind: 'invalid' });
    expect(await evaluate('1', { input: 'x'.repeat(1_000_001) })).toMatchObject({ ok: false, kind: 'invalid' });
    expect(await evaluate('1', { input: circle })).toMatchObject({ ok: false, kind: 'invalid' });
    expect(await evaluate('1', { input: 1n as unknown as JsonValue })).toMatchObject({ ok: false, kind: 'invalid' });
  });
});

describe('limits', () => {
  const hostile: [string, string][] = [
    ['an endless loop', 'while (true);'],
    ['a regular expression that never ends', 'return /^(a+)+$/.test("a".repeat(40) + "b");'],
    ['lists without end', 'const a = []; while (true) a.push(new Array(1000).fill(7));'],
    ['numbers without end', 'let x = 2n; while (true) x = x * x;'],
    ['a text in half a billion pieces', 'return "x".repeat(2 ** 29 - 24).split("");'],
    ['a list of four billion', 'return new Array(2 ** 32 - 1).fill(0);'],
    ['a sort that never settles', 'const a = Array.from({ length: 1e6 }, (_, i) => i); while (true) a.sort(() => Math.random() - 0.5);'],
    ['a thrown value that hangs when read', 'throw { get message() { while (true); } };'],
    ['an output that hangs when read', 'return { get a() { while (true); } };'],
    ['an error that keeps its name to itself', 'throw { get name() { while (true); }, get message() { return "x"; } };'],
    ['microtasks without end', '(async () => { while (true) await 0; })(); return 1;'],
    ['recursion', 'return (function f() { return f() + 1; })();'],
    ['a text that doubles', 'let s = "x"; while (true) s += s;'],
    ['keys without end', 'const o = {}; for (let i = 0; ; i += 1) o["k" + i] = { i };'],
    [
      'a rejection that hangs when read',
      '(async () => { throw { get message() { while (true); }, get stack() { while (true); } }; })(); return 1;',
    ],
    ['a promise nobody settles', 'return new (Object.getPrototypeOf((async () => 0)()).constructor)(() => 0);'],
  ];

  it.each(hostile)('%s ends as a typed outcome, and a neighbour of another region succeeds', async (_, body) => {
    const pid = process.pid;
    const start = performance.now();

    const [outcome, neighbour] = await Promise.all([
      run(`return (input) => { ${body} };`, { region: '110101' }),
      run('return (input) => input * 2;', { region: '330108', input: 21 }),
    ]);

    expect(outcome).toMatchObject({
      ok: false,
      kind: expect.stringMatching(/^(timeout|memory|error|output)$/),
      message: expect.stringMatching(/[。）]|：/),
    });
    expect(neighbour).toEqual(ok(42));
    expect(process.pid).toBe(pid);
    // Generous: twice the limit is 200 ms, the machine of the test may be busy.
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('leave the other calls of the same script alone', async () => {
    const js = 'return (input) => { if (input === 5) while (true); return input; };';

    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, i) => run(js, { input: i, version: 'mixed' })));

    expect(outcomes.map((outcome) => (outcome.ok ? outcome.value : outcome.kind))).toEqual([0, 1, 2, 3, 4, 'timeout', 6, 7, 8, 9]);
  });

  it('leave the other calls of the same script alone when one takes the child with it', async () => {
    const js = 'return (input) => { if (input === 2) { let x = 2n; while (true) x = x * x; } return input; };';
    await run(js, { input: 0, version: 'deadly' });

    const outcomes = await Promise.all(Array.from({ length: 6 }, (_, i) => run(js, { input: i, version: 'deadly' })));

    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, false, true, true, true]);
  });

  it('of the script itself count', async () => {
    const js =
      'return () => { const end = Array.from({ length: 3e6 }); let s = 0; for (let i = 0; i < 3e6; i += 1) s += i; return s > 0; };';

    expect(await run(js, { limits: { cpuMs: 5, heapMb: 128 } })).toMatchObject({ ok: false, kind: 'timeout' });
    expect(await run(js, { limits: { cpuMs: 5000, heapMb: 8 } })).toMatchObject({ ok: false, kind: 'memory' });
    expect(await run(js, { limits: { cpuMs: 10_000, heapMb: 256 } })).toEqual(ok(true));
  });
});

describe('children', () => {
  it('are replaced when killed from outside, and calls under way succeed', async () => {
    const own = createSandbox();
    await own.ready();
    const before = own.stats().pids;
    const js = 'return (input) => { let s = 0; for (let i = 0; i < 20_000; i += 1) s += i % 7; return input; };';

    const running = Promise.all(Array.from({ length: 200 }, (_, i) => run(js, { in: own, input: i })));
    await pause(5);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    const outcomes = await running;

    expect(outcomes).toEqual(Array.from({ length: 200 }, (_, i) => ok(i)));
    const { pids, restarts } = own.stats();
    expect(pids.some((pid) => before.includes(pid))).toBe(false);
    expect(restarts).toBe(2);
    await own.close();
  });

  it('have no environment, no files and no way to start a process, even for code that got out of the isolate', () => {
    const [pid] = sandbox.stats().pids;

    expect(readFileSync(`/proc/${pid}/environ`, 'latin1')).toBe('TZ=Asia/Shanghai\u0000');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\u0000');
    expect(command).toContain('--permission');
    expect(command.filter((part) => /allow-(fs-write|child-process|worker|wasi)/.test(part))).toEqual([]);
    expect(
      command
        .filter((part) => part.startsWith('--allow-fs-read='))
        .every((part) => /isolated-vm|node-gyp-build|sandbox|alpine-release/.test(part)),
    ).toBe(true);
  });

  it('have no network where the host has namespaces', () => {
    const { pids, walls } = sandbox.stats();
    const mine = readlinkSync('/proc/self/ns/net');

    expect(pids.map((pid) => readlinkSync(`/proc/${pid}/ns/net`) !== mine)).toEqual(pids.map(() => walls.includes('network')));
  });

  it('end when the process that started them is killed', async () => {
    const script = `import { createSandbox } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
const sandbox = createSandbox();
await sandbox.ready();
console.log(sandbox.stats().pids.join(' '));
setInterval(() => 0, 1000);`;
    const parent = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pids = await new Promise<number[]>((resolve) =>
      parent.stdout.once('data', (text: Buffer) => resolve(`${text}`.trim().split(' ').map(Number))),
    );

    parent.kill('SIGKILL');
    const until = performance.now() + 5000;
    while (pids.some(isAlive) && performance.now() < until) await pause(20);

    expect(pids).toHaveLength(2);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('are replaced after many calls without one failing', async () => {
    const own = createSandbox({ children: 1, recycleAfter: 20, isolateRecycleAfter: 7 });
    await own.ready();
    const [first] = own.stats().pids;

    const outcomes: Outcome[] = [];
    for (let i = 0; i < 300; i += 1) {
      outcomes.push(await run('return (input) => input;', { in: own, input: i }));
      if (i % 10 === 0) await pause(5);
    }

    expect(outcomes).toEqual(outcomes.map((_, i) => ok(i)));
    expect(own.stats().recycled).toBeGreaterThan(0);
    expect(own.stats().restarts).toBe(0);
    expect(own.stats().pids).not.toContain(first);
    await own.close();
  });

  it('keep only so many isolates and still answer for all regions', async () => {
    const own = createSandbox({ children: 1, maxIsolates: 3 });
    const js = 'return (input) => input;';

    for (let round = 0; round < 2; round += 1) {
      const outcomes = await Promise.all(Array.from({ length: 12 }, (_, i) => run(js, { in: own, region: `3301${10 + i}`, input: i })));
      expect(outcomes).toEqual(outcomes.map((_, i) => ok(i)));
    }
    await own.close();
  });

  it('drop isolates that hold too much together', async () => {
    const own = createSandbox({ children: 1, maxHeapMb: 60 });
    // Millions of numbers per call: what is left of them makes the heap large until it is collected.
    const js = 'return (input) => { const a = []; for (let i = 0; i < 300_000; i += 1) a.push(i + 0.5); return a.length + input; };';
    const limits = { cpuMs: 5000, heapMb: 32 };

    const outcomes: Outcome[] = [];
    for (let i = 0; i < 10; i += 1) outcomes.push(await run(js, { in: own, region: `3301${10 + i}`, input: i, limits }));

    expect(outcomes).toEqual(outcomes.map((_, i) => ok(300_000 + i)));
    expect(own.stats().restarts).toBe(0);
    await own.close();
  });

  it('are gone after close, and later calls are told so', async () => {
    const own = createSandbox();
    await own.ready();
    const { pids } = own.stats();

    await own.close();

    expect(await run('return () => 1;', { in: own })).toMatchObject({ ok: false, kind: 'down' });
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow();
  });

  it('that cannot keep up make calls wait no longer than allowed', async () => {
    const own = createSandbox({ children: 1, waitMs: 300 });
    await own.ready();
    const js = 'return (input) => { while (true); };';

    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, i) => run(js, { in: own, version: `v${i}`, region: `3301${i + 10}` })),
    );

    expect(outcomes.every((outcome) => !outcome.ok && (outcome.kind === 'timeout' || outcome.kind === 'down'))).toBe(true);
    await own.close();
  });
});
