/** /studio/data/imports/:import: how far it is, what it took, what it refused and why. An interrupted file goes on from where it was. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { ImportView } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { sendFile, useCancelImport, useImport } from '../../api/imports.ts';
import { Loaded } from '../../data/Loaded.tsx';
import { problemLines } from '../../data/problem-lines.ts';
import { localMinute } from '../../data/times.ts';
import { useText } from '../../i18n/use-text.ts';
import { Facts } from '../../ui/facts.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { ImportChip } from './ImportChip.tsx';

export function ImportPage() {
  const { t } = useTranslation();
  const { import: id = '' } = useParams();
  const asked = useImport(id);
  return (
    <Page title={asked.data?.fileName ?? t('imports.one')} titles={[t('imports.title')]} width="text">
      <p className="data-back">
        <Link to="/studio/data/imports">{t('imports.back')}</Link>
      </p>
      <Loaded asked={asked}>{(view) => <Opened view={view} />}</Loaded>
    </Page>
  );
}

function Opened({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const text = useText();
  const number = (value: number) => value.toLocaleString();
  const facts: [string, string][] = [
    [t('data.resource'), text(view.resource.name)],
    [t('imports.mode'), t(`imports.mode.${view.mode}`)],
    [t('imports.read'), number(view.read)],
    [t('imports.loaded'), number(view.loaded)],
    [t('imports.rejected'), number(view.rejected)],
    [t('imports.by'), `${view.by} ${localMinute(view.startedAt ?? view.createdAt)}`],
    ...(view.endedAt ? [[t('imports.ended'), localMinute(view.endedAt)] as [string, string]] : []),
  ];
  return (
    <>
      <Sheet>
        <p className="data-chips application-state" role="status">
          <ImportChip state={view.state} />
          {view.words && <span>{text(view.words)}</span>}
        </p>
        <Progress view={view} />
        <Facts rows={facts} number />
        {view.state === 'receiving' && <Resume view={view} />}
        {(view.state === 'receiving' || view.state === 'waiting' || view.state === 'running') && <Cancel view={view} />}
      </Sheet>
      <Rejected view={view} />
    </>
  );
}

/** First the file arrives, then its rows are read: each has its own measure. */
function Progress({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  if (view.state === 'receiving')
    return (
      <p className="import-bar">
        <progress className="import-progress" max={view.bytes} value={view.received} aria-label={t('imports.sending')} />
        <span>{t('imports.receivedOf', { percent: Math.floor((view.received / Math.max(1, view.bytes)) * 100) })}</span>
      </p>
    );
  if (view.state !== 'running' && view.state !== 'waiting') return null;
  return (
    <p className="import-bar">
      <progress className="import-progress" max={view.total} value={view.total ? view.read : undefined} aria-label={t('imports.reading')} />
      <span className="number">
        {view.state === 'waiting'
          ? t('imports.waits')
          : t('imports.rate', { read: view.read.toLocaleString(), rate: Math.round(view.rate ?? 0).toLocaleString() })}
      </span>
    </p>
  );
}

/** The browser forgets a file when the page is left: it is chosen again, and only what is missing is sent. */
function Resume({ view }: { view: ImportView }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const go = async (file: File) => {
    setProblem(undefined);
    if (file.size !== view.bytes || file.name !== view.fileName) return setProblem(t('imports.otherFile', { name: view.fileName }));
    setBusy(true);
    try {
      await sendFile(client, view, file, () => undefined);
    } catch (cause) {
      setProblem(problemLines(problemOf(cause), t, i18n.language).join(' '));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="data-form import-resume">
      <label>
        <span>{t('imports.resume')}</span>
        <input
          type="file"
          disabled={busy}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) void go(file);
          }}
        />
      </label>
      {problem && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function Cancel({ view }: { view: ImportView }) {
  const { t } = useTranslation();
  const cancel = useCancelImport(view.id);
  return (
    <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
      {t('imports.cancel')}
    </Button>
  );
}

function Rejected({ view }: { view: ImportView }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  if (view.rejected === 0) return null;
  return (
    <Sheet
      title={t('imports.rejectedTitle', { count: view.rejected })}
      note={view.rejected > view.rejectedSample.length ? t('imports.rejectedFirst', { count: view.rejectedSample.length }) : undefined}
      actions={
        <a className="button-link" href={`/api/imports/${encodeURIComponent(view.id)}/rejected?language=${i18n.language}`} download>
          {t('imports.download')}
        </a>
      }
    >
      <table className="data-table">
        <thead>
          <tr>
            <th scope="col">{t('imports.row')}</th>
            <th scope="col">{t('imports.column')}</th>
            <th scope="col">{t('imports.why')}</th>
            <th scope="col">{t('imports.value')}</th>
          </tr>
        </thead>
        <tbody>
          {view.rejectedSample.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row may be refused for several columns; the list never changes its order
            <tr key={i}>
              <td className="number">{t('imports.rowNumber', { row: row.row })}</td>
              <td data-label={t('imports.column')}>{row.column ?? ''}</td>
              <td data-label={t('imports.why')}>{text(row.words)}</td>
              <td data-label={t('imports.value')} className="data-example">
                {row.value ?? ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}
