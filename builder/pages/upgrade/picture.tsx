import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import type { UpgradePage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useUpgradePackages } from '../../api/upgrades.ts';
import { ReadingProvider } from '../../editing/react/reading.tsx';
import { LaneView } from '../../flow/lanes/lane-view.tsx';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { marksOf, withGhosts } from './marks.ts';

interface Props {
  id: string;
  page: UpgradePage;
  /** Goes to the change a step stands for. */
  onChoose: (key: string) => void;
}

/** The flow as it becomes, with what is new, gone, changed and undecided marked on it. */
export function Picture({ id, page, onChoose }: Props) {
  const { t } = useTranslation();
  const asked = useUpgradePackages(id, page.rev, true);
  const [selected, setSelected] = useState<string>();
  const packages = asked.data;
  const drawn = useMemo(
    () =>
      packages &&
      withGhosts(packages.result as unknown as ScenarioPackage, [packages.ours, packages.base] as unknown as ScenarioPackage[], page.items),
    [packages, page.items],
  );
  const marks = useMemo(() => marksOf(page.items), [page.items]);
  if (asked.error) return <FailedState problem={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (!drawn) return <Skeleton lines={8} />;
  const choose = (step: string) => {
    const item = page.items.find(({ key }) => key === `scenario/nodes/${step}` || key.startsWith(`scenario/nodes/${step}/`));
    if (item) onChoose(item.follows ?? item.key);
  };
  return (
    <div className="upgrade-picture">
      <p className="hint">{t('upgrade.picture.words')}</p>
      <ReadingProvider document={drawn}>
        <LaneView selected={selected} onSelect={setSelected} onOpen={choose} marks={marks} reading />
      </ReadingProvider>
    </div>
  );
}
