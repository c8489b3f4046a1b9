/**
 * Running cases and a new version: plan (nothing is written), begin (the plan is kept, case by case), move in batches, undo.
 *
 * A case is moved on what it is at that moment: it is sorted again in its batch, and a case somebody acted on meanwhile is
 * not overwritten. Item and case are stored in one transaction, so that a crash leaves every case either waiting or moved.
 */
import { uuidv7 } from 'uuidv7';
import type { CaseVerdict, MigrationMapping } from '../../engine/migration/index.ts';
import type { CaseState } from '../../engine/types.ts';
import {
  type CaseFilter,
  countItems,
  findMigration,
  insertItems,
  insertMigration,
  listCalledCases,
  listItems,
  listMigrations,
  listRunningCases,
  type MigrationItem,
  type MigrationRow,
  setMigrationStatus,
} from '../../store/case-migrations.ts';
import { forgetUndo } from '../../store/case-moves.ts';
import { NotFoundError } from '../errors.ts';
import type { LoadedPlan } from '../plans.ts';
import { createMoving, type MigrationParts } from './moving.ts';
import { createTally, type Looked, type MigrationPlan } from './tally.ts';

export interface MigrationScope {
  region: string;
  scenario: string;
  /** Target version; the live one by default. */
  to?: number;
  filter?: CaseFilter;
  mapping?: MigrationMapping;
  /** Cases called by these, too, to the live version of their own scenario. */
  children?: boolean;
}

export interface MigrationProgress {
  id: string;
  scenario: string;
  to: number;
  status: MigrationRow['status'];
  createdAt: string;
  createdBy: string;
  counts: Record<CaseVerdict, number>;
  waiting: number;
  moved: number;
  left: number;
  undone: number;
  /** Of the called cases. */
  children?: MigrationProgress[];
}

const chunk = 200;
/** Cases per transaction: small enough that nobody waits long for a row. */
const batch = 50;

export type { MigrationParts } from './moving.ts';
export type { MigrationPlan, ReasonGroup } from './tally.ts';
export type MigrationService = ReturnType<typeof createMigration>;

