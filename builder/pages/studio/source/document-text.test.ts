import { describe, expect, it } from 'vitest';
import { samplePackage } from '../../../editing/testing/package.ts';
import { filesOf, textOf, withText } from './document-text.ts';

const pkg = samplePackage();

describe('a document as text', () => {
  it('is put back without any difference', () => {
    for (const { path } of filesOf(pkg))
      expect(JSON.stringify(withText(pkg, path, textOf(pkg, path)))).toBe(JSON.stringify({ ok: true, package: pkg }));
  });

  it('changes its own document alone', () => {
    const text = textOf(pkg, 'scenario.json').replace('"promisedDays": 3', '"promisedDays": 5');
    const read = withText(pkg, 'scenario.json', text);

    expect(read).toMatchObject({ ok: true, package: { scenario: { items: { certificate: { promisedDays: 5 } } } } });
    expect(read.ok && read.package.forms).toBe(pkg.forms);
  });

  it('that is no JSON is refused with the line', () => {
    expect(withText(pkg, 'scenario.json', '{\n  "a": 1,\n  "b" 2\n}\n')).toEqual({ ok: false, line: 3 });
    expect(withText(pkg, 'scenario.json', '{\n  "a": 1,\n  "b": "x\n}\n')).toEqual({ ok: false, line: 3 });
    expect(withText(pkg, 'scenario.json', '{\n  "a": [1, 2]]\n}\n')).toEqual({ ok: false, line: 2 });
    expect(withText(pkg, 'scenario.json', '{\n  "a": {\n    "b": 1\n')).toEqual({ ok: false, line: 4 });
    expect(withText(pkg, 'scenario.json', '[]')).toEqual({ ok: false, line: 1 });
  });
});
