/** Licences of the case's results: valid, run out or taken back; the department that issued one may take it back with a reason. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseLicence } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useCaseLicences, useRevokeLicence } from '../../api/licences.ts';
import { localDay } from '../../data/times.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { FailedState } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { problemWords } from './problem-words.ts';
import { localMinute } from './times.ts';

const tones: Record<CaseLicence['status'], Tone> = { valid: 'done', expired: 'idle', revoked: 'red' };

export function CaseLicences({ caseNo }: { caseNo: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useCaseLicences(caseNo);
  if (error && !data) return <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />;
  if (!data || data.rows.length === 0) return null;
  return (
    <section className="group case-licences" aria-labelledby="case-licences">
      <h3 id="case-licences">{t('licences.title')}</h3>
      <ul>
        {data.rows.map((licence) => (
          <li key={licence.id}>
            <LicenceLine caseNo={caseNo} licence={licence} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function LicenceLine({ caseNo, licence }: { caseNo: string; licence: CaseLicence }) {
  const { t } = useTranslation();
  const text = useText();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { status, validTo, revokedAt, revokedWhy } = licence;
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <p>
        <b>{text(licence.name)}</b> <span className="number">{licence.number}</span>{' '}
        <Chip tone={tones[status]}>{t(`licences.${status}`)}</Chip>
      </p>
      <p className="source">
        {t('licences.line', { holder: licence.holder, department: text(licence.department), at: localDay(licence.issuedAt) })}
        {' · '}
        {validTo ? t('licences.until', { date: validTo }) : t('licences.noEnd')}
      </p>
      {revokedAt && <p className="source">{t('licences.revokedAt', { at: localMinute(revokedAt), why: revokedWhy ?? '' })}</p>}
      {licence.mayRevoke && (
        <Button ref={button} danger size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('licences.revoke')}
          <span className="visually-hidden">{`：${text(licence.name)} ${licence.number}`}</span>
        </Button>
      )}
      {open && licence.mayRevoke && <RevokeForm caseNo={caseNo} licence={licence} onClose={close} />}
    </>
  );
}

/** What follows stands there before it can be pressed: taking a licence back cannot be undone. */
function RevokeForm({ caseNo, licence, onClose }: { caseNo: string; licence: CaseLicence; onClose(): void }) {
  const { t } = useTranslation();
  const text = useText();
  const run = useRevokeLicence(caseNo);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const entry = useRef<HTMLTextAreaElement>(null);
  const missing = tried && reason.trim().length < 2;
  const go = () => {
    setTried(true);
    if (reason.trim().length < 2) return entry.current?.focus();
    run.mutate({ id: licence.id, reason: reason.trim() }, { onSuccess: ({ done }) => showToast(text(done)) });
  };
  return (
    <form
      className="operation-form native"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <p>{t('licences.revoke.words')}</p>
      {run.error && (
        <p className="field-error" role="alert">
          {problemWords(problemOf(run.error)) || t('ui.failed')}
        </p>
      )}
      <label className="officer-label" htmlFor={`revoke-${licence.id}`}>
        {t('licences.revoke.reason')}
      </label>
      <textarea
        ref={entry}
        id={`revoke-${licence.id}`}
        rows={2}
        maxLength={500}
        // biome-ignore lint/a11y/noAutofocus: opened by a press on the button above it
        autoFocus
        aria-required
        aria-invalid={missing || undefined}
        aria-describedby={missing ? `revoke-${licence.id}-needed` : undefined}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {missing && (
        <p id={`revoke-${licence.id}-needed`} className="field-error">
          {t('licences.revoke.needed')}
        </p>
      )}
      <div className="decision-row">
        <Button type="primary" danger htmlType="submit" loading={run.isPending}>
          {t('licences.revoke.go')}
        </Button>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
      </div>
    </form>
  );
}
