/** The publisher's view of every clone of a template, and its releases in waves: pause, go on, and stop by itself. */
import type { FleetPage, FleetRow, WaveAction, WavePlan, WavePlanList, WavePlanWrite } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import { appendAudit } from '../../store/audit.ts';
import { type CloneRow, listClonesOf } from '../../store/clones.ts';
import { type FleetRowData, listFleetRows, type ReleaseOutcomeRow } from '../../store/fleet.ts';
import { countMergeComments } from '../../store/merge-comments.ts';
import type { ReleaseRow } from '../../store/template-releases.ts';
import { insertWaves, listWaves, updateWaves, type WaveStepRow, type WavesRow } from '../../store/waves.ts';
import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { auditLine } from '../identity/audit-line.ts';
import { type RequestFacts, regionFor, type SessionActor } from '../identity/index.ts';
import { templateOfKey } from '../templates/cloned-package.ts';
import { isOffered, type LineageServices } from './lineage.ts';
import type { Look } from './looking.ts';
import { type By, defined, type UpgradeParts, words } from './parts.ts';

export interface FleetServices {
  page(input: By<{ template: string }>): Promise<FleetPage>;
  waves(input: By<{ template: string }>): Promise<WavePlanList>;
  planWaves(input: By<{ template: string } & WavePlanWrite & RequestFacts>): Promise<WavePlan>;
  actOnWaves(input: By<{ template: string; version: string } & WaveAction & RequestFacts>): Promise<WavePlan>;
  /** A clone told something new: plans of its template stop when it is too much. */
  onRow(row: FleetRowData): Promise<void>;
}

/** A row older than this is asked for again when somebody looks. */
const freshMs = 60_000;
/** Clones that are looked at side by side. */
const atOnce = 4;
const defaultRules = { maxIncidentShare: 0.05, minCases: 20, maxFailedChecks: 3 };
const none: ReleaseOutcomeRow = { cases: 0, incidents: 0, checksPassed: 0, checksFailed: 0 };

