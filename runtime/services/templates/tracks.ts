/** Lists of tracks the market is arranged by; a province edits its own. */
import type { TrackList, TrackLists, TrackListsSave } from '../../../schemas/generated/api.ts';
import { findTracks, saveTracks } from '../../store/template-market.ts';
import { ConflictError, InvalidError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { type Asked, type TemplateParts, text } from './parts.ts';

const entry = (id: string, zh: string, en: string) => ({ id, name: text(zh, en) });

/** What counts until somebody edits the lists: those of the reform of Zhejiang. */
export const defaultTracks: TrackList[] = [
  {
    id: 'lanes',
    name: text('六大跑道', 'Six lanes'),
    entries: [
      entry('party', '党建统领整体智治', 'Party-led governance'),
      entry('digital-government', '数字政府', 'Digital government'),
      entry('digital-economy', '数字经济', 'Digital economy'),
      entry('digital-society', '数字社会', 'Digital society'),
      entry('digital-culture', '数字文化', 'Digital culture'),
      entry('digital-law', '数字法治', 'Digital rule of law'),
    ],
  },
  {
    id: '152',
    name: text('152 体系', '152'),
    entries: [
      entry('platform', '一体化智能化公共数据平台', 'Public data platform'),
      entry('party-government', '党政机关整体智治', 'Party and government'),
      entry('government', '数字政府', 'Digital government'),
      entry('economy', '数字经济', 'Digital economy'),
      entry('society', '数字社会', 'Digital society'),
      entry('law', '数字法治', 'Digital rule of law'),
      entry('theory', '理论体系', 'Theory'),
      entry('institutions', '制度规范体系', 'Institutions'),
    ],
  },
  {
    id: '1612',
    name: text('1612 体系', '1612'),
    entries: [
      entry('platform', '一体化智能化公共数据平台', 'Public data platform'),
      entry('party', '党建统领整体智治', 'Party-led governance'),
      entry('government', '数字政府', 'Digital government'),
      entry('economy', '数字经济', 'Digital economy'),
      entry('society', '数字社会', 'Digital society'),
      entry('culture', '数字文化', 'Digital culture'),
      entry('law', '数字法治', 'Digital rule of law'),
      entry('grassroots', '基层智治', 'Grass-roots governance'),
      entry('theory', '理论体系', 'Theory'),
      entry('institutions', '制度规范体系', 'Institutions'),
    ],
  },
];

/** The lists a region goes by: its own, else those of its city or province, else what comes with the product. */
export async function tracksFor(
  { store }: Pick<TemplateParts, 'store'>,
  region: string,
): Promise<{ region: string; rev: number; lists: TrackList[] }> {
  for (const level of [region, `${region.slice(0, 4)}00`, `${region.slice(0, 2)}0000`]) {
    const row = await findTracks(store, level);
    if (row) return row;
  }
  return { region, rev: 0, lists: defaultTracks };
}

export function createTracks(parts: TemplateParts) {
  const { store, clock } = parts;
  return {
    async tracks({ actor, region }: Asked): Promise<TrackLists> {
      const own = regionFor(actor, 'designer', region);
      const { rev, lists } = (await findTracks(store, own)) ?? { rev: 0, lists: (await tracksFor(parts, own)).lists };
      return { region: own, rev, lists };
    },

    async saveTracks(input: Asked<TrackListsSave>): Promise<TrackLists> {
      const region = regionFor(input.actor, 'designer', input.region);
      const { rev, lists } = input;
      if (hasTwice(lists.map(({ id }) => id)) || lists.some(({ entries }) => hasTwice(entries.map(({ id }) => id))))
        throw new InvalidError('tracks.twice', [{ path: 'lists', code: 'tracks.twice' }]);
      const at = clock();
      const line = auditLine(input, { region, at, action: 'tracks.changed', object: region, data: { lists: lists.length } });
      const saved = await saveTracks(store, { region, rev, lists, by: input.actor.name, at, line });
      if (saved === undefined) throw new ConflictError('tracks.stale');
      return { region, rev: saved, lists };
    },
  };
}

const hasTwice = (ids: readonly string[]) => new Set(ids).size < ids.length;
