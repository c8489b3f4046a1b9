/** The market: cards, searching and filtering, where a template stands. */
import type { TemplateCard, TemplateGallery, TemplateGalleryQuery, TemplatePlace, TrackList } from '../../../schemas/generated/api.ts';
import { type CloneRow, countCloneRegions, listClonesIn } from '../../store/clones.ts';
import { listPlaces, type PlacedLevel, savePlace } from '../../store/template-market.ts';
import { listNewestReleases, type ReleaseRow } from '../../store/template-releases.ts';
import { InvalidError, NotFoundError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { templateKey, templateOfKey } from './cloned-package.ts';
import { createDescriptions, type Described } from './described.ts';
import { fieldName, serviceFields } from './fields.ts';
import { type Asked, covers, type TemplateParts } from './parts.ts';
import { nearnessOf, scoreOf } from './search.ts';
import { tracksFor } from './tracks.ts';

/** S0 is the first release. */
export const labelOf = (version: number): string => `S${version - 1}`;

/** Below this nothing is near: the most used ones are offered instead. */
const nearEnough = 0.2;

interface Shown {
  card: TemplateCard;
  described: Described;
}

export function createGallery(parts: TemplateParts) {
  const { store, clock } = parts;
  const describe = createDescriptions(store);

  /** The newest release of every template, as this region sees it. */
  async function all(region: string): Promise<Shown[]> {
    const [releases, counts, places, clones] = await Promise.all([
      listNewestReleases(store),
      countCloneRegions(store),
      listPlaces(store),
      listClonesIn(store, [region]),
    ]);
    const usedBy = new Map(counts.map((row) => [templateKey({ region: row.originRegion, templateId: row.templateId }), row.regions]));
    const placed = new Map(places.map((place) => [templateKey(place), place]));
    const shown = await Promise.all(
      releases.map(async (release) => {
        const described = await describe(release);
        if (!described) return [];
        const key = templateKey(release);
        const mine = clones.find((clone) => isOf(clone, release) && !clone.cutOff);
        return [{ described, card: cardOf({ release, described, region, usedBy: usedBy.get(key) ?? 0, placed: placed.get(key), mine }) }];
      }),
    );
    return shown.flat();
  }

  return {
    /** One card, of the version that is asked for or the newest. */
    async cardFor(release: ReleaseRow, region: string): Promise<Shown> {
      const newest = (await all(region)).find(({ card }) => card.key === templateKey(release));
      const described = await describe(release);
      if (!described) throw new NotFoundError('template.not_found');
      if (newest?.card.version === release.version) return newest;
      const { usedBy = 0, tracks, level, mine } = newest?.card ?? {};
      const placed = tracks && { tracks, level: level ?? null };
      return { described, card: { ...cardOf({ release, described, region, usedBy, placed, mine: undefined }), ...(mine ? { mine } : {}) } };
    },

    async gallery({ actor, region: wanted, q, field, track, level, publisher }: Asked<TemplateGalleryQuery>): Promise<TemplateGallery> {
      const region = regionFor(actor, 'designer', wanted);
      const shown = await all(region);
      const fits = ({ card }: Shown) =>
        (field === undefined || card.field === field) &&
        (track === undefined || card.tracks.includes(track)) &&
        (level === undefined || card.level === level) &&
        (publisher === undefined || card.region === publisher);
      const scored = shown.filter(fits).map((one) => ({ ...one, score: q?.trim() ? scoreOf(one.described.called, q) : 1 }));
      const rows = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score || byUse(a, b));
      const nearest = q?.trim() && rows.length === 0 ? nearestOf(shown, q) : [];
      return {
        region,
        rows: rows.map(({ card }) => card),
        total: rows.length,
        nearest: nearest.map(({ card }) => card),
        fields: fieldsOf(shown),
        lists: counted((await tracksFor(parts, region)).lists, shown),
      };
    },

    async place(input: Asked<TemplatePlace & { template: string }>): Promise<TemplatePlace> {
      const { template, tracks, level } = input;
      const { region, templateId } = templateOfKey(template);
      const newest = (await listNewestReleases(store, templateId)).find((release) => release.region === region);
      if (!newest) throw new NotFoundError('template.not_found');
      regionFor(input.actor, 'designer', region);
      const known = new Set((await tracksFor(parts, region)).lists.flatMap((list) => list.entries.map(({ id }) => `${list.id}/${id}`)));
      if (tracks.some((track) => !known.has(track))) throw new InvalidError('tracks.unknown', [{ path: 'tracks', code: 'tracks.unknown' }]);
      const at = clock();
      const line = auditLine(input, { region, at, action: 'template.placed', object: templateId });
      await savePlace(store, { region, templateId, tracks, ...(level ? { level } : {}), by: input.actor.name, at, line });
      return { tracks, ...(level ? { level } : {}) };
    },
  };
}

const isOf = (clone: CloneRow, release: ReleaseRow) => clone.originRegion === release.region && clone.templateId === release.templateId;
/** The most used first, then the newest. */
const byUse = (a: Shown, b: Shown) =>
  b.card.usedBy - a.card.usedBy || (a.card.at < b.card.at ? 1 : a.card.at > b.card.at ? -1 : a.card.key < b.card.key ? -1 : 1);

function nearestOf(shown: readonly Shown[], q: string): Shown[] {
  const near = shown.map((one) => ({ ...one, near: nearnessOf(one.described.called, q) })).sort((a, b) => b.near - a.near || byUse(a, b));
  const found = near.filter((one) => one.near >= nearEnough);
  return (found.length > 0 ? found : [...near].sort(byUse)).slice(0, 3);
}

function cardOf({
  release,
  described,
  region,
  usedBy,
  placed,
  mine,
}: {
  release: ReleaseRow;
  described: Described;
  region: string;
  usedBy: number;
  placed: { tracks: string[]; level: PlacedLevel | null } | undefined;
  mine: CloneRow | undefined;
}): TemplateCard {
  const { summary, field, lead, departments, items, steps, figures } = described;
  const level = placed?.level ?? described.level;
  // What a province requires binds the regions below it; to all others it is offered.
  const isBelow = covers(release.region, region);
  return {
    key: templateKey(release),
    id: release.templateId,
    name: release.name,
    ...(summary ? { summary } : {}),
    field,
    fieldName: fieldName(field),
    tracks: placed?.tracks ?? described.tracks,
    region: release.region,
    regionName: release.regionName,
    ...(lead ? { lead } : {}),
    departments,
    items,
    steps,
    figures,
    usedBy,
    version: release.version,
    label: labelOf(release.version),
    at: release.at,
    level: isBelow ? level : 'shared',
    ...(mine ? { mine: { scenario: mine.scenarioId, version: mine.baseVersion } } : {}),
  };
}

function fieldsOf(shown: readonly Shown[]): TemplateGallery['fields'] {
  const counts = new Map<string, number>();
  for (const { card } of shown) counts.set(card.field, (counts.get(card.field) ?? 0) + 1);
  const order = Object.keys(serviceFields);
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...counts].map(([id, templates]) => ({ id, name: fieldName(id), templates })).sort((a, b) => place(a.id) - place(b.id));
}

function counted(lists: readonly TrackList[], shown: readonly Shown[]): TrackList[] {
  return lists.map((list) => ({
    ...list,
    entries: list.entries.map((one) => ({
      ...one,
      templates: shown.filter(({ card }) => card.tracks.includes(`${list.id}/${one.id}`)).length,
    })),
  }));
}
