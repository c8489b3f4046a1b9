import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { useSession, useSignOut } from '../api/session.ts';
import { useText } from '../i18n/use-text.ts';
import { Bell } from './bell.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import './shell.css';

/** The frame of the staff app: product and work places at the left, language and account at the right. */
export function Shell() {
  const { t } = useTranslation();
  const text = useText();
  const { data: session } = useSession();
  const signOut = useSignOut();
  const { pathname } = useLocation();
  const grant = session?.grants[0];
  const where = grant ? [text(grant.regionName), text(grant.departmentName)].filter(Boolean).join(' ') : '';
  return (
    <>
      <a className="skip-link" href="#content">
        {t('ui.skip')}
      </a>
      <header className="shell-header">
        <Link to="/" className="shell-mark" aria-label={t('session.product')}>
          <span aria-hidden="true">联</span>
          <b>{t('session.product')}</b>
        </Link>
        <nav aria-label={t('session.places')} className="shell-places">
          {session?.places.map((place) =>
            place === 'go' ? (
              <a key={place} href="/go">
                {t(`session.place.${place}`)}
              </a>
            ) : (
              // Data stands below the studio, where designers meet it; in the header it is a place of its own.
              <NavLink
                key={place}
                to={place === 'data' ? '/studio/data' : `/${place}`}
                className={({ isActive }) => (isActive && (place !== 'studio' || !pathname.startsWith('/studio/data')) ? 'active' : '')}
              >
                {t(`session.place.${place}`)}
              </NavLink>
            ),
          )}
        </nav>
        <div className="shell-right">
          <Bell />
          <LanguageSwitch />
          <Dropdown
            trigger={['click']}
            menu={{
              items: [{ key: 'where', label: where, disabled: true }, { type: 'divider' }, { key: 'out', label: t('session.signOut') }],
              onClick: ({ key }) => key === 'out' && signOut.mutate(),
            }}
          >
            <Button type="text" aria-label={`${t('session.account')} ${session?.account.name ?? ''}`}>
              {session?.account.name}
            </Button>
          </Dropdown>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="shell-content">
        <Outlet />
      </main>
    </>
  );
}
