import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalHash, canonicalJson, contentOf, hashOfPackage } from './canonical.ts';
import { sha256 } from './sha256.ts';
import { samplePackage } from './testing/sample.ts';

describe('canonical JSON', () => {
  it('is what RFC 8785 says, for any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => canonicalJson(value) === canonicalize(value)));
  });

  it('sorts keys by code unit and writes numbers as ECMAScript does', () => {
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '1': 3, ö: 4, a: [1e21, 1e-7, -0, 333333333.3333333] })).toBe(
      '{"\\r":2,"1":3,"a":[1e+21,1e-7,0,333333333.3333333],"ö":4,"€":1}',
    );
  });

  it('leaves out members that are undefined and takes a lone surrogate', () => {
    expect(canonicalJson({ a: undefined, b: '\ud800' })).toBe('{"b":"\\ud800"}');
  });

  it('refuses what is no JSON', () => {
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
    expect(() => canonicalJson({ a: () => 1 })).toThrow(TypeError);
  });
});

describe('sha256', () => {
  it('is the SHA-256 of any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        (text) => sha256(text) === createHash('sha256').update(text).digest('hex'),
      ),
    );
  });

  it('is right around the borders of a block', () => {
    for (const length of [0, 55, 56, 63, 64, 65, 119, 120, 1000]) {
      const text = 'x'.repeat(length);
      expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });
});

describe('the hash of a package', () => {
  const hash = hashOfPackage(samplePackage());

  it('does not change with layout, lineage or the order of keys', () => {
    const moved = samplePackage((pkg) => {
      pkg.scenario.layout = { n_fill: { x: 1, y: 2 } };
      pkg.scenario.lineage = { origin: 'x', baseVersion: 1, baseHash: canonicalHash(1) };
      pkg.forms.card!.lineage = { origin: 'y', baseVersion: 1, baseHash: canonicalHash(2) };
      pkg.scenario.nodes = Object.fromEntries(Object.entries(pkg.scenario.nodes).reverse());
    });

    expect(hashOfPackage(moved)).toBe(hash);
    expect(JSON.stringify(contentOf(moved))).not.toContain('baseHash');
  });

  it('changes with anything that means something', () => {
    const promised = samplePackage((pkg) => {
      pkg.scenario.items.it_card!.promisedDays = 4;
    });
    const label = samplePackage((pkg) => {
      pkg.forms.card!.fields.fl_city!.label = { 'zh-CN': '城市', en: 'City' };
    });

    expect(new Set([hash, hashOfPackage(promised), hashOfPackage(label)]).size).toBe(3);
    expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});
