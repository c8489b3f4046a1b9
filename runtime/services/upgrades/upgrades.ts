/** Upgrades of a clone: offered, begun, decided one by one, left and taken up again, put into the draft as one step, undone. */
import { uuidv7 } from 'uuidv7';
import type {
  UpgradeBegin,
  UpgradeCheck,
  UpgradeDecide,
  UpgradeDecided,
  UpgradeFinish,
  UpgradeFinished,
  UpgradeLater,
  UpgradeOffer,
  UpgradePage,
  UpgradeRetarget,
} from '../../../schemas/generated/api.ts';
import type { Lineage } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import { canonicalHash, hashOfPackage } from '../../compile/index.ts';
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { type Decision, lockViolations, type MergeItem } from '../../merge/index.ts';
import { findLive } from '../../store/scenarios.ts';
import { listReleaseAnswers, saveReleaseAnswer, saveRemembered } from '../../store/upgrade-notes.ts';
import {
  changeUpgrade,
  findOpenUpgrade,
  findUndo,
  finishUpgrade,
  insertUpgrade,
  listUpgrades,
  saveUpgradeCheck,
  undoUpgrade,
} from '../../store/upgrades.ts';
import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { auditLine } from '../identity/audit-line.ts';
import type { RequestFacts } from '../identity/index.ts';
import { checkPackage, countsOf as findingCounts } from '../studio/check-package.ts';
import type { Checking } from './checking.ts';
import { checkOf, type Desk, type OpenDesk, summaryOf } from './desk.ts';
import { type CloneScope, followed, type LineageServices, newerThan } from './lineage.ts';
import { boundTo } from './merging.ts';
import { type ByScenario, defined, type UpgradeParts } from './parts.ts';

export interface UpgradeServices {
  offer(input: ByScenario): Promise<UpgradeOffer>;
  begin(input: ByScenario<UpgradeBegin & RequestFacts>): Promise<UpgradePage>;
  desk(input: ByScenario<{ packages?: 'yes' }>): Promise<UpgradePage>;
  decide(input: ByScenario<UpgradeDecide>): Promise<UpgradeDecided>;
  retarget(input: ByScenario<UpgradeRetarget>): Promise<UpgradePage>;
  check(input: ByScenario<{ rev: number }>): Promise<UpgradeCheck>;
  finish(input: ByScenario<UpgradeFinish & RequestFacts>): Promise<UpgradeFinished>;
  undo(input: ByScenario<RequestFacts>): Promise<UpgradeOffer>;
  giveUp(input: ByScenario<{ rev: number } & RequestFacts>): Promise<UpgradeOffer>;
  later(input: ByScenario<UpgradeLater & RequestFacts>): Promise<UpgradeOffer>;
}

interface Needs {
  lineage: LineageServices;
  desk: Desk;
  checking: Checking;
  /** The publisher's picture of the clone follows. */
  look(scope: { region: string; scenario: string }): Promise<unknown>;
}

