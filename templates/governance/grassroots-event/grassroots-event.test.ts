import { describe, expect, it } from 'vitest';
import { testPackage } from '../../../runtime/cases/testing/package-tests.ts';

const template = testPackage(import.meta.dirname, { atLeast: 26 });

describe('the grassroots event package', () => {
  it('says departments, asked fields, documents and what is left out in every case', () => {
    for (const { id, expect: wanted } of Object.values(template().pkg.cases)) {
      expect(wanted.departments, id).toBeDefined();
      expect(wanted.asked, id).toBeDefined();
      expect(wanted.issued, id).toBeDefined();
      expect(wanted.notVisited, id).not.toEqual([]);
    }
  });

  it('gives what is dispatched to the desk the county chose, also after a department gave it back', () => {
    const { tasks } = template().runs.get('not-our-duty')!.state;
    const handled = Object.values(tasks).filter(({ node }) => node === 'n_dept');

    expect(handled.map(({ department, decision }) => [department, decision])).toEqual([
      ['cg', 'back'],
      ['zj', 'done'],
    ]);
  });

  it('never has anybody check their own work: what the village handled the grid looks at', () => {
    for (const [id, { state }] of template().runs) {
      const tasks = Object.values(state.tasks).filter(({ status }) => status === 'done');
      const village = tasks.some(({ node, decision }) => node === 'n_village' && decision === 'done');
      for (const { node, department } of tasks) if (node === 'n_verify') expect(department, id).toBe(village ? 'wg' : 'cs');
    }
  });

  it('tells a reporter every step and sends nothing where a sensor reported', () => {
    for (const [id, { sent, coverage }] of template().runs) {
      const told = sent.filter(({ kind }) => kind === 'notify').map(({ of }) => of);

      if (coverage.nodes.includes('n_alarm')) expect(told, id).toEqual([]);
      else expect(told, id).toContain('m_accepted');
    }
  });
});
