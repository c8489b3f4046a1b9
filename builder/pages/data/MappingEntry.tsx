/** What is sent to the other side and how its answer is read, line by line; left alone, everything goes by its own code. */
import { Button } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { HttpOperation } from '../../../schemas/generated/documents.ts';
import { useText } from '../../i18n/use-text.ts';
import {
  codesOf,
  codeWords,
  constantOf,
  constantWords,
  type Paging,
  type Place,
  pagingOf,
  requestOf,
  responseWith,
  type Sent,
  type Source,
  sentOf,
  sourceOf,
} from './mapping-draft.ts';
import type { ResourceDocument } from './resource-draft.ts';

interface Props {
  document: ResourceDocument;
  operation: HttpOperation;
  problems: Readonly<Record<string, string>>;
  onChange(operation: HttpOperation): void;
}

export function MappingEntry(props: Props) {
  const { t } = useTranslation();
  const { request, response, paging } = props.operation;
  return (
    <details className="mapping-entry" open={Boolean(request || response || paging)}>
      <summary>{t('mapping.title')}</summary>
      <p className="hint">{t('mapping.words')}</p>
      <SentEntry {...props} />
      <ReadEntry {...props} />
      <PagingEntry {...props} />
    </details>
  );
}

function Problem({ words }: { words: string | undefined }) {
  const { t } = useTranslation();
  return words ? <p className="field-problem">{t(words)}</p> : null;
}

function SentEntry({ document, operation, problems, onChange }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const keys = Object.keys(document.keys);
  const sent = sentOf(operation, keys);
  const put = (list: readonly Sent[]) => {
    const { request: _before, ...rest } = operation;
    const request = requestOf(operation.method, list, keys);
    onChange(request ? { ...rest, request } : rest);
  };
  const edit = (at: number, change: Partial<Sent>) => put(sent.map((one, i) => (i === at ? { ...one, ...change } : one)));
  const place = operation.method === 'GET' ? 'query' : 'body';
  const missing = keys.filter((key) => !sent.some(({ slot }) => 'key' in slot && slot.key === key));
  return (
    <fieldset>
      <legend>{t('mapping.sent')}</legend>
      <Problem words={problems.sent} />
      <ul className="tick-list">
        {sent.map(({ place: where, name, slot }, at) => {
          const what = 'key' in slot ? text(document.keys[slot.key]?.name) || t('mapping.gone') : t('mapping.constant');
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has no identity but its place; its inputs hold no state
            <li key={at} className="field-row">
              <p className="mapping-what">
                <b>{what}</b>
              </p>
              {'constant' in slot && (
                <Entry
                  label={t('mapping.value')}
                  value={constantWords(slot.constant)}
                  onChange={(value) => edit(at, { slot: { constant: constantOf(value) } })}
                />
              )}
              <label>
                <span>{t('mapping.place')}</span>
                <select value={where} onChange={(event) => edit(at, { place: event.target.value as Place })}>
                  {(['body', 'query', 'headers'] as const).map((one) => (
                    <option key={one} value={one}>
                      {t(`mapping.place.${one}`)}
                    </option>
                  ))}
                </select>
              </label>
              <Entry code label={t('mapping.theirName')} value={name} onChange={(next) => edit(at, { name: next })} />
              <Button onClick={() => put(sent.filter((_, i) => i !== at))}>
                {t('admin.remove')}
                <span className="visually-hidden"> {what}</span>
              </Button>
              {'key' in slot && (
                <CodesEntry
                  label={t('mapping.codes.sent')}
                  codes={slot.codes}
                  onChange={(codes) => edit(at, { slot: codes ? { key: slot.key, codes } : { key: slot.key } })}
                />
              )}
            </li>
          );
        })}
      </ul>
      <p className="data-actions">
        {missing.map((key) => (
          <Button key={key} onClick={() => put([...sent, { place, name: key, slot: { key } }])}>
            {t('mapping.addKey', { name: text(document.keys[key]?.name) })}
          </Button>
        ))}
        <Button onClick={() => put([...sent, { place, name: `constant${sent.length + 1}`, slot: { constant: '' } }])}>
          {t('mapping.addConstant')}
        </Button>
      </p>
    </fieldset>
  );
}