export function createUpgrades(parts: UpgradeParts, { lineage, desk, checking, look }: Needs): UpgradeServices {
  const { store, clock } = parts;
  const scopeOf = async (input: ByScenario): Promise<CloneScope> => followed(await lineage.find(input));
  const openOf = async (input: ByScenario): Promise<OpenDesk> => desk.open(await scopeOf(input));

  function sameRev({ row }: OpenDesk, rev: number): void {
    if (row.rev !== rev) throw new ConflictError('upgrade.stale', { rev: row.rev, at: row.changedAt });
  }
  const stale = () => new ConflictError('upgrade.stale');

  async function releaseFor(scope: CloneScope, wanted: number | undefined, after: number): Promise<number> {
    const { offered } = newerThan(after, scope.region, await lineage.ledger(scope.clone));
    const found = wanted === undefined ? offered[0] : offered.find(({ version }) => version === wanted);
    if (!found) throw new ConflictError(wanted === undefined ? 'upgrade.nothing_newer' : 'upgrade.not_offered', { version: wanted ?? 0 });
    return found.version;
  }

  /** What the merged package is as a draft: findings counted, lineage on the new release. */
  async function asDraft(region: string, pkg: ScenarioPackage) {
    const rights = await parts.rightsOf?.(region, pkg.scenario.id);
    const calendar = await parts.calendarOf(region);
    const { findings } = await checkPackage(parts.typecheck, pkg, calendar, { rights, today: localDate(clock()) });
    return { package: pkg, hash: hashOfPackage(pkg), name: pkg.scenario.name, ...findingCounts(findings) };
  }

  async function offer(input: ByScenario): Promise<UpgradeOffer> {
    const scope = await lineage.find(input);
    const { region, scenario, clone } = scope;
    const [upgrades, running] = await Promise.all([listUpgrades(store, region, scenario), lineage.runningOnBases(region, scenario)]);
    const empty = { region, scenario, upgrades: upgrades.map(summaryOf), releases: [], running };
    if (!clone) return empty;
    const { releases, waves } = await lineage.ledger(clone);
    const answers = await listReleaseAnswers(store, { region, scenario });
    const template = await lineage.template(clone, releases);
    const base = releases.find(({ version }) => version === clone.baseVersion);
    const about = { template, ...defined({ base: base && lineage.view(base, answers) }) };
    if (clone.cutOff) return { ...empty, ...about, cut: clone.cutOff.reason };
    const { offered, waiting } = newerThan(clone.baseVersion, region, { releases, waves });
    const open = upgrades.find(({ status }) => status === 'open');
    const undoable = (await undoOf(scope)) && upgrades.find(({ status }) => status === 'finished');
    return {
      ...empty,
      ...about,
      releases: offered.map((row) => lineage.view(row, answers)),
      waiting: waiting.map(({ version }) => version),
      ...defined({ open: open && summaryOf(open), undoable: undoable && summaryOf(undoable) }),
    };
  }

  /** What undo would put back, while nothing was edited or published since. */
  async function undoOf({ region, scenario, draft }: Pick<CloneScope, 'region' | 'scenario' | 'draft'>) {
    const undo = await findUndo(store, region, scenario);
    if (!undo || undo.finishedRev !== draft.rev) return undefined;
    const live = await findLive(store, region, scenario);
    // What was published since the upgrade is what people meant: from then on the version before is rolled back to instead.
    return live?.hash === draft.hash && undo.before.hash !== draft.hash ? undefined : undo;
  }

  return {
    offer,

    async begin(input) {
      const scope = await scopeOf(input);
      const { region, scenario, clone } = scope;
      const known = await findOpenUpgrade(store, region, scenario);
      if (known) return desk.page(await desk.opened(scope, known));
      const to = await releaseFor(scope, input.to, clone.baseVersion);
      const { releases } = await lineage.ledger(clone);
      const merged = await desk.merge(scope, { to, releases, decisions: {} });
      await insertUpgrade(store, {
        region,
        id: uuidv7(),
        scenario,
        originRegion: clone.originRegion,
        template: clone.templateId,
        fromVersion: clone.baseVersion,
        toVersion: to,
        openItems: merged.merge.open.length,
        at: clock(),
        by: { id: input.actor.accountId, name: input.actor.name },
      });
      const page = await desk.page(await desk.open(scope));
      await look(scope);
      return page;
    },

    async desk(input) {
      return desk.page(await openOf(input), { packages: input.packages === 'yes' });
    },

    async decide(input) {
      const before = await openOf(input);
      const { row, region, scenario } = before;
      const item = before.merged.merge.items.find(({ key }) => key === input.key);
      if (!item) throw new NotFoundError('upgrade.item_unknown');
      const decision = decisionOf(input.decision, item);
      const at = clock();
      await remember(input, item, at);
      const saved = Object.hasOwn(row.decisions, item.key) ? row.decisions[item.key] : undefined;
      // Sent again, as after a lost answer: nothing changes, and nobody is told that the page is old.
      if (decision ? isSame(saved?.decision, decision) : !saved) return desk.decided(await openOf(input), item.key);
      sameRev(before, input.rev);
      const { [item.key]: _, ...others } = row.decisions;
      const decisions = decision ? { ...others, [item.key]: { decision, by: input.actor.name, at } } : others;
      const after = await desk.opened(before, { ...row, decisions });
      const openItems = after.merged.merge.open.length;
      const rev = await changeUpgrade(store, { region, id: row.id, rev: row.rev }, { change: { decisions, openItems }, at, byName: '' });
      if (rev === undefined) throw stale();
      await look({ region, scenario });
      return desk.decided({ ...after, row: { ...after.row, rev } }, item.key);
    },

    async retarget(input) {
      const before = await openOf(input);
      sameRev(before, input.rev);
      const { row, region, clone } = before;
      const to = await releaseFor(before, input.to, Math.max(clone.baseVersion, input.to === undefined ? row.toVersion : 0));
      const after = await desk.opened(before, { ...row, toVersion: to });
      const change = { toVersion: to, openItems: after.merged.merge.open.length };
      const rev = await changeUpgrade(store, { region, id: row.id, rev: row.rev }, { change, at: clock(), byName: '' });
      if (rev === undefined) throw stale();
      await look(before);
      return desk.page({ ...after, row: { ...after.row, rev } });
    },

    async check(input) {
      const open = await openOf(input);
      sameRev(open, input.rev);
      const { row, region, merged } = open;
      if (merged.merge.open.length > 0) throw new ConflictError('upgrade.open_decisions', { open: merged.merge.open.length });
      const checked = await checking.check(region, merged);
      if (!(await saveUpgradeCheck(store, { region, id: row.id, rev: row.rev }, checked as unknown as JsonValue))) throw stale();
      await look(open);
      const { hash: _, ...shown } = checked;
      return { ...shown, stale: false };
    },

    async finish(input) {
      const open = await openOf(input);
      sameRev(open, input.rev);
      const { region, scenario, clone, draft, row, merged } = open;
      if (draft.rev !== input.draftRev)
        throw new ConflictError('draft.stale', { rev: draft.rev, editedBy: draft.editedBy, editedAt: draft.editedAt });
      assertFinishable(open);
      const release = await lineage.release(clone.originRegion, clone.templateId, row.toVersion);
      const next: Lineage = { ...lineageOf(draft.package, clone), baseVersion: release.version, baseHash: release.hash };
      const pkg = { ...merged.merge.result, scenario: { ...merged.merge.result.scenario, lineage: next } };
      await parts.onTemplate?.(region, pkg);
      const by = { id: input.actor.accountId, name: input.actor.name };
      const before = {
        package: draft.package,
        hash: draft.hash,
        errors: draft.errors,
        warnings: draft.warnings,
        lineage: draft.package.scenario.lineage ?? null,
        name: draft.package.scenario.name,
        baseVersion: clone.baseVersion,
        baseHash: clone.baseHash,
      };
      const draftRev = await finishUpgrade(store, {
        region,
        scenario,
        upgrade: row.id,
        upgradeRev: row.rev,
        draftRev: draft.rev,
        ...(await asDraft(region, pkg)),
        lineage: next,
        baseVersion: release.version,
        baseHash: release.hash,
        before,
        by,
        at: clock(),
        line: auditLine(input, {
          region: open.region,
          at: clock(),
          action: 'upgrade.finished',
          object: open.scenario,
          data: { from: clone.baseVersion, to: release.version },
        }),
      });
      if (draftRev === undefined) throw stale();
      await look(open);
      const done = (await listUpgrades(store, region, scenario)).find(({ id }) => id === row.id)!;
      return { draftRev, upgrade: summaryOf(done), running: await lineage.runningOnBases(region, scenario) };
    },

    async undo(input) {
      const scope = await scopeOf(input);
      const { region, scenario, draft } = scope;
      const undo = await undoOf(scope);
      if (!undo) throw new ConflictError('upgrade.gone_on');
      const undone = await undoUpgrade(store, {
        region,
        scenario,
        upgrade: undo.id,
        draftRev: draft.rev,
        ...undo.before,
        by: { id: input.actor.accountId, name: input.actor.name },
        at: clock(),
        line: auditLine(input, {
          region: scope.region,
          at: clock(),
          action: 'upgrade.undone',
          object: scope.scenario,
          data: { from: undo.toVersion, to: undo.before.baseVersion },
        }),
      });
      if (undone === undefined) throw new ConflictError('upgrade.gone_on');
      await look(scope);
      return offer(input);
    },

    async giveUp(input) {
      const open = await openOf(input);
      sameRev(open, input.rev);
      const { region, row } = open;
      const change = { status: 'given_up' as const };
      if (
        (await changeUpgrade(store, { region, id: row.id, rev: row.rev }, { change, at: clock(), byName: input.actor.name })) === undefined
      )
        throw stale();
      await look(open);
      return offer(input);
    },

    async later(input) {
      const scope = await scopeOf(input);
      const { region, scenario, clone } = scope;
      const { offered } = newerThan(clone.baseVersion, region, await lineage.ledger(clone));
      const release = offered.find(({ version }) => version === input.version);
      if (!release) throw new ConflictError('upgrade.not_offered', { version: input.version });
      const { must, latestDate } = release.notes;
      if (must && input.answer === 'declined') throw refused('answer', 'upgrade.must');
      if (input.answer === 'postponed' && latestDate && input.until && input.until > latestDate)
        throw refused('until', 'upgrade.until_late', { latestDate });
      const { version, answer, reason, until } = input;
      await saveReleaseAnswer(store, {
        region,
        scenario,
        version,
        answer,
        reason,
        ...defined({ until }),
        at: clock(),
        by: input.actor.name,
      });
      await look(scope);
      return offer(input);
    },
  };

  async function remember(
    { actor, decision, remember: wanted, id, region: asked }: ByScenario<UpgradeDecide>,
    item: MergeItem,
    at: string,
  ) {
    if (wanted === undefined) return;
    const { region } = await lineage.find({ actor, id, ...defined({ region: asked }) });
    const take = wanted && decision && decision.take !== 'edit' ? decision.take : undefined;
    if (wanted && take === undefined) throw refused('remember', 'upgrade.cannot_remember');
    await saveRemembered(store, { region, scenario: id, key: item.key, at, by: actor.name, ...defined({ take }) });
  }
}

