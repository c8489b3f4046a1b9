import fc from 'fast-check';
import { describe, it } from 'vitest';
import { mergeElements } from './merge.ts';
import { laws } from './testing/laws.ts';
import { scripts, tripleOf } from './testing/triples.ts';

// biome-ignore lint/style/noRestrictedGlobals: a test reads its own environment
const runs = Number(process.env.LIANBAN_PROPERTY_RUNS ?? 200);

describe('laws of the merge', () => {
  it(`[MG6] ${Object.keys(laws).length} laws hold whatever both sides do`, { timeout: 0 }, () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const triple = tripleOf(script);
        for (const [name, law] of Object.entries(laws)) {
          const wrong = law(mergeElements, triple);
          if (wrong !== undefined) throw new Error(`${name}: ${wrong}`);
        }
      }),
      { numRuns: runs },
    );
  });
});
