/** The application for data, opened where the data is needed: everything known is filled in, so that one reads it and sends it. */
import { Button, Modal } from 'antd';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataApplicationPage, DataProposal } from '../../schemas/generated/api.ts';
import { type ProposalAsked, useApply, useDataProposal } from '../api/data.ts';
import { useText } from '../i18n/use-text.ts';
import { draftOf, draftProblems, sentOf } from './application-draft.ts';
import './data.css';
import { FieldsEntry } from './FieldsEntry.tsx';
import { Loaded } from './Loaded.tsx';
import { ProblemBox } from './ProblemBox.tsx';
import { SharingChip } from './states.tsx';

interface SheetProps {
  asked: ProposalAsked | undefined;
  onClose(): void;
  onSent(page: DataApplicationPage): void;
}

export function ApplicationSheet({ asked, onClose, onSent }: SheetProps) {
  const { t } = useTranslation();
  const proposal = useDataProposal(asked);
  return (
    <Modal open={asked !== undefined} onCancel={onClose} title={t('data.apply.title')} footer={null} width={680} destroyOnHidden>
      {asked && (
        <Loaded asked={proposal} lines={8}>
          {(found) => <ApplicationForm key={found.contract} asked={asked} proposal={found} onClose={onClose} onSent={onSent} />}
        </Loaded>
      )}
    </Modal>
  );
}

interface FormProps {
  asked: ProposalAsked;
  proposal: DataProposal;
  onClose(): void;
  onSent(page: DataApplicationPage): void;
}

function ApplicationForm({ asked, proposal, onClose, onSent }: FormProps) {
  const { t } = useTranslation();
  const text = useText();
  const apply = useApply();
  const [draft, setDraft] = useState(() => draftOf(proposal));
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // One id per intent: a double press or a lost answer asks for the same application again.
  const command = useRef(crypto.randomUUID());
  const id = useId();
  const problems = tried ? draftProblems(draft, proposal.fields) : {};
  const send = (submit: boolean) => {
    setTried(true);
    if (Object.keys(draftProblems(draft, proposal.fields)).length > 0) {
      setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const { resource } = proposal;
    const use = proposal.use ? { use: proposal.use } : {};
    apply.mutate(
      {
        region: asked.region,
        scenario: asked.scenario,
        resource: resource.key,
        ...use,
        ...sentOf(draft, proposal),
        submit,
        commandId: command.current,
      },
      { onSuccess: onSent },
    );
  };
  const entry = (name: 'purpose' | 'legalBasis', hint: string) => (
    <div>
      <label>
        <span>{t(`data.apply.${name}`)}</span>
        <textarea
          rows={2}
          maxLength={1000}
          value={draft[name]}
          aria-invalid={problems[name] !== undefined || undefined}
          aria-describedby={`${id}-${name}`}
          onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
        />
      </label>
      <p id={`${id}-${name}`} className={problems[name] ? 'field-problem' : 'hint'}>
        {problems[name] ? t(problems[name]) : hint}
      </p>
    </div>
  );
  return (
    <form
      ref={form}
      className="data-form apply-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send(true);
      }}
    >
      <dl className="apply-head">
        <div>
          <dt>{t('data.resource')}</dt>
          <dd>
            {text(proposal.resource.name)} <SharingChip sharing={proposal.resource.sharing} />
          </dd>
        </div>
        <div>
          <dt>{t('data.owner')}</dt>
          <dd>{`${proposal.resource.regionName} ${text(proposal.resource.departmentName)}`}</dd>
        </div>
        <div>
          <dt>{t('data.scenario')}</dt>
          <dd>{text(proposal.scenarioName)}</dd>
        </div>
        {proposal.steps.length > 0 && (
          <div>
            <dt>{t('data.apply.steps')}</dt>
            <dd>{proposal.steps.map((step) => text(step.name)).join(t('flow.listComma'))}</dd>
          </div>
        )}
      </dl>
      <ProblemBox error={apply.error} />
      {entry('purpose', t('data.apply.purpose.hint'))}
      {entry('legalBasis', t('data.apply.legalBasis.hint'))}
      <FieldsEntry proposal={proposal} draft={draft} problems={problems} onChange={setDraft} />
      <div>
        <label>
          <span>{t('data.apply.perDay')}</span>
          <input
            className="short"
            inputMode="numeric"
            value={draft.perDay}
            maxLength={7}
            aria-invalid={problems.perDay !== undefined || undefined}
            onChange={(event) => setDraft({ ...draft, perDay: event.target.value })}
          />
        </label>
        {problems.perDay && <p className="field-problem">{t(problems.perDay)}</p>}
      </div>
      <Clock proposal={proposal} />
      <div className="data-actions">
        <Button type="primary" htmlType="submit" loading={apply.isPending}>
          {t('data.apply.send')}
        </Button>
        <Button disabled={apply.isPending} onClick={() => send(false)}>
          {t('data.apply.keep')}
        </Button>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
      </div>
    </form>
  );
}

/** Who looks at it and until when, before it is sent. */
function Clock({ proposal }: { proposal: DataProposal }) {
  const { t } = useTranslation();
  const text = useText();
  const { resource, reviewer, reviewDays, ownerDays, reviewDue, ownerDue } = proposal;
  const owner = text(resource.departmentName);
  const review = t('data.apply.clock.review', { who: text(reviewer), days: reviewDays, date: reviewDue ?? '' });
  const answer = t('data.apply.clock.answer', { who: owner, days: ownerDays, date: ownerDue ?? '' });
  return <p className="hint">{resource.sharing === 'unconditional' ? `${review}${t('data.apply.clock.then')}` : `${review}${answer}`}</p>;
}
