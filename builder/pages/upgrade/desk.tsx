/** The open upgrade: every change as a sentence, decided by mouse or keys, tried on the sample cases, finished as one step. */
import { Alert, Button, Modal } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MergeDecision, UpgradeItem, UpgradePage } from '../../../schemas/generated/api.ts';
import { useDecide, useOfferDeed, useRetargetUpgrade } from '../../api/upgrades.ts';
import { useText } from '../../i18n/use-text.ts';
import { announce } from '../../ui/live.tsx';
import { Sheet } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { FinishPart } from './finish.tsx';
import { ItemRow } from './item-row.tsx';
import { Release } from './offer.tsx';
import { Picture } from './picture.tsx';
import { Refused } from './refused.tsx';
import { grouped, isQuestion, neighbour, nextOpen, type Shown } from './rows.ts';
import { useDeskKeys } from './use-desk-keys.ts';

const tabs: readonly Shown[] = ['asked', 'theirs', 'ours', 'all'];

export function Desk({ id, page }: { id: string; page: UpgradePage }) {
  const { t } = useTranslation();
  const text = useText();
  const asked = page.items.filter(isQuestion).length;
  const [shown, setShown] = useState<Shown>(asked > 0 ? 'asked' : 'theirs');
  const [view, setView] = useState<'list' | 'picture'>('list');
  const [current, setCurrent] = useState<string | undefined>(() => page.items.find((item) => item.open && item.follows === undefined)?.key);
  const [editing, setEditing] = useState<string>();
  const decide = useDecide(id);
  const lists = useMemo(() => grouped(page.items, shown), [page.items, shown]);
  const order = useMemo(() => lists.flatMap(([group, list]) => (group === 'layout' ? [] : list.map(({ key }) => key))), [lists]);
  const item = page.items.find(({ key }) => key === current);
  const list = useRef<HTMLDivElement>(null);

  const go = useCallback((key: string | undefined) => {
    if (key === undefined) return;
    setCurrent(key);
    setEditing(undefined);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus());
  }, []);

  const take = (one: UpgradeItem, decision: MergeDecision | undefined, remember?: boolean) => {
    if (decision && !one.choices.includes(decision.take)) return;
    setEditing(undefined);
    decide.mutate(
      { key: one.key, ...(decision ? { decision } : {}), ...(remember === undefined ? {} : { remember }) },
      {
        onSuccess: (answer) => {
          announce(t('upgrade.saved', { decided: answer.counts.decided, all: answer.counts.decided + answer.counts.open }));
          if (decision) go(nextOpen(order, new Set(answer.open), one.key));
        },
      },
    );
  };

  useDeskKeys({
    move: (steps) => go(neighbour(order, current, steps)),
    take: (choice) => item && take(item, { take: choice }),
    edit: () => item?.choices.includes('edit') && setEditing(item.key),
    back: () => item?.decided && take(item, undefined),
  });

  // Focus stands on the first question when the desk is opened: the keys work at once.
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) return;
    first.current = false;
    go(current);
  }, [go, current]);

  return (
    <>
      <Notes id={id} page={page} />
      <Refused error={decide.error} />
      <Sheet
        title={t('upgrade.counter', { decided: page.counts.decided, all: page.counts.decided + page.counts.open })}
        note={t('upgrade.counts', { clean: page.counts.clean, local: page.counts.local, same: page.counts.same })}
        actions={
          <Button onClick={() => setView(view === 'list' ? 'picture' : 'list')} aria-pressed={view === 'picture'}>
            {t(view === 'list' ? 'upgrade.picture' : 'upgrade.list')}
          </Button>
        }
      >
        {view === 'picture' ? (
          <Picture
            id={id}
            page={page}
            onChoose={(key) => {
              setView('list');
              setShown('all');
              go(key);
            }}
          />
        ) : (
          <>
            <fieldset className="box-tabs upgrade-tabs">
              <legend className="visually-hidden">{t('upgrade.show')}</legend>
              {tabs.map((tab) => (
                <button key={tab} type="button" aria-pressed={shown === tab} onClick={() => setShown(tab)}>
                  {t(`upgrade.show.${tab}`)} <span className="count">{count(page, tab)}</span>
                </button>
              ))}
            </fieldset>
            {lists.length === 0 && (
              <EmptyState title={t(`upgrade.none.${shown}`)}>{shown === 'asked' ? t('upgrade.none.asked.words') : null}</EmptyState>
            )}
            <div ref={list}>
              {lists.map(([group, items]) => {
                const rows = items.map((one) => (
                  <ItemRow
                    key={one.key}
                    id={id}
                    item={one}
                    follows={page.items.filter(({ follows }) => follows === one.key)}
                    current={one.key === current}
                    editing={one.key === editing}
                    saving={decide.isPending && decide.variables?.key === one.key}
                    onFocus={() => setCurrent(one.key)}
                    onEdit={(on) => setEditing(on ? one.key : undefined)}
                    onTake={(decision, remember) => take(one, decision, remember)}
                  />
                ));
                const name = `${t(`upgrade.group.${group}`)} ${items.length}`;
                return group === 'layout' ? (
                  <details key={group} className="upgrade-group">
                    <summary>{name}</summary>
                    <ul className="upgrade-items">{rows}</ul>
                  </details>
                ) : (
                  <section key={group} className="upgrade-group">
                    <h3>{name}</h3>
                    <ul className="upgrade-items">{rows}</ul>
                  </section>
                );
              })}
            </div>
            <p className="hint upgrade-keys">{t('upgrade.keys')}</p>
          </>
        )}
      </Sheet>
      {page.findings.length > 0 && (
        <Sheet title={t('upgrade.findings', { count: page.findings.length })} note={t('upgrade.findings.words')}>
          <ul className="upgrade-releases">
            {page.findings.map((finding) => (
              <li key={`${finding.code} ${finding.path}`}>
                {text(finding.message)}{' '}
                {finding.keys?.[0] && (
                  <Button
                    type="link"
                    size="small"
                    onClick={() => {
                      setShown('all');
                      setView('list');
                      go(finding.keys?.[0]);
                    }}
                  >
                    {t('upgrade.toChange')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Sheet>
      )}
      <FinishPart
        id={id}
        page={page}
        onChange={(key) => {
          setShown('all');
          setView('list');
          go(key);
        }}
      />
      <LeavePart id={id} page={page} />
    </>
  );
}

/** What only concerns the picture is folded, and not counted. */
const count = (page: UpgradePage, shown: Shown) =>
  grouped(page.items, shown).reduce((sum, [group, list]) => sum + (group === 'layout' ? 0 : list.length), 0);

/** What the author says about it, and whether something newer has come. */
function Notes({ id, page }: { id: string; page: UpgradePage }) {
  const { t } = useTranslation();
  const text = useText();
  const retarget = useRetargetUpgrade(id);
  return (
    <>
      {page.newer && (
        <Alert
          type="info"
          showIcon
          title={t('upgrade.newer', { version: page.newer.version, why: text(page.newer.why) })}
          action={
            <Button size="small" loading={retarget.isPending} onClick={() => retarget.mutate(page.rev)}>
              {t('upgrade.newer.take', { version: page.newer.version })}
            </Button>
          }
          description={t('upgrade.newer.words')}
        />
      )}
      <Refused error={retarget.error} />
      <Sheet>
        <ul className="upgrade-releases">
          {page.between.map((release) => (
            <Release key={release.version} release={release} />
          ))}
        </ul>
        {page.remembered > 0 && <p className="hint">{t('upgrade.remembered', { count: page.remembered })}</p>}
      </Sheet>
    </>
  );
}

function LeavePart({ id, page }: { id: string; page: UpgradePage }) {
  const { t } = useTranslation();
  const deed = useOfferDeed(id);
  const [asked, setAsked] = useState(false);
  return (
    <p className="upgrade-acts">
      <Link to={`/studio/scenes/${id}`}>{t('upgrade.leave')}</Link>
      <Button type="link" danger onClick={() => setAsked(true)}>
        {t('upgrade.giveUp')}
      </Button>
      <Modal
        open={asked}
        title={t('upgrade.giveUp.title')}
        okText={t('upgrade.giveUp')}
        cancelText={t('ui.cancel')}
        confirmLoading={deed.isPending}
        onCancel={() => setAsked(false)}
        onOk={() => deed.mutate({ giveUp: page.rev })}
      >
        <p>{t('upgrade.giveUp.words')}</p>
        <Refused error={deed.error} />
      </Modal>
    </p>
  );
}
