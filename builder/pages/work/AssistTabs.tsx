import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AssistList } from '../../../schemas/generated/api.ts';
import { useSession } from '../../api/session.ts';

const tabs = ['open', 'mine', 'escalated', 'done'] as const;

/** The lists of questions; corrections of our data beside them. */
export function AssistTabs({ current, counts }: { current: string; counts?: AssistList['counts'] }) {
  const { t } = useTranslation();
  const { data: session } = useSession();
  const owns = session?.grants.some(({ role }) => role === 'officer' || role === 'keeper');
  return (
    <nav className="work-tabs assist-tabs" aria-label={t('assist.title')}>
      {tabs.map((tab) => (
        <Link key={tab} to={`/work/assists?state=${tab}`} aria-current={current === tab ? 'page' : undefined}>
          {t(`assist.tab.${tab}`)}
          {counts && <span className="count">{counts[tab]}</span>}
        </Link>
      ))}
      {owns && (
        <Link to="/work/reports" aria-current={current === 'reports' ? 'page' : undefined}>
          {t('assist.tab.reports')}
        </Link>
      )}
    </nav>
  );
}
