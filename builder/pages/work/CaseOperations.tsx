/** 办件调度: what an operator does with a case that needs a hand. Every step says why, and shows what it will do. */
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseOptions, DeskChoice } from '../../../schemas/generated/api.ts';
import { type CaseDeed, useCaseOptions, useJumpPreview, useOperateCase } from '../../api/approvals.ts';
import { problemOf } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { Sheet } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast.tsx';
import { DeskPicker } from './DeskPicker.tsx';
import { MovePreviewView } from './MovePreviewView.tsx';
import { problemWords } from './problem-words.ts';
import { localMinute } from './times.ts';

type Place = CaseOptions['places'][number];
type Action =
  | { type: 'suspend' | 'resume' | 'end' }
  | { type: 'jump' | 'skip'; place: Place }
  | { type: 'reassign'; task: string }
  | { type: 'retry'; incident: string };

export function CaseOperations({ caseNo }: { caseNo: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { data } = useCaseOptions(caseNo);
  const operate = useOperateCase(caseNo);
  const [action, setAction] = useState<Action>();
  const [problem, setProblem] = useState<string>();
  if (!data) return null;
  const open = (next: Action) => {
    setProblem(undefined);
    setAction(next);
  };
  const send = async (deed: CaseDeed) => {
    setProblem(undefined);
    try {
      const { done } = await operate.mutateAsync(deed);
      setAction(undefined);
      showToast(text(done));
    } catch (cause) {
      const refused = problemOf(cause);
      setProblem(problemWords(refused) || t(refused.status === 0 ? 'work.offline' : 'ui.failed'));
    }
  };
  return (
    <Sheet title={t('approval.operator')}>
      <p className="source">{t('approval.operator.words')}</p>
      {data.suspended && (
        <p className="field-error">
          {t('approval.operator.suspended', {
            at: localMinute(data.suspended.at),
            reason: data.suspended.reason,
            basis: data.suspended.basis,
          })}
        </p>
      )}
      {data.ended ? (
        <p>{t('approval.operator.none')}</p>
      ) : (
        <>
          <div className="decision-row">
            {data.suspended ? (
              <Button onClick={() => open({ type: 'resume' })}>{t('approval.operator.resume')}</Button>
            ) : (
              <Button onClick={() => open({ type: 'suspend' })}>{t('approval.operator.suspend')}</Button>
            )}
            <Button danger onClick={() => open({ type: 'end' })}>
              {t('approval.operator.end')}
            </Button>
          </div>
          <h3>{t('approval.operator.places')}</h3>
          <ul className="places">
            {data.places.map((place) => (
              <PlaceRow key={place.token} place={place} onOpen={open} />
            ))}
          </ul>
        </>
      )}
      {problem && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      {action && (
        <ActionForm
          key={JSON.stringify(action)}
          caseNo={caseNo}
          action={action}
          options={data}
          pending={operate.isPending}
          onSend={(deed) => void send(deed)}
          onCancel={() => setAction(undefined)}
        />
      )}
    </Sheet>
  );
}

function PlaceRow({ place, onOpen }: { place: Place; onOpen(action: Action): void }) {
  const { t } = useTranslation();
  const text = useText();
  const about = <span className="visually-hidden"> {text(place.step)}</span>;
  const { incident } = place;
  return (
    <li className="hand-row">
      <p>
        <b>{text(place.step)}</b> <span className="source">{text(place.words)}</span>
      </p>
      {incident && <p className="field-error">{t('approval.operator.incident', { words: text(incident.words) })}</p>}
      <div className="decision-row">
        {incident && (
          <Button size="small" onClick={() => onOpen({ type: 'retry', incident: incident.id })}>
            {t('approval.operator.retry')}
            {about}
          </Button>
        )}
        <Button size="small" onClick={() => onOpen({ type: 'jump', place })}>
          {t('approval.operator.jump')}
          {about}
        </Button>
        {place.canSkip && (
          <Button size="small" onClick={() => onOpen({ type: 'skip', place })}>
            {t('approval.operator.skip')}
            {about}
          </Button>
        )}
        {place.tasks.map((task) => (
          <Button key={task.task} size="small" onClick={() => onOpen({ type: 'reassign', task: task.task })}>
            {t('approval.operator.reassign')}
            <span className="visually-hidden"> {[text(task.department), task.holder].filter(Boolean).join(' ')}</span>
          </Button>
        ))}
      </div>
    </li>
  );
}

interface FormProps {
  caseNo: string;
  action: Action;
  options: CaseOptions;
  pending: boolean;
  onSend(deed: CaseDeed): void;
  onCancel(): void;
}

const results = ['withdrawn', 'refused', 'expired', 'completed'] as const;

function ActionForm({ caseNo, action, options, pending, onSend, onCancel }: FormProps) {
  const { t } = useTranslation();
  const text = useText();
  const [reason, setReason] = useState('');
  const [basis, setBasis] = useState('');
  const [to, setTo] = useState(options.nodes[0]?.node ?? '');
  const [branches, setBranches] = useState<'keep' | 'cancel'>('keep');
  const [outcome, setOutcome] = useState(action.type === 'skip' ? (action.place.outcomes[0]?.id ?? '') : '');
  const [result, setResult] = useState<(typeof results)[number]>('withdrawn');
  const [desk, setDesk] = useState<DeskChoice>();
  const [missing, setMissing] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('select, input, textarea')?.focus(), []);
  const jump = action.type === 'jump' && to ? { token: action.place.token, to, branches } : undefined;
  const { data: preview } = useJumpPreview(caseNo, jump);

  const submit = () => {
    const said = reason.trim();
    const lacks =
      (said === '' && action.type !== 'resume') ||
      (action.type === 'suspend' && basis.trim() === '') ||
      (action.type === 'reassign' && !desk);
    setMissing(lacks);
    if (lacks) return form.current?.querySelector<HTMLElement>('[aria-required]')?.focus();
    const deed = deedOf(action, { reason: said, basis: basis.trim(), to, branches, outcome, result, desk });
    if (deed) onSend(deed);
  };
  return (
    <form
      ref={form}
      className="operation-form native"
      aria-label={t(`approval.operator.${action.type}`)}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => event.key === 'Escape' && !event.nativeEvent.isComposing && onCancel()}
    >
      <h4>
        {t(`approval.operator.${action.type}`)} {'place' in action && t('approval.operator.here', { step: text(action.place.step) })}
      </h4>
      {missing && (
        <p className="field-error" role="alert">
          {t('approval.operator.missing')}
        </p>
      )}
      {action.type === 'jump' && (
        <>
          <Choice id="jump-to" label={t('approval.operator.to')} value={to} onChange={setTo}>
            {options.nodes.map(({ node, name }) => (
              <option key={node} value={node}>
                {text(name)}
              </option>
            ))}
          </Choice>
          <Choice
            id="jump-branches"
            label={t('approval.branches')}
            value={branches}
            onChange={(value) => setBranches(value === 'keep' ? 'keep' : 'cancel')}
          >
            <option value="keep">{t('approval.branches.keep')}</option>
            <option value="cancel">{t('approval.branches.cancel')}</option>
          </Choice>
          <MovePreviewView preview={preview} />
        </>
      )}
      {action.type === 'skip' && action.place.outcomes.length > 0 && (
        <Choice id="skip-outcome" label={t('approval.operator.outcome')} value={outcome} onChange={setOutcome}>
          {action.place.outcomes.map(({ id, name }) => (
            <option key={id} value={id}>
              {text(name)}
            </option>
          ))}
        </Choice>
      )}
      {action.type === 'end' && (
        <Choice
          id="end-result"
          label={t('approval.operator.result')}
          value={result}
          onChange={(value) => setResult(value as typeof result)}
        >
          {results.map((one) => (
            <option key={one} value={one}>
              {t(`approval.operator.result.${one}`)}
            </option>
          ))}
        </Choice>
      )}
      {action.type === 'reassign' && (
        <DeskPicker id="reassign" desks={options.desks} value={desk} invalid={missing && !desk} onChange={setDesk} />
      )}
      {action.type === 'suspend' && <Words id="operator-basis" label={t('approval.operator.basis')} value={basis} onChange={setBasis} />}
      <Words id="operator-reason" label={t('approval.operator.reason')} value={reason} onChange={setReason} />
      <div className="decision-row">
        <Button type="primary" htmlType="submit" danger={action.type === 'end'} loading={pending}>
          {t(`approval.operator.${action.type}`)}
        </Button>
        <Button onClick={onCancel}>{t('approval.cancel')}</Button>
      </div>
    </form>
  );
}

