/** /studio/data/imports: files of rows that were brought in, what became of them, and bringing in another one. */
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import type { ImportRow } from '../../../schemas/generated/api.ts';
import { useImports } from '../../api/imports.ts';
import { Loaded } from '../../data/Loaded.tsx';
import { localMinute } from '../../data/times.ts';
import { useText } from '../../i18n/use-text.ts';
import { Page, Sheet } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { listQuery, useFilters } from './address.ts';
import { ImportChip } from './ImportChip.tsx';
import { NewImport } from './NewImport.tsx';
import { PagedRows } from './PagedRows.tsx';
import { importAddress } from './places.ts';

const known = ['resource', 'page'] as const;

export function ImportsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { address, change, page } = useFilters();
  const asked = useImports(listQuery(address, known));
  const [adding, setAdding] = useState(false);
  const begin = (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t('imports.new')}
    </Button>
  );
  return (
    <Page title={t('imports.title')} lead={t('imports.lead')} actions={!adding && begin}>
      {adding && (
        <Sheet title={t('imports.new')} className="import-new">
          <NewImport onBegun={(id) => void navigate(importAddress(id))} onCancel={() => setAdding(false)} />
        </Sheet>
      )}
      <Loaded asked={asked}>
        {(found) => (
          <PagedRows
            found={found}
            page={page}
            onPage={(next) => change({ page: String(next) })}
            empty={
              // While a file is being chosen nobody needs to be told to choose one.
              !adding && (
                <EmptyState title={t('imports.none')} action={begin}>
                  {t('imports.none.words')}
                </EmptyState>
              )
            }
          >
            {(rows) => <ImportTable rows={rows} />}
          </PagedRows>
        )}
      </Loaded>
    </Page>
  );
}

function ImportTable({ rows }: { rows: readonly ImportRow[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className="data-table-place">
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('imports.file')}</th>
            <th scope="col">{t('data.resource')}</th>
            <th scope="col">{t('data.stateColumn')}</th>
            <th scope="col">{t('imports.loaded')}</th>
            <th scope="col">{t('imports.rejected')}</th>
            <th scope="col">{t('imports.by')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Link to={importAddress(row.id)}>{row.fileName}</Link>
              </th>
              <td data-label={t('data.resource')}>{text(row.resource.name)}</td>
              <td data-label={t('data.stateColumn')}>
                <ImportChip state={row.state} />
              </td>
              <td data-label={t('imports.loaded')} className="number">
                {row.loaded.toLocaleString()}
              </td>
              <td data-label={t('imports.rejected')} className="number">
                {row.rejected > 0 ? `▲ ${row.rejected.toLocaleString()}` : t('data.none')}
              </td>
              <td data-label={t('imports.by')}>
                {row.by} <span className="hint number">{localMinute(row.createdAt)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
