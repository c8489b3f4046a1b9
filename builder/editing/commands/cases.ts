/** Commands on the case tests that are kept with a scenario: saved from a rehearsal, changed, renamed, taken away. */
import type { CaseTest, Text } from '../../../schemas/generated/documents.ts';
import { command, Refused } from '../command.ts';

export const caseCommands = {
  /** A new case, or another state of one that is there. */
  'case.save': command<{ test: CaseTest }>({
    run: (r, { test }) => r.set(['cases', test.id], test),
    label: (doc, { test }) => ({ key: doc.cases[test.id] ? 'cases.edit.change' : 'cases.edit.add', name: test.name }),
  }),
  /** Several at once, mended alike: one step to take back. */
  'cases.mend': command<{ tests: readonly CaseTest[]; what: Text | string }>({
    run: (r, { tests }) => {
      const there = tests.filter(({ id }) => r.document.cases[id]);
      if (there.length === 0) throw new Refused('editing.refused.gone');
      for (const test of there) r.set(['cases', test.id], test);
    },
    label: (_doc, { what }) => ({ key: 'cases.edit.mend', name: what }),
  }),
  'case.remove': command<{ id: string }>({
    run: (r, { id }) => {
      if (!r.document.cases[id]) throw new Refused('editing.refused.gone');
      r.remove(['cases', id]);
    },
    label: (doc, { id }) => ({ key: 'cases.edit.remove', name: doc.cases[id]?.name }),
  }),
};
