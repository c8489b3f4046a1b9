/** The things an administrator keeps, and the region they are kept for. */
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet, useLocation, useSearchParams } from 'react-router';
import { useSession } from '../../api/session.ts';
import { useText } from '../../i18n/use-text.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { ToastPlace } from '../../ui/toast.tsx';
import { adminRegions, useAdminRegion } from './region.ts';
import './admin.css';

const tabs = [
  { path: '', name: 'accounts' },
  { path: '/roles', name: 'roles' },
  { path: '/organisations', name: 'organisations' },
  { path: '/calendar', name: 'calendar' },
  { path: '/hosts', name: 'hosts' },
  { path: '/connections', name: 'connections' },
  { path: '/packages', name: 'packages' },
  { path: '/releases', name: 'releases' },
  { path: '/incidents', name: 'incidents' },
] as const;

export function AdminFrame() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { data: session } = useSession();
  const region = useAdminRegion();
  const current = tabs.find((tab) => `/admin${tab.path}` === pathname.replace(/\/$/, '')) ?? tabs[0];
  if (!session?.places.includes('admin')) {
    return (
      <Page title={t('admin.title')}>
        <EmptyState title={t('ui.forbidden')}>{t('ui.forbidden.words')}</EmptyState>
      </Page>
    );
  }
  return (
    <Page title={t('admin.title')} titles={[t(`admin.tab.${current.name}`)]} actions={<RegionChoice />}>
      <nav className="admin-tabs" aria-label={t('admin.title')}>
        {tabs.map((tab) => (
          <NavLink key={tab.name} end to={{ pathname: `/admin${tab.path}`, search: region.chosen ? `?region=${region.code}` : '' }}>
            {t(`admin.tab.${tab.name}`)}
          </NavLink>
        ))}
      </nav>
      <Outlet />
      <ToastPlace />
    </Page>
  );
}

/** Only for administrators of several regions. */
function RegionChoice() {
  const { t } = useTranslation();
  const text = useText();
  const { data: session } = useSession();
  const [, setAddress] = useSearchParams();
  const { code, name } = useAdminRegion();
  const regions = adminRegions(session?.grants ?? []);
  if (regions.length < 2) return <span className="admin-region">{text(name)}</span>;
  return (
    <label className="admin-region native">
      <span>{t('admin.region')}</span>
      <select value={code} onChange={(event) => setAddress({ region: event.target.value })}>
        {regions.map((region) => (
          <option key={region.code} value={region.code}>
            {text(region.name)}
          </option>
        ))}
      </select>
    </label>
  );
}