export function createMigration(parts: MigrationParts) {
  const { store, plans, clock } = parts;
  const { rehearse, moveBatch, undoBatch } = createMoving(parts);

  async function target({ region, scenario, to }: MigrationScope): Promise<LoadedPlan> {
    const loaded = to === undefined ? await plans.livePlan(region, scenario) : await plans.getPlan(region, scenario, { version: to });
    if (!loaded) throw new NotFoundError('version.not_found');
    return loaded;
  }

  /** Calls `each` with every case in question and what would become of it. */
  async function look(scope: MigrationScope, loaded: LoadedPlan, each: (cases: readonly Looked[]) => Promise<void> | void): Promise<void> {
    const filter = scope.filter ?? {};
    let left = filter.limit ?? Number.POSITIVE_INFINITY;
    let after: string | undefined;
    while (left > 0) {
      const { region, scenario } = scope;
      const found = await listRunningCases(store, {
        region,
        scenario,
        not: loaded.version,
        filter,
        limit: chunk,
        ...(after ? { after } : {}),
      });
      if (found.length === 0) return;
      after = found.at(-1)!.id;
      const here = found.filter(({ stored }) => standsAt(stored.state, filter.node)).slice(0, left);
      left -= here.length;
      await each(await Promise.all(here.map((one) => rehearse(one, loaded, scope.mapping ?? {}))));
    }
  }

  return {
    /** Dry run on the real states: counts, reasons in words, and what is suggested. Nothing is written. */
    plan: planScope,

    /** Keeps the plan case by case; nothing is moved yet. */
    begin: beginScope,

    /** Moves up to `limit` waiting cases; called again until none waits. Two at a time do no harm. */
    async move({ region, id, limit = 1_000 }: { region: string; id: string; limit?: number }): Promise<MigrationProgress> {
      const row = await existing(region, id);
      const loaded = await plans.getPlan(region, row.scenario, { version: row.to_version });
      if (row.status === 'planned') await setMigrationStatus(store, region, id, 'moving');
      for (let done = 0; done < limit; done += batch) {
        const ids = await listItems(store, { region, migration: id, status: 'waiting', limit: Math.min(batch, limit - done) });
        if (ids.length === 0) break;
        await moveBatch(row, loaded, ids);
      }
      const now = await progress(region, id);
      if (now.waiting === 0 && now.status === 'moving') await setMigrationStatus(store, region, id, 'done');
      return now.waiting === 0 && now.status === 'moving' ? { ...now, status: 'done' } : now;
    },

    /** Puts back every moved case nobody has acted on since; the others stay where they are. */
    async undo({ region, id }: { region: string; id: string }): Promise<MigrationProgress> {
      const row = await existing(region, id);
      await setMigrationStatus(store, region, id, 'undone');
      let after: string | undefined;
      for (;;) {
        const ids = await listItems(store, { region, migration: id, status: 'moved', limit: batch, ...(after ? { after } : {}) });
        if (ids.length === 0) return progress(region, id);
        after = ids.at(-1)!;
        await undoBatch(row, ids);
      }
    },

    progress: async ({ region, id }: { region: string; id: string }): Promise<MigrationProgress> => progress(region, id),

    async list({ region, scenario }: { region: string; scenario: string }): Promise<MigrationProgress[]> {
      const rows = await listMigrations(store, region, scenario);
      return Promise.all(rows.map((row) => progress(region, row.id)));
    },

    /** Forgets what undo would need of cases that have gone on since. */
    sweep: (region: string): Promise<number> => forgetUndo(store, region),
  };

  async function planScope(scope: MigrationScope): Promise<MigrationPlan> {
    const loaded = await target(scope);
    const tally = createTally(loaded);
    const calls: string[] = [];
    await look(scope, loaded, (cases) => {
      for (const one of cases) tally.add(one);
      calls.push(...cases.flatMap(callsOf));
    });
    const children = scope.children ? await Promise.all((await childScopes(scope.region, calls)).map(planScope)) : [];
    return { ...tally.result(scope), ...(children.length > 0 ? { children } : {}) };
  }

  async function beginScope(scope: MigrationScope & { by: { id: string; name: string } }): Promise<MigrationProgress> {
    const loaded = await target(scope);
    const { region } = scope;
    const id = uuidv7();
    await insertMigration(store, {
      id,
      region,
      scenario: scope.scenario,
      to_version: loaded.version,
      mapping: scope.mapping ?? {},
      filter: scope.filter ?? {},
      status: 'planned',
      created_by: scope.by.id,
      created_name: scope.by.name,
      created_at: clock(),
    });
    const calls: string[] = [];
    await look(scope, loaded, async (cases) => {
      calls.push(...cases.flatMap(callsOf));
      await insertItems(store, region, id, cases.map(itemOf));
    });
    const children: MigrationProgress[] = [];
    if (scope.children) for (const child of await childScopes(region, calls)) children.push(await beginScope({ ...child, by: scope.by }));
    return { ...(await progress(region, id)), ...(children.length > 0 ? { children } : {}) };
  }

  /** The called cases by their scenario; each goes to the live version of its own, and what they call as well. */
  async function childScopes(region: string, calls: readonly string[]): Promise<MigrationScope[]> {
    const called = await listCalledCases(store, region, calls);
    return [...Map.groupBy(called, (one) => one.scenario)].map(([scenario, cases]) => ({
      region,
      scenario,
      filter: { ids: cases.map((one) => one.id) },
      children: true,
    }));
  }

  async function existing(region: string, id: string): Promise<MigrationRow> {
    const row = await findMigration(store, region, id);
    if (!row) throw new NotFoundError('migration.unknown');
    return row;
  }

  async function progress(region: string, id: string): Promise<MigrationProgress> {
    const row = await existing(region, id);
    const items = await countItems(store, region, id);
    const sum = (match: (item: (typeof items)[number]) => boolean) => items.filter(match).reduce((total, { count }) => total + count, 0);
    const verdict = (name: CaseVerdict) => sum((item) => item.verdict === name);
    return {
      id,
      scenario: row.scenario,
      to: row.to_version,
      status: row.status,
      createdAt: row.created_at,
      createdBy: row.created_name,
      counts: { safe: verdict('safe'), mapping: verdict('mapping'), person: verdict('person'), stay: verdict('stay') },
      waiting: sum(({ status }) => status === 'waiting'),
      moved: sum(({ status }) => status === 'moved'),
      left: sum(({ status }) => status === 'left'),
      undone: sum(({ status }) => status === 'undone'),
    };
  }
}

/** Keys the cases were started under that this one waits for. */
function callsOf({ stored }: Looked): string[] {
  return Object.values(stored.state.pending).flatMap((pending) => (pending.kind === 'call' ? [`call:${pending.key}`] : []));
}

function standsAt(state: CaseState, node: string | undefined): boolean {
  return node === undefined || Object.values(state.tokens).some((token) => token.node === node);
}

function itemOf({ id, version, stored, rehearsal }: Looked): MigrationItem {
  const { verdict, reasons } = rehearsal;
  return { case_id: id, case_no: stored.caseNo, from_version: version, verdict, reasons, status: verdict === 'safe' ? 'waiting' : 'left' };
}
