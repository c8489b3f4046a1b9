import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TaskCounts } from '../../../schemas/generated/api.ts';

const tabs = ['todo', 'mine', 'supplement', 'done'] as const;

export function WorkTabs({ current, counts }: { current: string; counts?: TaskCounts }) {
  const { t } = useTranslation();
  return (
    <nav className="work-tabs" aria-label={t('work.inbox')}>
      {tabs.map((tab) => (
        <Link key={tab} to={`/work?state=${tab}`} aria-current={current === tab ? 'page' : undefined}>
          {t(`work.tab.${tab}`)}
          {counts && <span className="count">{counts[tab]}</span>}
        </Link>
      ))}
      <Link to="/work/cases" aria-current={current === 'cases' ? 'page' : undefined}>
        {t('work.tab.cases')}
      </Link>
    </nav>
  );
}
