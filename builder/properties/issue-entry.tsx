import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { useAskable } from '../flow/condition-words.ts';
import { useText } from '../i18n/use-text.ts';
import { Entry, TextEntry } from '../ui/text-entry.tsx';
import { DepartmentSelect, PartySelect, ValueSelect } from './selects.tsx';
import type { StepEntryProps } from './step-entries.tsx';

/** The document that is issued: by whom, to whom, with which lines. */
export function IssueEntry({ id, node }: StepEntryProps<'issue'>) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const execute = useExecute();
  const askable = useAskable();
  const [adding, setAdding] = useState(false);
  const outcome = scenario.outcomes?.[node.outcome];
  const edit = (changes: object) => execute('outcome.edit', { id: node.outcome, changes });
  return (
    <>
      <div data-entry="outcome">
        <Entry label={t('properties.issue.outcome')}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              value={node.outcome}
              onChange={(next) => execute('node.edit', { node: id, changes: { outcome: next } })}
              options={Object.entries(scenario.outcomes ?? {}).map(([value, doc]) => ({ value, label: text(doc.name) }))}
            />
          )}
        </Entry>
      </div>
      {outcome && (
        <>
          <div className="panel-sentence" data-entry="department">
            <Trans
              i18nKey="properties.issue.sentence"
              components={{
                department: (
                  <DepartmentSelect
                    label={t('properties.department')}
                    value={outcome.department}
                    onChange={(department) => edit({ department })}
                  />
                ),
                holder: <PartySelect label={t('properties.issue.holder')} value={outcome.holder} onChange={(holder) => edit({ holder })} />,
              }}
            />
          </div>
          <TextEntry
            label={t('properties.issue.name')}
            value={outcome.name['zh-CN']}
            onCommit={(value) => value.trim() && edit({ name: { ...outcome.name, 'zh-CN': value.trim() } })}
          />
          <div data-entry="number">
            <Entry label={t('properties.issue.number')} hint={t('properties.issue.number.hint')}>
              {(ids) => (
                <ValueSelect {...ids} label={t('properties.issue.number')} value={outcome.number} onChange={(number) => edit({ number })} />
              )}
            </Entry>
          </div>
          <section className="panel-list" data-entry="fields">
            <h3>{t('properties.issue.fields')}</h3>
            <ul className="value-list">
              {outcome.fields.map((field) => (
                <li key={field.path}>
                  <span>{text(field.label)}</span>
                  <span>
                    <small>
                      {askable.get(field.path)
                        ? `${text(askable.get(field.path)?.group)} ${text(askable.get(field.path)?.name)}`
                        : t('properties.values.gone')}
                    </small>
                    <Button
                      type="text"
                      size="small"
                      icon={<DeleteOutlined />}
                      aria-label={t('properties.issue.removeField', { name: text(field.label) })}
                      onClick={() => edit({ fields: outcome.fields.filter((f) => f !== field) })}
                    />
                  </span>
                </li>
              ))}
            </ul>
            {adding ? (
              <ValueSelect
                label={t('properties.issue.addField')}
                value=""
                onChange={(path) => {
                  setAdding(false);
                  edit({ fields: [...outcome.fields, { path, label: askable.get(path)!.name }] });
                }}
              />
            ) : (
              <Button icon={<PlusOutlined />} onClick={() => setAdding(true)}>
                {t('properties.issue.addField')}
              </Button>
            )}
          </section>
        </>
      )}
    </>
  );
}
