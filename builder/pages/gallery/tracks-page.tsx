/** 赛道清单: how a province arranges its gallery; lists and entries are added, renamed, ordered, and templates put on them. */
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Alert, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TemplateCard, TrackLists } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useGallery } from '../../api/gallery.ts';
import { usePlaceTemplate, useSaveTracks, useTracks } from '../../api/market.ts';
import { useText } from '../../i18n/use-text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import { showToast, ToastPlace } from '../../ui/toast.tsx';
import { Refused } from '../upgrade/refused.tsx';
import { LevelChoice, TrackChoices } from './placing.tsx';
import { type EditedList, editedLists, moved, newEntry, newList, savedLists } from './track-lists.ts';
import '../data/pages.css';
import '../release/release.css';
import '../studio/scenario-list.css';
import '../upgrade/upgrade.css';
import './gallery.css';

export function TracksPage() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useTracks();
  return (
    <Page title={t('market.tracks')} titles={[t('gallery.title')]} lead={t('market.tracks.lead')}>
      <nav aria-label={t('studio.crumbs')} className="upgrade-crumbs">
        <Link to="/studio/gallery">{t('gallery.back')}</Link>
      </nav>
      {isPending && <Skeleton lines={8} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data && <Lists key={data.rev} page={data} onReload={() => void refetch()} />}
      {data && <Placed page={data} />}
      <ToastPlace />
    </Page>
  );
}

/** Edited here until it is saved as a whole; a colleague's change in between overwrites nothing. */
function Lists({ page, onReload }: { page: TrackLists; onReload: () => void }) {
  const { t } = useTranslation();
  const save = useSaveTracks();
  const [lists, setLists] = useState<EditedList[]>(() => editedLists(page.lists));
  const before = JSON.stringify(savedLists(editedLists(page.lists)));
  const now = savedLists(lists);
  const changed = JSON.stringify(now) !== before;
  const unnamed = lists.some((list) => !list.name.trim() || list.entries.some(({ name }) => !name.trim()));
  const set = (index: number, list: EditedList | undefined) =>
    setLists((all) => (list ? all.with(index, list) : all.filter((_, at) => at !== index)));
  const stale = save.error && problemOf(save.error).status === 409;
  return (
    <>
      {lists.map((list, index) => (
        <ListSheet
          key={list.id}
          list={list}
          first={index === 0}
          last={index === lists.length - 1}
          onChange={(next) => set(index, next)}
          onMove={(by) => setLists((all) => moved(all, index, by))}
        />
      ))}
      <Sheet>
        {stale ? (
          <Alert
            type="warning"
            showIcon
            role="alert"
            title={t('market.tracks.stale')}
            action={<Button onClick={onReload}>{t('market.tracks.reload')}</Button>}
          />
        ) : (
          <Refused error={save.error} />
        )}
        <p className="upgrade-acts">
          <Button
            type="primary"
            disabled={!changed || unnamed}
            loading={save.isPending}
            onClick={() => save.mutate({ rev: page.rev, lists: now }, { onSuccess: () => showToast(t('market.tracks.saved')) })}
          >
            {t('market.tracks.save')}
          </Button>
          <Button disabled={lists.length >= 12} onClick={() => setLists((all) => [...all, newList(all)])}>
            {t('market.tracks.newList')}
          </Button>
          {changed && <Button onClick={() => setLists(editedLists(page.lists))}>{t('market.tracks.discard')}</Button>}
          <span className="hint">
            {unnamed ? t('market.tracks.unnamed') : changed ? t('market.tracks.changed') : t('market.tracks.same')}
          </span>
        </p>
      </Sheet>
    </>
  );
}

interface ListProps {
  list: EditedList;
  first: boolean;
  last: boolean;
  /** Without a list it goes. */
  onChange: (list: EditedList | undefined) => void;
  onMove: (by: 1 | -1) => void;
}

