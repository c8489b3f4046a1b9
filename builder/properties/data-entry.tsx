import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { RightLine } from '../data/RightLine.tsx';
import { ranked } from '../editing/rank.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { useAskable } from '../flow/condition-words.ts';
import { useText } from '../i18n/use-text.ts';
import { Entry, TextEntry } from '../ui/text-entry.tsx';
import { AssistEntry } from './assist-entry.tsx';
import type { StepEntryProps } from './step-entries.tsx';

/** Which data is read, by what it is looked up, what it fills, and what happens when there is none. */
export function DataEntry({ id, node }: StepEntryProps<'data'>) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const askable = useAskable();
  const use = pkg.scenario.data?.[node.data];
  const resource = use && pkg.resources[use.resource];
  return (
    <>
      <div data-entry="data">
        <Entry label={t('properties.data')} hint={resource ? text(resource.answers) : undefined}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              value={node.data}
              onChange={(data) => execute('node.edit', { node: id, changes: { data } })}
              options={ranked(pkg.scenario.data).map(([value, data]) => ({ value, label: text(data.name) }))}
            />
          )}
        </Entry>
      </div>
      {use && (
        <>
          <section className="panel-list" data-entry="contract">
            <h3>{t('data.right')}</h3>
            <RightLine id={node.data} use={use} />
          </section>
          <section className="panel-list" data-entry="keys">
            <h3>{t('properties.data.keys')}</h3>
            {Object.entries(use.keys).map(([key, expression]) => (
              <TextEntry
                key={key}
                code
                label={text(resource?.keys[key]?.name) || t('properties.data.key')}
                value={expression}
                onCommit={(value) =>
                  value.trim() && execute('data.edit', { id: node.data, changes: { keys: { ...use.keys, [key]: value.trim() } } })
                }
              />
            ))}
          </section>
          <section className="panel-list" data-entry="provides">
            <h3>{t('properties.data.provides')}</h3>
            <ul className="value-list">
              {Object.entries(use.provides).map(([field, path]) => (
                <li key={field}>
                  <span>{text(resource?.fields[field]?.name)}</span>
                  <small>
                    {askable.get(path) ? `${text(askable.get(path)?.group)} ${text(askable.get(path)?.name)}` : t('properties.values.gone')}
                  </small>
                </li>
              ))}
            </ul>
          </section>
          <div data-entry="fallback">
            <Entry label={t('properties.data.fallback')}>
              {(ids) => (
                <Select
                  {...ids}
                  value={use.fallback}
                  onChange={(fallback) => execute('data.edit', { id: node.data, changes: { fallback } })}
                  options={(['ask', 'assist', 'fail'] as const).map((value) => ({ value, label: t(`properties.fallback.${value}`) }))}
                />
              )}
            </Entry>
          </div>
          {use.fallback === 'assist' && <AssistEntry id={node.data} use={use} />}
        </>
      )}
    </>
  );
}
