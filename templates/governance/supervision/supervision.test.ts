import { describe, expect, it } from 'vitest';
import { testPackage } from '../../../runtime/cases/testing/package-tests.ts';

const template = testPackage(import.meta.dirname, { atLeast: 21 });

const units = ['zj', 'st', 'zr', 'cg', 'sc'];

describe('the supervision package', () => {
  it('says departments, asked fields, documents and what is left out in every case', () => {
    for (const { id, expect: wanted } of Object.values(template().pkg.cases)) {
      expect(wanted.departments, id).toBeDefined();
      expect(wanted.asked, id).toBeDefined();
      expect(wanted.issued, id).toBeDefined();
      expect(wanted.notVisited, id).not.toEqual([]);
    }
  });

  it('gives every task of a unit to the desk of that unit, whichever it is', () => {
    const { tasks } = template().runs.get('jiaojiang')!.state;
    const done = Object.values(tasks).filter(({ node }) => node === 'n_do');

    expect(done.map(({ department }) => department)).toEqual(['st', 'zr', 'sc']);
  });

  it('scores what units did and never a person: no score names anybody', () => {
    const { variables } = template().pkg.scenario;
    for (const path of ['work.ledger', 'work.scores']) {
      const columns = Object.values(variables![path]!.columns!).map(({ element }) => element);

      expect(columns).not.toContain('name');
      expect(columns).toContain('unit');
    }
    const [entry] = template().runs.get('jiaojiang')!.state.fields['work.scores']!.value as Record<string, unknown>[];
    expect(Object.keys(entry!).sort()).toEqual(['points', 'quality', 'timely', 'unit']);
    expect(units).toContain(entry!.unit);
  });

  it('keeps what one unit writes from the form of the next', () => {
    for (const [id, { state }] of template().runs)
      for (const path of ['part.words', 'part.proof', 'part.until', 'part.percent', 'part.quality', 'part.granted'])
        expect(state.fields[path]?.value ?? null, `${id} ${path}`).toBeNull();
  });
});
