/** One failure: what the step was given (masked), and the choices with the reason an operator must write. */
import { Button } from 'antd';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentAct, IncidentPage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useIncident, useIncidentAct } from '../../api/incidents.ts';
import { useText } from '../../i18n/use-text.ts';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useProblemText } from '../admin/problem-text.ts';
import { valuesOf } from './incident-values.ts';

type Action = IncidentAct['action'];

export function IncidentPanel({ id, onDone }: { id: string; onDone(): void }) {
  const { data, error, refetch } = useIncident(id);
  if (!data) return error ? <FailedState problem={problemOf(error)} onRetry={() => void refetch()} /> : <Skeleton lines={4} />;
  return (
    <div className="incident">
      <Input page={data} />
      <Choices page={data} onDone={onDone} />
    </div>
  );
}

function Input({ page }: { page: IncidentPage }) {
  const { t } = useTranslation();
  const text = useText();
  if (page.input.length === 0) return null;
  return (
    <section>
      <h3>{t('admin.incident.input')}</h3>
      <p className="hint">{t('admin.incident.masked')}</p>
      <dl className="incident-input">
        {page.input.map((entry) => (
          <div key={text(entry.name)}>
            <dt>{text(entry.name)}</dt>
            <dd>{entry.value || t('admin.incident.empty')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A job that was set aside can only be tried again; who looks on can do nothing. */
function actionsOf({ choices: { retry, end, steps } }: IncidentPage): Action[] {
  const actions: Action[] = retry ? ['retry'] : [];
  if (end) actions.push('skip', ...(steps.length > 0 ? (['jump'] as const) : []), 'end');
  return actions;
}

function Choices({ page, onDone }: { page: IncidentPage; onDone(): void }) {
  const { t } = useTranslation();
  const text = useText();
  const problemText = useProblemText();
  const act = useIncidentAct(page.id);
  const form = useId();
  // One errand, one id: pressing twice does it once.
  const commandId = useRef(crypto.randomUUID());
  const actions = actionsOf(page);
  const [action, setAction] = useState<Action>('retry');
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string>();
  if (actions.length === 0) return <p className="hint">{t('admin.incident.lookOnly')}</p>;

  const send = async (event: FormEvent) => {
    event.preventDefault();
    const reason = typed.reason?.trim() ?? '';
    if (reason === '') return setProblem(t('admin.incident.reasonNeeded'));
    const values = valuesOf(page.choices.values, typed);
    if (action === 'skip' && 'wrong' in values && typeof values.wrong === 'string') {
      const field = page.choices.values.find(({ path }) => path === values.wrong);
      return setProblem(t('admin.incident.valueWrong', { name: field ? text(field.name) : '' }));
    }
    try {
      const { done } = await act.mutateAsync({ action, reason, commandId: commandId.current, ...more(action, typed, values) });
      showToast(text(done));
      onDone();
    } catch (cause) {
      commandId.current = crypto.randomUUID();
      setProblem(problemText(problemOf(cause)));
    }
  };
  const type = (name: string) => (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value });

  return (
    <form className="native incident-act" onSubmit={(event) => void send(event)}>
      <fieldset>
        <legend>{t('admin.incident.do')}</legend>
        {actions.map((one) => (
          <label key={one} className="incident-choice">
            <input type="radio" name={form} checked={action === one} onChange={() => setAction(one)} /> {t(`admin.incident.${one}`)}
          </label>
        ))}
      </fieldset>
      {action === 'skip' && page.choices.outcomes.length > 0 && (
        <Choose
          label={t('admin.incident.outcome')}
          value={typed.outcome ?? ''}
          onChange={type('outcome')}
          options={page.choices.outcomes}
        />
      )}
      {action === 'skip' &&
        page.choices.values.map((value) => (
          <label key={value.path}>
            <span>{text(value.name)}</span>
            <input value={typed[value.path] ?? ''} onChange={type(value.path)} />
          </label>
        ))}
      {action === 'jump' && (
        <Choose label={t('admin.incident.to')} value={typed.to ?? ''} onChange={type('to')} options={page.choices.steps} />
      )}
      {action === 'end' && (
        <label>
          <span>{t('admin.incident.result')}</span>
          <select value={typed.result ?? 'refused'} onChange={type('result')}>
            <option value="refused">{t('admin.incident.result.refused')}</option>
            <option value="completed">{t('admin.incident.result.completed')}</option>
          </select>
        </label>
      )}
      <label>
        <span>{t('admin.incident.reason')}</span>
        <textarea rows={2} maxLength={500} value={typed.reason ?? ''} onChange={type('reason')} aria-invalid={problem !== undefined} />
      </label>
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
      <Button type="primary" htmlType="submit" loading={act.isPending} danger={action === 'end'}>
        {t(`admin.incident.${action}`)}
      </Button>
    </form>
  );
}

function Choose(props: {
  label: string;
  value: string;
  onChange(event: { target: { value: string } }): void;
  options: IncidentPage['choices']['steps'];
}) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <label>
      <span>{props.label}</span>
      <select required value={props.value} onChange={props.onChange}>
        <option value="">{t('admin.incident.choose')}</option>
        {props.options.map((option) => (
          <option key={option.id} value={option.id}>
            {text(option.name)}
          </option>
        ))}
      </select>
    </label>
  );
}

function more(action: Action, typed: Readonly<Record<string, string>>, values: ReturnType<typeof valuesOf>): Partial<IncidentAct> {
  if (action === 'jump') return { to: typed.to ?? '' };
  if (action === 'end') return { result: typed.result === 'completed' ? 'completed' : 'refused' };
  if (action === 'retry') return {};
  return {
    ...(typed.outcome ? { outcome: typed.outcome } : {}),
    ...(Object.keys(values).length > 0 ? { values: values as IncidentAct['values'] } : {}),
  };
}
