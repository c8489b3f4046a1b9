/** What a clone's region tells its publisher: one row, written anew whenever something happens to the clone, or when it is asked for. */
import type { Text } from '../../../schemas/generated/documents.ts';
import { changeSentence } from '../../merge/index.ts';
import { type CloneRow, findClone } from '../../store/clones.ts';
import { countCaseOutcomes, type FleetRowData, findFleetRow, listVersionBases, saveFleetRow } from '../../store/fleet.ts';
import { findLive, findScenarioDraft } from '../../store/scenarios.ts';
import { listReleaseAnswers } from '../../store/upgrade-notes.ts';
import { findOpenUpgrade, listUpgrades, type UpgradeRow } from '../../store/upgrades.ts';
import { driftOf } from '../templates/differences.ts';
import type { Desk } from './desk.ts';
import { type LineageServices, newerThan } from './lineage.ts';
import { counts } from './merging.ts';
import type { UpgradeParts } from './parts.ts';

/** Conflicts the publisher reads about, of each clone. */
const shownConflicts = 50;

export type Look = (scope: { region: string; scenario: string }) => Promise<FleetRowData | undefined>;

/** `onRow`: told after each row was written, for plans that stop by themselves. */
export function createLooking(
  parts: UpgradeParts,
  { lineage, desk, onRow }: { lineage: LineageServices; desk: Desk; onRow(row: FleetRowData): Promise<unknown> },
): Look {
  const { store, clock } = parts;

  return async ({ region, scenario }) => {
    const [clone, draft] = await Promise.all([findClone(store, region, scenario), findScenarioDraft(store, region, scenario)]);
    if (!clone || !draft) return undefined;
    const at = clock();
    const { releases, waves } = await lineage.ledger(clone);
    const [known, open, answers, bases, live, upgrades] = await Promise.all([
      findFleetRow(store, region, scenario),
      findOpenUpgrade(store, region, scenario),
      listReleaseAnswers(store, { region, scenario }),
      listVersionBases(store, region, scenario),
      findLive(store, region, scenario),
      listUpgrades(store, region, scenario),
    ]);
    const newest = clone.cutOff ? undefined : newerThan(clone.baseVersion, region, { releases, waves }).offered[0]?.version;
    const to = open?.toVersion ?? newest ?? clone.baseVersion;
    const scope = { region, scenario, clone, draft };
    const differs = await differences(scope, { known, open, to, releases });
    const baseOf = new Map(bases.map(({ version, baseVersion }) => [version, baseVersion]));
    const row: FleetRowData = {
      region,
      scenario,
      originRegion: clone.originRegion,
      template: clone.templateId,
      baseVersion: clone.baseVersion,
      draftHash: draft.hash,
      newestVersion: to,
      ...differs,
      upgrade: open ? summary(open) : null,
      answer: answerTo(answers, to),
      live: live ? { version: live.version, baseVersion: baseOf.get(live.version) ?? null } : null,
      running: await runningByBase(region, scenario, baseOf),
      outcomes: await outcomesOf({ clone, bases, upgrades, known }),
      at,
    };
    await saveFleetRow(store, row);
    await onRow(row);
    return row;
  };

  type Differs = Pick<FleetRowData, 'drift' | 'conflicts' | 'blocked' | 'mergeMs'>;
  /** Merging is the dear part: it is done again only when one of its sides has changed. An open upgrade always counts anew. */
  async function differences(
    scope: { region: string; scenario: string; clone: CloneRow; draft: NonNullable<Awaited<ReturnType<typeof findScenarioDraft>>> },
    {
      known,
      open,
      to,
      releases,
    }: { known: FleetRowData | undefined; open: UpgradeRow | undefined; to: number; releases: Parameters<Desk['merge']>[1]['releases'] },
  ): Promise<Differs> {
    const { clone, draft } = scope;
    const same =
      known &&
      known.draftHash === draft.hash &&
      known.baseVersion === clone.baseVersion &&
      known.newestVersion === to &&
      !open &&
      !known.upgrade;
    if (same) return { drift: known.drift, conflicts: known.conflicts, blocked: known.blocked, mergeMs: known.mergeMs };
    if (to === clone.baseVersion || clone.cutOff) {
      const base = await lineage.upstream(clone, clone.baseVersion);
      return { drift: driftOf(base, draft.package).length, conflicts: 0, blocked: [], mergeMs: 0 };
    }
    const started = performance.now();
    const merged = await desk.merge(scope, { to, releases, decisions: open?.decisions ?? {} });
    const mergeMs = performance.now() - started;
    const { base, ours, theirs, merge } = merged;
    const blocked = merge.items
      .filter(({ key }) => merge.open.includes(key))
      .slice(0, shownConflicts)
      .map((item): { key: string; sentence: Text } => ({ key: item.key, sentence: changeSentence(item, { base, ours, theirs }) }));
    const local = merge.items.filter((item) => counts(item) && item.state !== 'theirs').length;
    return { drift: local, conflicts: merge.open.length, blocked, mergeMs };
  }

  async function runningByBase(region: string, scenario: string, baseOf: ReadonlyMap<number, number | null>) {
    const counted: Record<string, number> = {};
    for (const [version, cases] of Object.entries(await parts.running(region, scenario))) {
      const base = String(baseOf.get(Number(version)) ?? 0);
      counted[base] = (counted[base] ?? 0) + cases;
    }
    return counted;
  }

  /** Of each release that was upgraded to or published from here. */
  async function outcomesOf({
    clone,
    bases,
    upgrades,
    known,
  }: {
    clone: CloneRow;
    bases: Awaited<ReturnType<typeof listVersionBases>>;
    upgrades: readonly UpgradeRow[];
    known: FleetRowData | undefined;
  }): Promise<FleetRowData['outcomes']> {
    const found: FleetRowData['outcomes'] = {};
    const releases = new Set([...bases.map(({ baseVersion }) => baseVersion ?? 0), ...upgrades.map(({ toVersion }) => toVersion)]);
    for (const release of releases) {
      if (release === 0) continue;
      const versions = bases.filter(({ baseVersion }) => baseVersion === release).map(({ version }) => version);
      const old = known?.outcomes[String(release)];
      // Cases of releases long gone no longer change a wave: only the newest two are counted again.
      const fresh = release >= clone.baseVersion - 1 || !old;
      const cases = fresh ? await countCaseOutcomes(store, { region: clone.region, scenario: clone.scenarioId, versions }) : old;
      const latest = upgrades.find(({ toVersion, checked }) => toVersion === release && checked !== null);
      const passed = (latest?.checked as { passed?: boolean } | null | undefined)?.passed;
      found[String(release)] = {
        cases: cases.cases,
        incidents: cases.incidents,
        checksPassed: passed === true ? 1 : 0,
        checksFailed: passed === false ? 1 : 0,
      };
    }
    return found;
  }
}

function summary(row: UpgradeRow): FleetRowData['upgrade'] {
  const checked = row.checked as { passed: boolean; cases: { name: Text; passed: boolean }[] } | null;
  return {
    id: row.id,
    to: row.toVersion,
    status: row.status,
    begunAt: row.begunAt,
    begunBy: row.begunName,
    changedAt: row.changedAt,
    failedCases: (checked?.cases ?? []).filter(({ passed }) => !passed).map(({ name }) => name),
  };
}

function answerTo(answers: Awaited<ReturnType<typeof listReleaseAnswers>>, version: number): FleetRowData['answer'] {
  const found = answers.find((one) => one.version === version);
  return found ? { version, answer: found.answer, reason: found.reason, until: found.until, by: found.by, at: found.at } : null;
}
