import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TaskCounts } from '../../../schemas/generated/api.ts';
import { useAssists } from '../../api/assists.ts';
import { useSession } from '../../api/session.ts';
import { tabAddress } from './inbox-address.ts';

const tabs = ['todo', 'mine', 'supplement', 'waiting', 'copies', 'done'] as const;

export function WorkTabs({
  current,
  counts,
  address = new URLSearchParams(),
}: {
  current: string;
  counts?: TaskCounts;
  address?: URLSearchParams;
}) {
  const { t } = useTranslation();
  const { data: session } = useSession();
  const watches = session?.grants.some(({ role }) => role === 'operator' || role === 'supervisor');
  const hasDesk = session?.grants.some(({ role }) => role === 'officer' || role === 'supervisor' || role === 'operator') ?? true;
  const shown = hasDesk ? tabs : [];
  const asked = useAssists('', { refreshMs: 60_000 }).data?.counts.open;
  return (
    <nav className="work-tabs" aria-label={t('work.inbox')}>
      {shown.map((tab) => (
        <Link key={tab} to={tabAddress(address, tab)} aria-current={current === tab ? 'page' : undefined}>
          {t(`work.tab.${tab}`)}
          {counts && <span className="count">{counts[tab]}</span>}
        </Link>
      ))}
      <Link to="/work/assists" aria-current={current === 'assists' ? 'page' : undefined}>
        {t('assist.title')}
        {asked !== undefined && <span className="count">{asked}</span>}
      </Link>
      {hasDesk && (
        <Link to="/work/cases" aria-current={current === 'cases' ? 'page' : undefined}>
          {t('work.tab.cases')}
        </Link>
      )}
      {watches && (
        <Link to="/work/incidents" aria-current={current === 'incidents' ? 'page' : undefined}>
          {t('admin.tab.incidents')}
        </Link>
      )}
      {hasDesk && (
        <Link to="/work/away" aria-current={current === 'away' ? 'page' : undefined}>
          {t('approval.away')}
        </Link>
      )}
    </nav>
  );
}
