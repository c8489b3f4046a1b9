/** Limits of a case, each explained day by day; stopped, resumed and extended by the department they belong to. */
import { Button } from 'antd';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseClock } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { type ClockDeed, useClockDeed } from '../../api/clocks.ts';
import { useText } from '../../i18n/use-text.ts';
import { LampChip } from './LampChip.tsx';
import { problemWords } from './problem-words.ts';

export function CaseClocks({ caseNo, clocks }: { caseNo: string; clocks: CaseClock[] }) {
  const { t } = useTranslation();
  if (clocks.length === 0) return null;
  return (
    <section className="group clocks" aria-label={t('work.clocks')}>
      <h3>{t('work.clocks')}</h3>
      <ul>
        {clocks.map((clock) => (
          <li key={clock.id}>
            <OneClock caseNo={caseNo} clock={clock} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OneClock({ caseNo, clock }: { caseNo: string; clock: CaseClock }) {
  const { t } = useTranslation();
  const text = useText();
  const lines = clock.lines.map((line, index) => ({ key: `${index}`, words: text(line) }));
  return (
    <details data-clock={clock.id}>
      <summary>
        <LampChip lamp={clock.lamp} workingDaysLeft={clock.workingDaysLeft} /> {text(clock.name)}{' '}
        <span className="source">
          {t(`work.unit.${clock.unit}`, { count: clock.amount })}
          {clock.due && ` · ${t('work.case.dueOn', { date: clock.due })}`}
          {clock.suspended && ` · ${text(clock.suspended)}`}
        </span>
      </summary>
      {clock.legalBasis && <p className="source">{text(clock.legalBasis)}</p>}
      <ol className="clock-days">
        {lines.map(({ key, words }) => (
          <li key={key}>{words}</li>
        ))}
      </ol>
      <ClockDeeds caseNo={caseNo} clock={clock} />
    </details>
  );
}

function ClockDeeds({ caseNo, clock }: { caseNo: string; clock: CaseClock }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'suspend' | 'extend'>();
  const [message, setMessage] = useState<string>();
  const commandId = useRef(crypto.randomUUID());
  const deed = useClockDeed(caseNo, clock.id);
  const send = async (what: ClockDeed) => {
    setMessage(undefined);
    try {
      await deed.mutateAsync(what);
      commandId.current = crypto.randomUUID();
      setAsking(undefined);
    } catch (cause) {
      setMessage(problemWords(problemOf(cause)) || t('ui.failed'));
    }
  };
  if (clock.reasons.length === 0 && !clock.canResume && clock.canExtend === 0) return null;
  return (
    <div className="clock-deeds">
      {message && (
        <p className="field-error" role="alert">
          {message}
        </p>
      )}
      {asking === 'suspend' && (
        <SuspendForm clock={clock} onSend={(body) => void send({ type: 'suspend', body: { ...body, commandId: commandId.current } })} />
      )}
      {asking === 'extend' && (
        <ExtendForm clock={clock} onSend={(body) => void send({ type: 'extend', body: { ...body, commandId: commandId.current } })} />
      )}
      {asking === undefined ? (
        <>
          {clock.reasons.length > 0 && <Button onClick={() => setAsking('suspend')}>{t('work.clock.suspend')}</Button>}
          {clock.canResume && (
            <Button loading={deed.isPending} onClick={() => void send({ type: 'resume', body: { commandId: commandId.current } })}>
              {t('work.clock.resume')}
            </Button>
          )}
          {clock.canExtend > 0 && <Button onClick={() => setAsking('extend')}>{t('work.clock.extend')}</Button>}
        </>
      ) : (
        <Button onClick={() => setAsking(undefined)}>{t('work.clock.cancel')}</Button>
      )}
    </div>
  );
}

type Suspension = Omit<Extract<ClockDeed, { type: 'suspend' }>['body'], 'commandId'>;
type Extension = Omit<Extract<ClockDeed, { type: 'extend' }>['body'], 'commandId'>;

function SuspendForm({ clock, onSend }: { clock: CaseClock; onSend(body: Suspension): void }) {
  const { t } = useTranslation();
  const id = useId();
  const [reason, setReason] = useState(clock.reasons[0]!);
  const [basis, setBasis] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSend({ reason, ...(basis.trim() ? { basis: basis.trim() } : {}) });
      }}
    >
      <label className="officer-label" htmlFor={`${id}reason`}>
        {t('work.clock.reason')}
      </label>
      <select
        id={`${id}reason`}
        value={reason}
        onChange={(event) => setReason(clock.reasons.find((one) => one === event.target.value) ?? reason)}
      >
        {clock.reasons.map((one) => (
          <option key={one} value={one}>
            {t(`work.clock.reason.${one}`)}
          </option>
        ))}
      </select>
      <label className="officer-label" htmlFor={`${id}basis`}>
        {t('work.clock.basis')}
      </label>
      <input id={`${id}basis`} maxLength={500} value={basis} onChange={(event) => setBasis(event.target.value)} />
      <p className="source">{t('work.clock.told')}</p>
      <Button type="primary" htmlType="submit">
        {t('work.clock.suspend')}
      </Button>
    </form>
  );
}

function ExtendForm({ clock, onSend }: { clock: CaseClock; onSend(body: Extension): void }) {
  const { t } = useTranslation();
  const id = useId();
  const [days, setDays] = useState(clock.canExtend);
  const [reason, setReason] = useState('');
  const [approvedBy, setApprovedBy] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSend({ days, reason: reason.trim(), approvedBy: approvedBy.trim() });
      }}
    >
      <label className="officer-label" htmlFor={`${id}days`}>
        {t('work.clock.days', { most: clock.canExtend })}
      </label>
      <input
        id={`${id}days`}
        type="number"
        min={1}
        max={clock.canExtend}
        required
        value={days}
        onChange={(event) => setDays(event.target.valueAsNumber)}
      />
      <label className="officer-label" htmlFor={`${id}why`}>
        {t('work.clock.why')}
      </label>
      <textarea id={`${id}why`} rows={2} maxLength={1000} required value={reason} onChange={(event) => setReason(event.target.value)} />
      <label className="officer-label" htmlFor={`${id}head`}>
        {t('work.clock.head')}
      </label>
      <input id={`${id}head`} maxLength={100} required value={approvedBy} onChange={(event) => setApprovedBy(event.target.value)} />
      <p className="source">{t('work.clock.told')}</p>
      <Button type="primary" htmlType="submit">
        {t('work.clock.extend')}
      </Button>
    </form>
  );
}
