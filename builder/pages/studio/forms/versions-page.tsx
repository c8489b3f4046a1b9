import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { problemOf } from '../../../api/client.ts';
import { useFormVersion, useFormVersions } from '../../../api/forms.ts';
import { useDocument, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { Page } from '../../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../../ui/states.tsx';
import { shortDate } from '../dates.ts';
import { Compared, VersionTable } from '../version-table.tsx';
import { useOpenedForm } from './form-layout.tsx';
import { packageOfDraft } from './use-form-session.ts';

/** What was released, newest first; any two versions, or one and the draft, are compared. */
export function FormVersionsPage() {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { forms } = useDocument();
  const { id } = useScenarioSession();
  const { data, error, isPending, refetch } = useFormVersions(id);
  const [params, setParams] = useSearchParams();
  const a = Number(params.get('a')) || undefined;
  const b = Number(params.get('b')) || undefined;
  return (
    <Page title={t('library.tab.versions')} titles={[text(forms[id]?.name)]} lead={t('library.versions.lead')}>
      {isPending && <Skeleton />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.rows.length === 0 && <EmptyState title={t('library.versions.none')}>{t('library.versions.none.words')}</EmptyState>}
      {data && data.rows.length > 0 && (
        <VersionTable
          rows={data.rows}
          columns={[
            {
              name: 'version',
              cell: (row) => (
                <>
                  v{row.version} {row.live && <Chip tone="done">{t('library.live.now')}</Chip>}
                </>
              ),
            },
            { name: 'when', cell: (row) => shortDate(row.publishedAt, i18n.language) },
            { name: 'who', cell: (row) => t('library.versions.who', { author: row.submittedBy ?? '—', reviewer: row.publishedBy }) },
            { name: 'notes', cell: (row) => row.notes },
          ]}
          onCompare={(version) => setParams({ a: String(version) }, { replace: true })}
        />
      )}
      {a && data && (
        <Comparison
          a={a}
          b={b}
          versions={data.rows.map(({ version }) => version)}
          onB={(next) => setParams(next ? { a: String(a), b: String(next) } : { a: String(a) }, { replace: true })}
        />
      )}
    </Page>
  );
}

interface ComparisonProps {
  a: number;
  /** Without it: the draft. */
  b: number | undefined;
  versions: number[];
  onB: (version: number | undefined) => void;
}

function Comparison({ a, b, versions, onB }: ComparisonProps) {
  const { t } = useTranslation();
  const draft = useDocument();
  const { id } = useScenarioSession();
  const { draft: opened } = useOpenedForm();
  const first = useFormVersion(id, a);
  const second = useFormVersion(id, b);
  const packageOf = (version: typeof first.data) => version && packageOfDraft({ ...version, departmentName: opened.departmentName });
  return (
    <Compared
      title={t('library.versions.compared', { version: a })}
      actions={
        <Select
          aria-label={t('library.versions.with')}
          style={{ width: 140 }}
          value={b ?? 0}
          onChange={(next) => onB(next || undefined)}
          options={[
            { value: 0, label: t('studio.draft') },
            ...versions.filter((version) => version !== a).map((value) => ({ value, label: `v${value}` })),
          ]}
        />
      }
      before={packageOf(first.data)}
      after={b === undefined ? draft : packageOf(second.data)}
      error={first.error ?? second.error}
    />
  );
}
