/** /admin/incidents and /work/incidents: what failed and waits for a person. One line each; opened, it says why and what can be done. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailedTurn, IncidentRow } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useIncidents } from '../../api/incidents.ts';
import { useText } from '../../i18n/use-text.ts';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { localMinute } from '../work/times.ts';
import { IncidentPanel } from './IncidentPanel.tsx';
import '../admin/admin.css';
import './incidents.css';

export function IncidentsPage() {
  const { t } = useTranslation();
  const [page, setPage] = useState(1);
  const [open, setOpen] = useState<string>();
  const { data, error, refetch } = useIncidents(page);
  if (!data) return error ? <FailedState problem={problemOf(error)} onRetry={() => void refetch()} /> : <Skeleton lines={6} />;
  const pages = Math.max(1, Math.ceil(data.total / data.pageSize));
  return (
    <section className="sheet" aria-labelledby="incidents-title">
      <h2 id="incidents-title">{t('admin.incidents.title')}</h2>
      <p className="hint">{t('admin.incidents.words')}</p>
      {data.imports && <FailedFiles turns={data.imports} />}
      {data.rows.length === 0 && <p>{t('admin.incidents.none')}</p>}
      <ul className="incidents">
        {data.rows.map((row) => (
          <li key={row.id}>
            <Line row={row} open={open === row.id} onToggle={() => setOpen(open === row.id ? undefined : row.id)} />
            {open === row.id && (
              <div id={`incident-${row.id}`}>
                <IncidentPanel id={row.id} onDone={() => setOpen(undefined)} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {pages > 1 && (
        <nav className="pager" aria-label={t('admin.pages')}>
          <Button disabled={page <= 1} onClick={() => setPage(page - 1)}>
            {t('admin.previous')}
          </Button>
          <span>{t('admin.page', { page, pages })}</span>
          <Button disabled={page >= pages} onClick={() => setPage(page + 1)}>
            {t('admin.next')}
          </Button>
        </nav>
      )}
    </section>
  );
}

/** Files that did not come, or could not be read: the next turn tries by itself. */
function FailedFiles({ turns }: { turns: readonly FailedTurn[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <section aria-labelledby="failed-files">
      <h3 id="failed-files">{t('admin.incidents.files')}</h3>
      <ul className="incidents">
        {turns.map((turn) => (
          <li key={`${turn.region}${text(turn.name)}${turn.at}`}>
            <div className="incident-line">
              <span>
                {text(turn.name)} · {turn.regionName}
              </span>
              <span>{text(turn.words)}</span>
              <span className="hint">
                {localMinute(turn.at)} {t('admin.incident.nextTry', { at: localMinute(turn.nextAt) })}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Line({ row, open, onToggle }: { row: IncidentRow; open: boolean; onToggle(): void }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className="incident-line">
      <button type="button" className="link-button" aria-expanded={open} aria-controls={`incident-${row.id}`} onClick={onToggle}>
        {text(row.scenarioName)} · {text(row.step)}
      </button>
      <span>{text(row.cause)}</span>
      <span className="hint">
        {row.caseNo && <span className="number">{row.caseNo}</span>} {row.at && localMinute(row.at)}{' '}
        {t('admin.incident.tries', { count: row.tries })}
        {row.nextTryAt && ` ${t('admin.incident.nextTry', { at: localMinute(row.nextTryAt) })}`}
      </span>
    </div>
  );
}
