import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecisionTable, ValueType } from '../../schemas/generated/documents.ts';
import { ranked } from '../editing/rank.ts';
import { useChecks, useDocument, useExecute } from '../editing/react/session.tsx';
import { useAskable } from '../flow/condition-words.ts';
import { useText } from '../i18n/use-text.ts';
import { useDraft } from '../ui/use-draft.ts';
import { ValueSelect } from './selects.tsx';
import { rowGaps } from './table-coverage.ts';
import './table-grid.css';

/** The rules as a grid: arrows and Enter move between cells, a row or column is added at its edge, gaps are told in words. */
export function TableGrid({ table: id }: { table: string }) {
  const { t } = useTranslation();
  const text = useText();
  const { scenario } = useDocument();
  const { findings } = useChecks();
  const execute = useExecute();
  const root = useRef<HTMLTableElement>(null);
  const table = scenario.tables?.[id];
  if (!table) return null;
  const inputs = ranked(table.inputs);
  const outputs = ranked(table.outputs);
  const rows = ranked(table.rows);
  const found = findings.filter((finding) => finding.path.startsWith(`scenario/tables/${id}`));
  const gaps = rowGaps(table);
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => moveCell(event, root.current);
  return (
    <div className="grid-sheet">
      <p className="panel-note">{t('properties.table.hint')}</p>
      {(found.length > 0 || gaps.length > 0) && (
        <ul className="panel-problems">
          {found.map((finding) => (
            <li key={finding.code + finding.path}>■ {text(finding.message)}</li>
          ))}
          {gaps.map((gap) => (
            <li key={gap.code + gap.rows.join()}>
              ▲{' '}
              {t(`properties.table.gap.${gap.code}`, {
                rows: gap.rows.map((row) => rows.findIndex(([r]) => r === row) + 1).join(t('flow.listComma')),
              })}
            </li>
          ))}
        </ul>
      )}
      <div className="grid-scroll">
        <table className="grid" ref={root} onKeyDown={onKeyDown}>
          <thead>
            <tr>
              <th scope="col">{t('properties.table.number')}</th>
              {inputs.map(([column]) => (
                <ColumnHead key={column} table={id} doc={table} side="inputs" column={column} />
              ))}
              {outputs.map(([column]) => (
                <ColumnHead key={column} table={id} doc={table} side="outputs" column={column} />
              ))}
              <th scope="col">
                <span className="visually-hidden">{t('ui.more')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([row, doc], i) => (
              <tr key={row}>
                <th scope="row">{i + 1}</th>
                {inputs.map(([column, input]) => (
                  <Cell
                    key={column}
                    label={t('properties.table.cell', { row: i + 1, column: text(input.name) })}
                    placeholder={t('properties.table.any')}
                    value={doc.when[column] ?? ''}
                    onCommit={(value) => execute('table.cell.edit', { table: id, row, side: 'when', column, value })}
                  />
                ))}
                {outputs.map(([column, output]) => (
                  <Cell
                    key={column}
                    output
                    label={t('properties.table.cell', { row: i + 1, column: text(output.name) })}
                    value={doc.then[column] ?? ''}
                    onCommit={(value) => execute('table.cell.edit', { table: id, row, side: 'then', column, value })}
                  />
                ))}
                <td className="grid-tools">
                  <Button
                    type="text"
                    size="small"
                    icon={<ArrowUpOutlined />}
                    disabled={i === 0}
                    aria-label={t('properties.table.rowUp', { row: i + 1 })}
                    onClick={() => execute('table.row.move', { table: id, row, to: i - 1 })}
                  />
                  <Button
                    type="text"
                    size="small"
                    icon={<ArrowDownOutlined />}
                    disabled={i === rows.length - 1}
                    aria-label={t('properties.table.rowDown', { row: i + 1 })}
                    onClick={() => execute('table.row.move', { table: id, row, to: i + 1 })}
                  />
                  <Button
                    type="text"
                    size="small"
                    icon={<DeleteOutlined />}
                    aria-label={t('properties.table.rowDelete', { row: i + 1 })}
                    onClick={() => execute('table.row.delete', { table: id, row })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="panel-row">
        <Button icon={<PlusOutlined />} onClick={() => execute('table.row.add', { table: id })}>
          {t('properties.table.addRow')}
        </Button>
        <AddColumn table={id} side="inputs" />
        <AddColumn table={id} side="outputs" />
      </div>
    </div>
  );
}

function ColumnHead({ table, doc, side, column }: { table: string; doc: DecisionTable; side: 'inputs' | 'outputs'; column: string }) {
  const { t } = useTranslation();
  const text = useText();
  const execute = useExecute();
  const name = text(doc[side][column]?.name);
  return (
    <th scope="col" className={side === 'outputs' ? 'grid-output' : undefined}>
      <span className="grid-head">
        <small>{t(`properties.table.${side}`)}</small>
        <span>{name}</span>
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('properties.table.columnDelete', { name })}
          onClick={() => execute('table.column.delete', { table, side, column })}
        />
      </span>
    </th>
  );
}

function Cell({
  label,
  value,
  placeholder,
  output,
  onCommit,
}: {
  label: string;
  value: string;
  placeholder?: string;
  output?: boolean;
  onCommit: (value: string) => void;
}) {
  const draft = useDraft(value, onCommit);
  return (
    <td className={output ? 'grid-output' : undefined}>
      <Input
        variant="borderless"
        className="entry-code"
        aria-label={label}
        placeholder={placeholder}
        value={draft.value}
        onChange={(event) => draft.set(event.target.value)}
        onBlur={draft.leave}
      />
    </td>
  );
}

/** A column is a known value: its name, path and type come along. */
function AddColumn({ table, side }: { table: string; side: 'inputs' | 'outputs' }) {
  const { t } = useTranslation();
  const askable = useAskable();
  const execute = useExecute();
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <Button icon={<PlusOutlined />} onClick={() => setOpen(true)}>
        {t(`properties.table.add.${side}`)}
      </Button>
    );
  const add = (path: string) => {
    const known = askable.get(path)!;
    const type: ValueType = known.type;
    setOpen(false);
    if (side === 'inputs') execute('table.column.add', { table, side, column: { name: known.name, expression: path, type } });
    else execute('table.column.add', { table, side, column: { name: known.name, path, type } });
  };
  return <ValueSelect label={t(`properties.table.add.${side}`)} value="" width={240} onChange={add} />;
}

/** Up, Down and Enter go to the cell above or below; Left and Right leave a cell at the ends of its text. */
function moveCell(event: KeyboardEvent, root: HTMLTableElement | null): void {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !root || event.nativeEvent.isComposing || event.altKey || event.ctrlKey) return;
  const cell = input.closest('td');
  const row = cell?.parentElement;
  if (!cell || !row) return;
  const column = [...row.children].indexOf(cell);
  const to = (target: Element | null | undefined) => {
    const next = target?.querySelector('input');
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  };
  const vertical = (by: 'previousElementSibling' | 'nextElementSibling') => to(row[by]?.children[column]);
  if (event.key === 'ArrowDown' || event.key === 'Enter') vertical('nextElementSibling');
  else if (event.key === 'ArrowUp') vertical('previousElementSibling');
  else if (event.key === 'ArrowLeft' && input.selectionStart === 0 && input.selectionEnd === 0) to(cell.previousElementSibling);
  else if (event.key === 'ArrowRight' && input.selectionStart === input.value.length) to(cell.nextElementSibling);
}
