/** Around every page of the data: where one is, and what was just done. */
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet } from 'react-router';
import { useDataCounts } from '../../api/data.ts';
import { useSession } from '../../api/session.ts';
import '../../data/data.css';
import { ToastPlace } from '../../ui/toast.tsx';
import './pages.css';

const tabs: { path: string; name: string; roles: readonly string[] }[] = [
  { path: '', name: 'catalogue', roles: ['designer', 'keeper', 'steward', 'admin'] },
  { path: '/requests', name: 'requests', roles: ['designer', 'keeper', 'steward'] },
  { path: '/answers', name: 'answers', roles: ['keeper', 'steward'] },
  { path: '/grants', name: 'grants', roles: ['designer', 'keeper', 'steward'] },
  { path: '/quality', name: 'quality', roles: ['designer', 'keeper', 'steward'] },
  { path: '/messages', name: 'messages', roles: ['designer', 'keeper', 'steward'] },
  { path: '/imports', name: 'imports', roles: ['keeper', 'admin'] },
];

export function DataFrame() {
  const { t } = useTranslation();
  const { data: session } = useSession();
  const counted = session?.grants.some(({ role }) => role === 'keeper' || role === 'steward' || role === 'designer') ?? false;
  const { data: counts } = useDataCounts(counted);
  const waiting = counts && counts.answer + counts.review + counts.dispute;
  const has = (roles: readonly string[]) => session?.grants.some(({ role }) => roles.includes(role)) ?? false;
  return (
    <>
      <nav className="data-tabs" aria-label={t('data.nav')}>
        {tabs
          .filter(({ roles }) => has(roles))
          .map(({ path, name }) => (
            <NavLink key={name} end={path === ''} to={`/studio/data${path}`}>
              {t(`data.tab.${name}`)}
              {name === 'answers' && waiting ? <span className="count">{waiting}</span> : null}
              {name === 'messages' && counts?.unseen ? <span className="count">{counts.unseen}</span> : null}
            </NavLink>
          ))}
      </nav>
      <Outlet />
      <ToastPlace />
    </>
  );
}
