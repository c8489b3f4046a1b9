import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../../api/client.ts';
import { adoptForm, type FormRow, useForms } from '../../../api/forms.ts';
import { getDraft } from '../../../api/scenarios.ts';
import { useDocument, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { announce } from '../../../ui/live.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import { showToast } from '../../../ui/toast.tsx';

/** Takes a released version into the scenario's draft; the server moves what reads its fields. */
function useAdopt(onDone: (form: string) => void) {
  const { t } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const { id, autosave, editor } = useScenarioSession();
  const [state, setState] = useState<{ busy?: string; problem?: ReturnType<typeof problemOf> }>({});
  const adopt = async (row: FormRow) => {
    const version = row.live?.version;
    if (version === undefined) return;
    setState({ busy: row.id });
    try {
      // What was typed here comes first; the server then changes the saved draft.
      await autosave.flush();
      await adoptForm(row.id, { scenario: id, rev: autosave.rev(), version });
      const draft = await getDraft(id);
      autosave.rebase(draft.rev, draft.package, false);
      editor.replace(draft.package);
      void client.invalidateQueries({ queryKey: ['forms'] });
      const words = t('library.adopt.done', { name: text(row.name), version });
      announce(words);
      showToast(words);
      setState({});
      onDone(row.id);
    } catch (error) {
      setState({ problem: problemOf(error) });
    }
  };
  return { ...state, adopt };
}

/** Forms of the library that the scenario does not have yet. */
export function AdoptForm({ onAdopted }: { onAdopted: (form: string) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('library.adopt')}</Button>
      {open && (
        <AdoptDialog
          onClose={() => setOpen(false)}
          onAdopted={(form) => {
            setOpen(false);
            onAdopted(form);
          }}
        />
      )}
    </>
  );
}

function AdoptDialog({ onClose, onAdopted }: { onClose: () => void; onAdopted: (form: string) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { forms } = useDocument();
  const { data, error } = useForms({ status: 'released' });
  const { busy, problem, adopt } = useAdopt(onAdopted);
  const failed = problem ?? (error ? problemOf(error) : undefined);
  const rows = data?.rows.filter((row) => !forms[row.id]);
  return (
    <Modal open title={t('library.adopt')} onCancel={onClose} footer={null} width={640}>
      <div className="form-stack">
        <p>{t('library.adopt.words')}</p>
        {failed && <Alert type="error" showIcon role="alert" title={failed.detail ?? failed.title ?? t('ui.failed')} />}
        {!rows && !failed && <Skeleton />}
        {rows?.length === 0 && <p className="shelf-none">{t('library.adopt.none')}</p>}
        <ul className="paste-list">
          {rows?.map((row) => (
            <li key={row.id}>
              <span>
                <b>{text(row.name)}</b> <small>{text(row.departmentName)}</small>
              </span>
              <Button size="small" loading={busy === row.id} disabled={busy !== undefined} onClick={() => void adopt(row)}>
                {t('library.adopt.go', { version: row.live?.version })}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Modal>
  );
}

/** The department has released a newer version of a form this scenario uses. */
export function NewerVersion({ form }: { form: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { forms } = useDocument();
  const { data } = useForms({ q: forms[form]?.name['zh-CN'] });
  const { busy, problem, adopt } = useAdopt(() => undefined);
  const row = data?.rows.find((one) => one.id === form);
  const used = forms[form]?.version ?? 0;
  if (!row?.live || row.live.version <= used) return null;
  return (
    <Alert
      className="newer-version"
      type={problem ? 'error' : 'info'}
      showIcon
      title={problem?.detail ?? problem?.title ?? t('library.adopt.newer', { name: text(row.name), version: row.live.version, used })}
      action={
        <Button size="small" loading={busy !== undefined} onClick={() => void adopt(row)}>
          {t('library.adopt.update', { version: row.live.version })}
        </Button>
      }
    />
  );
}
