import type {
  DraftSaved,
  FindingList,
  LineageFacts,
  LiveVersion,
  ScenarioCreate,
  ScenarioCreated,
  ScenarioDraft,
  ScenarioList,
  ScenarioRow,
} from '../../../schemas/generated/api.ts';
import type { Lineage } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import { hashOfPackage } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { type Change, changeSentence } from '../../merge/index.ts';
import { saveDraftAuthors } from '../../store/draft-authors.ts';
import { findScenarioDraft, insertScenario, listScenarios, type ScenarioListRow, updateScenarioDraft } from '../../store/scenarios.ts';
import { CodedError, ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { type RequestFacts, regionFor, regionsWith, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { lineageOf, ownContracts } from '../templates/cloned-package.ts';
import type { FromTemplate } from '../templates/cloning.ts';
import { driftOf } from '../templates/differences.ts';
import { enforceLocks } from '../templates/locks.ts';
import { checkPackage, countsOf } from './check-package.ts';
import { emptyPackage } from './empty-package.ts';
import type { StudioParts } from './parts.ts';

export type ByScenario<T = unknown> = { actor: SessionActor; id: string; region?: string } & T;

export interface DraftServices {
  list(input: { actor: SessionActor; region?: string }): Promise<ScenarioList>;
  create(input: { actor: SessionActor } & ScenarioCreate): Promise<ScenarioCreated>;
  draft(input: ByScenario): Promise<ScenarioDraft>;
  /** Saves unless somebody else saved first; what the person typed is never lost and never overwrites. */
  saveDraft(input: ByScenario<{ rev: number; package: ScenarioPackage } & Partial<RequestFacts>>): Promise<DraftSaved>;
  check(input: ByScenario<{ package: ScenarioPackage }>): Promise<FindingList>;
}

/** What a scenario of the region's own begins with. */
interface Begun {
  pkg: ScenarioPackage;
  lineage?: Lineage;
}

export function createDrafts(parts: StudioParts): DraftServices {
  const { store, clock } = parts;

  async function check(region: string, pkg: ScenarioPackage) {
    const rights = await parts.rightsOf?.(region, pkg.scenario?.id ?? '');
    return checkPackage(parts.typecheck, pkg, await parts.calendarOf(region), { rights, today: localDate(clock()) });
  }

  /** Made by the region itself: empty, a copy of another of its scenarios, or the working copy of a template it publishes. */
  async function own(region: string, input: ScenarioCreate): Promise<Begun> {
    const { from, name } = input;
    if (from && 'scenario' in from) {
      const draft = await findScenarioDraft(store, region, from.scenario);
      if (!draft) throw new NotFoundError('scenario.not_found');
      return { pkg: draft.package };
    }
    if (!name) throw new InvalidError('scenario.name_missing', [{ path: 'name', code: 'scenario.name_missing' }]);
    return { pkg: emptyPackage(input.id ?? 'scenario', name) };
  }

  async function insert(region: string, { actor, ...input }: { actor: SessionActor } & ScenarioCreate, { pkg, lineage }: Begun) {
    const id = input.id ?? pkg.scenario.id.split('/').at(-1) ?? pkg.scenario.id;
    const name = input.name ?? pkg.scenario.name;
    const made = renamed(pkg, { id, name, lineage });
    const { findings } = await check(region, made);
    const draft = { region, scenarioId: id, package: made, hash: hashOfPackage(made), ...countsOf(findings), at: clock() };
    const editedBy = { id: actor.accountId, name: actor.name };
    if (!(await insertScenario(store, { ...draft, name, lineage, editedBy }))) throw new ConflictError('scenario.exists', { id });
    return { id, region, rev: 1 };
  }

  /**
   * People name scenarios and do not number them: without an id of their own the first free one is taken, `newborn`, `newborn-2` ….
   * Somebody else may take it in the same moment; then the next one.
   */
  async function underFreeId(region: string, asked: string | undefined, source: string, make: (id: string) => Promise<ScenarioCreated>) {
    if (asked) return make(asked);
    const stem = (source.split('/').at(-1) ?? source).replace(/-\d+$/, '');
    for (let attempt = 0; ; attempt += 1) {
      const taken = new Set((await listScenarios(store, [region])).map(({ id }) => id));
      let id = stem;
      for (let number = 2; taken.has(id); number += 1) id = `${stem}-${number}`;
      try {
        return await make(id);
      } catch (error) {
        if (attempt === 4 || !(error instanceof ConflictError && error.code === 'scenario.exists')) throw error;
      }
    }
  }

  /** A clone; for the region that publishes the template, its working copy. */
  async function fromTemplate(region: string, input: FromTemplate): Promise<ScenarioCreated> {
    const release = await parts.cloning.releaseOf(region, input.from.template, input.from.version);
    if (release.region !== region) return parts.cloning.clone({ ...input, region }, release);
    const { template: _, ...pkg } = release.package;
    return insert(region, input, { pkg, lineage: lineageOf(release) });
  }

  return {
    async list({ actor, region }) {
      const regions = region === undefined ? regionsWith(actor, 'designer') : [regionFor(actor, 'designer', region)];
      const rows = await listScenarios(store, regions);
      const facts = await parts.factsOf(rows);
      const running = new Map(await Promise.all(regions.map(async (one) => [one, await parts.runningIn(one)] as const)));
      return rows.map((row) => rowOf(row, running.get(row.region)?.[row.id] ?? 0, facts.get(`${row.region} ${row.id}`)));
    },

    async create(input) {
      const { actor, from } = input;
      const region = regionFor(actor, 'designer', input.region);
      if (from && 'template' in from) return fromTemplate(region, { ...input, from });
      const begun = await own(region, input);
      const name = input.name ?? begun.pkg.scenario.name;
      return underFreeId(region, input.id, begun.pkg.scenario.id, async (id) => {
        const copy = from && (await parts.cloning.copyOfClone({ actor, region, from: from.scenario, id, name }));
        return copy || insert(region, { ...input, id }, begun);
      });
    },

    async draft({ actor, id, region: wanted }) {
      const region = regionFor(actor, 'designer', wanted);
      const draft = await findScenarioDraft(store, region, id);
      if (!draft) throw new NotFoundError('scenario.not_found');
      const row = (await listScenarios(store, [region])).find((one) => one.id === id);
      const live = row ? (liveOf(row) ?? null) : null;
      const { rev, editedBy, editedAt, errors, warnings, hash } = draft;
      const regionName = row?.regionName ?? region;
      const lineage = row && (await parts.factsOf([row])).get(`${region} ${id}`);
      return {
        region,
        regionName,
        rev,
        package: draft.package,
        editedBy,
        editedAt,
        live,
        changed: live?.hash !== hash,
        findings: { errors, warnings },
        ...(lineage ? { lineage } : {}),
      };
    },

    async saveDraft(input) {
      const { actor, id, region: wanted, rev, package: pkg } = input;
      const region = regionFor(actor, 'designer', wanted);
      if (pkg.scenario.id !== id)
        throw new InvalidError('scenario.id_differs', [{ path: 'package/scenario/id', code: 'scenario.id_differs' }]);
      const before = await findScenarioDraft(store, region, id);
      if (!before) throw new NotFoundError('scenario.not_found');
      if (before.rev !== rev)
        throw new ConflictError('draft.stale', { rev: before.rev, editedBy: before.editedBy, editedAt: before.editedAt });
      await enforceLocks(store, { region, scenarioId: id, package: pkg, before: before.package });
      const { findings } = await check(region, pkg);
      const at = clock();
      const changes = driftOf(before.package, pkg);
      const data = { rev: rev + 1, ...told(changes, before.package, pkg) };
      const saved = await updateScenarioDraft(store, {
        ...(changes.length > 0 ? { line: auditLine(input, { region, at, action: 'draft.changed', object: id, data }) } : {}),
        region,
        scenarioId: id,
        rev,
        package: pkg,
        name: pkg.scenario.name,
        hash: hashOf(pkg),
        ...countsOf(findings),
        editedBy: { id: actor.accountId, name: actor.name },
        at,
      });
      if (saved !== undefined) {
        await saveDraftAuthors(store, { region, scenarioId: id, keys: changes.map(({ key }) => key), byName: actor.name, at });
        parts.onSaved?.(region, id);
        return { rev: saved, savedAt: at };
      }
      const now = await findScenarioDraft(store, region, id);
      throw new ConflictError('draft.stale', { rev: now?.rev ?? rev, editedBy: now?.editedBy ?? '', editedAt: now?.editedAt ?? at });
    },

    async check({ actor, id, region: wanted, package: pkg }) {
      const region = regionFor(actor, 'designer', wanted);
      if (!(await findScenarioDraft(store, region, id))) throw new NotFoundError('scenario.not_found');
      const { findings } = await check(region, pkg);
      return { findings };
    },
  };
}

/** Told one by one in the audit; of an import that changes half of a scenario the rest is counted. */
const toldChanges = 20;

/** What was changed, old and new, as people read it. */
function told(changes: readonly Change[], before: ScenarioPackage, after: ScenarioPackage) {
  const sentences = changes.slice(0, toldChanges).map((change) => ({ ...changeSentence(change, { before, after }) }));
  return { changes: sentences, ...(changes.length > toldChanges ? { more: changes.length - toldChanges } : {}) };
}

/** A package that cannot be hashed (a form that is no object) is refused like any other wrong body. */
function hashOf(pkg: ScenarioPackage): string {
  try {
    return hashOfPackage(pkg);
  } catch (cause) {
    throw new CodedError('request.invalid', { status: 400, problems: [{ path: 'package', code: 'request.value' }], cause });
  }
}

function renamed(
  pkg: ScenarioPackage,
  { id, name, lineage }: { id: string; name: ScenarioPackage['scenario']['name']; lineage?: Lineage },
): ScenarioPackage {
  const { lineage: _, ...scenario } = pkg.scenario;
  const named = { ...scenario, id, name, ...(lineage ? { lineage } : {}) };
  return { ...pkg, ...(id === pkg.scenario.id ? { scenario: named } : withOwnContracts(pkg, named)) };
}

/** Another scenario needs contracts of its own: each keeps its last part, so that uses which shared one go on sharing it. */
function withOwnContracts(
  { contracts }: ScenarioPackage,
  scenario: ScenarioPackage['scenario'],
): Pick<ScenarioPackage, 'scenario' | 'contracts'> {
  const own = (contract: string) => `${scenario.id}/${contract.split('/').at(-1)}`;
  const renamed = Object.values(contracts).map((contract) => [
    own(contract.id),
    { ...contract, id: own(contract.id), scenario: scenario.id },
  ]);
  return { scenario: ownContracts(scenario), contracts: Object.fromEntries(renamed) };
}

export function liveOf(row: ScenarioListRow): LiveVersion | undefined {
  const { liveVersion, liveHash, publishedAt } = row;
  return liveVersion === null || liveHash === null || publishedAt === null
    ? undefined
    : { version: liveVersion, hash: liveHash, publishedAt };
}

function rowOf(row: ScenarioListRow, running: number, lineage: LineageFacts | undefined): ScenarioRow {
  const live = liveOf(row);
  const { editedBy, editedAt, draftHash } = row;
  return {
    id: row.id,
    name: row.name,
    region: row.region,
    regionName: row.regionName,
    ...(editedBy !== null && editedAt !== null ? { draft: { editedBy, editedAt, changed: live?.hash !== draftHash } } : {}),
    ...(live ? { live } : {}),
    findings: { errors: row.errors ?? 0, warnings: row.warnings ?? 0 },
    running,
    ...(lineage ? { lineage } : {}),
  };
}
