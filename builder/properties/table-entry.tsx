import { EditOutlined } from '@ant-design/icons';
import { Button, Drawer, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DecisionTable } from '../../schemas/generated/documents.ts';
import { useDocument, useExecute } from '../editing/react/session.tsx';
import { useText } from '../i18n/use-text.ts';
import { Entry, TextEntry } from '../ui/text-entry.tsx';
import { useAddress } from '../ui/use-address.ts';
import type { StepEntryProps } from './step-entries.tsx';
import { TableGrid } from './table-grid.tsx';

const policies = ['UNIQUE', 'FIRST', 'ANY', 'PRIORITY', 'RULE_ORDER', 'OUTPUT_ORDER', 'COLLECT'] as const;

/** A rule table: its name, how its rules count together, and the grid in a wide sheet (?panel=table). */
export function TableEntry({ node }: StepEntryProps<'decision'>) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const execute = useExecute();
  const [params, change] = useAddress();
  const table = scenario.tables?.[node.table];
  if (!table) return <p className="panel-note">{t('flow.unknown.table')}</p>;
  const edit = (changes: Partial<Pick<DecisionTable, 'name' | 'hitPolicy' | 'aggregation'>>) =>
    execute('table.edit', { table: node.table, changes });
  const setOpen = (open: boolean) => change({ panel: open ? 'table' : undefined });
  return (
    <>
      <TextEntry
        label={t('properties.table.name')}
        value={table.name['zh-CN']}
        onCommit={(value) => value.trim() && edit({ name: { ...table.name, 'zh-CN': value.trim() } })}
      />
      <div data-entry="hitPolicy">
        <Entry label={t('properties.table.policy')}>
          {(ids) => (
            <Select
              {...ids}
              style={{ width: '100%' }}
              value={table.hitPolicy}
              onChange={(hitPolicy) => edit({ hitPolicy, aggregation: hitPolicy === 'COLLECT' ? table.aggregation : undefined })}
              options={policies.map((value) => ({ value, label: t(`properties.policy.${value}`) }))}
            />
          )}
        </Entry>
      </div>
      {table.hitPolicy === 'COLLECT' && (
        <Entry label={t('properties.table.aggregation')}>
          {(ids) => (
            <Select
              {...ids}
              allowClear
              style={{ width: '100%' }}
              value={table.aggregation}
              onChange={(aggregation) => edit({ aggregation: aggregation ?? undefined })}
              options={(['SUM', 'COUNT', 'MIN', 'MAX'] as const).map((value) => ({ value, label: t(`properties.aggregation.${value}`) }))}
            />
          )}
        </Entry>
      )}
      <div data-entry="rows">
        <Button icon={<EditOutlined />} onClick={() => setOpen(true)}>
          {t('properties.table.open', { count: Object.keys(table.rows).length })}
        </Button>
      </div>
      <Drawer open={params.get('panel') === 'table'} onClose={() => setOpen(false)} size={1040} title={text(table.name)} destroyOnHidden>
        <TableGrid table={node.table} />
      </Drawer>
    </>
  );
}
