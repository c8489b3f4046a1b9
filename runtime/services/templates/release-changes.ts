/** What the next release of a template changes: in words, by whom, and from whose proposal. */
import type { ReleaseChange, ReleaseChangeNote } from '../../../schemas/generated/api.ts';
import { localDate } from '../../calendar/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { changeSentence } from '../../merge/index.ts';
import { type ContributionRow, listContributions } from '../../store/contributions.ts';
import { type DraftAuthor, listDraftAuthors, saveDraftAuthors } from '../../store/draft-authors.ts';
import type { Store } from '../../store/store.ts';
import type { ReleaseRow } from '../../store/template-releases.ts';
import { driftOf } from './differences.ts';

/** A release of thousands of changes is a new template: nobody reads each of them. */
const toldChanges = 2000;

/** Remembers who changed what in a draft; called with what was there before and what was saved. */
export async function noteAuthors(
  store: Store,
  {
    before,
    after,
    ...who
  }: { region: string; scenarioId: string; before: ScenarioPackage; after: ScenarioPackage; byName: string; at: string },
): Promise<void> {
  await saveDraftAuthors(store, { ...who, keys: driftOf(before, after).map(({ key }) => key) });
}

export interface Changing {
  region: string;
  scenarioId: string;
  templateId: string;
  last: (Pick<ReleaseRow, 'at'> & { package: ScenarioPackage }) | undefined;
  next: ScenarioPackage;
  notes?: readonly ReleaseChangeNote[];
}

/** Empty for the first release: everything in it is new. */
export async function releaseChanges(
  { store, regionName }: { store: Store; regionName(region: string): Promise<string> },
  { region, scenarioId, templateId, last, next, notes = [] }: Changing,
): Promise<ReleaseChange[]> {
  if (!last) return [];
  const [authors, taken] = await Promise.all([listDraftAuthors(store, region, scenarioId), listContributions(store, region, templateId)]);
  const since = taken.filter(({ at }) => at > last.at);
  const regions = [...new Set(since.map(({ fromRegion }) => fromRegion))];
  const names = new Map(await Promise.all(regions.map(async (code) => [code, await regionName(code)] as const)));
  return driftOf(last.package, next)
    .slice(0, toldChanges)
    .map((change) => {
      const { key, group, kind } = change;
      const author = authorOf(key, authors);
      const from = since.findLast((row) => row.key === key);
      const said = notes.find((one) => one.key === key);
      return {
        key,
        group,
        kind,
        sentence: changeSentence(change, { before: last.package, after: next }),
        ...(said?.note ? { note: said.note } : {}),
        ...(author ? { by: author.byName, at: localDate(author.at) } : {}),
        ...(from ? { from: originOf(from, names) } : {}),
      };
    });
}

const originOf = ({ fromRegion, fromName, title }: ContributionRow, names: ReadonlyMap<string, string>) => ({
  regionName: names.get(fromRegion) ?? fromRegion,
  by: fromName,
  title,
});

/** What is kept with the release: without the sentence, which every reader words from the two versions. */
export function notesOf(changes: readonly ReleaseChange[]): ReleaseChangeNote[] {
  return changes
    .filter(({ note, by, from }) => note || by || from)
    .map(({ key, note, by, at, from }) => ({
      key,
      ...(note ? { note } : {}),
      ...(by ? { by } : {}),
      ...(at ? { at } : {}),
      ...(from ? { from } : {}),
    }));
}

/**
 * The one who changed this very thing; else the whole it is part of (it came back in another shape); else, of a whole, the last
 * who changed a part.
 */
export function authorOf(key: string, authors: readonly DraftAuthor[]): DraftAuthor | undefined {
  const last = (rows: DraftAuthor[]) => rows.reduce<DraftAuthor | undefined>((a, b) => (a && a.at >= b.at ? a : b), undefined);
  return (
    authors.find((row) => row.key === key) ??
    last(authors.filter((row) => key.startsWith(`${row.key}/`))) ??
    last(authors.filter((row) => row.key.startsWith(`${key}/`)))
  );
}
