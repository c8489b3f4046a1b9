import type { ReactNode } from 'react';

/** Names and values under each other. `number`: digits of equal width. */
export function Facts({ rows, number = false }: { rows: readonly (readonly [name: string, value: ReactNode])[]; number?: boolean }) {
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={number ? 'number' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