export function createFleet(parts: UpgradeParts, { lineage, look }: { lineage: LineageServices; look: Look }): FleetServices {
  const { store, clock } = parts;

  async function scopeOf({ actor, template }: By<{ template: string }>) {
    const { region, templateId } = templateOfKey(template);
    regionFor(actor, 'designer', region);
    const { releases, waves } = await lineage.ledger({ originRegion: region, templateId });
    if (releases.length === 0) throw new NotFoundError('template.not_found');
    const clones = (await listClonesOf(store, region, templateId)).filter((clone) => clone.region !== region);
    return { region, templateId, releases, waves, clones };
  }
  type Scope = Awaited<ReturnType<typeof scopeOf>>;

  /** What the clones' regions last told; what is old is told anew first. */
  async function rowsOf({ region, clones }: Pick<Scope, 'region' | 'clones'>, refresh: boolean): Promise<FleetRowData[]> {
    const keys = clones.map((clone) => ({ region: clone.region, scenario: clone.scenarioId }));
    const known = await listFleetRows(store, region, keys);
    if (!refresh) return known;
    const now = Date.parse(clock());
    const byKey = new Map(known.map((row) => [`${row.region}/${row.scenario}`, row]));
    const old = keys.filter((key) => !(now - Date.parse(byKey.get(`${key.region}/${key.scenario}`)?.at ?? '') < freshMs));
    if (old.length === 0) return known;
    const queue = [...old];
    await Promise.all(
      Array.from({ length: Math.min(atOnce, queue.length) }, async () => {
        for (let next = queue.shift(); next; next = queue.shift()) await look(next);
      }),
    );
    return listFleetRows(store, region, keys);
  }

  async function planView(scope: Scope, plan: WavesRow, rows: readonly FleetRowData[]): Promise<WavePlan> {
    const has = (version: number) => (region: string) => rows.some((row) => row.region === region && row.baseVersion >= version);
    const isLive = (region: string) => rows.some((row) => row.region === region && (row.live?.baseVersion ?? 0) >= plan.version);
    const named = new Set(plan.waves.flatMap(({ regions }) => regions));
    return {
      template: await lineage.template({ originRegion: scope.region, templateId: scope.templateId }, scope.releases),
      version: plan.version,
      status: plan.status,
      rev: plan.rev,
      waves: plan.waves.map(({ name, regions }, index) => ({
        name,
        opened: index < plan.opened,
        regions,
        upgraded: regions.filter(has(plan.version)).length,
        live: regions.filter(isLive).length,
      })),
      rules: plan.rules,
      outcome: outcomeOf(plan, rows),
      steps: plan.steps,
      rest: [...new Set(scope.clones.filter(({ region, cutOff }) => !cutOff && !named.has(region)).map(({ region }) => region))],
      ...(plan.stopped ? { stopped: plan.stopped } : {}),
    };
  }

  /** Writes a step of a plan; whoever saw an older one is told so. */
  async function write(plan: WavesRow, change: Partial<WavesRow>, step: Omit<WaveStepRow, 'at'>): Promise<WavesRow> {
    const at = clock();
    const next = { ...plan, ...change, steps: [...plan.steps, { ...step, at }] };
    const rev = await updateWaves(store, { ...next, at, by: step.by });
    if (rev === undefined) throw new ConflictError('waves.stale', { rev: plan.rev });
    return { ...next, rev };
  }

  async function audit({ region }: Scope, input: { actor: SessionActor } & RequestFacts, plan: WavesRow, action: string): Promise<void> {
    const data = { version: plan.version, opened: plan.opened, status: plan.status };
    await appendAudit(store, auditLine(input, { region, at: clock(), action: `waves.${action}`, object: plan.template, data }));
  }

  /** Stops a plan under way when its rules say so; gives back what it is then. */
  async function watched(plan: WavesRow, rows: readonly FleetRowData[]): Promise<WavesRow> {
    const why = plan.status === 'running' ? stopReason(plan, outcomeOf(plan, rows)) : undefined;
    if (!why) return plan;
    try {
      return await write(plan, { status: 'stopped', stopped: why }, { by: '', action: 'stopped', words: why });
    } catch (error) {
      // Somebody did something to it at the same moment; the next look decides again.
      if (error instanceof ConflictError) return plan;
      throw error;
    }
  }

  async function planOf(scope: Scope, version: number): Promise<WavesRow> {
    const found = scope.waves.find((plan) => plan.version === version);
    if (!found) throw new NotFoundError('waves.unknown');
    return found;
  }

  return {
    async page(input) {
      const scope = await scopeOf(input);
      const data = await rowsOf(scope, true);
      const waves = await Promise.all((await listWaves(store, scope.region, scope.templateId)).map((plan) => watched(plan, data)));
      const rows = await Promise.all(scope.clones.map((clone) => rowView({ ...scope, waves }, clone, data)));
      const newest = newestOf(scope.releases);
      const plan = waves.find(({ version }) => version === newest) ?? waves[0];
      return {
        template: await lineage.template({ originRegion: scope.region, templateId: scope.templateId }, scope.releases),
        releases: scope.releases.map((row) => lineage.view(row)),
        rows,
        totals: totalsOf(rows),
        at: clock(),
        ...(plan ? { waves: await planView(scope, plan, data) } : {}),
      };
    },

    async waves(input) {
      const scope = await scopeOf(input);
      const rows = await rowsOf(scope, true);
      const plans = await Promise.all((await listWaves(store, scope.region, scope.templateId)).map((plan) => watched(plan, rows)));
      return Promise.all(plans.map((plan) => planView(scope, plan, rows)));
    },

    async planWaves(input) {
      const scope = await scopeOf(input);
      const { version, waves, actor } = input;
      if (!scope.releases.some((row) => row.version === version && !row.withdrawn))
        throw new NotFoundError('template.release_unknown', { version });
      onlyOnce(waves);
      const rules = { ...defaultRules, ...input.rules };
      const known = scope.waves.find((plan) => plan.version === version);
      if (input.rev === undefined && known) throw new ConflictError('waves.stale', { rev: known.rev });
      const at = clock();
      if (!known) {
        const step: WaveStepRow = {
          at,
          by: actor.name,
          action: 'planned',
          words: words(`分 ${waves.length} 批推送`, `Planned in ${waves.length} waves`),
        };
        const plan: WavesRow = {
          region: scope.region,
          template: scope.templateId,
          version,
          status: 'planned',
          rev: 1,
          waves,
          opened: 0,
          rules,
          stopped: null,
          steps: [step],
        };
        if (!(await insertWaves(store, { ...plan, at, by: actor.name }))) throw new ConflictError('waves.stale');
        await audit(scope, input, plan, 'planned');
        return planView(scope, plan, await rowsOf(scope, false));
      }
      if (known.rev !== input.rev) throw new ConflictError('waves.stale', { rev: known.rev });
      // What has begun stays as it was: regions of a wave that is out cannot be called back.
      if (known.waves.slice(0, known.opened).some((wave, index) => !sameRegions(wave.regions, waves[index]?.regions)))
        throw new InvalidError('waves.begun', [{ path: 'waves', code: 'waves.begun' }]);
      const plan = await write(
        known,
        { waves, rules },
        { by: actor.name, action: 'changed', words: words('调整了后面的批次', 'Later waves were changed') },
      );
      await audit(scope, input, plan, 'changed');
      return planView(scope, plan, await rowsOf(scope, false));
    },

    async actOnWaves(input) {
      const scope = await scopeOf(input);
      const rows = await rowsOf(scope, true);
      const plan = await watched(await planOf(await scopeOf(input), Number(input.version)), rows);
      if (plan.rev !== input.rev) throw new ConflictError('waves.stale', { rev: plan.rev, status: plan.status });
      const { change, said } = actionOf(plan, input.action, input.reason);
      const next = await write(plan, change, { by: input.actor.name, action: input.action, words: said });
      await audit(scope, input, next, input.action);
      return planView(scope, next, rows);
    },

    async onRow(row) {
      const plans = await listWaves(store, row.originRegion, row.template);
      for (const plan of plans) {
        const outcome = row.outcomes[String(plan.version)];
        if (plan.status !== 'running' || !outcome || (outcome.incidents === 0 && outcome.checksFailed === 0)) continue;
        const clones = await listClonesOf(store, row.originRegion, row.template);
        await watched(plan, await rowsOf({ region: row.originRegion, clones }, false));
      }
    },
  };

  async function rowView(scope: Scope, clone: CloneRow, data: readonly FleetRowData[]): Promise<FleetRow> {
    const row = data.find((one) => one.region === clone.region && one.scenario === clone.scenarioId);
    const newest = newestOf(scope.releases);
    const comments = await countMergeComments(store, { reader: scope.region, region: clone.region, scenario: clone.scenarioId });
    const plan = scope.waves.find(({ version }) => version === newest);
    const wave = plan?.waves.findIndex(({ regions }) => regions.includes(clone.region)) ?? -1;
    const answer = row?.answer && row.answer.version === row.newestVersion ? row.answer : undefined;
    const late = scope.releases.some(
      ({ version, notes, withdrawn }) =>
        !withdrawn && version > clone.baseVersion && notes.must && notes.latestDate !== undefined && notes.latestDate < localDate(clock()),
    );
    return {
      region: clone.region,
      regionName: clone.regionName,
      scenario: clone.scenarioId,
      version: clone.baseVersion,
      newest: clone.baseVersion >= newest,
      drift: row?.drift ?? 0,
      conflicts: row?.conflicts ?? 0,
      conflictList: (row?.blocked ?? []).map((one) => ({ ...one, comments: comments.get(one.key) ?? 0 })),
      running: row?.running ?? {},
      outcomes: row?.outcomes ?? {},
      blockedBy: blockedBy({ clone, row, newest, plan }),
      comments: [...comments.values()].reduce((sum, count) => sum + count, 0),
      at: row?.at ?? clone.at,
      ...defined({
        upgrade: row?.upgrade
          ? {
              id: row.upgrade.id,
              from: clone.baseVersion,
              to: row.upgrade.to,
              status: 'open' as const,
              begunAt: row.upgrade.begunAt,
              begunBy: row.upgrade.begunBy,
              changedAt: row.upgrade.changedAt,
              openItems: row.conflicts,
            }
          : undefined,
        answer: answer
          ? { answer: answer.answer, reason: answer.reason, by: answer.by, at: answer.at, ...(answer.until ? { until: answer.until } : {}) }
          : undefined,
        liveVersion: row?.live?.version,
        failedCases: row?.upgrade && row.upgrade.failedCases.length > 0 ? row.upgrade.failedCases : undefined,
        mergeMs: row?.mergeMs,
        wave: wave >= 0 ? wave + 1 : undefined,
        overdue: late || undefined,
      }),
    } as FleetRow;
  }
}

