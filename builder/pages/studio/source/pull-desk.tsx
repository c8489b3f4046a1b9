import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MergeDecision, PullConflict, RepositoryPull, UpgradeItem } from '../../../../schemas/generated/api.ts';
import { announce } from '../../../ui/live.tsx';
import { ItemRow } from '../../upgrade/item-row.tsx';
import { neighbour, nextOpen } from '../../upgrade/rows.ts';
import { useDeskKeys } from '../../upgrade/use-desk-keys.ts';
import '../../upgrade/upgrade.css';
import { type Decisions, itemOf, keepDecisions, keptDecisions, openKeys } from './pull-decisions.ts';

interface Props {
  id: string;
  conflicts: readonly PullConflict[];
  busy: boolean;
  onPull(choices: RepositoryPull): void;
}

/** What the draft and the repository both changed, decided one by one; nothing is taken in before all are. */
export function PullDesk({ id, conflicts, busy, onPull }: Props) {
  const { t } = useTranslation();
  const [decisions, setDecisions] = useState<Decisions>(() => keptDecisions(id, conflicts));
  const open = openKeys(conflicts, decisions);
  const [current, setCurrent] = useState<string | undefined>(() => open[0] ?? conflicts[0]?.key);
  const [editing, setEditing] = useState<string>();
  const list = useRef<HTMLUListElement>(null);
  const order = conflicts.map(({ key }) => key);
  const at = conflicts.find(({ key }) => key === current);

  const go = (key: string | undefined) => {
    if (key === undefined) return;
    setCurrent(key);
    setEditing(undefined);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus());
  };
  const take = (conflict: PullConflict, decision: MergeDecision | undefined) => {
    if (decision && !conflict.choices.includes(decision.take)) return;
    const { [conflict.key]: _before, ...others } = decisions;
    const next: Decisions = decision ? { ...others, [conflict.key]: { ...decision, for: conflict.for } } : others;
    setDecisions(next);
    setEditing(undefined);
    keepDecisions(id, next);
    const left = openKeys(conflicts, next);
    announce(t('git.desk.counter', { decided: conflicts.length - left.length, all: conflicts.length }));
    if (decision) go(nextOpen(order, new Set(left), conflict.key) ?? conflict.key);
  };
  useDeskKeys({
    move: (steps) => go(neighbour(order, current, steps)),
    take: (choice) => at && take(at, { take: choice }),
    edit: () => at?.choices.includes('edit') && setEditing(at.key),
    back: () => at && decisions[at.key] && take(at, undefined),
  });
  return (
    <section className="pull-desk" aria-label={t('git.conflicts', { count: conflicts.length })}>
      <h3>{t('git.conflicts', { count: conflicts.length })}</h3>
      <p role="status">{t('git.desk.counter', { decided: conflicts.length - open.length, all: conflicts.length })}</p>
      <ul className="upgrade-items" ref={list}>
        {conflicts.map((conflict) => (
          <ItemRow
            key={conflict.key}
            id={id}
            desk="git.desk"
            item={itemOf(conflict, decisions[conflict.key])}
            follows={conflict.with.map((sentence, index) => ({ key: `${conflict.key} ${index}`, sentence }) as UpgradeItem)}
            current={conflict.key === current}
            editing={conflict.key === editing}
            saving={false}
            onFocus={() => setCurrent(conflict.key)}
            onEdit={(on) => setEditing(on ? conflict.key : undefined)}
            onTake={(decision) => take(conflict, decision)}
          />
        ))}
      </ul>
      <p className="hint upgrade-keys">{t('git.desk.keys')}</p>
      <p className="page-actions">
        <Button type="primary" disabled={open.length > 0} loading={busy} onClick={() => onPull({ decisions })}>
          {t('git.desk.go')}
        </Button>
        {open.length > 0 && (
          <>
            <span className="hint">{t('git.desk.open', { count: open.length })}</span>
            <Button disabled={busy} onClick={() => onPull({ decisions, take: 'ours' })}>
              {t('git.take.ours', { count: open.length })}
            </Button>
            <Button disabled={busy} onClick={() => onPull({ decisions, take: 'theirs' })}>
              {t('git.take.theirs', { count: open.length })}
            </Button>
          </>
        )}
      </p>
    </section>
  );
}
