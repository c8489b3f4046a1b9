import { useEffect, useState } from 'react';
import { formFindings, packageOfForm } from '../../../../runtime/compile/form-package.ts';
import type { ScenarioPackage } from '../../../../runtime/compile/plan.ts';
import { problemOf } from '../../../api/client.ts';
import { checkForm, type FormDraft, putForm } from '../../../api/forms.ts';
import { createAutosave, type SaveAnswer } from '../../../editing/autosave.ts';
import { createChecks } from '../../../editing/checks.ts';
import { createEditor } from '../../../editing/editor.ts';
import { createJournal } from '../../../editing/journal.ts';
import type { ScenarioSession } from '../../../editing/react/session.tsx';
import { workdays } from '../use-scenario-session.ts';

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
    const document = packageOfDraft(draft);
    const journal = createJournal(draft.may.edit ? window.localStorage : undefined, `form.${id}`);
    const left = journal.read();
    const recovered = left?.rev === draft.rev ? left.document : document;
    const editor = createEditor({ document: recovered });
    const autosave = createAutosave({ rev: draft.rev, document, journal, save: (rev, pkg) => save(id, rev, pkg) });
    const checks = createChecks({
      document: recovered,
      calendar: workdays,
      find: (pkg) => ({ findings: formFindings(pkg.forms[id]!, pkg.elements), document: pkg }),
      ask: async (pkg, signal) => (await checkForm(id, pkg.forms[id]!, signal)).findings,
      fromServer: () => true,
      // A long form is compiled once the hands rest, not between two keys.
      quickly: 600,
    });
    let last = recovered;
    const unsubscribe = editor.subscribe(() => {
      const next = editor.state().document;
      if (next === last) return;
      last = next;
      autosave.changed(next);
      checks.changed(next);
    });
    if (recovered !== document) autosave.changed(recovered);
    const { live, editedBy, editedAt, changed } = draft;
    setSession({ id, editor, autosave, checks, live: live ?? null, editedBy, editedAt, changed, library: true });
    const leave = () => void autosave.flush();
    window.addEventListener('pagehide', leave);
    window.addEventListener('online', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('online', leave);
      unsubscribe();
      void autosave.flush().finally(() => autosave.stop());
      checks.stop();
      setSession(undefined);
    };
  }, [id, draft]);
  return session;
}

async function save(id: string, rev: number, pkg: ScenarioPackage): Promise<SaveAnswer> {
  try {
    return { kind: 'saved', ...(await putForm(id, rev, pkg.forms[id]!)) };
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status === 0) return { kind: 'offline' };
    if (problem.code === 'draft.stale')
      return { kind: 'stale', editedBy: typeof problem.editedBy === 'string' ? problem.editedBy : undefined };
    return { kind: 'failed', traceId: problem.traceId };
  }
}
