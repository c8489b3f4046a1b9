/** Where a clone stands towards its template: its base, the releases after it, and which of them have reached its region. */
import type { RunningOnBase, UpgradeRelease, UpgradeTemplate } from '../../../schemas/generated/api.ts';
import { localDate } from '../../calendar/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { type CloneRow, findClone } from '../../store/clones.ts';
import { type ContributionRow, listContributions } from '../../store/contributions.ts';
import { listVersionBases } from '../../store/fleet.ts';
import { type DraftRow, findLive, findScenarioDraft } from '../../store/scenarios.ts';
import { findRelease, listReleases, type ReleaseDocument, type ReleaseRow } from '../../store/template-releases.ts';
import type { ReleaseAnswerRow } from '../../store/upgrade-notes.ts';
import { listWaves, type WavesRow } from '../../store/waves.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { regionFor } from '../identity/index.ts';
import { templateKey, upstreamOf } from '../templates/cloned-package.ts';
import { type ByScenario, defined, type UpgradeParts } from './parts.ts';

export interface CloneScope {
  region: string;
  scenario: string;
  clone: CloneRow;
  draft: DraftRow;
}

/** What a release has of others. */
interface Contributed {
  contributions: (ContributionRow & { regionName: string })[];
}

/** Releases by what they are: they never change, and packages are large. */
const keptReleases = 64;

export function createLineage({ store, clock, running, regionName }: UpgradeParts) {
  const kept = new Map<string, ReleaseDocument>();

  async function release(region: string, templateId: string, version: number): Promise<ReleaseDocument> {
    const key = `${region}/${templateId}/${version}`;
    const known = kept.get(key);
    if (known) return known;
    const found = await findRelease(store, region, templateId, version);
    if (!found) throw new NotFoundError('template.release_unknown', { version });
    if (kept.size >= keptReleases) kept.delete(kept.keys().next().value!);
    kept.set(key, found);
    return found;
  }

  /** Releases of the template, newest first, and the plans in which some of them go out. */
  async function ledger(
    clone: Pick<CloneRow, 'originRegion' | 'templateId'>,
  ): Promise<{ releases: (ReleaseRow & Contributed)[]; waves: WavesRow[] }> {
    const [releases, waves, taken] = await Promise.all([
      listReleases(store, clone.originRegion, clone.templateId),
      listWaves(store, clone.originRegion, clone.templateId),
      listContributions(store, clone.originRegion, clone.templateId),
    ]);
    const named = await Promise.all(taken.map(async (row) => ({ ...row, regionName: await regionName(row.fromRegion) })));
    // What was taken since the release before is in this one.
    const broughtBy = (index: number) =>
      named.filter(({ at }) => at <= releases[index]!.at && (index + 1 === releases.length || at > releases[index + 1]!.at));
    return { releases: releases.map((row, index) => ({ ...row, contributions: broughtBy(index) })), waves };
  }

  return {
    release,
    ledger,

    /** The draft and the clone it is; a scenario that is no clone has none. */
    async find({ actor, id, region: wanted }: ByScenario): Promise<Omit<CloneScope, 'clone'> & { clone?: CloneRow }> {
      const region = regionFor(actor, 'designer', wanted);
      const [draft, clone] = await Promise.all([findScenarioDraft(store, region, id), findClone(store, region, id)]);
      if (!draft) throw new NotFoundError('scenario.not_found');
      return { region, scenario: id, draft, ...(clone ? { clone } : {}) };
    },

    /** A release as it looks in this clone. */
    async upstream(clone: CloneRow, version: number): Promise<ScenarioPackage> {
      return upstreamOf(await release(clone.originRegion, clone.templateId, version), clone);
    },

    async template(clone: Pick<CloneRow, 'originRegion' | 'templateId'>, releases: readonly ReleaseRow[]): Promise<UpgradeTemplate> {
      const newest = releases[0];
      const region = clone.originRegion;
      return {
        region,
        regionName: newest?.regionName ?? (await regionName(region)),
        template: clone.templateId,
        key: templateKey({ region, templateId: clone.templateId }),
        name: newest?.name ?? { 'zh-CN': clone.templateId },
      };
    },

    view(row: ReleaseRow & Partial<Contributed>, answers: readonly ReleaseAnswerRow[] = []): UpgradeRelease {
      const { version, notes, author, at } = row;
      const answer = answers.find((one) => one.version === version);
      const overdue = notes.must && notes.latestDate !== undefined && notes.latestDate < localDate(clock());
      return {
        version,
        why: notes.why,
        must: notes.must,
        author: author.name,
        at,
        ...defined({
          latestDate: notes.latestDate,
          withdrawn: row.withdrawn ? true : undefined,
          overdue: overdue || undefined,
          contributions: row.contributions?.length
            ? row.contributions.map(({ fromRegion, regionName: name, fromName, title, sentence }) => ({
                region: fromRegion,
                regionName: name,
                by: fromName,
                title,
                sentence,
              }))
            : undefined,
          answer: answer && {
            answer: answer.answer,
            reason: answer.reason,
            by: answer.by,
            at: answer.at,
            ...(answer.until ? { until: answer.until } : {}),
          },
        }),
      } as UpgradeRelease;
    },

    /** Running cases by version, and the release each version was made from. */
    async runningOnBases(region: string, scenario: string): Promise<RunningOnBase[]> {
      const [counts, bases, live] = await Promise.all([
        running(region, scenario),
        listVersionBases(store, region, scenario),
        findLive(store, region, scenario),
      ]);
      return bases
        .filter(({ version }) => (counts[version] ?? 0) > 0 || version === live?.version)
        .map(({ version, baseVersion }) => ({
          version,
          cases: counts[version] ?? 0,
          live: version === live?.version,
          ...(baseVersion === null ? {} : { baseVersion }),
        }));
    },
  };
}
export type LineageServices = ReturnType<typeof createLineage>;

/** The clone, or the sentence that says why there is nothing to upgrade. */
export function followed<T extends { clone?: CloneRow }>(scope: T): T & { clone: CloneRow } {
  const { clone } = scope;
  if (!clone) throw new ConflictError('upgrade.no_template');
  if (clone.cutOff) throw new ConflictError('upgrade.cut_off', { reason: clone.cutOff.reason });
  return { ...scope, clone };
}

/**
 * May this region take this release now? Without a plan everybody may. With one, those whose wave has begun; regions no wave
 * names come when it is done. A stopped release is offered to nobody.
 */
export function isOffered(plan: WavesRow | undefined, region: string): boolean {
  if (!plan || plan.status === 'done') return true;
  if (plan.status === 'planned' || plan.status === 'stopped') return false;
  return plan.waves.slice(0, plan.opened).some((wave) => wave.regions.includes(region));
}

/** Releases newer than the base: those this region may take, and those whose turn has not come. Newest first. */
export function newerThan(
  base: number,
  region: string,
  { releases, waves }: { releases: readonly ReleaseRow[]; waves: readonly WavesRow[] },
): { offered: ReleaseRow[]; waiting: ReleaseRow[] } {
  const newer = releases.filter((row) => row.version > base && !row.withdrawn);
  const may = (row: ReleaseRow) =>
    isOffered(
      waves.find((plan) => plan.version === row.version),
      region,
    );
  return { offered: newer.filter(may), waiting: newer.filter((row) => !may(row)) };
}
