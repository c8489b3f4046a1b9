import { useTranslation } from 'react-i18next';
import type { ChangeGroup } from '../../../../schemas/generated/api.ts';
import { useText } from '../../../i18n/use-text.ts';
import { Chip } from '../../../ui/chip.tsx';
import type { Comparison, Line, Sort } from './changes.ts';
import './versions.css';

/** What differs, as sentences under their groups; what only concerns the picture is folded. */
export function ChangeList({ comparison, onChoose }: { comparison: Comparison; onChoose?: (key: string) => void }) {
  const { t } = useTranslation();
  if (comparison.groups.length === 0) return <p>{t('versions.same')}</p>;
  return (
    <div className="change-groups">
      <Counts counts={comparison.counts} layoutOnly={comparison.layoutOnly} />
      {comparison.groups.map(([group, lines]) => (
        <Group key={group} group={group} lines={lines} onChoose={onChoose} />
      ))}
    </div>
  );
}

function Counts({ counts, layoutOnly }: { counts: Record<Sort, number>; layoutOnly: number }) {
  const { t } = useTranslation();
  return (
    <p className="change-counts">
      {t('versions.counts', counts)}
      {layoutOnly > 0 && ` · ${t('versions.layoutOnly', { count: layoutOnly })}`}
    </p>
  );
}

interface GroupProps {
  group: ChangeGroup;
  lines: readonly Line[];
  onChoose?: (key: string) => void;
}

function Group({ group, lines, onChoose }: GroupProps) {
  const { t } = useTranslation();
  const title = `${t(`upgrade.group.${group}`)} ${lines.length}`;
  const list = <Lines lines={lines} onChoose={onChoose} />;
  if (group !== 'layout')
    return (
      <section>
        <h3>{title}</h3>
        {list}
      </section>
    );
  return (
    <details>
      <summary>{title}</summary>
      {list}
    </details>
  );
}

const marks: Record<Sort, { sign: string; tone: 'done' | 'idle' | 'going' }> = {
  added: { sign: '＋', tone: 'done' },
  removed: { sign: '－', tone: 'idle' },
  changed: { sign: '≠', tone: 'going' },
};

function Lines({ lines, onChoose }: { lines: readonly Line[]; onChoose?: (key: string) => void }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <ul className="change-lines">
      {lines.map(({ key, sort, sentence }) => (
        <li key={key} className={`change-line change-${sort}`}>
          <Chip tone={marks[sort].tone}>
            <span aria-hidden="true">{marks[sort].sign} </span>
            {t(`versions.sort.${sort}`)}
          </Chip>
          {onChoose && key.startsWith('scenario/nodes/') ? (
            <button type="button" className="change-words" onClick={() => onChoose(key)}>
              {text(sentence)}
            </button>
          ) : (
            <span className="change-words">{text(sentence)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
