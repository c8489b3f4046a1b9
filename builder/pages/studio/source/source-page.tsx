import { Alert, Button, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Finding } from '../../../../runtime/compile/plan.ts';
import { problemOf } from '../../../api/client.ts';
import { checkWhole } from '../../../api/repositories.ts';
import { JsonEditor } from '../../../code/json-editor.tsx';
import { useDocument, useExecute, useScenarioSession } from '../../../editing/react/session.tsx';
import { useText } from '../../../i18n/use-text.ts';
import { announce } from '../../../ui/live.tsx';
import { Page, Sheet } from '../../../ui/page.tsx';
import { Entry } from '../../../ui/text-entry.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { filesOf, textOf, withText } from './document-text.ts';
import { GitSheet } from './git-sheet.tsx';
import './source.css';

type Refusal = { kind: 'json'; line: number } | { kind: 'findings'; findings: Finding[] } | { kind: 'failed'; title: string };

/** The documents themselves, for experts: JSON checked by its schema, applied as one step, and kept in git. */
export function SourcePage() {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  return (
    <Page title={t('source.title')} titles={[text(pkg.scenario.name)]} lead={t('source.lead')}>
      <SourceSheet />
      <GitSheet />
    </Page>
  );
}

function SourceSheet() {
  const { t } = useTranslation();
  const pkg = useDocument();
  const { id } = useScenarioSession();
  const execute = useExecute();
  const [params, setParams] = useSearchParams();
  const files = filesOf(pkg);
  const file = files.find(({ path }) => path === params.get('file')) ?? files[0]!;
  const kept = textOf(pkg, file.path);
  const [typed, setTyped] = useState(kept);
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  // Another file, undo, or a colleague: what is shown follows the document.
  useEffect(() => {
    setTyped(kept);
    setRefusal(undefined);
  }, [kept]);
  const changed = typed !== kept;
  const apply = async () => {
    const read = withText(pkg, file.path, typed);
    if (!read.ok) return setRefusal({ kind: 'json', line: read.line });
    setBusy(true);
    try {
      const { scenario } = read.package;
      const same = scenario.id === pkg.scenario.id && JSON.stringify(scenario.lineage) === JSON.stringify(pkg.scenario.lineage);
      if (!same) return setRefusal({ kind: 'failed', title: t('source.identity') });
      const { findings } = await checkWhole(id, read.package);
      if (findings.length > 0) return setRefusal({ kind: 'findings', findings: findings as Finding[] });
      setRefusal(undefined);
      if (!execute('document.replace', { document: read.package, why: 'source' })) return;
      announce(t('source.applied'));
      showToast(t('source.applied'));
    } catch (error) {
      setRefusal({ kind: 'failed', title: problemOf(error).title ?? t('studio.release.failed') });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Sheet>
      <div className="source-head">
        <Entry label={t('source.file')}>
          {(ids) => (
            <Select
              {...ids}
              showSearch
              value={file.path}
              options={files.map(({ path }) => ({ value: path, label: path }))}
              onChange={(path) => setParams({ file: path }, { replace: true })}
            />
          )}
        </Entry>
        <p className="page-actions">
          <Button type="primary" disabled={!changed} loading={busy} onClick={() => void apply()}>
            {t('source.apply')}
          </Button>
          <Button disabled={!changed} onClick={() => setTyped(kept)}>
            {t('source.reset')}
          </Button>
          {!changed && <span className="hint">{t('source.unchanged')}</span>}
        </p>
      </div>
      {refusal && <Refused refusal={refusal} />}
      <JsonEditor id={file.path} kind={file.kind} label={file.path} value={typed} onChange={setTyped} />
      <p className="hint source-hint">
        {t('source.export.words')} <code>npx lianban export-folder</code> · <code>npx lianban import-folder</code>
      </p>
    </Sheet>
  );
}

const shown = 8;

function Refused({ refusal }: { refusal: Refusal }) {
  const { t } = useTranslation();
  const text = useText();
  if (refusal.kind === 'json') return <Alert type="error" showIcon role="alert" title={t('source.notJson', { line: refusal.line })} />;
  if (refusal.kind === 'failed') return <Alert type="error" showIcon role="alert" title={refusal.title} />;
  const { findings } = refusal;
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t('source.refused', { count: findings.length })}
      description={
        <ul className="source-findings">
          {findings.slice(0, shown).map((finding) => (
            <li key={finding.path + finding.code}>{text(finding.message)}</li>
          ))}
          {findings.length > shown && <li>{t('source.more', { count: findings.length - shown })}</li>}
        </ul>
      }
    />
  );
}
