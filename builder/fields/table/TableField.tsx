import { type CSSProperties, useRef, useState } from 'react';
import type { JsonValue } from '../../../runtime/compile/plan.ts';
import { FieldControl, isGroup } from '../FieldControl.tsx';
import { type FieldColumn, type FieldProps, groupAttributes, shownText } from '../field.ts';
import { filled, ownWords } from '../own-words.ts';
import { computedCell, type Row, rowsOf, typedCells } from './rows.ts';

/**
 * Rows of the same questions. As `table` the questions stand in columns where there is room and each row becomes a card on a phone;
 * as `group` each row is a card everywhere. Every control has its own label either way.
 */
export function TableField(props: FieldProps) {
  const { id, value, onChange, onCommit, columns = [], minRows = 0, maxRows = 50, display = 'table', language } = props;
  const words = ownWords(language);
  const rows = rowsOf(value, minRows);
  const settled = rowsOf(props.settled ?? value);
  const keys = useRowKeys(rows.length);
  const [said, say] = useState('');
  const set = (next: Row[]) => onChange(next.length > 0 ? next.map((row) => typedCells(row, columns)) : null);
  const add = () => {
    set([...rows, {}]);
    say(filled(words.row, { n: rows.length + 1 }));
    // The new row is where the person goes on.
    setTimeout(() => document.getElementById(`${id}-${rows.length}-${columns.find((c) => !c.computed)?.id}`)?.focus());
  };
  const remove = (at: number) => {
    keys.remove(at);
    set(rows.filter((_, i) => i !== at));
    onCommit?.();
    say(filled(words.removeRow, { n: at + 1 }));
    setTimeout(() => document.getElementById(`${id}-add`)?.focus());
  };
  const full = rows.length >= maxRows;
  return (
    <div className={display === 'table' && columns.length <= 6 ? 'rows rows-table' : 'rows'} {...groupAttributes(props)}>
      {rows.length > 0 && display === 'table' && columns.length <= 6 && (
        <div className="rows-head" aria-hidden="true" style={tracksOf(columns)}>
          {columns.map((column) => (
            <span key={column.id}>{column.label}</span>
          ))}
        </div>
      )}
      <ol>
        {rows.map((row, at) => (
          <li key={keys.list[at]} style={tracksOf(columns)} aria-label={filled(words.row, { n: at + 1 })}>
            <p className="rows-number">{filled(words.row, { n: at + 1 })}</p>
            {columns.map((column) => (
              <Cell
                key={column.id}
                table={props}
                column={column}
                at={at}
                value={column.computed ? computedCell(row, settled[at], columns, column.id) : (row[column.id] ?? null)}
                onChange={(next) => set(rows.map((other, i) => (i === at ? { ...other, [column.id]: next } : other)))}
              />
            ))}
            {rows.length > minRows && (
              <button type="button" className="rows-remove link" onClick={() => remove(at)}>
                {filled(words.removeRow, { n: at + 1 })}
              </button>
            )}
          </li>
        ))}
      </ol>
      {rows.length === 0 && <p className="rows-none">{words.noRows}</p>}
      <button type="button" id={`${id}-add`} className="rows-add secondary" disabled={full} onClick={add}>
        {full ? filled(words.rowsFull, { n: maxRows }) : display === 'group' ? words.addGroup : words.addRow}
      </button>
      <span className="hidden visually-hidden" aria-live="polite">
        {said}
      </span>
    </div>
  );
}

/** One share of the width per column, long texts two; the last track holds the way to remove the row. */
const tracksOf = (columns: FieldColumn[]) =>
  ({
    '--tracks': `${columns.map(({ type }) => (type === 'text' || type === 'address' ? 'minmax(0,2fr)' : 'minmax(0,1fr)')).join(' ')} 6em`,
  }) as CSSProperties;

interface CellProps {
  table: FieldProps;
  column: FieldColumn;
  at: number;
  value: JsonValue;
  onChange: (value: JsonValue) => void;
}

function Cell({ table, column, at, value, onChange }: CellProps) {
  const id = `${table.id}-${at}-${column.id}`;
  const problem = table.problems?.[`${at}.${column.id}`];
  const described = [column.hint && `${id}-hint`, problem && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const group = isGroup(column.type, column.codes?.length ?? 0);
  return (
    <div className="rows-cell">
      {group || column.computed ? (
        <span id={`${id}-label`} className="rows-label">
          {column.label}
        </span>
      ) : (
        <label id={`${id}-label`} htmlFor={id} className="rows-label">
          {column.label}
        </label>
      )}
      {column.hint && (
        <small id={`${id}-hint`} className="hint">
          {column.hint}
        </small>
      )}
      {problem && (
        <small id={`${id}-error`} className="error field-error">
          {problem}
        </small>
      )}
      {column.computed ? (
        <output className="rows-computed" aria-labelledby={`${id}-label`}>
          {shownText(value) || ownWords(table.language).computed}
        </output>
      ) : (
        <FieldControl
          id={id}
          type={column.type}
          value={value}
          onChange={onChange}
          onCommit={table.onCommit}
          codes={column.codes}
          unit={column.unit}
          required={column.required}
          invalid={problem !== undefined}
          describedBy={described}
          words={table.words}
          language={table.language}
        />
      )}
    </div>
  );
}

/** Rows have no identity of their own; keys keep what is typed with its row when one above is removed. */
function useRowKeys(count: number): { list: number[]; remove(at: number): void } {
  const keys = useRef<{ list: number[]; next: number }>({ list: [], next: 0 });
  const { current } = keys;
  while (current.list.length < count) current.list.push(current.next++);
  current.list.length = count;
  return { list: current.list, remove: (at) => void current.list.splice(at, 1) };
}
