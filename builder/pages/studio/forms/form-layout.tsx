import { Alert } from 'antd';
import { createContext, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useParams } from 'react-router';
import { problemOf } from '../../../api/client.ts';
import { type FormDraft, type FormStatus, getForm, useFormDraft } from '../../../api/forms.ts';
import { ScenarioProvider, useSaveState, useScenarioSession } from '../../../editing/react/session.tsx';
import { FailedState, Skeleton } from '../../../ui/states.tsx';
import { ToastPlace } from '../../../ui/toast.tsx';
import { shortDate } from '../dates.ts';
import { RefusedSave } from '../refused-save.tsx';
import { StaleDialog } from '../stale-dialog.tsx';
import { useStudioKeys } from '../use-studio-keys.ts';
import { FormHeader } from './form-header.tsx';
import { addressOfFormFinding, FormProblems } from './form-problems.tsx';
import { packageOfDraft, useFormOpened } from './use-form-session.ts';

interface Opened {
  draft: FormDraft;
  /** After a step of the review: read the form anew. */
  reload: () => Promise<unknown>;
}
const Context = createContext<Opened | undefined>(undefined);

/** The form as it was opened: its state in the review, and what I may do. */
export function useOpenedForm(): Opened {
  const opened = useContext(Context);
  if (!opened) throw new Error('used outside a form');
  return opened;
}

/** Where the form is now: a released one becomes a draft with the first change, which the server told us nothing of yet. */
export function useFormStatus(): FormStatus {
  const { draft } = useOpenedForm();
  const { autosave } = useScenarioSession();
  const save = useSaveState();
  const touched = save.kind !== 'saved' || autosave.rev() !== draft.rev;
  return draft.status === 'released' && touched ? 'draft' : draft.status;
}

/** Everything below one form of the library: opened once, one header, one document. */
export function FormLayout() {
  const { form = '' } = useParams();
  const { data, error, refetch } = useFormDraft(form);
  const session = useFormOpened(form, data);
  if (error && !data) return <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />;
  if (!session || !data)
    return (
      <div className="page page-wide">
        <Skeleton lines={8} />
      </div>
    );
  return (
    <ScenarioProvider key={`${form} ${data.rev} ${data.status}`} session={session}>
      <Context value={{ draft: data, reload: refetch }}>
        <OpenedForm />
      </Context>
    </ScenarioProvider>
  );
}

const readDraft = async (id: string) => {
  const draft = await getForm(id);
  return { rev: draft.rev, package: packageOfDraft(draft) };
};

function OpenedForm() {
  const [problems, setProblems] = useState(false);
  const { id } = useScenarioSession();
  useStudioKeys(({ path }) => addressOfFormFinding(id, path));
  return (
    <>
      <FormHeader problemsOpen={problems} onProblems={() => setProblems((open) => !open)} />
      <StateNotice />
      <RefusedSave />
      <StaleDialog scope="forms" read={readDraft} />
      <FormProblems open={problems} onClose={() => setProblems(false)} />
      <Outlet />
      <ToastPlace />
    </>
  );
}

/** Why the form cannot be changed now, or what the reviewer wants changed. */
function StateNotice() {
  const { t, i18n } = useTranslation();
  const { draft } = useOpenedForm();
  const when = (at: string) => shortDate(at, i18n.language);
  if (draft.status === 'review' && draft.review)
    return (
      <Alert
        banner
        type="info"
        showIcon
        title={t('library.notice.review', { who: draft.review.submittedBy, when: when(draft.review.submittedAt) })}
      />
    );
  if (draft.status === 'returned' && draft.remarks)
    return (
      <Alert
        banner
        type="warning"
        showIcon
        title={t('library.notice.returned', { who: draft.remarks.by, when: when(draft.remarks.at) })}
        description={draft.remarks.text}
      />
    );
  if (draft.withdrawn)
    return (
      <Alert
        banner
        type="warning"
        showIcon
        title={t('library.notice.withdrawn', { who: draft.withdrawn.by, when: when(draft.withdrawn.at) })}
        description={draft.withdrawn.reason}
      />
    );
  if (!draft.may.edit)
    return <Alert banner type="info" showIcon title={t('library.notice.reader', { who: draft.departmentName['zh-CN'] })} />;
  return null;
}
