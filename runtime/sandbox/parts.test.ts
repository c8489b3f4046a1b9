import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../compile/plan.ts';
import { encodeFrames, frameReader } from './child/frames.mjs';
import { createQueue, type Group, groupOf, type WaitingCall } from './queue.ts';
import { createReputation } from './reputation.ts';
import type { Departure } from './script-child.ts';
import { answerOf, cleanJson, textOfInput } from './values.ts';
import { verdictOn } from './verdict.ts';

const call = (key: string, more: Partial<WaitingCall> = {}): WaitingCall => ({
  ...{ script: { id: key, js: 'return () => 1', hash: key }, text: '[null,0,""]', isolate: 'i', key },
  ...{ cpuMs: 100, heapMb: 32, since: 0, deaths: 0, alone: false, settle: () => undefined },
  ...more,
});

describe('frames', () => {
  it('arrive whole, however the pipe cuts them', () => {
    const texts = ['', 'a', '登记'.repeat(5000), '{"x":1}'];
    const bytes = encodeFrames(texts);

    for (const size of [1, 3, 7, 1000, bytes.length]) {
      const got: string[] = [];
      const read = frameReader((text) => got.push(text));
      for (let at = 0; at < bytes.length; at += size) read(bytes.subarray(at, at + size));
      expect(got).toEqual(texts);
    }
  });

  it('longer than any honest one are refused before they are collected', () => {
    const read = frameReader(() => undefined, 1000);

    expect(() => read(Buffer.from([0, 0, 4, 0]))).toThrow('frame of 1024 bytes');
  });
});

describe('lines of calls', () => {
  it('serve scripts in turn and keep the order of each', () => {
    const queue = createQueue();
    for (const n of [1, 2, 3, 4]) queue.add(call('a', { since: n }));
    queue.add(call('b', { since: 5 }));

    const take = () => queue.take(() => 2).map((one) => `${one.key}${one.since}`);

    expect([take(), take(), take(), take()]).toEqual([['a1', 'a2'], ['b5'], ['a3', 'a4'], []]);
    expect(queue.size()).toBe(0);
  });

  it('pass over a script that may not run now', () => {
    const queue = createQueue();
    queue.add(call('suspect'));
    queue.add(call('good'));

    expect(queue.take((one) => (one.key === 'suspect' ? 0 : 8)).map((one) => one.key)).toEqual(['good']);
    expect(queue.size()).toBe(1);
  });

  it('give calls that must run alone one by one', () => {
    const queue = createQueue();
    for (const n of [1, 2]) queue.add(call('a', { alone: true, since: n }), true);

    expect(queue.take(() => 32)).toHaveLength(1);
    expect(queue.take(() => 32)).toHaveLength(1);
  });

  it('keep groups of large inputs small', () => {
    const queue = createQueue();
    for (let i = 0; i < 5; i += 1) queue.add(call('a', { text: 'x'.repeat(100_000) }));

    expect(queue.take(() => 32)).toHaveLength(2);
  });

  it('let go of those that waited too long', () => {
    const queue = createQueue();
    for (const since of [1, 5, 2]) queue.add(call('a', { since }));

    expect(queue.expire(3).map((one) => one.since)).toEqual([1, 2]);
    expect(queue.size()).toBe(1);
  });
});

describe('values at the border', () => {
  it('are the same object when there is nothing to clean', () => {
    const value: JsonValue = { a: [1, { b: null }] };

    expect(cleanJson(value, 64)).toBe(value);
  });

  it('lose __proto__ at every depth and nothing else', () => {
    const value = JSON.parse('{"__proto__":{"x":1},"a":[{"b":1,"__proto__":2,"constructor":3}],"c":"d"}') as JsonValue;

    expect(JSON.stringify(cleanJson(value, 64))).toBe('{"a":[{"b":1,"constructor":3}],"c":"d"}');
  });

  it('are counted in levels', () => {
    expect(cleanJson([[1]], 2)).toEqual([[1]]);
    expect(cleanJson([[[1]]], 2)).toBeUndefined();
    expect(cleanJson({ a: { b: { c: 1 } } }, 2)).toBeUndefined();
  });

  it('leave out what is undefined, as JSON does', () => {
    expect(textOfInput({ a: undefined as unknown as JsonValue, b: 1 }, { maxCharacters: 100, maxDepth: 4 })).toBe('{"b":1}');
  });

  it.each([
    [null],
    [1],
    [[]],
    [{}],
    [{ ok: true }],
    [{ ok: false }],
    [{ ok: false, kind: 'refused', message: 'x' }],
    [{ ok: false, kind: 'error', message: 1 }],
  ])('from a child that make no sense become a typed failure: %j', (answer) => {
    expect(answerOf(answer as JsonValue, { maxCharacters: 100, maxDepth: 4 })).toMatchObject({ ok: false, kind: 'output' });
  });
});

describe('a call whose child died', () => {
  const departure = (more: Partial<Departure>): Departure => ({ reason: 'hung', memory: false, wasReady: true, unfinished: [], ...more });
  const group = (...calls: WaitingCall[]): Group => groupOf(calls, 1, true, false);

  it('is guilty when it ran alone', () => {
    const one = call('a');
    const its = group(one);

    expect(verdictOn(one, its, departure({ running: { group: its } }))).toMatchObject({ kind: 'timeout' });
    expect(verdictOn(one, its, departure({ reason: 'crashed', memory: true, running: { group: its } }))).toMatchObject({ kind: 'memory' });
  });

  it('runs again alone when its group ran', () => {
    const [one, two] = [call('a'), call('a')];
    const its = group(one, two);

    expect(verdictOn(one, its, departure({ running: { group: its } }))).toBeUndefined();
    expect(one.alone).toBe(true);
  });

  it('is told from the others of its group once they run one by one', () => {
    const [one, two] = [call('a'), call('a')];
    const its = group(one, two);
    const how = departure({ running: { group: its, index: 1 } });

    expect(verdictOn(one, its, how)).toBeUndefined();
    expect(verdictOn(two, its, how)).toMatchObject({ kind: 'timeout' });
  });

  it('runs again as it was when another group ran, or when the child was killed from outside', () => {
    const one = call('a');
    const its = group(one);

    expect(verdictOn(one, its, departure({ running: { group: group(call('b')) } }))).toBeUndefined();
    expect(verdictOn(one, its, departure({ reason: 'outside', running: { group: its } }))).toBeUndefined();
    expect(one.alone).toBe(false);
  });

  it('is given up after four deaths', () => {
    const one = call('a');
    const its = group(one);
    const how = departure({ reason: 'outside' });

    expect([1, 2, 3, 4].map(() => verdictOn(one, its, how)?.ok)).toEqual([undefined, undefined, undefined, false]);
  });
});

describe('what is known of a script', () => {
  it('makes groups of it small when it is slow, large when it is quick, single when it hung', () => {
    const reputation = createReputation();
    const [quick, slow, bad] = [call('quick'), call('slow'), call('bad')];

    expect(reputation.groupSize(quick)).toBe(4);
    reputation.took(quick, 5);
    reputation.took(slow, 3000);
    reputation.misbehaved(bad);

    expect([quick, slow, bad].map((one) => reputation.groupSize(one))).toEqual([32, 1, 1]);
    expect(reputation.isSuspect('bad')).toBe(true);
    reputation.behaved(bad);
    expect(reputation.isSuspect('bad')).toBe(false);
  });
});