const refused = (path: string, code: string, data: Record<string, JsonValue> = {}) => new InvalidError(code, [{ path, code, data }], data);

/** A decision that may be made here, bound to the values it is made for. */
function decisionOf(wanted: UpgradeDecide['decision'], item: MergeItem): Decision | undefined {
  if (!wanted) return undefined;
  if (item.follows !== undefined) throw refused('key', 'upgrade.follows');
  if (!item.choices.includes(wanted.take)) throw refused('decision', item.locked ? `upgrade.locked_${item.locked}` : 'upgrade.choice');
  if (wanted.take !== 'edit') return boundTo(item, { take: wanted.take });
  if (wanted.value === undefined) throw refused('decision', 'upgrade.value_missing');
  return boundTo(item, { take: 'edit', value: wanted.value });
}

function isSame(saved: Decision | undefined, wanted: Decision): boolean {
  return saved !== undefined && canonicalHash(saved) === canonicalHash(wanted);
}

function assertFinishable(desk: OpenDesk): void {
  const { merged } = desk;
  if (merged.merge.open.length > 0) throw new ConflictError('upgrade.open_decisions', { open: merged.merge.open.length });
  const broken = lockViolations(merged.theirs, merged.merge.result);
  if (broken.length > 0)
    throw new InvalidError(
      'upgrade.lock_broken',
      broken.map(({ key }) => ({ path: key, code: 'upgrade.lock_broken' })),
    );
  const checked = checkOf(desk);
  if (!checked || checked.stale) throw new ConflictError('upgrade.unchecked');
  if (!checked.passed) throw new InvalidError('upgrade.cases_failed', [], { failed: checked.cases.filter((one) => !one.passed).length });
}

function lineageOf(pkg: ScenarioPackage, clone: CloneScope['clone']): Lineage {
  return (
    pkg.scenario.lineage ?? {
      origin: `${clone.originRegion}/${clone.templateId}`,
      baseVersion: clone.baseVersion,
      baseHash: clone.baseHash,
    }
  );
}
