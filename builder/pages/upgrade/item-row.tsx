import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MergeDecision, UpgradeItem } from '../../../schemas/generated/api.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { Comments } from './comments.tsx';
import { EditResult } from './edit-result.tsx';
import { entryFor } from './editable.ts';

interface Props {
  id: string;
  item: UpgradeItem;
  /** What is decided together with it. */
  follows: UpgradeItem[];
  current: boolean;
  editing: boolean;
  saving: boolean;
  onFocus: () => void;
  onEdit: (on: boolean) => void;
  onTake: (decision: MergeDecision | undefined, remember?: boolean) => void;
  /** Texts of another desk than the upgrade, for who the sides are; there nothing is remembered or talked about. */
  desk?: string;
}

const tones: Record<UpgradeItem['state'], Tone> = { ours: 'plain', theirs: 'going', same: 'idle', merged: 'going', conflict: 'amber' };

/** One change: the sentence, who made it, base, ours, theirs and result, and what may be chosen. */
export function ItemRow({ id, item, follows, current, editing, saving, onFocus, onEdit, onTake, desk }: Props) {
  const { t: translate } = useTranslation();
  const t = (key: string, more?: Record<string, unknown>) =>
    desk ? translate([key.replace(/^upgrade\./, `${desk}.`), key], more) : translate(key, more);
  const text = useText();
  const [remember, setRemember] = useState(item.decided?.source === 'remembered');
  const [talking, setTalking] = useState(false);
  const expanded = current || item.open;
  const decided = item.decided?.decision.take;
  const editable = item.choices.includes('edit') && entryFor([item.base, item.ours, item.theirs]) !== undefined;
  const sides = ['base', 'ours', 'theirs', 'result'] as const;
  const wordsOf = (side: (typeof sides)[number]) =>
    item.words?.[side] ? text(item.words[side]) : item[side] === undefined ? t('upgrade.absent') : t('upgrade.present');
  return (
    <li
      data-key={item.key}
      tabIndex={current ? 0 : -1}
      className={`upgrade-item ${current ? 'upgrade-current' : ''} ${item.open ? 'upgrade-open' : ''}`}
      aria-current={current ? 'true' : undefined}
      onFocus={onFocus}
    >
      <p className="upgrade-sentence">
        <Chip tone={item.open ? 'amber' : item.decided ? 'done' : tones[item.state]}>
          {item.open ? t('upgrade.state.open') : decided ? t(`upgrade.took.${decided}`) : t(`upgrade.state.${item.state}`)}
        </Chip>
        <button type="button" className="upgrade-words" aria-expanded={expanded} onClick={onFocus}>
          {text(item.sentence)}
        </button>
        {item.decided?.source === 'remembered' && <Chip tone="idle">{t('upgrade.byMemory')}</Chip>}
      </p>
      {item.lockedWords && <p className="hint">{text(item.lockedWords)}</p>}
      {item.upstream?.note && (
        <p className="hint">{t('market.said', { version: item.upstream.version, note: text(item.upstream.note) })}</p>
      )}
      {expanded && item.upstream && <Origin upstream={item.upstream} />}
      {item.reason && <p className="hint">{t('upgrade.reason', { reason: item.reason })}</p>}
      {item.earlier && (
        <p className="hint">
          {t('upgrade.earlier', { took: t(`upgrade.took.${item.earlier.decision.take}`), who: item.earlier.by ?? '' })}
        </p>
      )}
      {expanded && (
        <>
          <dl className="upgrade-sides">
            {sides.map((side) => (
              <div key={side} className={`upgrade-side upgrade-${side}`}>
                <dt>{t(`upgrade.side.${side}`)}</dt>
                <dd>{side === 'result' && item.open ? t('upgrade.undecided') : wordsOf(side)}</dd>
              </div>
            ))}
          </dl>
          {follows.length > 0 && (
            <p className="hint">{t('upgrade.follows', { what: follows.map(({ sentence }) => text(sentence)).join('；') })}</p>
          )}
          {item.choices.length > 0 && !editing && (
            <div className="upgrade-choices">
              {(['ours', 'theirs', 'both'] as const)
                .filter((choice) => item.choices.includes(choice))
                .map((choice) => (
                  <Button
                    key={choice}
                    size="small"
                    type={decided === choice ? 'primary' : 'default'}
                    aria-pressed={decided === choice}
                    loading={saving}
                    onClick={() => onTake({ take: choice }, remember ? true : undefined)}
                  >
                    {t(`upgrade.take.${choice}`)}
                  </Button>
                ))}
              {editable && (
                <Button size="small" onClick={() => onEdit(true)}>
                  {t('upgrade.take.edit')}
                </Button>
              )}
              {item.decided && (
                <Button size="small" type="link" onClick={() => onTake(undefined)}>
                  {t('upgrade.takeBack')}
                </Button>
              )}
              {!desk && (
                <Checkbox
                  checked={remember}
                  onChange={(event) => {
                    setRemember(event.target.checked);
                    if (item.decided && item.decided.decision.take !== 'edit') onTake(item.decided.decision, event.target.checked);
                  }}
                >
                  {t('upgrade.remember')}
                </Checkbox>
              )}
              {!desk && (
                <Button size="small" type="link" aria-expanded={talking} onClick={() => setTalking(!talking)}>
                  {t('upgrade.comments', { count: item.comments })}
                </Button>
              )}
            </div>
          )}
          {editing && <EditResult item={item} onCancel={() => onEdit(false)} onDone={(value) => onTake({ take: 'edit', value })} />}
          {talking && <Comments id={id} change={item.key} />}
        </>
      )}
    </li>
  );
}

/** Who made the change upstream, and whose proposal it was. */
function Origin({ upstream: { by, at, from } }: { upstream: NonNullable<UpgradeItem['upstream']> }) {
  const { t } = useTranslation();
  if (!by && !from) return null;
  return (
    <p className="hint">
      {by && t('market.by', { who: by, when: at ?? '' })}
      {from && ` ${t('market.from', { region: from.regionName, who: from.by, title: from.title ?? '' })}`}
    </p>
  );
}
