/** What one may do with an application, as buttons; the chosen one opens its own short form under them. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataApplicationAction, DataApplicationPage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useApplicationAction } from '../../api/data.ts';
import { problemLines } from '../../data/problem-lines.ts';
import { Sensitivity } from '../../data/states.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Sheet } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast.tsx';
import { type Decision, decisionOf, decisionProblems, deedOf, needsReason, severe } from './decision.ts';

const primary: ReadonlySet<DataApplicationAction> = new Set(['pass', 'grant', 'submit', 'sendBack']);

export function DecisionPart({ page }: { page: DataApplicationPage }) {
  const { t, i18n } = useTranslation();
  const run = useApplicationAction(page.id);
  const [decision, setDecision] = useState<Decision>();
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const problems = decision && tried ? decisionProblems(decision, page) : {};
  const send = (decided: Decision) => {
    setTried(true);
    if (Object.keys(decisionProblems(decided, page)).length > 0) {
      setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    run.mutate(deedOf(decided, page), { onSuccess: () => showToast(t(`data.decide.${decided.action}.done`)) });
  };
  const choose = (action: DataApplicationAction) => {
    setTried(false);
    run.reset();
    setDecision(decision?.action === action ? undefined : decisionOf(page, action));
    // Drawn first; then the form's first entry takes the focus.
    setTimeout(() => form.current?.querySelector<HTMLElement>('textarea, input, button')?.focus());
  };
  const failed = run.error ? problemOf(run.error) : undefined;
  return (
    <Sheet title={t('data.decide')} className="decision">
      <div className="data-actions">
        {page.may.map((action) => (
          <Button
            key={action}
            data-action={action}
            type={primary.has(action) ? 'primary' : 'default'}
            danger={severe.has(action)}
            aria-expanded={decision?.action === action}
            onClick={() => choose(action)}
          >
            {t(`data.decide.${action}`)}
          </Button>
        ))}
      </div>
      {decision && (
        <form
          ref={form}
          className="data-form decision-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            send(decision);
          }}
        >
          <p>{t(`data.decide.${decision.action}.words`)}</p>
          {failed && (
            <div className="data-problems" role="alert">
              {problemLines(failed, t, i18n.language).map((line) => (
                <p key={line}>{line}</p>
              ))}
            </div>
          )}
          {decision.action === 'grant' && <GrantEntries page={page} decision={decision} problems={problems} onChange={setDecision} />}
          <ReasonEntry
            page={page}
            decision={decision}
            problem={problems.reason}
            onChange={(reason) => setDecision({ ...decision, reason })}
          />
          <div className="data-actions">
            <Button type="primary" danger={severe.has(decision.action)} htmlType="submit" loading={run.isPending}>
              {t(`data.decide.${decision.action}.go`, { count: decision.fields.length, all: page.fields.length })}
            </Button>
            <Button onClick={() => setDecision(undefined)}>{t('ui.cancel')}</Button>
          </div>
        </form>
      )}
    </Sheet>
  );
}

interface ReasonProps {
  page: DataApplicationPage;
  decision: Decision;
  problem: string | undefined;
  onChange(reason: string): void;
}

function ReasonEntry({ page, decision, problem, onChange }: ReasonProps) {
  const { t } = useTranslation();
  const must = needsReason(decision, page);
  if (!must && decision.action !== 'grant' && decision.action !== 'pass') return null;
  return (
    <div>
      <label>
        <span>{t(must ? 'data.decide.reason' : 'data.decide.reasonMay')}</span>
        <textarea
          rows={3}
          maxLength={1000}
          value={decision.reason}
          aria-required={must}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={problem && 'decision-reason'}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      {problem && (
        <p id="decision-reason" className="field-problem">
          {t(problem)}
        </p>
      )}
    </div>
  );
}

interface GrantProps {
  page: DataApplicationPage;
  decision: Decision;
  problems: Readonly<Record<string, string>>;
  onChange(decision: Decision): void;
}

/** All is ticked: taking one away is the exception, and needs its reason. */
function GrantEntries({ page, decision, problems, onChange }: GrantProps) {
  const { t } = useTranslation();
  const text = useText();
  const toggle = (id: string) =>
    onChange({
      ...decision,
      fields: page.fields.map((field) => field.id).filter((field) => (field === id) !== decision.fields.includes(field)),
    });
  return (
    <>
      <fieldset>
        <legend>{t('data.decide.fields')}</legend>
        {problems.fields && <p className="field-problem">{t(problems.fields)}</p>}
        <ul className="tick-list">
          {page.fields.map((field) => (
            <li key={field.id}>
              <label className="tick">
                <input
                  type="checkbox"
                  checked={decision.fields.includes(field.id)}
                  aria-invalid={problems.fields !== undefined || undefined}
                  onChange={() => toggle(field.id)}
                />
                <span className="tick-words">
                  {text(field.name)} <Sensitivity level={field.sensitivity} />
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <div className="decision-limits">
        <div>
          <label>
            <span>{t('data.decide.quota')}</span>
            <input
              inputMode="numeric"
              value={decision.quotaPerDay}
              maxLength={8}
              aria-invalid={problems.quotaPerDay !== undefined || undefined}
              onChange={(event) => onChange({ ...decision, quotaPerDay: event.target.value })}
            />
          </label>
          {problems.quotaPerDay && <p className="field-problem">{t(problems.quotaPerDay)}</p>}
        </div>
        <label>
          <span>{t('data.decide.validTo')}</span>
          <input type="date" value={decision.validTo} onChange={(event) => onChange({ ...decision, validTo: event.target.value })} />
        </label>
      </div>
    </>
  );
}
