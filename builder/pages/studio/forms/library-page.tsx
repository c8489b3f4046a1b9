import { Button, Select } from 'antd';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { problemOf } from '../../../api/client.ts';
import { type FormRow, type FormStatus, useForms } from '../../../api/forms.ts';
import { useSession } from '../../../api/session.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { Page } from '../../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../../ui/states.tsx';
import { shortDate } from '../dates.ts';
import '../../../form/form.css';
import '../scenario-list.css';
import { SearchBox } from '../../../ui/search-box.tsx';
import { useAddress } from '../../../ui/use-address.ts';
import { CreateForm } from './create-form.tsx';
import { OffsetPager } from './offset-pager.tsx';
import { LiveChip, StatusChip } from './status-chip.tsx';

const statuses: readonly FormStatus[] = ['draft', 'review', 'returned', 'released', 'withdrawn'];
const page = 50;

/** The forms of a department; filter, search and page stand in the address. */
export function FormLibraryPage() {
  const { t } = useTranslation();
  const { data: session } = useSession();
  const [params, change] = useAddress();
  const q = params.get('q') ?? '';
  const status = statuses.find((one) => one === params.get('status'));
  const offset = Number(params.get('from')) || 0;
  const wanted = useDeferredValue(q.trim());
  const { data, error, isPending, refetch } = useForms({ q: wanted, status, offset });
  const keeper = session?.grants.some(({ role }) => role === 'keeper') ?? false;
  const set = (changes: Record<string, string>) => change({ from: undefined, ...changes });
  const filtered = q !== '' || status !== undefined;
  return (
    <Page
      title={t('library.title')}
      lead={t(keeper ? 'library.lead' : 'library.lead.reader')}
      actions={
        <>
          <Link to="/studio/elements" className="ant-btn-link-as">
            <Button>{t('elements.title')}</Button>
          </Link>
          {keeper && <Link to="/studio/reviews">{t('reviews.title')}</Link>}
          {keeper && <CreateForm />}
        </>
      }
    >
      <div className="forms-bar">
        <SearchBox className="list-search" label={t('library.search')} value={q} onChange={(event) => set({ q: event.target.value })} />
        <Select
          aria-label={t('library.filter')}
          style={{ width: 150 }}
          value={status ?? ''}
          onChange={(next) => set({ status: next })}
          options={[
            { value: '', label: t('library.filter.all') },
            ...statuses.map((value) => ({ value, label: t(`library.status.${value}`) })),
          ]}
        />
        <span role="status" className="forms-count">
          {data ? t('library.total', { count: data.total }) : ''}
        </span>
      </div>
      {isPending && <Skeleton lines={6} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.rows.length === 0 && (
        <EmptyState
          title={t(filtered ? 'library.notFound' : 'library.empty')}
          action={filtered ? <Button onClick={() => set({ q: '', status: '' })}>{t('library.clear')}</Button> : keeper && <CreateForm />}
        >
          {t(filtered ? 'library.notFound.words' : 'library.empty.words')}
        </EmptyState>
      )}
      {data && data.rows.length > 0 && <Rows rows={data.rows} />}
      {data && <OffsetPager offset={offset} size={page} total={data.total} onOffset={(from) => set({ from: String(from) })} />}
    </Page>
  );
}

function Rows({ rows }: { rows: FormRow[] }) {
  const { t } = useTranslation();
  return (
    <div className="list-scroll">
      <table className="list list-cards library-list">
        <thead>
          <tr>
            {(['name', 'state', 'fields', 'used'] as const).map((column) => (
              <th scope="col" key={column}>
                {t(`library.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.region} ${row.id}`} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row }: { row: FormRow }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { errors, warnings } = row.draft;
  return (
    <tr>
      <th scope="row">
        <Link to={`/studio/forms/${encodeURIComponent(row.id)}`}>{text(row.name)}</Link>
        <small>
          {text(row.departmentName)} ·{' '}
          {t('studio.list.edited', { who: row.draft.editedBy, when: shortDate(row.draft.editedAt, i18n.language) })}
        </small>
      </th>
      <td>
        <span className="list-chips">
          <LiveChip version={row.live?.version} />
          {row.status !== 'released' && <StatusChip status={row.status} />}
          {errors > 0 && <Chip tone="red">{t('studio.problems', { count: errors })}</Chip>}
          {errors === 0 && warnings > 0 && <Chip tone="amber">{t('studio.problems', { count: warnings })}</Chip>}
        </span>
      </td>
      <td>{t('form.count', { count: row.fields })}</td>
      <td>{t('library.usedIn', { count: row.usedIn })}</td>
    </tr>
  );
}
