import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue, ScenarioPackage } from '../compile/plan.ts';
import { mergeElements } from './merge.ts';
import { type Edit, edited } from './testing/edits.ts';
import { laws, type Merge } from './testing/laws.ts';
import { withValueAt } from './testing/parts.ts';
import { scripts, tripleOf } from './testing/triples.ts';
import { pathOfKey } from './tree.ts';
import type { Decision } from './types.ts';

type Result = ReturnType<Merge>;
const put = (pkg: ScenarioPackage, key: string, value: JsonValue | undefined) =>
  withValueAt(pkg as never, pathOfKey(key), value) as unknown as ScenarioPackage;
/** A merge that makes one mistake with some of its items. */
const spoiled =
  (spoil: (result: Result, input: Parameters<Merge>[0]) => Result): Merge =>
  (input) =>
    spoil(mergeElements(input), input);

/** Mistakes, and the law that must notice each. */
const mistakes: Record<string, { merge: Merge; law: string }> = {
  'a one-sided change of upstream is forgotten': {
    merge: spoiled((merged) => {
      const item = merged.items.find(({ state }) => state === 'theirs');
      return item ? { ...merged, result: put(merged.result, item.key, item.ours) } : merged;
    }),
    law: 'the clone changed nothing: theirs is taken',
  },
  'upstream overwrites a local change without asking': {
    merge: spoiled((merged) => {
      const item = merged.items.find(({ state, decided, follows }) => state === 'conflict' && !decided && follows === undefined);
      if (!item) return merged;
      const items = merged.items.map((one) => (one === item ? { ...one, state: 'theirs' as const, result: one.theirs } : one));
      return { items, open: merged.open.filter((key) => key !== item.key), result: put(merged.result, item.key, item.theirs) };
    }),
    law: 'nothing is lost in silence',
  },
  'a local change is dropped': {
    merge: spoiled((merged) => {
      const item = merged.items.find(({ state }) => state === 'ours');
      return item ? { ...merged, result: put(merged.result, item.key, item.base) } : merged;
    }),
    law: 'upstream changed nothing: ours stays',
  },
  'what both changed alike is asked': {
    merge: spoiled((merged) => ({
      ...merged,
      open: [...merged.open, ...merged.items.filter(({ state }) => state === 'same').map(({ key }) => key)],
    })),
    law: 'both changed the same: nothing is asked',
  },
  'ours wins a merged list': {
    merge: spoiled((merged) => {
      const item = merged.items.find(({ state, result }) => state === 'merged' && (Array.isArray(result) || typeof result === 'string'));
      return item ? { ...merged, result: put(merged.result, item.key, item.ours) } : merged;
    }),
    law: 'nothing is lost in silence',
  },
  'upstream is asked only where it is not behind': {
    merge: spoiled((merged, { base, ours }) =>
      base === ours
        ? merged
        : { ...merged, open: merged.open.filter((key) => !merged.items.some((item) => item.key === key && item.theirs === undefined)) },
    ),
    law: 'the sides exchanged, the same is asked and comes out',
  },
  'a property is taken from the middle of nowhere': {
    merge: spoiled((merged) => {
      const item = merged.items.find(({ key, state }) => state === 'theirs' && key.endsWith('Days'));
      return item ? { ...merged, result: put(merged.result, item.key, 'soon') } : merged;
    }),
    law: 'the result fits the schemas, decided or not',
  },
  'a decision holds whatever it was made for': {
    merge: (input) => {
      const decisions = Object.entries(input.decisions ?? {}).map(([key, { for: _, ...decision }]): [string, Decision] => [key, decision]);
      return mergeElements({ ...input, decisions: Object.fromEntries(decisions) });
    },
    law: 'decisions made twice count once',
  },
  'a decision is forgotten when upstream moves on': {
    merge: (input) =>
      mergeElements(input.decisions && Object.values(input.decisions).some(({ for: hash }) => hash) ? { ...input, decisions: {} } : input),
    law: 'what is decided stays decided when upstream moves on elsewhere',
  },
  'a step goes while a connection leads to it': {
    merge: spoiled((merged) => {
      const item = merged.items.find(
        ({ key, state, theirs }) => state === 'conflict' && theirs === undefined && /^scenario\/nodes\/\w+$/.test(key),
      );
      return item ? { ...merged, result: put(merged.result, item.key, undefined) } : merged;
    }),
    law: 'no reference leads nowhere that led somewhere on both sides',
  },
  'asked again although taken': {
    merge: spoiled((merged) => ({
      ...merged,
      open: [...merged.open, ...merged.items.filter(({ state, kind }) => state === 'same' && kind === 'changed').map(({ key }) => key)],
    })),
    law: 'taken once, the same upstream has nothing more to say',
  },
};

describe('a broken merge is caught', () => {
  for (const [mistake, { merge, law }] of Object.entries(mistakes)) {
    it(`[MG6] ${mistake}: caught by “${law}”`, () => {
      const found = fc.check(
        fc.property(scripts, (script) => laws[law]!(merge, tripleOf(script)) === undefined),
        { numRuns: 1500, endOnFailure: true },
      );

      expect(found.failed).toBe(true);
    });
  }

  it('[MG6] every law catches one of them', () => {
    expect(new Set(Object.values(mistakes).map(({ law }) => law))).toEqual(new Set(Object.keys(laws)));
  });
});

describe('random edits', () => {
  it('[MG6] change something nearly always, and in every part of a package', () => {
    const parts = new Set<string>();
    fc.assert(
      fc.property(scripts, (script) => {
        const { base, theirs } = tripleOf({ ...script, theirs: [...script.theirs, [0, 1, 1] as Edit] });
        for (const { key } of mergeElements({ base, ours: base, theirs }).items)
          parts.add(
            pathOfKey(key)
              .slice(0, key.startsWith('scenario/') ? 2 : 1)
              .join('/'),
          );
        return edited(base, []) === base;
      }),
      { numRuns: 150 },
    );
    for (const part of [
      'scenario/nodes',
      'scenario/edges',
      'scenario/tables',
      'scenario/scripts',
      'scenario/clocks',
      'scenario/items',
      'forms',
      'cases',
    ])
      expect(parts).toContain(part);
  });
});
