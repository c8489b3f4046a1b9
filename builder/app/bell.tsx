import { BellOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useSession } from '../api/session.ts';
import { useMessages } from '../api/together.ts';
import './bell.css';

/** How many messages wait, for those who can be named in comments; leads to them. */
export function Bell() {
  const { t } = useTranslation();
  const { data: session } = useSession();
  const designs = session?.grants.some(({ role }) => role === 'designer') ?? false;
  const { data } = useMessages(designs);
  if (!designs) return null;
  const count = data?.unseen ?? 0;
  const words = count > 0 ? t('bell.unseen', { count }) : t('bell.title');
  return (
    <NavLink to="/studio/messages" className="bell" aria-label={words} title={words}>
      <BellOutlined />
      {count > 0 && <span className="bell-count">{count > 99 ? '99+' : count}</span>}
    </NavLink>
  );
}
