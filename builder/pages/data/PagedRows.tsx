/** A page of rows with the way to the others; what to do where there are none. */
import type { ReactNode } from 'react';
import { Pager } from './Pager.tsx';

interface Props<Row> {
  found: { rows: readonly Row[]; total: number; pageSize: number };
  page: number;
  empty: ReactNode;
  onPage(page: number): void;
  children(rows: readonly Row[]): ReactNode;
}

export function PagedRows<Row>({ found: { rows, total, pageSize }, page, empty, onPage, children }: Props<Row>) {
  if (rows.length === 0) return empty;
  return (
    <>
      {children(rows)}
      <Pager page={page} pageSize={pageSize} total={total} onPage={onPage} />
    </>
  );
}
