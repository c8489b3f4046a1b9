import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeGroup } from '../../../schemas/generated/api.ts';
import { groups } from './rows.ts';

/** Changes under the headings of the desk, in its order; groups without a change are left out. */
export function GroupedChanges<T extends { group: ChangeGroup }>({
  changes,
  row,
}: {
  changes: readonly T[];
  row: (change: T) => ReactNode;
}) {
  const { t } = useTranslation();
  return groups
    .map((group) => [group, changes.filter((change) => change.group === group)] as const)
    .filter(([, list]) => list.length > 0)
    .map(([group, list]) => (
      <section key={group} className="upgrade-group">
        <h3>{`${t(`upgrade.group.${group}`)} ${list.length}`}</h3>
        <ul className="upgrade-items">{list.map(row)}</ul>
      </section>
    ));
}
