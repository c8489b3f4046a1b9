import { Button, Select, Tabs } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import { problemOf } from '../../api/client.ts';
import { getVersion, useVersion, useVersions, type Version } from '../../api/scenarios.ts';
import { useDocument, useExecute, useSaveState, useScenarioSession } from '../../editing/react/session.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Chip } from '../../ui/chip.tsx';
import { announce } from '../../ui/live.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import { showToast } from '../../ui/toast.tsx';
import { shortDate } from './dates.ts';
import { CaseComparison } from './rehearse/comparison.tsx';
import { VersionTable } from './version-table.tsx';
import { ChangeList } from './versions/change-list.tsx';
import { compare, scriptPairs } from './versions/changes.ts';
import { ScriptPairs } from './versions/script-pairs.tsx';

const ChangePicture = lazy(async () => ({ default: (await import('./versions/change-picture.tsx')).ChangePicture }));
const draft = 'draft';

/** What was published, newest first; any two are compared, the draft with any, and any is put back as the draft. */
export function VersionsPage() {
  const { t, i18n } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const { id } = useScenarioSession();
  const { data, error, isPending, refetch } = useVersions(id);
  const [params, setParams] = useSearchParams();
  const restore = useRestore(id);
  const a = params.get('a') ?? undefined;
  const b = params.get('b') ?? draft;
  const show = (next: { a: string; b: string }) => setParams(next, { replace: true });
  return (
    <Page title={t('studio.tab.versions')} titles={[text(pkg.scenario.name)]} lead={t('studio.versions.lead')}>
      {isPending && <Skeleton />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.length === 0 && <EmptyState title={t('studio.versions.none')}>{t('studio.versions.noneWords')}</EmptyState>}
      {data && data.length > 0 && (
        <>
          <VersionTable
            rows={data}
            columns={[
              { name: 'version', cell: (row) => `v${row.version}` },
              { name: 'name', cell: (row) => row.name || '—' },
              { name: 'when', cell: (row) => shortDate(row.publishedAt, i18n.language) },
              { name: 'who', cell: (row) => row.publishedBy },
              { name: 'notes', cell: (row) => <span className="versions-notes">{row.notes}</span> },
              { name: 'state', cell: (row) => <State row={row} /> },
              { name: 'running', cell: (row) => t('studio.list.running', { count: row.running }) },
            ]}
            onCompare={(version) => show({ a: String(version), b: draft })}
            more={(row) => (
              <Button size="small" onClick={() => void restore(row.version)}>
                {t('versions.restore')}
              </Button>
            )}
          />
          <Comparing versions={data} a={a ?? String(data.find(({ live }) => live)?.version ?? data[0]!.version)} b={b} onChoose={show} />
        </>
      )}
    </Page>
  );
}

function State({ row }: { row: Version }) {
  const { t, i18n } = useTranslation();
  if (row.live) return <Chip tone="done">{t('versions.state.live')}</Chip>;
  if (row.share !== undefined) return <Chip tone="going">{t('versions.state.trial', { share: row.share })}</Chip>;
  if (row.begins !== undefined)
    return <Chip tone="amber">{t('versions.state.planned', { when: shortDate(row.begins, i18n.language) })}</Chip>;
  return <span>{t('versions.state.former')}</span>;
}

/** Puts a version's content into the draft, as one step: nothing is asked, undo takes it back. */
function useRestore(id: string) {
  const { t } = useTranslation();
  const execute = useExecute();
  const { editor } = useScenarioSession();
  return async (version: number) => {
    const { package: older } = await getVersion(id, version);
    const edits = editor.state().edits;
    if (!execute('document.replace', { document: older, why: 'restored', name: `v${version}` })) return;
    const words = t(editor.state().edits === edits ? 'versions.restored.same' : 'versions.restored', { version });
    announce(words);
    showToast(words);
  };
}

interface ComparingProps {
  versions: readonly Version[];
  a: string;
  b: string;
  onChoose: (next: { a: string; b: string }) => void;
}

function Comparing({ versions, a, b, onChoose }: ComparingProps) {
  const { t } = useTranslation();
  const before = usePackageOf(a);
  const after = usePackageOf(b);
  const options = [
    { value: draft, label: t('versions.draft') },
    ...versions.map(({ version, name }) => ({ value: String(version), label: t('versions.named', { version, name }).trim() })),
  ];
  const nameOf = (side: string) => (side === draft ? t('versions.draft') : `v${side}`);
  const error = before.error ?? after.error;
  return (
    <Sheet title={t('versions.compared', { a: nameOf(a), b: nameOf(b) })} className="comparison">
      <div className="versions-choice">
        <Entry label={t('versions.a')}>
          {(ids) => <Select {...ids} value={a} options={options} onChange={(value) => onChoose({ a: value, b })} />}
        </Entry>
        <Entry label={t('versions.b')}>
          {(ids) => <Select {...ids} value={b} options={options} onChange={(value) => onChoose({ a, b: value })} />}
        </Entry>
      </div>
      {error ? (
        <FailedState problem={problemOf(error)} />
      ) : before.package && after.package ? (
        <Compared before={before.package} after={after.package} sides={[a, b]} names={{ before: nameOf(a), after: nameOf(b) }} />
      ) : (
        <Skeleton lines={6} />
      )}
    </Sheet>
  );
}

/** The draft as it is being edited, or a version; neither of both sides is special. */
function usePackageOf(side: string): { package: ScenarioPackage | undefined; error: unknown } {
  const document = useDocument();
  const { id } = useScenarioSession();
  const { data, error } = useVersion(id, side === draft ? undefined : Number(side));
  return side === draft ? { package: document, error: undefined } : { package: data?.package, error };
}

interface ComparedProps {
  before: ScenarioPackage;
  after: ScenarioPackage;
  sides: readonly [string, string];
  names: { before: string; after: string };
}

function Compared({ before, after, sides, names }: ComparedProps) {
  const { t } = useTranslation();
  const { id, autosave } = useScenarioSession();
  useSaveState();
  const [from, to] = sides.map((side) => (side === draft ? (draft as 'draft') : Number(side)));
  const [view, setView] = useState('words');
  const [selected, setSelected] = useState<string>();
  const comparison = useMemo(() => compare(before, after), [before, after]);
  const pairs = useMemo(() => scriptPairs(before, after), [before, after]);
  const toPicture = (key: string) => {
    setSelected(key.split('/')[2]);
    setView('picture');
  };
  return (
    <Tabs
      activeKey={view}
      onChange={setView}
      destroyOnHidden
      items={[
        { key: 'words', label: t('versions.words'), children: <ChangeList comparison={comparison} onChoose={toPicture} /> },
        {
          key: 'picture',
          label: t('versions.picture'),
          children: (
            <Suspense fallback={<Skeleton lines={8} />}>
              <ChangePicture before={before} after={after} comparison={comparison} selected={selected} onSelect={setSelected} />
            </Suspense>
          ),
        },
        {
          key: 'cases',
          label: t('versions.cases'),
          children: <CaseComparison scenario={id} before={from!} after={to!} rev={autosave.rev()} />,
        },
        ...(pairs.length > 0
          ? [{ key: 'scripts', label: `${t('versions.scripts')} ${pairs.length}`, children: <ScriptPairs pairs={pairs} names={names} /> }]
          : []),
      ]}
    />
  );
}
