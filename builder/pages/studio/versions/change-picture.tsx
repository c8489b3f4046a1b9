import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScenarioPackage } from '../../../../runtime/compile/plan.ts';
import { ReadingProvider } from '../../../editing/react/reading.tsx';
import { LaneView } from '../../../flow/lanes/lane-view.tsx';
import { marksOf, withGhosts } from '../../upgrade/marks.ts';
import type { Comparison } from './changes.ts';

interface Props {
  before: ScenarioPackage;
  after: ScenarioPackage;
  comparison: Comparison;
  selected: string | undefined;
  onSelect: (step: string | undefined) => void;
}

/** The lanes of the later version: what is new drawn solid, what is gone as a dashed ghost, what changed with a double bar. */
export function ChangePicture({ before, after, comparison, selected, onSelect }: Props) {
  const { t } = useTranslation();
  const { changes } = comparison;
  const drawn = useMemo(() => withGhosts(after, [before], changes), [after, before, changes]);
  const marks = useMemo(() => marksOf(changes.map((change) => ({ ...change, open: false }))), [changes]);
  return (
    <div className="change-picture">
      <p className="hint">{t('versions.picture.words')}</p>
      <ReadingProvider document={drawn}>
        <LaneView selected={selected} onSelect={onSelect} onOpen={onSelect} marks={marks} reading />
      </ReadingProvider>
    </div>
  );
}