const shapes = ['text', 'number', 'fen', 'compactDate', 'slashDate', 'epochSeconds', 'yesNo'] as const;

function ReadEntry({ document, operation, problems, onChange }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const { response } = operation;
  const put = (change: Parameters<typeof responseWith>[1]) => {
    const { response: _before, ...rest } = operation;
    const next = responseWith(response, change);
    onChange(next ? { ...rest, response: next } : rest);
  };
  const from = (id: string, source: Source | undefined) => {
    const { [id]: _before, ...others } = response?.fields ?? {};
    put({ fields: source ? { ...others, [id]: source } : others });
  };
  const status = response?.status;
  const list = (words: string) => words.split(/[\s,，、]+/).filter(Boolean);
  return (
    <fieldset>
      <legend>{t('mapping.read')}</legend>
      <Problem words={problems.read} />
      <Entry
        code
        label={t('mapping.records')}
        placeholder="records"
        value={response?.records ?? ''}
        onChange={(records) => put({ records })}
      />
      <ul className="tick-list">
        {Object.entries(document.fields).map(([id, field]) => {
          const source = response?.fields?.[id];
          const kind = !source ? 'same' : 'path' in source ? 'path' : 'constant';
          return (
            <li key={id} className="field-row">
              <p className="mapping-what">
                <b>{text(field.name)}</b>
              </p>
              <label>
                <span>{t('mapping.from')}</span>
                <select value={kind} onChange={(event) => from(id, sourceOf(event.target.value as typeof kind, id))}>
                  {(['same', 'path', 'constant'] as const).map((one) => (
                    <option key={one} value={one}>
                      {t(`mapping.from.${one}`)}
                    </option>
                  ))}
                </select>
              </label>
              {source && 'constant' in source && (
                <Entry
                  label={t('mapping.value')}
                  value={constantWords(source.constant)}
                  onChange={(value) => from(id, { constant: constantOf(value) })}
                />
              )}
              {source && 'path' in source && (
                <>
                  <Entry
                    code
                    label={t('mapping.path')}
                    value={source.path}
                    onChange={(path) => from(id, { ...source, path: path.trim() })}
                  />
                  <label>
                    <span>{t('mapping.as')}</span>
                    <select
                      value={source.as ?? ''}
                      onChange={(event) => {
                        const { as: _before, ...rest } = source;
                        const as = shapes.find((one) => one === event.target.value);
                        from(id, as ? { ...rest, as } : rest);
                      }}
                    >
                      <option value="">{t('mapping.as.plain')}</option>
                      {shapes.map((shape) => (
                        <option key={shape} value={shape}>
                          {t(`mapping.as.${shape}`)}
                        </option>
                      ))}
                    </select>
                  </label>
                  <CodesEntry
                    label={t('mapping.codes.read')}
                    codes={source.codes}
                    onChange={(codes) => {
                      const { codes: _before, ...rest } = source;
                      from(id, codes ? { ...rest, codes } : rest);
                    }}
                  />
                </>
              )}
            </li>
          );
        })}
      </ul>
      <div className="field-row">
        <Entry
          code
          label={t('mapping.status')}
          value={status?.path ?? ''}
          onChange={(path) => put({ status: { ok: ['0'], ...status, path: path.trim() } })}
        />
        {status && (
          <>
            <Entry
              code
              label={t('mapping.status.ok')}
              value={status.ok.join(' ')}
              onChange={(words) => put({ status: { ...status, ok: list(words) as [string, ...string[]] } })}
            />
            <Entry
              code
              label={t('mapping.status.noRecord')}
              value={(status.noRecord ?? []).join(' ')}
              onChange={(words) => put({ status: { ...status, noRecord: list(words) } })}
            />
          </>
        )}
      </div>
      <Problem words={problems.status} />
    </fieldset>
  );
}

