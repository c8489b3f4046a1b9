/** How a resource is asked and what it answers: its connection, the keys it is looked up by, its fields one by one. */
import { Button } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionRow } from '../../../schemas/generated/api.ts';
import { useConnection, useConnections } from '../../api/connections.ts';
import { useText } from '../../i18n/use-text.ts';
import { codeOf, fieldTypes, operationFor, type ResourceDocument, type ResourceField, type ResourceKey } from './resource-draft.ts';

interface Props {
  region: string;
  document: ResourceDocument;
  problems: Readonly<Record<string, string>>;
  onChange(document: ResourceDocument): void;
}

const levels = [1, 2, 3, 4] as const;

export function ConnectionEntry({ region, document, problems, onChange }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const { data } = useConnections(region);
  const rows = (data?.rows ?? []).filter((row) => row.department.id === document.owner.department && !row.service);
  const choose = (row: ConnectionRow | undefined) => {
    const { operation: before, ...rest } = document;
    const operation = operationFor(row?.kind, before);
    onChange({ ...rest, connection: row?.id ?? '', ...(operation ? { operation } : {}) });
  };
  const { operation } = document;
  return (
    <>
      <div>
        <label>
          <span>{t('data.keep.connection')}</span>
          <select
            value={document.connection}
            aria-invalid={problems.connection !== undefined || undefined}
            onChange={(event) => choose(rows.find(({ id }) => id === event.target.value))}
          >
            <option value="">{t('imports.choose')}</option>
            {rows.map((row) => (
              <option key={row.id} value={row.id}>
                {`${text(row.name)}（${t(`connections.kind.${row.kind}`)}）`}
              </option>
            ))}
          </select>
        </label>
        {problems.connection ? (
          <p className="field-problem">{t(problems.connection)}</p>
        ) : (
          data && rows.length === 0 && <p className="hint">{t('data.keep.noConnection')}</p>
        )}
      </div>
      {operation && 'path' in operation && (
        <div className="decision-limits">
          <label>
            <span>{t('data.keep.method')}</span>
            <select
              value={operation.method}
              onChange={(event) => onChange({ ...document, operation: { ...operation, method: event.target.value as 'GET' | 'POST' } })}
            >
              <option>POST</option>
              <option>GET</option>
            </select>
          </label>
          <label>
            <span>{t('data.keep.path')}</span>
            <input
              value={operation.path}
              maxLength={400}
              autoCapitalize="none"
              spellCheck={false}
              aria-invalid={problems.operation !== undefined || undefined}
              onChange={(event) => onChange({ ...document, operation: { ...operation, path: event.target.value.trim() } })}
            />
          </label>
        </div>
      )}
      {operation && 'query' in operation && (
        <QueryEntry
          region={region}
          connection={document.connection}
          value={operation.query}
          onChange={(query) => onChange({ ...document, operation: { query } })}
        />
      )}
      {problems.operation && <p className="field-problem">{t(problems.operation)}</p>}
    </>
  );
}

function QueryEntry({
  region,
  connection,
  value,
  onChange,
}: {
  region: string;
  connection: string;
  value: string;
  onChange(query: string): void;
}) {
  const { t } = useTranslation();
  const text = useText();
  const { data } = useConnection(region, connection || undefined);
  const queries = data?.connection.kind === 'sql' ? Object.entries(data.connection.queries) : [];
  return (
    <label>
      <span>{t('data.keep.query')}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t('imports.choose')}</option>
        {queries.map(([id, query]) => (
          <option key={id} value={id}>
            {text(query.name)}
          </option>
        ))}
      </select>
    </label>
  );
}

type Kind = 'keys' | 'fields';

/** Keys or fields as rows: name, code of the other side (fixed once added), type, sensitivity, example. */
export function PartsEntry({ kind, document, problems, onChange }: Omit<Props, 'region'> & { kind: Kind }) {
  const { t } = useTranslation();
  const parts: Record<string, ResourceKey | ResourceField> = document[kind];
  const put = (id: string, part: ResourceKey | ResourceField) => onChange({ ...document, [kind]: { ...parts, [id]: part } });
  const drop = (id: string) =>
    onChange({ ...document, [kind]: Object.fromEntries(Object.entries(parts).filter(([other]) => other !== id)) });
  return (
    <fieldset>
      <legend>{t(`data.keep.${kind}`)}</legend>
      {problems[kind] && <p className="field-problem">{t(problems[kind])}</p>}
      <ul className="tick-list">
        {Object.entries(parts).map(([id, part]) => (
          <li key={id} className="field-row">
            <label>
              <span>{t('data.field')}</span>
              <input
                value={part.name['zh-CN']}
                maxLength={100}
                aria-invalid={(problems.names !== undefined && part.name['zh-CN'].trim() === '') || undefined}
                onChange={(event) => put(id, { ...part, name: { ...part.name, 'zh-CN': event.target.value } })}
              />
            </label>
            {part.element === undefined && (
              <label>
                <span>{t('data.type')}</span>
                <select
                  value={part.type ?? 'string'}
                  onChange={(event) => put(id, { ...part, type: event.target.value as (typeof fieldTypes)[number] })}
                >
                  {fieldTypes.map((type) => (
                    <option key={type} value={type}>
                      {t(`form.type.${type}`)}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <label>
              <span>{t('data.sensitivity')}</span>
              <select value={part.sensitivity} onChange={(event) => put(id, { ...part, sensitivity: Number(event.target.value) })}>
                {levels.map((level) => (
                  <option key={level} value={level}>
                    {t(`data.sensitivity.${level}`)}
                  </option>
                ))}
              </select>
            </label>
            {kind === 'fields' && (
              <label>
                <span>{t('data.example')}</span>
                <input
                  value={(part as ResourceField).example ?? ''}
                  maxLength={200}
                  onChange={(event) => {
                    const { example: _before, ...rest } = part as ResourceField;
                    put(id, event.target.value ? { ...rest, example: event.target.value } : rest);
                  }}
                />
              </label>
            )}
            <Button onClick={() => drop(id)}>
              {t('admin.remove')}
              <span className="visually-hidden"> {part.name['zh-CN']}</span>
            </Button>
          </li>
        ))}
      </ul>
      <AddPart
        kind={kind}
        taken={new Set([...Object.keys(document.keys), ...Object.keys(document.fields)])}
        onAdd={(id, name) => put(id, { name: { 'zh-CN': name }, type: 'string', sensitivity: 2 })}
      />
    </fieldset>
  );
}

function AddPart({ kind, taken, onAdd }: { kind: Kind; taken: ReadonlySet<string>; onAdd(id: string, name: string): void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState(false);
  const id = useId();
  const add = () => {
    const free = codeOf(code, taken);
    setWrong(free === undefined || name.trim() === '');
    if (!free || name.trim() === '') return;
    onAdd(free, name.trim());
    setName('');
    setCode('');
  };
  return (
    <div className="field-row field-add">
      <label>
        <span>{t(`data.keep.add.${kind}`)}</span>
        <input value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        <span>{t('data.keep.code')}</span>
        <input
          value={code}
          maxLength={64}
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? id : undefined}
          onChange={(event) => setCode(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            add();
          }}
        />
      </label>
      <Button onClick={add}>{t('ui.add')}</Button>
      {wrong && (
        <p id={id} className="field-problem field-wide">
          {t('data.keep.codeWrong')}
        </p>
      )}
    </div>
  );
}
