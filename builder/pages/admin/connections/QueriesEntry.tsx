/** The prepared statements of a database connection: what they are called, the statement, and the keys it takes in order. */
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SqlConnection, SqlQuery } from '../../../../schemas/generated/documents.ts';
import { Input, type Problems } from './inputs.tsx';

type Queries = SqlConnection['queries'];

export function QueriesEntry({ queries, problems, onChange }: { queries: Queries; problems: Problems; onChange(queries: Queries): void }) {
  const { t } = useTranslation();
  const add = () =>
    onChange({
      ...queries,
      [`q${crypto.randomUUID().replaceAll('-', '').slice(0, 8)}`]: { name: { 'zh-CN': '' }, sql: '', parameters: [] },
    });
  const edit = (id: string, change: Partial<SqlQuery>) => onChange({ ...queries, [id]: { ...queries[id]!, ...change } });
  return (
    <fieldset>
      <legend>{t('connections.queries')}</legend>
      <p className="hint">{t('connections.queries.words')}</p>
      <ul className="connection-queries">
        {Object.entries(queries).map(([id, query]) => (
          <li key={id}>
            <Input
              name={`queries.${id}`}
              label={t('connections.query.name')}
              value={query.name['zh-CN']}
              maxLength={100}
              problems={problems}
              onChange={(name) => edit(id, { name: { ...query.name, 'zh-CN': name } })}
            />
            <Input
              name=""
              label={t('connections.query.sql')}
              code
              rows={4}
              value={query.sql}
              maxLength={8000}
              problems={{}}
              onChange={(sql) => edit(id, { sql })}
            />
            <Input
              name=""
              label={t('connections.query.keys')}
              hint={t('connections.query.keys.hint')}
              code
              value={query.parameters.join(' ')}
              problems={{}}
              onChange={(words) => edit(id, { parameters: words.split(/[\s,，、]+/).filter(Boolean) as SqlQuery['parameters'] })}
            />
            <Button onClick={() => onChange(Object.fromEntries(Object.entries(queries).filter(([other]) => other !== id)))}>
              {t('connections.query.remove')}
              <span className="visually-hidden"> {query.name['zh-CN']}</span>
            </Button>
          </li>
        ))}
      </ul>
      <Button onClick={add}>{t('connections.query.add')}</Button>
    </fieldset>
  );
}