interface Filled {
  reason: string;
  basis: string;
  to: string;
  branches: 'keep' | 'cancel';
  outcome: string;
  result: (typeof results)[number];
  desk: DeskChoice | undefined;
}

function deedOf(action: Action, { reason, basis, to, branches, outcome, result, desk }: Filled): CaseDeed | undefined {
  switch (action.type) {
    case 'suspend':
      return { type: 'suspend', reason, basis };
    case 'resume':
      return { type: 'resume', ...(reason ? { reason } : {}) };
    case 'end':
      return { type: 'end', result, reason };
    case 'jump':
      return { type: 'jump', token: action.place.token, to, branches, reason };
    case 'skip':
      return { type: 'skip', token: action.place.token, ...(outcome ? { outcome } : {}), reason };
    case 'retry':
      return { type: 'retry', incident: action.incident, reason };
    case 'reassign':
      return desk && { type: 'reassign', task: action.task, to: desk, reason };
  }
}

interface ChoiceProps {
  id: string;
  label: string;
  value: string;
  onChange(value: string): void;
  children: ReactNode;
}

function Choice({ id, label, value, onChange, children }: ChoiceProps) {
  return (
    <>
      <label className="officer-label" htmlFor={id}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </>
  );
}

function Words({ id, label, value, onChange }: Omit<ChoiceProps, 'children'>) {
  return (
    <>
      <label className="officer-label" htmlFor={id}>
        {label}
      </label>
      <textarea id={id} rows={2} maxLength={1000} value={value} aria-required onChange={(event) => onChange(event.target.value)} />
    </>
  );
}
