import { ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FormField, ValueType } from '../../../schemas/generated/documents.ts';
import { placeAt, ranked } from '../../editing/rank.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { firstCodes, needsCodes } from '../retype.ts';
import { columnTypes } from '../types.tsx';
import { CascadeEntry } from './cascade-entry.tsx';
import { CodesEntry } from './codes-entry.tsx';
import { ColumnFormula } from './column-formula.tsx';

type Columns = NonNullable<FormField['columns']>;
type Column = Columns[string];

/** Columns of a table: name, type, required; choices and formulas folded. */
export function ColumnsEntry({ columns, onChange }: { columns: Columns; onChange: (columns: Columns) => void }) {
  const { t } = useTranslation();
  const list = ranked(columns);
  const set = (id: string, changes: Partial<Column>) => {
    const next = Object.fromEntries(Object.entries({ ...columns[id], ...changes }).filter(([, value]) => value !== undefined)) as unknown;
    onChange({ ...columns, [id]: next as Column });
  };
  const add = () => {
    const numbers = Object.keys(columns)
      .map((id) => Number(id.replace(/^c/, '')))
      .filter(Number.isFinite);
    const id = `c${Math.max(0, ...numbers) + 1}`;
    onChange({ ...columns, [id]: { rank: placeAt(list, id, list.length)[id]!, label: { 'zh-CN': t('form.newColumn') }, type: 'string' } });
  };
  const up = (id: string, at: number) => {
    const others = list.filter(([other]) => other !== id);
    const ranks = placeAt(others, id, at - 1);
    onChange(Object.fromEntries(Object.entries(columns).map(([key, column]) => [key, { ...column, rank: ranks[key] ?? column.rank }])));
  };
  return (
    <fieldset className="panel-set">
      <legend>{t('form.columns')}</legend>
      {list.map(([id, column], at) => (
        <ColumnRow
          key={id}
          column={column}
          others={list.filter(([other]) => other !== id)}
          first={at === 0}
          only={list.length === 1}
          onChange={(changes) => set(id, changes)}
          onUp={() => up(id, at)}
          onDelete={() => onChange(Object.fromEntries(Object.entries(columns).filter(([other]) => other !== id)))}
        />
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={add}>
        {t('form.addColumn')}
      </Button>
    </fieldset>
  );
}

interface ColumnRowProps {
  column: Column;
  others: [string, Column][];
  first: boolean;
  only: boolean;
  onChange: (changes: Partial<Column>) => void;
  onUp: () => void;
  onDelete: () => void;
}

function ColumnRow({ column, others, first, only, onChange, onUp, onDelete }: ColumnRowProps) {
  const { t } = useTranslation();
  const name = column.label?.['zh-CN'] ?? '';
  const draft = useDraft(name, (next) => next.trim() && onChange({ label: { ...column.label, 'zh-CN': next.trim() } }));
  const type = column.type ?? 'string';
  const setType = (next: ValueType) => onChange({ type: next, codes: needsCodes(next) ? (column.codes ?? firstCodes) : undefined });
  return (
    <div className="column-row">
      <div className="panel-row">
        <Input
          className="grow"
          aria-label={t('form.columnName')}
          value={draft.value}
          onChange={(event) => draft.set(event.target.value)}
          onBlur={draft.leave}
          onPressEnter={draft.leave}
        />
        <IconButton icon={<ArrowUpOutlined />} label={t('form.column.up', { name })} disabled={first} onClick={onUp} />
        <IconButton icon={<DeleteOutlined />} label={t('form.column.delete', { name })} disabled={only} onClick={onDelete} />
      </div>
      <div className="panel-row">
        <Select
          className="grow"
          aria-label={t('form.column.type', { name })}
          value={type}
          onChange={setType}
          options={columnTypes.map((value) => ({ value, label: t(`form.type.${value}`) }))}
        />
        <Checkbox checked={column.required === true} onChange={(event) => onChange({ required: event.target.checked || undefined })}>
          {t('form.required')}
        </Checkbox>
      </div>
      <details className="column-more">
        <summary>{t(column.computed ? 'form.column.computed' : 'form.column.more')}</summary>
        {needsCodes(type) && type !== 'cascade' && <CodesEntry codes={column.codes ?? {}} onChange={(codes) => onChange({ codes })} />}
        {type === 'cascade' && <CascadeEntry codes={column.codes ?? {}} onChange={(codes) => onChange({ codes })} />}
        <ColumnFormula value={column.computed ?? ''} others={others} onChange={(feel) => onChange({ computed: feel || undefined })} />
      </details>
    </div>
  );
}