function ListSheet({ list, first, last, onChange, onMove }: ListProps) {
  const { t } = useTranslation();
  const { entries } = list;
  return (
    <Sheet
      title={list.name || t('market.tracks.unnamedList')}
      actions={
        <>
          <IconButton
            icon={<ArrowUpOutlined />}
            label={t('market.tracks.up', { name: list.name })}
            disabled={first}
            onClick={() => onMove(-1)}
          />
          <IconButton
            icon={<ArrowDownOutlined />}
            label={t('market.tracks.down', { name: list.name })}
            disabled={last}
            onClick={() => onMove(1)}
          />
          <Button size="small" danger onClick={() => onChange(undefined)} aria-label={t('market.tracks.removeList', { name: list.name })}>
            {t('market.tracks.remove')}
          </Button>
        </>
      }
    >
      <div className="track-name">
        <Entry label={t('market.tracks.listName')}>
          {(ids) => (
            <Input {...ids} maxLength={60} value={list.name} onChange={(event) => onChange({ ...list, name: event.target.value })} />
          )}
        </Entry>
        <Entry label={t('market.tracks.english')}>
          {(ids) => <Input {...ids} maxLength={120} value={list.en} onChange={(event) => onChange({ ...list, en: event.target.value })} />}
        </Entry>
      </div>
      <ol className="track-entries">
        {entries.map((entry, index) => (
          <li key={entry.id}>
            <Input
              aria-label={t('market.tracks.entry', { number: index + 1, list: list.name })}
              maxLength={60}
              value={entry.name}
              onChange={(event) => onChange({ ...list, entries: entries.with(index, { ...entry, name: event.target.value }) })}
            />
            <Input
              aria-label={t('market.tracks.entry.en', { number: index + 1, list: list.name })}
              placeholder={t('market.tracks.english')}
              maxLength={120}
              value={entry.en}
              onChange={(event) => onChange({ ...list, entries: entries.with(index, { ...entry, en: event.target.value }) })}
            />
            <span className="track-acts">
              <IconButton
                icon={<ArrowUpOutlined />}
                label={t('market.tracks.up', { name: entry.name })}
                disabled={index === 0}
                onClick={() => onChange({ ...list, entries: moved(entries, index, -1) })}
              />
              <IconButton
                icon={<ArrowDownOutlined />}
                label={t('market.tracks.down', { name: entry.name })}
                disabled={index === entries.length - 1}
                onClick={() => onChange({ ...list, entries: moved(entries, index, 1) })}
              />
              <Button
                size="small"
                aria-label={t('market.tracks.removeEntry', { name: entry.name })}
                onClick={() => onChange({ ...list, entries: entries.filter((one) => one !== entry) })}
              >
                {t('market.tracks.remove')}
              </Button>
            </span>
          </li>
        ))}
      </ol>
      <Button disabled={entries.length >= 60} onClick={() => onChange({ ...list, entries: [...entries, newEntry(entries)] })}>
        {t('market.tracks.newEntry')}
      </Button>
    </Sheet>
  );
}

/** The province's own templates: which lists they stand on, and how binding they are. */
function Placed({ page }: { page: TrackLists }) {
  const { t } = useTranslation();
  const text = useText();
  const { data, error, refetch } = useGallery('');
  const [placing, setPlacing] = useState<TemplateCard>();
  const own = data?.rows.filter(({ region }) => region === page.region) ?? [];
  const names = new Map<string, string>(
    page.lists.flatMap((list) =>
      list.entries.map((entry) => [`${list.id}/${entry.id}`, `${text(list.name)} · ${text(entry.name)}`] as const),
    ),
  );
  return (
    <Sheet title={t('market.placed', { count: own.length })} note={t('market.placed.words')}>
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={4} />}
      {data && own.length === 0 && <EmptyState title={t('market.placed.none')}>{t('market.placed.none.words')}</EmptyState>}
      {own.length > 0 && (
        <div className="list-scroll">
          <table className="list list-plain">
            <thead>
              <tr>
                <th scope="col">{t('market.name')}</th>
                <th scope="col">{t('gallery.level')}</th>
                <th scope="col">{t('market.tracks')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('market.place')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {own.map((card) => (
                <tr key={card.key}>
                  <th scope="row">
                    <Link to={`/studio/gallery/${encodeURIComponent(card.key)}`}>{text(card.name)}</Link>
                  </th>
                  <td>{t(`gallery.level.${card.level}`)}</td>
                  <td>
                    {card.tracks
                      .map((track) => names.get(track))
                      .filter(Boolean)
                      .join(t('flow.listComma')) || t('market.placed.nowhere')}
                  </td>
                  <td>
                    <Button size="small" aria-label={t('market.place.of', { name: text(card.name) })} onClick={() => setPlacing(card)}>
                      {t('market.place')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {placing && <Place card={placing} page={page} onClose={() => setPlacing(undefined)} />}
    </Sheet>
  );
}

function Place({ card, page, onClose }: { card: TemplateCard; page: TrackLists; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const place = usePlaceTemplate();
  const known = new Set(page.lists.flatMap((list) => list.entries.map(({ id }) => `${list.id}/${id}`)));
  const [tracks, setTracks] = useState(card.tracks.filter((track) => known.has(track)));
  const [level, setLevel] = useState(card.level);
  return (
    <Modal
      open
      title={t('market.place.of', { name: text(card.name) })}
      okText={t('market.place.save')}
      cancelText={t('ui.cancel')}
      confirmLoading={place.isPending}
      onCancel={onClose}
      onOk={() =>
        place.mutate(
          { template: card.key, tracks, level },
          {
            onSuccess: () => {
              showToast(t('market.place.saved'));
              onClose();
            },
          },
        )
      }
    >
      <div className="form-stack">
        <LevelChoice value={level} onChange={setLevel} />
        <TrackChoices lists={page.lists} value={tracks} onChange={setTracks} />
        <Refused error={place.error} />
      </div>
    </Modal>
  );
}
