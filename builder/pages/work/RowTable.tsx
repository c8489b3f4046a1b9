/** A desk's list: Up and Down walk the rows, Enter opens; on a phone each row is a card with its column names. */
import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import { useWalkingRows } from './use-walking-rows.ts';

export interface Column<Row> {
  name: string;
  className?: string;
  cell(row: Row): ReactNode;
}

interface Props<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf(row: Row): string;
  /** Where the whole row leads; without it only the row's own link does. */
  addressOf?(row: Row): string;
}

export function RowTable<Row>({ rows, columns, keyOf, addressOf }: Props<Row>) {
  const navigate = useNavigate();
  const body = useWalkingRows();
  return (
    <div className="table-place">
      <table className="tasks">
        <thead>
          <tr>
            {columns.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row) => (
            <tr key={keyOf(row)} onClick={addressOf && (() => navigate(addressOf(row)))}>
              {columns.map(({ name, className, cell }) => (
                <td key={name} data-label={name} className={className}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The link that holds the focus while the rows are walked. */
export function RowLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link data-task to={to} onClick={(event) => event.stopPropagation()}>
      {children}
    </Link>
  );
}

/** Why the row is here besides the flow, in a word each. */
export function RowTags({ tags }: { tags: readonly (string | false | undefined)[] }) {
  const said = tags.filter((tag): tag is string => typeof tag === 'string' && tag !== '');
  if (said.length === 0) return null;
  return (
    <span className="row-tags">
      {said.map((tag) => (
        <span key={tag} className="row-tag">
          {tag}
        </span>
      ))}
    </span>
  );
}
