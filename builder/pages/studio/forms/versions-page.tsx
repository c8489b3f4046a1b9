import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { problemOf } from '../../../api/client.ts';
import { useFormVersion, useFormVersions } from '../../../api/forms.ts';
import { differences } from '../../../editing/difference.ts';
import { useDocument, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import { Page, Sheet } from '../../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../../ui/states.tsx';
import { shortDate } from '../dates.ts';
import '../scenario-list.css';
import { DifferenceList } from '../stale-notice.tsx';
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
        <div className="list-scroll">
          <table className="list">
            <thead>
              <tr>
                {(['version', 'when', 'who', 'notes'] as const).map((column) => (
                  <th scope="col" key={column}>
                    {t(`studio.versions.${column}`)}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={row.version}>
                  <th scope="row">
                    v{row.version} {row.live && <Chip tone="done">{t('library.live.now')}</Chip>}
                  </th>
                  <td>{shortDate(row.publishedAt, i18n.language)}</td>
                  <td>{t('library.versions.who', { author: row.submittedBy ?? '—', reviewer: row.publishedBy })}</td>
                  <td>{row.notes}</td>
                  <td>
                    <Button size="small" onClick={() => setParams({ a: String(row.version) }, { replace: true })}>
                      {t('studio.versions.compare')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
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
  const packageOf = (version: NonNullable<typeof first.data>) => packageOfDraft({ ...version, departmentName: opened.departmentName });
  const error = first.error ?? second.error;
  const after = b === undefined ? draft : second.data && packageOf(second.data);
  return (
    <Sheet
      title={t('library.versions.compared', { version: a })}
      className="comparison"
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
    >
      {error ? (
        <FailedState problem={problemOf(error)} />
      ) : first.data && after ? (
        <DifferenceList list={differences(packageOf(first.data), after)} />
      ) : (
        <Skeleton />
      )}
    </Sheet>
  );
}
