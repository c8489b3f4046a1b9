/** Acts as buttons; the chosen one opens its own short form under them, with its words and why it was refused. */
import type { UseMutationResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '../../data/ProblemBox.tsx';
import { Sheet } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast.tsx';
import { focusProblem } from './focus-problem.ts';

interface Made<Action extends string> {
  action: Action;
  fields: readonly string[];
  reason: string;
}

interface Acting<Action extends string, M extends Made<Action>> {
  made: M | undefined;
  problems: Readonly<Record<string, string>>;
  form: RefObject<HTMLFormElement | null>;
  run: { error: Error | null; isPending: boolean };
  change(made: M | undefined): void;
  choose(action: Action): void;
  send(made: M): void;
}

interface Rules<Action extends string, M extends Made<Action>, Deed> {
  run: Pick<UseMutationResult<unknown, Error, Deed>, 'mutate' | 'reset' | 'error' | 'isPending'>;
  /** What an act begins with. */
  start(action: Action): M;
  /** Text keys by entry. */
  check(made: M): Record<string, string>;
  deed(made: M): Deed;
  done(made: M): string;
}

/** One act at a time: chosen, filled in, checked when it is sent. */
export function useActing<Action extends string, M extends Made<Action>, Deed>({
  run,
  start,
  check,
  deed,
  done,
}: Rules<Action, M, Deed>): Acting<Action, M> {
  const [made, change] = useState<M>();
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  return {
    made,
    problems: made && tried ? check(made) : {},
    form,
    run,
    change,
    choose: (action) => {
      setTried(false);
      run.reset();
      change(made?.action === action ? undefined : start(action));
      // Drawn first; then the form's first entry takes the focus.
      setTimeout(() => form.current?.querySelector<HTMLElement>('textarea, input, button')?.focus());
    },
    send: (sent) => {
      setTried(true);
      if (Object.keys(check(sent)).length > 0) focusProblem(form);
      else run.mutate(deed(sent), { onSuccess: () => showToast(done(sent)) });
    },
  };
}

interface Props<Action extends string, M extends Made<Action>> {
  acting: Acting<Action, M>;
  may: readonly Action[];
  /** Text keys of acts begin with it. */
  words: 'data.decide' | 'data.grantAct';
  /** Figures for the words of the last button. */
  figures?: Record<string, number>;
  primary?: ReadonlySet<Action>;
  severe: ReadonlySet<Action>;
  /** What has to be known first is not there yet. */
  waits?: boolean;
  /** Above the refusal: what the act would do. */
  before?: ReactNode;
  children(made: M): ReactNode;
}

export function ActSheet<Action extends string, M extends Made<Action>>({ acting, words, waits = false, ...props }: Props<Action, M>) {
  const { t } = useTranslation();
  const { made, run } = acting;
  return (
    <Sheet title={t(words)} className="decision">
      <div className="data-actions">
        {props.may.map((action) => (
          <Button
            key={action}
            data-action={action}
            type={props.primary?.has(action) ? 'primary' : 'default'}
            danger={props.severe.has(action)}
            aria-expanded={made?.action === action}
            onClick={() => acting.choose(action)}
          >
            {t(`${words}.${action}`)}
          </Button>
        ))}
      </div>
      {made && (
        <form
          ref={acting.form}
          className="data-form decision-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!waits) acting.send(made);
          }}
        >
          <p>{t(`${words}.${made.action}.words`)}</p>
          {props.before}
          <ProblemBox error={run.error} />
          {props.children(made)}
          <div className="data-actions">
            <Button type="primary" danger={props.severe.has(made.action)} htmlType="submit" disabled={waits} loading={run.isPending}>
              {t(`${words}.${made.action}.go`, props.figures)}
            </Button>
            <Button onClick={() => acting.change(undefined)}>{t('ui.cancel')}</Button>
          </div>
        </form>
      )}
    </Sheet>
  );
}

interface ReasonProps {
  label: string;
  rows: number;
  value: string;
  must: boolean;
  problem: string | undefined;
  onChange(reason: string): void;
}

export function ReasonEntry({ label, rows, value, must, problem, onChange }: ReasonProps) {
  const { t } = useTranslation();
  return (
    <div>
      <label>
        <span>{label}</span>
        <textarea
          rows={rows}
          maxLength={1000}
          value={value}
          aria-required={must}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={problem && 'act-reason'}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {problem && (
        <p id="act-reason" className="field-problem">
          {t(problem)}
        </p>
      )}
    </div>
  );
}

interface TickProps {
  legend: string;
  rows: readonly { id: string; words: ReactNode }[];
  ticked: readonly string[];
  problem: string | undefined;
  onChange(ticked: string[]): void;
}

/** All is ticked: taking one away is the exception. */
export function TickList({ legend, rows, ticked, problem, onChange }: TickProps) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{legend}</legend>
      {problem && <p className="field-problem">{t(problem)}</p>}
      <ul className="tick-list">
        {rows.map(({ id, words }) => (
          <li key={id}>
            <label className="tick">
              <input
                type="checkbox"
                checked={ticked.includes(id)}
                aria-invalid={problem !== undefined || undefined}
                onChange={() => onChange(rows.map((row) => row.id).filter((one) => (one === id) !== ticked.includes(one)))}
              />
              <span className="tick-words">{words}</span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

interface QuotaProps {
  value: string;
  problem: string | undefined;
  onChange(value: string): void;
}

export function QuotaEntry({ value, problem, onChange }: QuotaProps) {
  const { t } = useTranslation();
  return (
    <div>
      <label>
        <span>{t('data.decide.quota')}</span>
        <input
          inputMode="numeric"
          value={value}
          maxLength={8}
          aria-invalid={problem !== undefined || undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {problem && <p className="field-problem">{t(problem)}</p>}
    </div>
  );
}