const newestOf = (releases: readonly ReleaseRow[]) => releases.find(({ withdrawn }) => !withdrawn)?.version ?? 0;

/** The first thing in the way of the newest release. */
function blockedBy({
  clone,
  row,
  newest,
  plan,
}: {
  clone: CloneRow;
  row: FleetRowData | undefined;
  newest: number;
  plan: WavesRow | undefined;
}): FleetRow['blockedBy'] {
  if (clone.cutOff) return 'cut';
  if (clone.baseVersion >= newest) {
    const live = row?.live?.baseVersion ?? 0;
    return row?.live && live < clone.baseVersion ? 'notPublished' : 'nothing';
  }
  if (!isOffered(plan, clone.region)) return 'wave';
  if (row?.answer && row.answer.version === row.newestVersion && !row.upgrade) return row.answer.answer;
  if (row?.upgrade && row.conflicts === 0 && row.upgrade.failedCases.length > 0) return 'checks';
  if (row && row.conflicts > 0) return 'conflicts';
  return 'notBegun';
}

function totalsOf(rows: readonly FleetRow[]): FleetPage['totals'] {
  const sum = (of: (row: FleetRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    clones: rows.length,
    current: rows.filter(({ newest }) => newest).length,
    conflicts: sum(({ conflicts }) => conflicts),
    blocked: rows.filter(({ blockedBy: by }) => by !== 'nothing' && by !== 'cut').length,
    running: sum(({ running }) => Object.values(running).reduce((total, count) => total + count, 0)),
    drift: sum(({ drift }) => drift),
  };
}

/** Of the regions whose wave has begun. */
function outcomeOf(plan: WavesRow, rows: readonly FleetRowData[]): ReleaseOutcomeRow {
  const out = new Set(plan.waves.slice(0, plan.opened).flatMap(({ regions }) => regions));
  const found = rows
    .filter(({ region }) => plan.status === 'done' || out.has(region))
    .map((row) => row.outcomes[String(plan.version)] ?? none);
  const sum = (of: keyof ReleaseOutcomeRow) => found.reduce((total, one) => total + one[of], 0);
  return { cases: sum('cases'), incidents: sum('incidents'), checksPassed: sum('checksPassed'), checksFailed: sum('checksFailed') };
}

/** Why a plan stops by itself, in words; undefined while all is well. */
export function stopReason({ rules }: Pick<WavesRow, 'rules'>, { cases, incidents, checksFailed }: ReleaseOutcomeRow): Text | undefined {
  if (cases >= rules.minCases && incidents / cases > rules.maxIncidentShare) {
    const [share, most] = [percent(incidents / cases), percent(rules.maxIncidentShare)];
    return words(
      `新版本上的 ${cases} 件办件中有 ${incidents} 件出现异常（${share}，上限 ${most}），已自动停止推送`,
      `${incidents} of ${cases} cases on the new version have an incident (${share}, at most ${most}): stopped`,
    );
  }
  if (checksFailed > rules.maxFailedChecks)
    return words(
      `${checksFailed} 个地区升级后用例不通过（上限 ${rules.maxFailedChecks}），已自动停止推送`,
      `The case tests of ${checksFailed} regions fail after the upgrade (at most ${rules.maxFailedChecks}): stopped`,
    );
  return undefined;
}
const percent = (share: number) => `${Math.round(share * 1000) / 10}%`;

const sameRegions = (a: readonly string[], b: readonly string[] | undefined) =>
  b !== undefined && a.length === b.length && a.every((region) => b.includes(region));

/** A region comes in one wave. */
function onlyOnce(waves: readonly { regions: readonly string[] }[]): void {
  const all = waves.flatMap(({ regions }) => regions);
  const twice = all.find((region, index) => all.indexOf(region) !== index);
  if (twice !== undefined) throw new InvalidError('waves.twice', [{ path: 'waves', code: 'waves.twice' }], { region: twice });
}

/** planned -next-> running -pause-> paused -resume-> running -next…-> done; stop at any time; stopped -resume (with a reason)-> paused. */
function actionOf(plan: WavesRow, action: WaveAction['action'], reason = ''): { change: Partial<WavesRow>; said: Text } {
  const because = reason === '' ? '' : `：${reason}`;
  const why = reason === '' ? '' : `: ${reason}`;
  switch (action) {
    case 'next': {
      if (plan.status !== 'planned' && plan.status !== 'running') break;
      if (plan.opened === plan.waves.length)
        return { change: { status: 'done' }, said: words(`向其余地区放开${because}`, `Released to all others${why}`) };
      const name = plan.waves[plan.opened]!.name;
      return {
        change: { status: 'running', opened: plan.opened + 1 },
        said: words(`开始「${name}」${because}`, `Wave "${name}" begins${why}`),
      };
    }
    case 'pause':
      if (plan.status !== 'running') break;
      return { change: { status: 'paused' }, said: words(`暂停${because}`, `Paused${why}`) };
    case 'resume':
      if (plan.status !== 'paused' && plan.status !== 'stopped') break;
      if (plan.status === 'stopped' && reason === '')
        throw new InvalidError('waves.reason_missing', [{ path: 'reason', code: 'waves.reason_missing' }]);
      // What stopped it by itself is still there: a stopped plan is paused first, so that its limits can be changed before it runs.
      return {
        change: { status: plan.status === 'paused' ? 'running' : 'paused', stopped: null },
        said: words(`继续${because}`, `Resumed${why}`),
      };
    case 'stop':
      if (plan.status === 'done' || plan.status === 'stopped') break;
      return {
        change: { status: 'stopped', stopped: words(`已停止推送${because}`, `Stopped${why}`) },
        said: words(`停止推送${because}`, `Stopped${why}`),
      };
    default:
      break;
  }
  throw new ConflictError('waves.not_now', { status: plan.status });
}
