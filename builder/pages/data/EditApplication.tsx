/** A draft, or an application that came back: changed here and sent again. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataApplicationPage, DataProposal } from '../../../schemas/generated/api.ts';
import { useDataProposal, useSaveApplication } from '../../api/data.ts';
import { type ApplicationDraft, draftOf, draftProblems, sentOf } from '../../data/application-draft.ts';
import { FieldsEntry } from '../../data/FieldsEntry.tsx';
import { ProblemBox } from '../../data/ProblemBox.tsx';
import { Sheet } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { focusProblem } from './focus-problem.ts';

export function EditApplication({ page }: { page: DataApplicationPage }) {
  const { t } = useTranslation();
  const { region, scenario, use, resource } = page;
  const proposal = useDataProposal(use ? { region, scenario, use } : { region, scenario, resource: resource.key });
  return (
    <Sheet title={t('data.application.edit')}>
      {proposal.data ? <Form page={page} proposal={proposal.data} /> : <Skeleton lines={5} />}
    </Sheet>
  );
}

/** What was asked for before, on the fields there are now. */
function startOf(page: DataApplicationPage): ApplicationDraft {
  const extra = Object.fromEntries(page.fields.filter((field) => !field.minimum).map((field) => [field.id, field.reason ?? '']));
  return { ...draftOf(page), extra };
}

function Form({ page, proposal }: { page: DataApplicationPage; proposal: DataProposal }) {
  const { t } = useTranslation();
  const save = useSaveApplication(page.id);
  const [draft, setDraft] = useState(() => startOf(page));
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const problems = tried ? draftProblems(draft, proposal.fields) : {};
  const submit = () => {
    setTried(true);
    if (Object.keys(draftProblems(draft, proposal.fields)).length > 0) {
      focusProblem(form);
      return;
    }
    const sent = sentOf(draft, { fields: proposal.fields, purpose: page.purpose, legalBasis: page.legalBasis });
    save.mutate({ rev: page.rev, ...sent }, { onSuccess: () => showToast(t('data.application.saved')) });
  };
  const words = (name: 'purpose' | 'legalBasis') => (
    <div>
      <label>
        <span>{t(`data.apply.${name}`)}</span>
        <textarea
          rows={2}
          maxLength={1000}
          value={draft[name]}
          aria-invalid={problems[name] !== undefined || undefined}
          onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
        />
      </label>
      {problems[name] && <p className="field-problem">{t(problems[name])}</p>}
    </div>
  );
  return (
    <form
      ref={form}
      className="data-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ProblemBox error={save.error} />
      {words('purpose')}
      {words('legalBasis')}
      <FieldsEntry proposal={proposal} draft={draft} problems={problems} onChange={setDraft} />
      <Button htmlType="submit" loading={save.isPending}>
        {t('ui.save')}
      </Button>
    </form>
  );
}
