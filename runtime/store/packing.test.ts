import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor, CaseState, JournalEntry } from '../engine/types.ts';
import { packEntries, packState, unpackEntries, unpackState } from './packing.ts';

const at = fc.constantFrom('2026-03-02T01:00:00.000Z', '2026-03-02T01:00:01.000Z');
const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<never>;
const field = fc.record(
  {
    value: json,
    source: fc.constantFrom('typed', 'shared', 'computed', 'output'),
    origin: fc.constantFrom('n_fill', 'd_home'),
    at,
    disputed: json,
    shared: json,
  },
  { requiredKeys: ['value', 'source', 'at'] },
);
const actor = fc.record(
  { kind: fc.constantFrom('citizen', 'officer', 'system'), id: fc.constantFrom('a', 'b'), name: fc.string() },
  { requiredKeys: ['kind', 'id'] },
);
const path = fc.oneof(fc.constantFrom('constructor', 'mother.name', '出生.地'), fc.string()).filter((one) => one !== '__proto__');

describe('states as they are stored', () => {
  it('come back as they were, whatever their fields hold', () => {
    fc.assert(
      fc.property(fc.dictionary(path, field), (fields) => {
        const state = JSON.parse(JSON.stringify({ v: 1, id: 'c', status: 'running', fields })) as CaseState;

        const stored = packState(state);

        expect(unpackState(stored)).toEqual(state);
        expect(unpackState(JSON.parse(stored))).toEqual(state);
      }),
    );
  });

  it('of an earlier release are read as they are', () => {
    const state = { v: 1, fields: { 'mother.name': { value: '林雨', source: 'typed', origin: 'n_fill', at: '2026-03-02T01:00:00.000Z' } } };

    expect(unpackState(JSON.stringify(state))).toEqual(state);
  });

  it('say once what the values of a form have in common', () => {
    const fields = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `shop.field${index}`,
        { value: index, source: 'typed', origin: 'n_fill', at: '2026-03-02T01:00:00.000Z' },
      ]),
    );

    expect(packState({ fields } as unknown as CaseState).match(/n_fill/g)).toHaveLength(1);
  });
});

describe('histories as they are stored', () => {
  it('come back whole, in any mix of actors, instants and commands', () => {
    const entry = fc.record(
      {
        at,
        code: fc.constantFrom('case.moved', 'task.opened'),
        actor,
        command: fc.constantFrom('x', 'y'),
        node: fc.string(),
        data: fc.dictionary(fc.string(), json),
      },
      { requiredKeys: ['at', 'code', 'actor', 'command'] },
    );
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1 }), fc.integer({ min: 1, max: 99 }), (made, first) => {
        const entries = JSON.parse(JSON.stringify(made.map((one, index) => ({ seq: first + index, ...one })))) as JournalEntry[];

        expect(unpackEntries(JSON.parse(packEntries(entries)))).toEqual(entries);
      }),
    );
  });

  it('keep every member an entry can have', () => {
    const by: Actor = { kind: 'system', id: 'system' };
    // A member more does not compile until it stands here.
    const full: Required<JournalEntry> = { seq: 1, at: 't1', code: 'a', actor: by, command: 'x', node: 'n', task: 'k1', data: { a: 1 } };
    const next: Required<JournalEntry> = {
      seq: 5,
      at: 't2',
      code: 'b',
      actor: { ...by, id: 'y' },
      command: 'y',
      node: 'm',
      task: 'k2',
      data: { b: 2 },
    };

    expect(unpackEntries(JSON.parse(packEntries([full, next])))).toEqual([full, next]);
  });

  it('keep a gap in the numbers visible', () => {
    const by: Actor = { kind: 'system', id: 'system' };
    const entries = [1, 2, 5].map((seq) => ({ seq, at: '2026-03-02T01:00:00.000Z', code: 'case.moved', actor: by, command: 'x' }));

    expect(unpackEntries(JSON.parse(packEntries(entries))).map(({ seq }) => seq)).toEqual([1, 2, 5]);
  });
});
