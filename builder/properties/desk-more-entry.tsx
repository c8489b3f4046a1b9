import { Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DeskNode } from '../../runtime/compile/desks.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Entry, TextEntry } from '../ui/text-entry.tsx';
import { CustomKindEntry } from './custom-kind-entry.tsx';
import { ItemSelect, ValuesSelect } from './selects.tsx';
import type { StepEntryProps } from './step-entries.tsx';
import { SuspendsEntry } from './suspension.tsx';

/** What else a desk has: the matter, what is asked of it, its own form, what it may see, 补正. */
export function DeskMoreEntry({ id, node }: StepEntryProps<DeskNode['kind']>) {
  const { t } = useTranslation();
  const text = useText();
  const pkg = useDocument();
  const execute = useExecute();
  const edit = (changes: Record<string, unknown>) => execute('node.edit', { node: id, changes });
  const forms = Object.entries(pkg.scenario.forms).map(([use, { form }]) => ({ value: use, label: text(pkg.forms[form]?.name) }));
  return (
    <>
      <TextEntry
        label={t('properties.asks')}
        hint={t('properties.asks.hint')}
        rows={2}
        value={node.asks?.['zh-CN'] ?? ''}
        onCommit={(value) => execute('text.edit', { path: ['scenario', 'nodes', id, 'asks'], language: 'zh-CN', value })}
      />
      <div data-entry="item">
        <Entry label={t('properties.item')}>
          {(ids) => <ItemSelect {...ids} label={t('properties.item')} value={node.item} onChange={(item) => edit({ item })} />}
        </Entry>
      </div>
      {node.kind === 'task' && <CustomKindEntry id={id} node={node} />}
      <details className="panel-fold">
        <summary>{t('properties.desk.more')}</summary>
        <div>
          <div data-entry="departmentBy">
            <TextEntry
              label={t('properties.departmentBy')}
              hint={t('properties.departmentBy.hint')}
              code
              value={node.departmentBy ?? ''}
              onCommit={(source) => edit({ departmentBy: source.trim() === '' ? undefined : source.trim() })}
            />
          </div>
          <div data-entry="form">
            <Entry label={t('properties.deskForm')} hint={t('properties.deskForm.hint')}>
              {(ids) => (
                <Select
                  {...ids}
                  allowClear
                  style={{ width: '100%' }}
                  value={node.form}
                  onChange={(form) => edit({ form: form ?? undefined })}
                  options={forms}
                />
              )}
            </Entry>
          </div>
          <div data-entry="reads">
            <Entry label={t('properties.reads')} hint={t('properties.reads.hint')}>
              {(ids) => (
                <ValuesSelect
                  {...ids}
                  label={t('properties.reads')}
                  value={node.reads ?? []}
                  onChange={(reads) => edit({ reads: reads.length > 0 ? reads : undefined })}
                />
              )}
            </Entry>
          </div>
          <SuspendsEntry id={id} value={node.suspends} />
          <Entry label={t('properties.supplement')} hint={t('properties.supplement.hint')}>
            {(ids) => (
              <Switch
                {...ids}
                style={{ width: 44 }}
                checked={node.supplement ?? true}
                onChange={(supplement) => edit({ supplement: supplement ? undefined : false })}
              />
            )}
          </Entry>
        </div>
      </details>
    </>
  );
}
