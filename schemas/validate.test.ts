import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DocumentName, documentKind, validateDocument } from './validate.ts';

const folder = new URL('./fixtures/documents/', import.meta.url);
const kinds = readdirSync(folder) as DocumentName[];
const fixture = (kind: string, side: 'right' | 'wrong') => JSON.parse(readFileSync(new URL(`${kind}/${side}.json`, folder), 'utf8'));

describe.each(kinds)('a document of kind %s', (kind) => {
  it('fits when it is right, and is told by its format', () => {
    const { document } = fixture(kind, 'right');

    expect(validateDocument(kind, document)).toEqual([]);
    expect(documentKind(document.format)).toBe(kind);
  });

  it('gives exactly these findings when it is wrong', () => {
    const { document, findings } = fixture(kind, 'wrong');

    expect(findings.length).toBeGreaterThan(3);
    expect(validateDocument(kind, document)).toEqual(findings);
  });

  it('is refused as any other kind', () => {
    const { document } = fixture(kind, 'right');
    for (const other of kinds) if (other !== kind) expect(validateDocument(other, document).length).toBeGreaterThan(0);
  });

  it('gives findings, never an exception, for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        expect(validateDocument(kind, value).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('sentences', () => {
  it('are there for every finding in both languages, say what to do, and hold no word of the validator', () => {
    for (const { message } of kinds.flatMap((kind) => fixture(kind, 'wrong').findings)) {
      expect(message['zh-CN']).toMatch(/请.*。$/);
      expect(message.en).toMatch(/^.+: .+\.$/);
      expect(message.en).not.toMatch(/must NOT|schema|instance|undefined/);
    }
  });

  it('a thousand mistakes give a list somebody can read', () => {
    const { document } = fixture('form', 'right');
    for (let index = 0; index < 1000; index++) document.fields[`fl_${index}`] = {};

    expect(validateDocument('form', document)).toHaveLength(200);
  });
});

describe('documentKind', () => {
  it.each([['lianban.scenario/2'], ['lianban.constructor/1'], ['scenario'], [7], [undefined]])('%j is none of ours', (format) => {
    expect(documentKind(format)).toBeUndefined();
  });
});
