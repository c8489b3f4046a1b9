import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ReplayedCaseRow, useReplay } from '../../../api/bench.ts';
import { problemOf } from '../../../api/client.ts';
import { useSaveState, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { Sheet } from '../../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../../ui/states.tsx';
import { shortDate } from '../dates.ts';
import { Differences } from './differences.tsx';

const tones = { same: 'done', differs: 'amber', apart: 'idle' } as const;
const most = 20;

/** Real finished cases on the draft: which decisions, questions and dates would have been others. Values never leave the server. */
export function RealCases() {
  const { t } = useTranslation();
  const { id } = useScenarioSession();
  const saving = useSaveState();
  const { mutate, data, error, isPending } = useReplay(id);
  const unsaved = saving.kind !== 'saved';
  return (
    <Sheet
      title={t('cases.real')}
      note={t('cases.real.words')}
      actions={
        <Button type="primary" loading={isPending} disabled={unsaved} onClick={() => mutate(most)}>
          {t(data ? 'cases.real.again' : 'cases.real.start', { count: most })}
        </Button>
      }
    >
      {unsaved && <p className="persona-none">{t('cases.real.unsaved')}</p>}
      {isPending && <Skeleton lines={4} label={t('cases.real.running')} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => mutate(most)} />}
      {data?.state === 'broken' && <p>{t('cases.compare.broken')}</p>}
      {data?.state === 'done' && data.cases.length === 0 && <EmptyState title={t('cases.real.none')} />}
      {data && data.cases.length > 0 && <Replayed rows={data.cases} finished={data.finished} />}
    </Sheet>
  );
}

function Replayed({ rows, finished }: { rows: readonly ReplayedCaseRow[]; finished: number }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const count = (verdict: ReplayedCaseRow['verdict']) => rows.filter((row) => row.verdict === verdict).length;
  const order = { differs: 0, apart: 1, same: 2 };
  return (
    <>
      <p role="status">
        {t('cases.real.result', { played: rows.length, finished, differs: count('differs'), same: count('same'), apart: count('apart') })}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls sideways must be reachable by keyboard */}
      <div className="list-scroll" role="region" aria-label={t('cases.real')} tabIndex={0}>
        <table className="list">
          <thead>
            <tr>
              <th scope="col">{t('cases.column.real')}</th>
              <th scope="col">{t('cases.column.result')}</th>
              <th scope="col">{t('cases.column.difference')}</th>
            </tr>
          </thead>
          <tbody>
            {[...rows]
              .sort((a, b) => order[a.verdict] - order[b.verdict])
              .map((row) => (
                <tr key={row.caseNo}>
                  <th scope="row">
                    {row.caseNo}
                    <small>
                      {row.applicant} · {t('cases.compare.version', { version: row.version })}
                      {row.endedAt && ` · ${shortDate(row.endedAt, i18n.language)}`}
                    </small>
                  </th>
                  <td>
                    <Chip tone={tones[row.verdict]}>{t(`cases.real.${row.verdict}`)}</Chip>
                  </td>
                  <td>{row.why ? text(row.why) : row.differences.length > 0 ? <Differences list={row.differences} /> : '—'}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
