/** /admin: accounts of the region. What is looked for and which account is open stand in the address. */
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Account } from '../../../schemas/generated/api.ts';
import { useAccounts } from '../../api/admin.ts';
import { problemOf } from '../../api/client.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { localMinute } from '../work/times.ts';
import { AccountPanel } from './AccountPanel.tsx';
import { NewAccount } from './NewAccount.tsx';
import { useAdminRegion } from './region.ts';

const opening = 'new';

export function AccountsPage() {
  const { t } = useTranslation();
  const region = useAdminRegion();
  const [address, setAddress] = useSearchParams();
  const q = address.get('q') ?? '';
  const page = Number(address.get('page')) || 1;
  const query = new URLSearchParams({ region: region.code, ...(q ? { q } : {}), page: String(page) }).toString();
  const { data, error, refetch } = useAccounts(query);
  const set = (name: string, value: string | undefined) => {
    const next = new URLSearchParams(address);
    if (value) next.set(name, value);
    else next.delete(name);
    if (name === 'q') next.delete('page');
    setAddress(next);
  };
  const open = address.get('account') ?? undefined;
  const account = data?.rows.find((row) => row.id === open);
  const openNew = (
    <Button type="primary" onClick={() => set('account', opening)}>
      {t('admin.new')}
    </Button>
  );
  return (
    <>
      <div className="admin-bar">
        <Search key={q} q={q} onSearch={(words) => set('q', words)} />
        {openNew}
      </div>
      {!data ? (
        error ? (
          <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />
        ) : (
          <Skeleton lines={8} />
        )
      ) : data.rows.length === 0 ? (
        <EmptyState
          title={t(q ? 'admin.accounts.noneFound' : 'admin.accounts.none')}
          action={q ? <Button onClick={() => set('q', undefined)}>{t('admin.clear')}</Button> : openNew}
        />
      ) : (
        <AccountTable rows={data.rows} onOpen={(id) => set('account', id)} />
      )}
      {data && data.total > data.pageSize && (
        <nav className="pager" aria-label={t('admin.pages')}>
          <Button disabled={page <= 1} onClick={() => set('page', String(page - 1))}>
            {t('admin.previous')}
          </Button>
          <span>{t('admin.page', { page, pages: Math.ceil(data.total / data.pageSize) })}</span>
          <Button disabled={page * data.pageSize >= data.total} onClick={() => set('page', String(page + 1))}>
            {t('admin.next')}
          </Button>
        </nav>
      )}
      <Drawer
        open={open === opening || account !== undefined}
        onClose={() => set('account', undefined)}
        title={open === opening ? t('admin.new') : account && t('admin.account.title', { name: account.name, username: account.username })}
        size={480}
        destroyOnHidden
      >
        {open === opening ? (
          <NewAccount onDone={() => set('account', undefined)} />
        ) : (
          account && <AccountPanel key={account.id} account={account} />
        )}
      </Drawer>
    </>
  );
}

function Search({ q, onSearch }: { q: string; onSearch(words: string): void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState(q);
  return (
    <form
      className="native inline-form"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(words.trim());
      }}
    >
      <label>
        <span>{t('admin.accounts.search')}</span>
        <input type="search" value={words} maxLength={60} onChange={(event) => setWords(event.target.value)} />
      </label>
      <Button htmlType="submit">{t('admin.find')}</Button>
    </form>
  );
}

function AccountTable({ rows, onOpen }: { rows: Account[]; onOpen(id: string): void }) {
  const { t } = useTranslation();
  return (
    <div className="admin-table-place">
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">{t('admin.account.name')}</th>
            <th scope="col">{t('admin.account.username')}</th>
            <th scope="col">{t('admin.account.grants')}</th>
            <th scope="col">{t('admin.account.lastSignIn')}</th>
            <th scope="col">{t('admin.account.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="main">
                <button type="button" className="link-button" onClick={() => onOpen(row.id)}>
                  {row.name}
                </button>
              </td>
              <td data-label={t('admin.account.username')}>{row.username}</td>
              <td data-label={t('admin.account.grants')}>
                <Grants account={row} />
              </td>
              <td data-label={t('admin.account.lastSignIn')} className="number">
                {row.lastSignInAt ? localMinute(row.lastSignInAt) : t('admin.account.never')}
              </td>
              <td data-label={t('admin.account.state')}>
                {row.disabled ? (
                  <Chip tone="stopped">{t('admin.account.disabled')}</Chip>
                ) : row.lockedUntil ? (
                  <Chip tone="amber">{t('admin.account.locked')}</Chip>
                ) : (
                  t('admin.account.active')
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Grants({ account }: { account: Account }) {
  const { t } = useTranslation();
  const text = useText();
  if (account.grants.length === 0) return t('admin.grant.nothing');
  return (
    <ul>
      {account.grants.map((grant) => (
        <li key={`${grant.region}${grant.role}${grant.department}`}>
          {t(`admin.role.${grant.role}`)}
          <span className="hint">
            {' '}
            {grant.regionName} {grant.departmentName ? text(grant.departmentName) : ''}
          </span>
        </li>
      ))}
    </ul>
  );
}
