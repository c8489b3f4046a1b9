/** A batch connection may fetch its file by itself: from where, how often, and which column fills which field. */
import { useTranslation } from 'react-i18next';
import type { BatchConnection, FileShape } from '../../../../schemas/generated/documents.ts';
import { useImportFields } from '../../../api/imports.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Input, type Problems } from './inputs.tsx';

type Source = NonNullable<BatchConnection['source']>;
interface Props {
  connection: BatchConnection;
  problems: Problems;
  onChange(source: Source | undefined): void;
}

const fresh: Source = {
  url: 'https://',
  daily: { time: '06:00', workingDays: true },
  resource: '',
  file: { format: 'csv', columns: {} },
  mode: 'replace',
};

export function SourceEntry({ connection, problems, onChange }: Props) {
  const { t } = useTranslation();
  const { source } = connection;
  return (
    <fieldset className="source-entry">
      <legend>{t('connections.source')}</legend>
      <label className="tick">
        <input type="checkbox" checked={source !== undefined} onChange={(event) => onChange(event.target.checked ? fresh : undefined)} />
        <span>{t('connections.source.on')}</span>
      </label>
      {source && <Entries source={source} problems={problems} onChange={onChange} />}
    </fieldset>
  );
}

type Schedule = 'workingDays' | 'everyDay' | 'cycle';

/** At a time of every working day or every day, or again and again. */
function ScheduleEntries({ source, problems, onChange }: { source: Source; problems: Problems; onChange(source: Source): void }) {
  const { t } = useTranslation();
  const { daily, everyMinutes, ...rest } = source;
  const kind: Schedule = daily ? (daily.workingDays ? 'workingDays' : 'everyDay') : 'cycle';
  const choose = (next: Schedule) =>
    onChange(
      next === 'cycle'
        ? { ...rest, everyMinutes: everyMinutes ?? 1440 }
        : { ...rest, daily: { time: daily?.time ?? '06:00', workingDays: next === 'workingDays' } },
    );
  return (
    <>
      <label>
        <span>{t('connections.source.when')}</span>
        <select value={kind} onChange={(event) => choose(event.target.value as Schedule)}>
          {(['workingDays', 'everyDay', 'cycle'] as const).map((one) => (
            <option key={one} value={one}>
              {t(`connections.source.when.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {daily ? (
        <Input
          name="everyMinutes"
          label={t('connections.source.time')}
          value={daily.time}
          maxLength={5}
          problems={problems}
          onChange={(time) => onChange({ ...rest, daily: { ...daily, time: time.trim() } })}
        />
      ) : (
        <Input
          name="everyMinutes"
          number
          label={t('connections.source.every')}
          value={String(everyMinutes ?? '')}
          problems={problems}
          onChange={(value) => onChange({ ...rest, everyMinutes: Number(value) })}
        />
      )}
    </>
  );
}

function Entries({ source, problems, onChange }: { source: Source; problems: Problems; onChange(source: Source): void }) {
  const { t } = useTranslation();
  const text = useText();
  const fields = useImportFields(source.resource || undefined);
  const shape = (change: Partial<FileShape>) => onChange({ ...source, file: { ...source.file, ...change } });
  return (
    <div className="data-form">
      <Input
        name="url"
        label={t('connections.source.url')}
        hint={t('connections.source.url.hint')}
        code
        value={source.url}
        maxLength={400}
        problems={problems}
        onChange={(url) => onChange({ ...source, url: url.trim() })}
      />
      <ScheduleEntries source={source} problems={problems} onChange={onChange} />
      <Input
        name="resource"
        label={t('connections.source.resource')}
        hint={fields.data ? text(fields.data.resource.name) : t('connections.source.resource.hint')}
        code
        value={source.resource}
        maxLength={130}
        problems={problems}
        onChange={(resource) => onChange({ ...source, resource: resource.trim() })}
      />
      <label>
        <span>{t('connections.source.format')}</span>
        <select value={source.file.format} onChange={(event) => shape({ format: event.target.value as FileShape['format'] })}>
          {(['csv', 'xlsx', 'jsonl'] as const).map((format) => (
            <option key={format} value={format}>
              {t(`connections.source.format.${format}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t('imports.mode')}</span>
        <select value={source.mode} onChange={(event) => onChange({ ...source, mode: event.target.value as Source['mode'] })}>
          {(['replace', 'merge'] as const).map((mode) => (
            <option key={mode} value={mode}>
              {t(`imports.mode.${mode}`)}
            </option>
          ))}
        </select>
      </label>
      {problems.columns && <p className="field-problem">{t(problems.columns)}</p>}
      {fields.data?.fields.map((field) => (
        <Input
          key={field.id}
          name=""
          label={t('imports.columnOf', { field: text(field.name) })}
          value={source.file.columns[field.id] ?? ''}
          problems={{}}
          onChange={(heading) => {
            const { [field.id]: _before, ...rest } = source.file.columns;
            shape({ columns: heading ? { ...rest, [field.id]: heading } : rest });
          }}
        />
      ))}
    </div>
  );
}
