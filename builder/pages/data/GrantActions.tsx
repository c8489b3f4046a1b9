/** Pausing, ending, narrowing or prolonging a grant. What it would hit stands there before anybody can press. */
import { useTranslation } from 'react-i18next';
import type { DataGrantAction, DataGrantPage, DataImpact } from '../../../schemas/generated/api.ts';
import { useGrantAction, useGrantImpact } from '../../api/data.ts';
import { Loaded } from '../../data/Loaded.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { DateEntry } from '../../ui/date-entry.tsx';
import { ActSheet, QuotaEntry, ReasonEntry, TickList, useActing } from './ActSheet.tsx';
import { changeOf, changeProblems, type GrantChange, grantDeedOf, hits } from './grant-deed.ts';

const severe: ReadonlySet<DataGrantAction> = new Set(['revoke']);

export function GrantActions({ page }: { page: DataGrantPage }) {
  const { t } = useTranslation();
  const acting = useActing({
    run: useGrantAction(page.key),
    start: (action: DataGrantAction) => changeOf(page, action),
    check: (made) => changeProblems(made, page),
    deed: (made) => grantDeedOf(made, page),
    done: ({ action }) => t(`data.grantAct.${action}.done`),
  });
  const { made, problems, change } = acting;
  const asks = made !== undefined && hits.has(made.action);
  const impact = useGrantImpact(page.key, asks);
  return (
    <ActSheet
      acting={acting}
      may={page.may}
      words="data.grantAct"
      severe={severe}
      waits={asks && impact.data === undefined}
      before={asks && <Loaded asked={impact}>{(found) => <Impact impact={found} />}</Loaded>}
    >
      {(open) => (
        <>
          <ChangeEntries page={page} change={open} problems={problems} onChange={change} />
          <ReasonEntry
            label={t('data.decide.reason')}
            rows={2}
            must
            value={open.reason}
            problem={problems.reason}
            onChange={(reason) => change({ ...open, reason })}
          />
        </>
      )}
    </ActSheet>
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
  return (
    <>
      {change.action === 'narrow' && (
        <TickList
          legend={t('data.grantAct.keep')}
          rows={page.fieldRows.map(({ id, name }) => ({ id, words: text(name) }))}
          ticked={change.fields}
          problem={problems.fields}
          onChange={(fields) => onChange({ ...change, fields })}
        />
      )}
      <div className="decision-limits">
        {change.action === 'extend' && (
          <div>
            <label htmlFor="extend-until">
              <span>{t('data.decide.validTo')}</span>
            </label>
            <DateEntry
              id="extend-until"
              value={change.validTo}
              min={page.validTo}
              invalid={problems.validTo !== undefined}
              onChange={(validTo) => onChange({ ...change, validTo })}
            />
            {problems.validTo && <p className="field-problem">{t(problems.validTo)}</p>}
          </div>
        )}
        <QuotaEntry
          value={change.quotaPerDay}
          problem={problems.quotaPerDay}
          onChange={(quotaPerDay) => onChange({ ...change, quotaPerDay })}
        />
      </div>
    </>
  );
}
