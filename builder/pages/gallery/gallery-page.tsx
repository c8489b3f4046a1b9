/** 模板市场: found in citizens' words, tried without cloning. The filters stand in the address. */
import { Alert, Button, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { TemplateCard, TemplateGallery } from '../../../schemas/generated/api.ts';
import { problemOf } from '../../api/client.ts';
import { useDemand, useDemands, useGallery } from '../../api/gallery.ts';
import { useText } from '../../i18n/use-text.ts';
import { Chip, type Tone } from '../../ui/chip.tsx';
import { Page, Sheet } from '../../ui/page.tsx';
import { EmptyState, FailedState, Skeleton } from '../../ui/states.tsx';
import { Entry } from '../../ui/text-entry.tsx';
import { longDate } from '../studio/dates.ts';
import { Refused } from '../upgrade/refused.tsx';
import { Figures } from './figures.tsx';
import '../data/pages.css';
import './gallery.css';
import { SearchBox } from '../../ui/search-box.tsx';
import { useAddress } from '../../ui/use-address.ts';
import { LevelChoice } from './placing.tsx';

const filters = ['q', 'field', 'track', 'level'] as const;
export const levelTones: Record<TemplateCard['level'], Tone> = { required: 'amber', recommended: 'action', shared: 'plain' };

export function GalleryPage() {
  const { t } = useTranslation();
  const [params, change] = useAddress();
  const query = new URLSearchParams(filters.flatMap((name) => (params.get(name) ? [[name, params.get(name)!]] : [])));
  const { data, error, isPending, refetch } = useGallery(query.toString());
  const set = (name: (typeof filters)[number], value: string) => change({ [name]: value });
  return (
    <Page
      title={t('gallery.title')}
      lead={t('gallery.lead')}
      actions={
        // Lists are each region's own; a county goes by those of its province until it makes some.
        data?.rows.some(({ region }) => region === data.region) && <Link to="/studio/tracks">{t('market.tracks')}</Link>
      }
    >
      <Search value={params.get('q') ?? ''} onSearch={(q) => set('q', q)} />
      {data && <Filters data={data} params={params} onChange={set} />}
      {isPending && <Skeleton lines={8} />}
      {error && <FailedState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data && data.rows.length > 0 && (
        <>
          <p className="hint" role="status">
            {t('gallery.total', { count: data.total })}
          </p>
          <ul className="gallery-cards">
            {data.rows.map((card) => (
              <Card key={card.key} card={card} />
            ))}
          </ul>
        </>
      )}
      {data && data.rows.length === 0 && (
        <Nothing
          data={data}
          q={params.get('q') ?? ''}
          onClear={() => change(Object.fromEntries(filters.map((name) => [name, undefined])))}
        />
      )}
      <Demands />
    </Page>
  );
}

/** Searches while one types, a moment after the last key. */
function Search({ value, onSearch }: { value: string; onSearch: (q: string) => void }) {
  const { t } = useTranslation();
  const [q, setQ] = useState(value);
  useEffect(() => {
    if (q.trim() === value) return undefined;
    const timer = setTimeout(() => onSearch(q.trim()), 300);
    return () => clearTimeout(timer);
  }, [q, value, onSearch]);
  return (
    <SearchBox
      className="gallery-search"
      value={q}
      label={t('gallery.search')}
      placeholder={t('gallery.search.hint')}
      onChange={(event) => setQ(event.target.value)}
      onPressEnter={() => onSearch(q.trim())}
    />
  );
}

interface FiltersProps {
  data: TemplateGallery;
  params: URLSearchParams;
  onChange: (name: (typeof filters)[number], value: string) => void;
}

function Filters({ data, params, onChange }: FiltersProps) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <div className="data-bar">
      <label className="data-choice">
        <span>{t('gallery.field')}</span>
        <select value={params.get('field') ?? ''} onChange={(event) => onChange('field', event.target.value)}>
          <option value="">{t('gallery.all')}</option>
          {data.fields.map((field) => (
            <option key={field.id} value={field.id}>{`${text(field.name)}（${field.templates}）`}</option>
          ))}
        </select>
      </label>
      <label className="data-choice">
        <span>{t('gallery.track')}</span>
        <select value={params.get('track') ?? ''} onChange={(event) => onChange('track', event.target.value)}>
          <option value="">{t('gallery.all')}</option>
          {data.lists.map((list) => (
            <optgroup key={list.id} label={text(list.name)}>
              {list.entries.map((entry) => (
                <option key={entry.id} value={`${list.id}/${entry.id}`}>
                  {text(entry.name)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <LevelChoice any value={(params.get('level') ?? '') as TemplateCard['level'] | ''} onChange={(level) => onChange('level', level)} />
    </div>
  );
}

function Card({ card }: { card: TemplateCard }) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const address = `/studio/gallery/${encodeURIComponent(card.key)}`;
  return (
    <li className="gallery-card">
      <h2>
        <Link to={address}>{text(card.name)}</Link>
      </h2>
      <p className="data-chips">
        <Chip tone={levelTones[card.level]}>{t(`gallery.level.${card.level}`)}</Chip>
        <Chip>{text(card.fieldName)}</Chip>
        {card.mine && <Chip tone="done">{t('gallery.mine', { version: card.mine.version })}</Chip>}
      </p>
      {card.summary && <p className="gallery-summary">{text(card.summary)}</p>}
      <Figures figures={card.figures} />
      <p className="hint">
        {t('gallery.facts', {
          lead: card.lead ? text(card.lead) : card.regionName,
          departments: card.departments.length,
          items: card.items,
          used: card.usedBy,
        })}
      </p>
      <p className="hint">
        {t('gallery.version', { version: card.version, region: card.regionName, when: longDate(card.at, i18n.language) })}
      </p>
      <p className="gallery-acts">
        <Link to={`${address}?trial=1`}>{t('gallery.try')}</Link>
        <Link to={address}>{t('gallery.open')}</Link>
      </p>
    </li>
  );
}

/** Nothing found: what comes nearest, and a word to the province. */
function Nothing({ data, q, onClear }: { data: TemplateGallery; q: string; onClear: () => void }) {
  const { t } = useTranslation();
  const demand = useDemand();
  const [note, setNote] = useState('');
  return (
    <>
      <EmptyState
        title={q ? t('gallery.none', { q }) : t('gallery.none.filters')}
        action={<Button onClick={onClear}>{t('gallery.clear')}</Button>}
      />
      {data.nearest.length > 0 && (
        <Sheet title={t('gallery.nearest')}>
          <ul className="gallery-cards">
            {data.nearest.map((card) => (
              <Card key={card.key} card={card} />
            ))}
          </ul>
        </Sheet>
      )}
      <Sheet title={t('gallery.demand')} note={t('gallery.demand.words')}>
        {demand.isSuccess ? (
          <Alert type="success" showIcon role="status" title={t('gallery.demand.sent')} />
        ) : (
          <form
            className="form-stack"
            onSubmit={(event) => {
              event.preventDefault();
              if (note.trim()) demand.mutate({ note: note.trim(), ...(q ? { words: q } : {}) });
            }}
          >
            <Entry label={t('gallery.demand.note')}>
              {(ids) => <Input.TextArea {...ids} rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />}
            </Entry>
            <Refused error={demand.error} />
            <p>
              <Button htmlType="submit" loading={demand.isPending} disabled={note.trim() === ''}>
                {t('gallery.demand.send')}
              </Button>
            </p>
          </form>
        )}
      </Sheet>
    </>
  );
}

/** What this region asked for, or was asked for. */
function Demands() {
  const { t, i18n } = useTranslation();
  const { data } = useDemands();
  if (!data || data.rows.length === 0) return null;
  return (
    <details className="gallery-demands">
      <summary>{t('gallery.demands', { count: data.rows.length, open: data.open })}</summary>
      <ul>
        {data.rows.map((row) => (
          <li key={row.id}>
            <p>{row.words ? `「${row.words}」${row.note}` : row.note}</p>
            <p className="hint">{`${row.regionName} ${row.byName} · ${longDate(row.at, i18n.language)}`}</p>
            {row.answer && (
              <p>
                {t('gallery.demand.answer', { who: row.answer.byName, note: row.answer.note })}{' '}
                {row.answer.template && <Link to={`/studio/gallery/${encodeURIComponent(row.answer.template)}`}>{t('gallery.open')}</Link>}
              </p>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
