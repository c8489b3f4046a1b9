import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import { problemOf } from '../../api/client.ts';
import { differences } from '../../editing/difference.ts';
import { Sheet } from '../../ui/page.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { DifferenceList } from './difference-list.tsx';
import './scenario-list.css';

interface Props<Row> {
  rows: readonly Row[];
  columns: readonly { name: string; cell(row: Row): ReactNode }[];
  onCompare(version: number): void;
  /** More that can be done with a row. */
  more?(row: Row): ReactNode;
}

/** What was published, newest first; the first column names the row, the last one compares it. */
export function VersionTable<Row extends { version: number }>({ rows, columns, onCompare, more }: Props<Row>) {
  const { t } = useTranslation();
  const [first, ...others] = columns;
  return (
    <div className="list-scroll">
      <table className="list">
        <thead>
          <tr>
            {columns.map(({ name }) => (
              <th scope="col" key={name}>
                {t(`studio.versions.${name}`)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.version}>
              <th scope="row">{first?.cell(row)}</th>
              {others.map(({ name, cell }) => (
                <td key={name}>{cell(row)}</td>
              ))}
              <td className="list-acts">
                <Button size="small" onClick={() => onCompare(row.version)}>
                  {t('studio.versions.compare')}
                </Button>
                {more?.(row)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ComparedProps {
  title: string;
  actions?: ReactNode;
  before: ScenarioPackage | undefined;
  after: ScenarioPackage | undefined;
  error: unknown;
  onRetry?: () => void;
}

/** Two states of one document, as lines of what differs. */
export function Compared({ title, actions, before, after, error, onRetry }: ComparedProps) {
  return (
    <Sheet title={title} className="comparison" actions={actions}>
      {error ? (
        <FailedState problem={problemOf(error)} onRetry={onRetry} />
      ) : before && after ? (
        <DifferenceList list={differences(before, after)} />
      ) : (
        <Skeleton />
      )}
    </Sheet>
  );
}
