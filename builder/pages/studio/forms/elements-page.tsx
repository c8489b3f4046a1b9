/** /studio/elements: the field standard of the region, found, downloaded, and taken in from a file by the department that keeps it. */
import { Button, Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { problemOf } from '../../../api/client.ts';
import { type ElementRow, elementsFile, elementsPageSize, useElementList } from '../../../api/elements.ts';
import { useSession } from '../../../api/session.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { Page } from '../../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../../ui/states.tsx';
import { ToastPlace } from '../../../ui/toast.tsx';
import '../scenario-list.css';
import '../../../form/form.css';
import '../../../data/data.css';
import '../../data/pages.css';
import { SearchBox } from '../../../ui/search-box.tsx';
import { useAddress } from '../../../ui/use-address.ts';
import { ElementImportSheet } from './element-import.tsx';
import { keptBy } from './kept-by.ts';
import { OffsetPager } from './offset-pager.tsx';

export function ElementsPage() {
  const { t } = useTranslation();
  const text = useText();
  const { data: session } = useSession();
  const [params, change] = useAddress();
  const [importing, setImporting] = useState(false);
  const own = keptBy(session, text);
  const q = params.get('q') ?? '';
  const department = own.find(({ value }) => value === params.get('department'))?.value ?? '';
  const offset = Math.max(0, Number(params.get('from')) || 0);
  const wanted = useDeferredValue(q.trim());
  const { data, error, isPending, refetch } = useElementList({ q: wanted, department, offset });
  const set = (name: string, value: string) => change({ from: undefined, [name]: value });
  return (
    <Page
      title={t('elements.title')}
      titles={[t('library.title')]}
      lead={t('elements.lead')}
      actions={
        <>
          {(['xlsx', 'json'] as const).map((format) => (
            <a key={format} className="button-link" href={elementsFile(format, { q: wanted, department })} download>
              {t(`elements.export.${format}`)}
            </a>
          ))}
          {own.length > 0 && !importing && (
            <Button type="primary" onClick={() => setImporting(true)}>
              {t('elements.import')}
            </Button>
          )}
        </>
      }
    >
      <p className="data-back">
        <Link to="/studio/forms">{t('elements.back')}</Link>
      </p>
      {importing && <ElementImportSheet departments={own} onClose={() => setImporting(false)} />}
      <div className="forms-bar">
        <SearchBox className="list-search" label={t('form.searchElements')} value={q} onChange={(event) => set('q', event.target.value)} />
        {own.length > 0 && (
          <Select
            aria-label={t('elements.whose')}
            style={{ width: 180 }}
            value={department}
            onChange={(next) => set('department', next)}
            options={[{ value: '', label: t('elements.whose.all') }, ...own]}
          />
        )}
        <span role="status" className="forms-count">
          {data ? t('elements.total', { count: data.total }) : ''}
        </span>
      </div>
      {isPending && <Skeleton lines={6} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.rows.length === 0 && (
        <EmptyState
          title={t(q ? 'elements.notFound' : 'elements.none')}
          action={q ? <Button onClick={() => set('q', '')}>{t('library.clear')}</Button> : undefined}
        >
          {t(q ? 'library.notFound.words' : 'elements.none.words')}
        </EmptyState>
      )}
      {data && data.rows.length > 0 && <Rows rows={data.rows} />}
      {data && <OffsetPager offset={offset} size={elementsPageSize} total={data.total} onOffset={(from) => set('from', String(from))} />}
      <ToastPlace />
    </Page>
  );
}

function Rows({ rows }: { rows: readonly ElementRow[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className="data-table-place">
      <table className="data-table">
        <thead>
          <tr>
            {(['name', 'type', 'sensitivity', 'whose', 'used'] as const).map((column) => (
              <th scope="col" key={column}>
                {t(`elements.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, element, departmentName, retired, forms }) => (
            <tr key={id}>
              <th scope="row">
                {text(element.name)} {retired && <Chip tone="idle">{t('elements.retired')}</Chip>}
                <span className="hint">{[element.code, text(element.hint)].filter(Boolean).join(' · ')}</span>
              </th>
              <td data-label={t('elements.column.type')}>
                {t(`form.type.${element.type}`)}
                {element.codes && ` · ${t('elements.codes', { count: Object.keys(element.codes).length })}`}
              </td>
              <td data-label={t('elements.column.sensitivity')}>{t('form.level', { level: element.sensitivity })}</td>
              <td data-label={t('elements.column.whose')}>{text(departmentName)}</td>
              <td data-label={t('elements.column.used')}>{forms > 0 ? t('elements.forms', { count: forms }) : t('elements.forms.none')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
