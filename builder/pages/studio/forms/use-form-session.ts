import { useEffect, useState } from 'react';
import { formFindings, packageOfForm } from '../../../../runtime/compile/form-package.ts';
import type { ScenarioPackage } from '../../../../runtime/compile/plan.ts';
import { checkForm, type FormDraft, getForm, putForm } from '../../../api/forms.ts';
import { createJournal } from '../../../editing/journal.ts';
import type { ScenarioSession } from '../../../editing/react/session.tsx';
import { openEditing } from '../open-editing.ts';

/** The form alone in a package, so that the designer, the merge and the checks work as they do inside a scenario. */
export function packageOfDraft(draft: Pick<FormDraft, 'form' | 'elements' | 'departmentName'>): ScenarioPackage {
  const pkg = packageOfForm(draft.form, draft.elements);
  const { department } = draft.form;
  const lane = { ...pkg.scenario.departments[department]!, name: draft.departmentName };
  return { ...pkg, scenario: { ...pkg.scenario, departments: { ...pkg.scenario.departments, [department]: lane } } };
}

/** Opens a form for editing: document, autosave and checks live as long as the form's pages are open. */
export function useFormOpened(id: string, draft: FormDraft | undefined): ScenarioSession | undefined {
  const [session, setSession] = useState<ScenarioSession>();
  useEffect(() => {
    if (!draft) return undefined;
    const {
      close,
      recovered: _said,
      ...editing
    } = openEditing({
      rev: draft.rev,
      document: packageOfDraft(draft),
      journal: createJournal(draft.may.edit ? window.localStorage : undefined, `form.${id}`),
      save: (rev, pkg) => putForm(id, rev, pkg.forms[id]!),
      latest: async () => {
        const now = await getForm(id);
        return { rev: now.rev, document: packageOfDraft(now) };
      },
      kept: (pkg) => pkg.forms[id],
      editedBy: draft.editedBy,
      checks: {
        find: (pkg) => ({ findings: formFindings(pkg.forms[id]!, pkg.elements), document: pkg }),
        ask: async (pkg, signal) => (await checkForm(id, pkg.forms[id]!, signal)).findings,
        fromServer: () => true,
        // A long form is compiled once the hands rest, not between two keys.
        quickly: 600,
      },
    });
    const { live, editedBy, editedAt, changed } = draft;
    setSession({ id, ...editing, live: live ?? null, editedBy, editedAt, changed, library: true });
    return () => {
      close();
      setSession(undefined);
    };
  }, [id, draft]);
  return session;
}
