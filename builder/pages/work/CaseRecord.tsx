import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../../api/client.ts';
import { useCaseHistory } from '../../api/tasks.ts';
import { useText } from '../../i18n/use-text.ts';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { localMinute } from './times.ts';

/** The whole journal in words, folded: fetched when somebody opens it. */
export function CaseRecord({ caseNo }: { caseNo: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <details className="timeline" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('work.record')}</summary>
      {open && <Record caseNo={caseNo} />}
    </details>
  );
}

function Record({ caseNo }: { caseNo: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { data, error, refetch } = useCaseHistory(caseNo, true);
  if (!data) return error ? <FailedState problem={problemOf(error)} onRetry={() => void refetch()} /> : <Skeleton lines={4} />;
  const lines = data.map((entry, index) => ({ ...entry, key: `${index} ${entry.at}` }));
  return (
    <ol aria-label={t('work.record.hint')}>
      {lines.map((entry) => (
        <li key={entry.key}>
          <time dateTime={entry.at}>{localMinute(entry.at)}</time>
          <span>
            {text(entry.text)}
            {(entry.by || entry.department) && (
              <span className="source"> {[entry.department && text(entry.department), entry.by].filter(Boolean).join(' ')}</span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
