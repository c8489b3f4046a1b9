/** Pausing, ending, narrowing or prolonging a grant. What it would hit stands there before anybody can press. */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataGrantAction, DataGrantPage, DataImpact } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useGrantAction, useGrantImpact } from '../../api/data.ts';
import { Loaded } from '../../data/Loaded.tsx';
import { problemLines } from '../../data/problem-lines.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { Sheet } from '../../ui/page.tsx';
import { showToast } from '../../ui/toast.tsx';
import { changeOf, changeProblems, type GrantChange, grantDeedOf, hits } from './grant-deed.ts';

const severe: ReadonlySet<DataGrantAction> = new Set(['revoke']);

export function GrantActions({ page }: { page: DataGrantPage }) {
  const { t, i18n } = useTranslation();
  const run = useGrantAction(page.key);
  const [change, setChange] = useState<GrantChange>();
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const impact = useGrantImpact(page.key, change !== undefined && hits.has(change.action));
  const problems = change && tried ? changeProblems(change, page) : {};
  const waits = change !== undefined && hits.has(change.action) && impact.data === undefined;
  const choose = (action: DataGrantAction) => {
    setTried(false);
    run.reset();
    setChange(change?.action === action ? undefined : changeOf(page, action));
    setTimeout(() => form.current?.querySelector<HTMLElement>('textarea, input')?.focus());
  };
  const send = (made: GrantChange) => {
    setTried(true);
    if (Object.keys(changeProblems(made, page)).length > 0) {
      setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    run.mutate(grantDeedOf(made, page), { onSuccess: () => showToast(t(`data.grantAct.${made.action}.done`)) });
  };
  const failed = run.error ? problemOf(run.error) : undefined;
  return (
    <Sheet title={t('data.grantAct')} className="decision">
      <div className="data-actions">
        {page.may.map((action) => (
          <Button
            key={action}
            data-action={action}
            danger={severe.has(action)}
            aria-expanded={change?.action === action}
            onClick={() => choose(action)}
          >
            {t(`data.grantAct.${action}`)}
          </Button>
        ))}
      </div>
      {change && (
        <form
          ref={form}
          className="data-form decision-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!waits) send(change);
          }}
        >
          <p>{t(`data.grantAct.${change.action}.words`)}</p>
          {hits.has(change.action) && <Loaded asked={impact}>{(found) => <Impact impact={found} />}</Loaded>}
          {failed && (
            <div className="data-problems" role="alert">
              {problemLines(failed, t, i18n.language).map((line) => (
                <p key={line}>{line}</p>
              ))}
            </div>
          )}
          <ChangeEntries page={page} change={change} problems={problems} onChange={setChange} />
          <div>
            <label>
              <span>{t('data.decide.reason')}</span>
              <textarea
                rows={2}
                maxLength={1000}
                value={change.reason}
                aria-required
                aria-invalid={problems.reason !== undefined || undefined}
                onChange={(event) => setChange({ ...change, reason: event.target.value })}
              />
            </label>
            {problems.reason && <p className="field-problem">{t(problems.reason)}</p>}
          </div>
          <div className="data-actions">
            <Button type="primary" danger={severe.has(change.action)} htmlType="submit" disabled={waits} loading={run.isPending}>
              {t(`data.grantAct.${change.action}.go`)}
            </Button>
            <Button onClick={() => setChange(undefined)}>{t('ui.cancel')}</Button>
          </div>
        </form>
      )}
    </Sheet>
  );
}

/** One sentence with the figures, then each scenario with its open cases and what every use falls back on. */
function Impact({ impact }: { impact: DataImpact }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className="impact" role="status">
      <p className="impact-sum">
        {impact.scenarios.length === 0
          ? t('data.impact.none')
          : `▲ ${t('data.impact.sum', { live: impact.live, cases: impact.openCases })}`}
      </p>
      <ul className="tick-list">
        {impact.scenarios.map((one) => (
          <li key={`${one.region}${one.scenario}${one.version}`}>
            <p className="tick-words">
              <b>{text(one.name)}</b>
              <span>{one.regionName}</span>
              <Chip tone={one.live ? 'going' : 'idle'}>
                {one.live ? t('data.impact.live', { version: one.version }) : t('data.impact.old', { version: one.version })}
              </Chip>
              <span>{t('data.impact.cases', { count: one.openCases })}</span>
            </p>
            <ul>
              {one.uses.map((use) => (
                <li key={use.id} className="hint">
                  {t('data.impact.use', { use: text(use.name), count: use.fields, fallback: text(use.words) })}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface EntriesProps {
  page: DataGrantPage;
  change: GrantChange;
  problems: Readonly<Record<string, string>>;
  onChange(change: GrantChange): void;
}

function ChangeEntries({ page, change, problems, onChange }: EntriesProps) {
  const { t } = useTranslation();
  const text = useText();
  if (change.action !== 'narrow' && change.action !== 'extend') return null;
  const toggle = (id: string) =>
    onChange({
      ...change,
      fields: page.fieldRows.map((field) => field.id).filter((field) => (field === id) !== change.fields.includes(field)),
    });
  return (
    <>
      {change.action === 'narrow' && (
        <fieldset>
          <legend>{t('data.grantAct.keep')}</legend>
          {problems.fields && <p className="field-problem">{t(problems.fields)}</p>}
          <ul className="tick-list">
            {page.fieldRows.map((field) => (
              <li key={field.id}>
                <label className="tick">
                  <input
                    type="checkbox"
                    checked={change.fields.includes(field.id)}
                    aria-invalid={problems.fields !== undefined || undefined}
                    onChange={() => toggle(field.id)}
                  />
                  <span>{text(field.name)}</span>
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
      )}
      <div className="decision-limits">
        {change.action === 'extend' && (
          <div>
            <label>
              <span>{t('data.decide.validTo')}</span>
              <input
                type="date"
                value={change.validTo}
                min={page.validTo}
                aria-invalid={problems.validTo !== undefined || undefined}
                onChange={(event) => onChange({ ...change, validTo: event.target.value })}
              />
            </label>
            {problems.validTo && <p className="field-problem">{t(problems.validTo)}</p>}
          </div>
        )}
        <div>
          <label>
            <span>{t('data.decide.quota')}</span>
            <input
              inputMode="numeric"
              value={change.quotaPerDay}
              maxLength={8}
              aria-invalid={problems.quotaPerDay !== undefined || undefined}
              onChange={(event) => onChange({ ...change, quotaPerDay: event.target.value })}
            />
          </label>
          {problems.quotaPerDay && <p className="field-problem">{t(problems.quotaPerDay)}</p>}
        </div>
      </div>
    </>
  );
}