function PagingEntry({ operation, problems, onChange }: Props) {
  const { t } = useTranslation();
  const { paging } = operation;
  const put = (next: Paging | undefined) => {
    const { paging: _before, ...rest } = operation;
    onChange(next ? { ...rest, paging: next } : rest);
  };
  const number = (words: string) => Number.parseInt(words, 10) || 0;
  return (
    <fieldset>
      <legend>{t('mapping.paging')}</legend>
      <Problem words={problems.paging} />
      <div className="field-row">
        <label>
          <span>{t('mapping.paging.how')}</span>
          <select value={paging?.kind ?? 'none'} onChange={(event) => put(pagingOf(event.target.value as Parameters<typeof pagingOf>[0]))}>
            {(['none', 'pages', 'cursor'] as const).map((kind) => (
              <option key={kind} value={kind}>
                {t(`mapping.paging.${kind}`)}
              </option>
            ))}
          </select>
        </label>
        {paging?.kind === 'pages' && (
          <>
            <Entry code label={t('mapping.paging.page')} value={paging.page} onChange={(page) => put({ ...paging, page: page.trim() })} />
            <Entry
              code
              label={t('mapping.paging.size')}
              value={paging.size ?? ''}
              onChange={(size) => {
                const { size: _before, ...rest } = paging;
                put(size.trim() ? { ...rest, size: size.trim() } : rest);
              }}
            />
            <Entry
              number
              label={t('mapping.paging.rows')}
              value={String(paging.rows)}
              onChange={(rows) => put({ ...paging, rows: number(rows) })}
            />
            <Entry
              number
              label={t('mapping.paging.first')}
              value={String(paging.first ?? 1)}
              onChange={(first) => put({ ...paging, first: number(first) })}
            />
          </>
        )}
        {paging?.kind === 'cursor' && (
          <>
            <Entry
              code
              label={t('mapping.cursorName')}
              value={paging.cursor}
              onChange={(cursor) => put({ ...paging, cursor: cursor.trim() })}
            />
            <Entry code label={t('mapping.paging.next')} value={paging.next} onChange={(next) => put({ ...paging, next: next.trim() })} />
          </>
        )}
        {paging && (
          <Entry
            number
            label={t('mapping.paging.most')}
            value={String(paging.maxPages)}
            onChange={(most) => put({ ...paging, maxPages: number(most) })}
          />
        )}
      </div>
    </fieldset>
  );
}

interface EntryProps {
  label: string;
  value: string;
  placeholder?: string;
  code?: boolean;
  number?: boolean;
  onChange(value: string): void;
}

function Entry({ label, value, placeholder, code = false, number = false, onChange }: EntryProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        value={value}
        placeholder={placeholder}
        maxLength={200}
        inputMode={number ? 'numeric' : undefined}
        {...(code ? { autoCapitalize: 'none', autoComplete: 'off', spellCheck: false } : {})}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

/** A code list a line each; kept as it is typed until it is left, so that half a line is not lost. */
function CodesEntry({
  label,
  codes,
  onChange,
}: {
  label: string;
  codes: Readonly<Record<string, string>> | undefined;
  onChange(codes: Record<string, string> | undefined): void;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="mapping-codes">
      <label htmlFor={id}>
        <span>{label}</span>
      </label>
      <textarea
        id={id}
        rows={2}
        maxLength={4000}
        placeholder={t('mapping.codes.example')}
        defaultValue={codeWords(codes)}
        onBlur={(event) => {
          const next = codesOf(event.target.value);
          if (codeWords(next) !== codeWords(codes)) onChange(next && { ...next });
        }}
      />
    </div>
  );
}
