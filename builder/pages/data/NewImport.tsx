/** Three steps on one sheet: which resource, which file, which column fills which field; then it is sent, piece by piece. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileShape } from '../../../schemas/generated/documents.ts';
import { problemOf } from '../../api/client.ts';
import { useDataResources } from '../../api/data.ts';
import { sendFile, useImportFields, usePreviewImport, useStartImport } from '../../api/imports.ts';
import { ProblemLines } from '../../data/ProblemBox.tsx';
import { problemLines } from '../../data/problem-lines.ts';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import { firstMapping, formatOf, headOf, type Mapping, mappingProblems, workbookBytes } from './import-file.ts';
import { MappingTable } from './MappingTable.tsx';

const encodings = ['auto', 'utf-8', 'gb18030', 'gbk', 'utf-16le', 'utf-16be'] as const;

export function NewImport({ onBegun, onCancel }: { onBegun(id: string): void; onCancel(): void }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const client = useQueryClient();
  const resources = useDataResources('standing=own');
  const [resource, setResource] = useState('');
  const [file, setFile] = useState<File>();
  const [encoding, setEncoding] = useState<(typeof encodings)[number]>('auto');
  const [sheet, setSheet] = useState<string>();
  const [mode, setMode] = useState<'replace' | 'merge'>('merge');
  const [mapping, setMapping] = useState<Mapping>();
  const [sent, setSent] = useState<number>();
  const [failure, setFailure] = useState<string[]>();
  const fields = useImportFields(resource || undefined);
  const preview = usePreviewImport();
  const start = useStartImport();
  const command = useRef(crypto.randomUUID());
  const format = file && formatOf(file.name);

  const look = async (next: { file: File; encoding: (typeof encodings)[number]; sheet?: string }) => {
    const kind = formatOf(next.file.name);
    setMapping(undefined);
    setFailure(undefined);
    if (!kind) return setFailure([t('imports.kindWrong')]);
    const shape = { format: kind, ...(kind === 'csv' ? { encoding: next.encoding } : {}), ...(next.sheet ? { sheet: next.sheet } : {}) };
    try {
      if (kind === 'xlsx' && next.file.size > workbookBytes) return setFailure([t('imports.workbookLarge')]);
      const seen = await preview.mutateAsync({ resource, fileName: next.file.name, ...shape, head: await headOf(next.file, kind) });
      if (fields.data) setMapping(firstMapping(fields.data, seen.headings, seen.suggested));
    } catch (cause) {
      setFailure(problemLines(problemOf(cause), t, i18n.language));
    }
  };
  const problems = fields.data && mapping ? mappingProblems(fields.data.fields, mapping) : undefined;
  const ready = problems && !problems.none && problems.missing.length === 0 && problems.twice.length === 0;

  const begin = async () => {
    if (!file || !format || !mapping || !ready) return;
    setFailure(undefined);
    const columns = Object.fromEntries(Object.entries(mapping).filter(([, heading]) => heading));
    const shape: FileShape = { format, columns, ...(format === 'csv' ? { encoding } : {}), ...(sheet ? { sheet } : {}) };
    try {
      setSent(0);
      const view = await start.mutateAsync({
        resource,
        fileName: file.name,
        bytes: file.size,
        file: shape,
        mode,
        commandId: command.current,
      });
      await sendFile(client, view, file, (told) => setSent(told.received));
      announce(t('imports.sent'));
      onBegun(view.id);
    } catch (cause) {
      setSent(undefined);
      setFailure(problemLines(problemOf(cause), t, i18n.language));
    }
  };

  return (
    <form
      className="data-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      {failure && <ProblemLines lines={failure} />}
      <label>
        <span>{t('imports.into')}</span>
        <select
          value={resource}
          onChange={(event) => {
            setResource(event.target.value);
            setMapping(undefined);
            setFile(undefined);
          }}
        >
          <option value="">{t('imports.choose')}</option>
          {resources.data?.rows.map((row) => (
            <option key={row.key} value={row.id}>
              {text(row.name)}
            </option>
          ))}
        </select>
      </label>
      {resource && fields.data && (
        <label>
          <span>{t('imports.file')}</span>
          <input
            type="file"
            accept=".csv,.txt,.tsv,.xlsx,.jsonl,.ndjson"
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              setFile(chosen);
              setSheet(undefined);
              command.current = crypto.randomUUID();
              if (chosen) void look({ file: chosen, encoding });
            }}
          />
        </label>
      )}
      {resource && fields.error && <p className="field-problem">{problemLines(problemOf(fields.error), t, i18n.language).join(' ')}</p>}
      {file && format === 'csv' && (
        <label>
          <span>{t('imports.encoding')}</span>
          <select
            className="short"
            value={encoding}
            onChange={(event) => {
              const next = event.target.value as typeof encoding;
              setEncoding(next);
              void look({ file, encoding: next });
            }}
          >
            {encodings.map((one) => (
              <option key={one} value={one}>
                {one === 'auto' ? t('imports.encoding.auto') : one.toUpperCase()}
              </option>
            ))}
          </select>
        </label>
      )}
      {file && preview.data?.sheets && preview.data.sheets.length > 1 && (
        <label>
          <span>{t('imports.sheet')}</span>
          <select
            value={sheet ?? preview.data.sheets[0]}
            onChange={(event) => {
              setSheet(event.target.value);
              void look({ file, encoding, sheet: event.target.value });
            }}
          >
            {preview.data.sheets.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      )}
      {preview.data?.words && <p className="hint">{text(preview.data.words)}</p>}
      {file && fields.data && mapping && preview.data && (
        <>
          <MappingTable
            fields={fields.data.fields}
            headings={preview.data.headings}
            rows={preview.data.rows}
            mapping={mapping}
            onChange={setMapping}
          />
          <fieldset>
            <legend>{t('imports.mode')}</legend>
            {(['merge', 'replace'] as const).map((one) => (
              <label key={one} className="tick">
                <input type="radio" name="mode" checked={mode === one} onChange={() => setMode(one)} />
                <span>{t(`imports.mode.${one}`)}</span>
              </label>
            ))}
          </fieldset>
          <div className="data-actions">
            <Button type="primary" htmlType="submit" disabled={!ready} loading={sent !== undefined}>
              {t('imports.begin')}
            </Button>
            <Button onClick={onCancel}>{t('ui.cancel')}</Button>
            {sent !== undefined && (
              <progress className="import-progress" max={file.size} value={sent} aria-label={t('imports.sending')}>
                {Math.round((sent / file.size) * 100)}%
              </progress>
            )}
          </div>
        </>
      )}
      {!(file && mapping) && (
        <div className="data-actions">
          <Button onClick={onCancel}>{t('ui.cancel')}</Button>
        </div>
      )}
    </form>
  );
}
