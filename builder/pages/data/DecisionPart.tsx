/** What one may do with an application, as buttons; the chosen one opens its own short form under them. */
import { useTranslation } from 'react-i18next';
import type { DataApplicationAction, DataApplicationPage } from '../../../schemas/generated/api.ts';
import { useApplicationAction } from '../../api/data.ts';
import { Sensitivity } from '../../data/states.tsx';
import { useText } from '../../i18n/use-text.ts';
import { DateEntry } from '../../ui/date-entry.tsx';
import { ActSheet, QuotaEntry, ReasonEntry, TickList, useActing } from './ActSheet.tsx';
import { type Decision, decisionOf, decisionProblems, deedOf, needsReason, severe } from './decision.ts';

const primary: ReadonlySet<DataApplicationAction> = new Set(['pass', 'grant', 'submit', 'sendBack']);

export function DecisionPart({ page }: { page: DataApplicationPage }) {
  const { t } = useTranslation();
  const acting = useActing({
    run: useApplicationAction(page.id),
    start: (action: DataApplicationAction) => decisionOf(page, action),
    check: (decision) => decisionProblems(decision, page),
    deed: (decision) => deedOf(decision, page),
    done: ({ action }) => t(`data.decide.${action}.done`),
  });
  const { problems, change } = acting;
  return (
    <ActSheet
      acting={acting}
      may={page.may}
      words="data.decide"
      figures={{ count: acting.made?.fields.length ?? 0, all: page.fields.length }}
      primary={primary}
      severe={severe}
    >
      {(decision) => {
        const must = needsReason(decision, page);
        return (
          <>
            {decision.action === 'grant' && <GrantEntries page={page} decision={decision} problems={problems} onChange={change} />}
            {(must || decision.action === 'grant' || decision.action === 'pass') && (
              <ReasonEntry
                label={t(must ? 'data.decide.reason' : 'data.decide.reasonMay')}
                rows={3}
                must={must}
                value={decision.reason}
                problem={problems.reason}
                onChange={(reason) => change({ ...decision, reason })}
              />
            )}
          </>
        );
      }}
    </ActSheet>
  );
}

interface GrantProps {
  page: DataApplicationPage;
  decision: Decision;
  problems: Readonly<Record<string, string>>;
  onChange(decision: Decision): void;
}

/** Taking a field away needs its reason. */
function GrantEntries({ page, decision, problems, onChange }: GrantProps) {
  const { t } = useTranslation();
  const text = useText();
  const words = ({ name, sensitivity }: DataApplicationPage['fields'][number]) => (
    <>
      {text(name)} <Sensitivity level={sensitivity} />
    </>
  );
  return (
    <>
      <TickList
        legend={t('data.decide.fields')}
        rows={page.fields.map((field) => ({ id: field.id, words: words(field) }))}
        ticked={decision.fields}
        problem={problems.fields}
        onChange={(fields) => onChange({ ...decision, fields })}
      />
      <div className="decision-limits">
        <QuotaEntry
          value={decision.quotaPerDay}
          problem={problems.quotaPerDay}
          onChange={(quotaPerDay) => onChange({ ...decision, quotaPerDay })}
        />
        <div>
          <label htmlFor="decide-until">
            <span>{t('data.decide.validTo')}</span>
          </label>
          <DateEntry id="decide-until" value={decision.validTo} onChange={(validTo) => onChange({ ...decision, validTo })} />
        </div>
      </div>
    </>
  );
}
