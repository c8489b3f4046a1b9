import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runSandboxProbes } from './sandbox.ts';
import { evaluateEverywhere } from './sandbox-expressions.ts';
import { changedHost, hostPrint, mergeCarelessly } from './sandbox-host.ts';
import { moduleOf } from './sandbox-module.ts';

const limits = { memoryMB: 64, timeoutMs: 300 };

/** One of each family, written for this project. */
const escapes = [
  { id: 'own-1', family: 'ambient-authority', code: 'typeof globalThis.process', expect: { equals: 'undefined' } },
  { id: 'own-2', family: 'constructor-chain', code: '[].flat.constructor("return this.process")()', expect: { equals: null } },
  {
    id: 'own-3',
    family: 'constructor-chain',
    code: 'new (class extends input.constructor.constructor {})("return 1")()',
    expect: { equals: null },
  },
  {
    id: 'own-4',
    family: 'error-stack',
    code: 'try { (() => { throw new URIError("x") })() } catch (e) { typeof e.constructor.constructor("return process")() }',
    expect: { equals: 'undefined' },
  },
  { id: 'own-5', family: 'async', code: '(async () => { throw { get message() { return "late" } } })(); 7', expect: { equals: 7 } },
  { id: 'own-6', family: 'result-pollution', code: 'JSON.parse(\'{"list":[{"__proto__":{"polluted":"yes"}}]}\')', expect: { any: true } },
  { id: 'own-7', family: 'exotic-result', code: 'Object.create({ inherited: 1 })', expect: { any: true } },
  { id: 'own-8', family: 'wasm', code: 'typeof WebAssembly', expect: { oneOf: ['undefined'] } },
  {
    id: 'own-9',
    family: 'timing',
    code: '[typeof Atomics, typeof performance, Date.now() === Date.now()].join()',
    expect: { equals: 'undefined,undefined,true' },
  },
];
const resources = [
  { id: 'own-r1', name: 'loop', code: 'for (;;) ;', limits },
  { id: 'own-r2', name: 'redos', code: '/^(\\w+\\s?)*$/.test("a ".repeat(30) + "!")', limits },
  { id: 'own-r3', name: 'memory', code: 'const all = []; for (;;) all.push({ text: "y".repeat(5000), n: all.length })', limits },
  { id: 'own-r4', name: 'bigint', code: '3n ** (10n ** 9n)', limits },
  { id: 'own-r5', name: 'pending', code: 'new (Object.getPrototypeOf((async () => 1)()).constructor)(() => 1)', limits },
  { id: 'own-r6', name: 'feel loop', code: 'for i in 1..100000000 return i * i', limits },
  { id: 'own-r7', name: 'feel regex', code: 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "^(a+)+$")', limits },
  { id: 'own-r8', name: 'feel recursion', code: '{ f: function(n) f(n + 1), r: f(1) }.r', limits },
  {
    id: 'own-r9',
    name: 'getter of a rejection',
    code: '(async () => { throw { get message() { for (;;); }, get stack() { for (;;); } } })(); 1',
    limits,
  },
];

async function withFolder<T>(escaping: unknown[], exhausting: unknown[], action: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'probes-'));
  try {
    await writeFile(path.join(folder, 'escape-probes.json'), JSON.stringify(escaping));
    await writeFile(path.join(folder, 'resource-probes.json'), JSON.stringify(exhausting));
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

it('probes of every family are contained, as script and as every kind of expression, in an unchanged process', async () => {
  const result = await withFolder(escapes, resources, runSandboxProbes);

  expect(result.failures).toEqual([]);
  // Each text once as script and seven times as expression.
  expect(result.passed).toBe((escapes.length + resources.length) * 8);
  expect(result.pidBefore).toBe(process.pid);
  expect(result.pidAfter).toBe(result.pidBefore);
});

it('a probe that is answered otherwise than allowed is a failure', async () => {
  const wrong = [{ id: 'wrong', family: 'none', code: '1 + 1', expect: { equals: 3 } }];

  const result = await withFolder(wrong, [], runSandboxProbes);

  expect(result.failures).toEqual([{ id: 'wrong', as: 'script', reason: 'answered 2' }]);
  expect(result.failed).toBe(1);
});

it('a changed built-in object of the host is noticed', () => {
  const before = hostPrint();
  expect(changedHost(before)).toBeUndefined();

  Object.defineProperty(Array.prototype, 'extra', { value: 1, configurable: true });
  const added = changedHost(before);
  Reflect.deleteProperty(Array.prototype, 'extra');

  expect(added).toContain('extra changed');
  expect(changedHost(before)).toBeUndefined();
});

it('the careless merge would let a __proto__ through, so that the check means something', () => {
  mergeCarelessly({}, JSON.parse('{"__proto__":{"polluted":1}}'));
  const noticed = changedHost(hostPrint());
  Reflect.deleteProperty(Object.prototype, 'polluted');

  expect(noticed).toBe('Object.prototype is polluted');
});

it('an expression that works answers in every place it fits', () => {
  expect(evaluateEverywhere('1')).toEqual([
    { as: 'expression' },
    { as: 'condition' },
    { as: 'unary tests' },
    { as: 'table input' },
    { as: 'table cell' },
    { as: 'table result' },
    { as: 'table default' },
  ]);
});

it('the value of the last statement becomes the value of the module', () => {
  expect(moduleOf('const a = 1; a + 1')).toContain('return a + 1');
  expect(moduleOf('try { x() } catch (e) { e.y }')).toMatch(/return x\(\).*return e\.y/);
});
