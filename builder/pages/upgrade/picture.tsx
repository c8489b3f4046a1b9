import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import type { UpgradePage } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useUpgradePackages } from '../../api/upgrades.ts';
import { ReadingProvider } from '../../editing/react/reading.tsx';
import { LaneView } from '../../flow/lanes/lane-view.tsx';
import { useText } from '../../i18n/use-text.ts';
import { FailedState, Skeleton } from '../../ui/states.tsx';
import { inFlowOrder, marksOf, withGhosts } from './marks.ts';

interface Props {
  id: string;
  page: UpgradePage;
  /** Goes to the change a step stands for. */
  onChoose: (key: string) => void;
}

/** The flow as it becomes, with what is new, gone, changed and undecided marked on it; it opens at the first mark. */
export function Picture({ id, page, onChoose }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const asked = useUpgradePackages(id, page.rev, true);
  const [chosen, setChosen] = useState<string>();
  const packages = asked.data;
  const drawn = useMemo(
    () =>
      packages &&
      withGhosts(packages.result as unknown as ScenarioPackage, [packages.ours, packages.base] as unknown as ScenarioPackage[], page.items),
    [packages, page.items],
  );
  const marks = useMemo(() => marksOf(page.items), [page.items]);
  const walk = useMemo(() => (drawn ? inFlowOrder(drawn, marks) : []), [drawn, marks]);
  if (asked.error) return <FailedState problem={problemOf(asked.error)} onRetry={() => void asked.refetch()} />;
  if (!drawn) return <Skeleton lines={8} />;
  const selected = chosen ?? walk[0];
  const at = selected === undefined ? -1 : walk.indexOf(selected);
  const step = (by: 1 | -1) => walk.length > 0 && setChosen(walk[(at + by + walk.length) % walk.length]);
  const choose = (node: string) => {
    const item = page.items.find(({ key }) => key === `scenario/nodes/${node}` || key.startsWith(`scenario/nodes/${node}/`));
    if (item) onChoose(item.follows ?? item.key);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the picture and its two buttons, wherever focus is in them
    <div
      className="upgrade-picture"
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
        // By key, not by letter: the same whatever input method is on.
        if (event.code === 'KeyN') step(1);
        if (event.code === 'KeyP') step(-1);
      }}
    >
      <p className="hint">{t('upgrade.picture.words')}</p>
      <p className="upgrade-choices upgrade-marks">
        <Button size="small" disabled={walk.length < 2} onClick={() => step(-1)}>
          {t('upgrade.picture.previous')}
        </Button>
        <Button size="small" disabled={walk.length < 2} onClick={() => step(1)}>
          {t('upgrade.picture.next')}
        </Button>
        <span role="status">
          {at === -1
            ? t('upgrade.picture.none')
            : t('upgrade.picture.at', { number: at + 1, count: walk.length, name: text(drawn.scenario.nodes[walk[at]!]?.name) })}
        </span>
        <span className="hint">{t('upgrade.picture.keys')}</span>
      </p>
      <ReadingProvider document={drawn}>
        <LaneView selected={selected} onSelect={setChosen} onOpen={choose} marks={marks} shown={selected} reading />
      </ReadingProvider>
    </div>
  );
}
