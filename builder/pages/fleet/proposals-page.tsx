/** 推荐记录: what counties offer upward and what came of it; the same page for who sends and who receives. */
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { ProposalRow } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useProposals } from '../../api/fleet.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { shortDate } from '../studio/dates.ts';
import '../data/pages.css';
import '../studio/scenario-list.css';
import '../upgrade/upgrade.css';

export const proposalTones: Record<ProposalRow['status'], Tone> = {
  sent: 'going',
  taken: 'done',
  partly: 'done',
  declined: 'idle',
  withdrawn: 'idle',
};

export function ProposalsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const side = params.get('side') === 'received' ? 'received' : 'sent';
  const { data, error, isPending, refetch } = useProposals(side);
  return (
    <Page title={t('proposal.list')} lead={t('proposal.lead')}>
      <fieldset className="box-tabs upgrade-tabs">
        <legend className="visually-hidden">{t('proposal.side')}</legend>
        {(['sent', 'received'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={side === one} onClick={() => setParams({ side: one }, { replace: true })}>
            {t(`proposal.side.${one}`)}
          </button>
        ))}
      </fieldset>
      {isPending && <Skeleton lines={5} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState title={t(`proposal.none.${side}`)}>{t(`proposal.none.${side}.words`)}</EmptyState>}
      {data && data.length > 0 && <Rows rows={data} />}
    </Page>
  );
}

function Rows({ rows }: { rows: ProposalRow[] }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  return (
    <div className="list-scroll">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">{t('proposal.what')}</th>
            <th scope="col">{t('proposal.template')}</th>
            <th scope="col">{t('proposal.from')}</th>
            <th scope="col">{t('proposal.changes')}</th>
            <th scope="col">{t('proposal.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.region} ${row.id}`}>
              <th scope="row">
                <Link to={`/studio/proposals/${row.region}/${row.id}`}>{row.title}</Link>
              </th>
              <td>{text(row.template.name)}</td>
              <td>
                {row.regionName} {row.sentBy}
                <small className="hint"> {shortDate(row.sentAt, i18n.language)}</small>
              </td>
              <td>{row.changes}</td>
              <td>
                <Chip tone={proposalTones[row.status]}>{t(`proposal.status.${row.status}`)}</Chip>
                {row.releasedIn !== undefined && <span className="hint"> {t('proposal.releasedIn', { version: row.releasedIn })}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
