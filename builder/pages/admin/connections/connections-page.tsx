/** /admin/connections: the outside systems of the region, whether they answer, and what is missing. */
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionRow } from '../../../../schemas/generated/api.ts';
import { useConnection, useConnections } from '../../../api/connections.ts';
import { Loaded } from '../../../data/Loaded.tsx';
import { localMinute } from '../../../data/times.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useAdminRegion } from '../region.ts';
import { ConnectionPanel } from './ConnectionPanel.tsx';
import './connections.css';
import { useAddress } from '../../../ui/use-address.ts';
import { NewConnection } from './NewConnection.tsx';

const opening = 'new';

export function ConnectionsPage() {
  const { t } = useTranslation();
  const text = useText();
  const region = useAdminRegion();
  const [address, change] = useAddress();
  const asked = useConnections(region.code);
  const [fresh, setFresh] = useState<string>();
  const open = address.get('connection') ?? undefined;
  const choose = (id: string | undefined) => change({ connection: id }, 'step');
  const openNew = (
    <Button type="primary" onClick={() => choose(opening)}>
      {t('connections.new')}
    </Button>
  );
  const row = asked.data?.rows.find(({ id }) => id === open);
  return (
    <>
      <div className="admin-bar">
        <p className="hint">{t('connections.words')}</p>
        {openNew}
      </div>
      <Loaded asked={asked} lines={8}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState title={t('connections.none')} action={openNew}>
              {t('connections.none.words')}
            </EmptyState>
          ) : (
            <ConnectionTable rows={rows} onOpen={choose} />
          )
        }
      </Loaded>
      <Drawer
        open={open !== undefined}
        onClose={() => choose(undefined)}
        title={open === opening ? t('connections.new') : row ? text(row.name) : t('connections.one')}
        size={640}
        destroyOnHidden
      >
        {open === opening ? (
          <NewConnection
            onSaved={(id) => {
              setFresh(id);
              choose(id);
            }}
          />
        ) : (
          open && <Opened key={open} id={open} fresh={fresh === open} onGone={() => choose(undefined)} />
        )}
      </Drawer>
    </>
  );
}

function Opened({ id, fresh, onGone }: { id: string; fresh: boolean; onGone(): void }) {
  const region = useAdminRegion();
  const asked = useConnection(region.code, id);
  return (
    <Loaded asked={asked}>
      {(view) => <ConnectionPanel key={id} view={view} reload={() => void asked.refetch()} fresh={fresh} onGone={onGone} />}
    </Loaded>
  );
}

function ConnectionTable({ rows, onOpen }: { rows: readonly ConnectionRow[]; onOpen(id: string): void }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className="admin-table-place">
      <table className="admin-table">
        <thead>
          <tr>
            <th scope="col">{t('connections.name')}</th>
            <th scope="col">{t('connections.kind')}</th>
            <th scope="col">{t('connections.department')}</th>
            <th scope="col">{t('connections.address')}</th>
            <th scope="col">{t('connections.secret')}</th>
            <th scope="col">{t('connections.lastTest')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="main">
                <button type="button" className="link-button" onClick={() => onOpen(row.id)}>
                  {text(row.name)}
                </button>
                <span className="hint"> {t('connections.resources', { count: row.resources })}</span>
              </td>
              <td data-label={t('connections.kind')}>
                {t(row.service ? `connections.service.${row.service}` : `connections.kind.${row.kind}`)}
              </td>
              <td data-label={t('connections.department')}>{text(row.department.name)}</td>
              <td data-label={t('connections.address')} className="connection-address">
                {row.address ?? t('connections.noAddress')}
              </td>
              <td data-label={t('connections.secret')}>
                <SecretChip state={row.secret} />
              </td>
              <td data-label={t('connections.lastTest')}>
                <LastTest row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function SecretChip({ state }: { state: ConnectionRow['secret'] }) {
  const { t } = useTranslation();
  return state === 'missing' ? (
    <Chip tone="amber">{t('connections.secret.missing')}</Chip>
  ) : (
    <span>{t(`connections.secret.${state}`)}</span>
  );
}

function LastTest({ row }: { row: ConnectionRow }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <>
      {row.breaker !== 'closed' && <Chip tone="stopped">{t(`connections.breaker.${row.breaker}`)}</Chip>}{' '}
      {row.lastTest ? (
        <>
          <Chip tone={row.lastTest.ok ? 'plain' : 'red'}>{text(row.lastTest.words)}</Chip>{' '}
          <span className="hint number">{localMinute(row.lastTest.at)}</span>
        </>
      ) : (
        t('connections.neverTested')
      )}
    </>
  );
}
