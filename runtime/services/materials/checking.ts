/**
 * What is named in a form must be there: given by the same person, for this place, fit to be used, and in a way the slot
 * accepts. Looked at on the server whenever values come in; what pages showed before counts for nothing.
 */
import { uuidv7 } from 'uuidv7';
import { addWorkingDays, localDate } from '../../calendar/index.ts';
import { wayOf } from '../../compile/materials.ts';
import type { Condition, FieldProblem, JsonValue, PlanMaterial } from '../../compile/plan.ts';
import { contextOfCase } from '../../engine/index.ts';
import type { CaseState } from '../../engine/types.ts';
import { findLicence } from '../../store/licences.ts';
import {
  attachUploads,
  insertUpload,
  listCaseUploads,
  listUploads,
  releaseUploads,
  type UploadRow,
  updateUpload,
} from '../../store/uploads.ts';
import type { CaseParts } from '../cases/parts.ts';
import { InvalidError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import type { LoadedPlan } from '../plans.ts';
import { slotOfPath, usualFiles, usualLimits } from './places.ts';
import { isTolerated, isValid, sharedBy } from './views.ts';

type Values = Record<string, JsonValue>;

export interface MaterialSite {
  actor: SessionActor;
  loaded: LoadedPlan;
  region: string;
  caseId: string;
  /** Absent before the case is there. */
  state?: CaseState;
}

/** Paths of these values that hold documents. */
export function filePaths({ plan }: LoadedPlan, values: Values): string[] {
  return Object.keys(values).filter((path) => Object.hasOwn(plan.types, path) && plan.types[path]!.type === 'file');
}

function idsOf(value: JsonValue | undefined): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : [];
}

/**
 * Refuses materials that do not fit, and keeps those that do from being collected. Called before the commit that names them.
 * @throws InvalidError with a problem per path.
 */
export async function takeMaterials(parts: CaseParts, site: MaterialSite, values: Values): Promise<void> {
  const paths = filePaths(site.loaded, values);
  const ids = [...new Set(paths.flatMap((path) => idsOf(values[path])))];
  if (ids.length === 0) return;
  const rows = await rowsOf(parts, site, ids);
  const problems: FieldProblem[] = [];
  for (const path of paths) {
    const code = await problemAt(parts, site, { path, ids: idsOf(values[path]), rows, values });
    if (code) problems.push({ path, code });
  }
  if (problems.length > 0) throw new InvalidError('fill.invalid', problems);
  await attachUploads(parts.store, { region: site.region, caseId: site.caseId, at: parts.clock(), ids });
  await noteRules(parts, site, { ids, rows });
}

async function rowsOf(parts: CaseParts, { region, caseId }: MaterialSite, ids: readonly string[]): Promise<UploadRow[]> {
  const wellFormed = ids.filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const rows = await listUploads(
    parts.store,
    wellFormed.map((id) => ({ region, id })),
  );
  return rows.filter((row) => row.case_id === caseId || row.case_id === null);
}

interface Given {
  path: string;
  ids: string[];
  rows: readonly UploadRow[];
  values: Values;
}

async function problemAt(parts: CaseParts, site: MaterialSite, { path, ids, rows, values }: Given): Promise<string | undefined> {
  const slot = slotOfPath(site.loaded.plan, path);
  if (ids.length > (slot?.doc.maxFiles ?? usualFiles)) return 'material.too_many';
  const named = ids.map((id) => rows.find((row) => row.id === id && row.account === site.actor.accountId && row.path === path));
  if (named.some((row) => row === undefined)) return 'material.unknown';
  const known = named as UploadRow[];
  if (known.some((row) => row.state !== 'ready')) return 'material.not_ready';
  // Words instead of a document stand alone: beside one they would say nothing.
  if (known.length > 1 && known.some(({ kind }) => kind === 'promise' || kind === 'tolerance')) return 'material.alone';
  for (const row of known) {
    const code = slot ? await slotProblem(parts, site, { slot, row, values }) : plainProblem(row);
    if (code) return code;
  }
  return undefined;
}

function plainProblem(row: UploadRow): string | undefined {
  return row.kind === 'upload' && usualLimits.types.includes(row.type ?? '') && row.size <= usualLimits.maxBytes * 1.2
    ? undefined
    : 'material.not_accepted';
}

async function slotProblem(
  parts: CaseParts,
  site: MaterialSite,
  { slot, row, values }: { slot: PlanMaterial; row: UploadRow; values: Values },
): Promise<string | undefined> {
  const { doc } = slot;
  switch (row.kind) {
    case 'upload':
      return wayOf(doc, 'upload')?.types.some((type) => type === row.type) ? undefined : 'material.not_accepted';
    case 'earlier': {
      const way = wayOf(doc, 'earlier');
      if (!way) return 'material.not_accepted';
      const at = Date.parse(String(row.facts.at));
      // Valid when it was taken up: a draft may lie for a while.
      return Date.parse(row.created_at) - at <= way.days * 86_400_000 ? undefined : 'material.expired';
    }
    case 'licence': {
      if (!wayOf(doc, 'licence')) return 'material.not_accepted';
      if (row.facts.data) return undefined;
      const licence = await findLicence(parts.store, String(row.facts.region), String(row.facts.licence));
      return licence && isValid(licence, parts.clock()) ? undefined : 'licence.not_valid';
    }
    case 'promise':
      return wayOf(doc, 'promise') ? undefined : 'material.not_accepted';
    case 'tolerance':
      if (!wayOf(doc, 'tolerate')) return 'material.not_accepted';
      // Put off once, it stays put off until it is due, whatever the credit is later.
      if (row.due !== null) return undefined;
      return site.state && isTolerated(site.loaded, site.state, slot, parts.clock(), values) ? undefined : 'material.not_tolerated';
  }
}

/** How long each is kept is the slot's rule of the moment it was handed in. */
async function noteRules(
  parts: CaseParts,
  { loaded }: MaterialSite,
  { ids, rows }: { ids: readonly string[]; rows: readonly UploadRow[] },
): Promise<void> {
  for (const id of ids) {
    const row = rows.find((one) => one.id === id);
    const days = row?.path ? slotOfPath(loaded.plan, row.path)?.doc.retentionDays : undefined;
    if (row && days !== undefined && row.retain_days !== days) await updateUpload(parts.store, row, { retain_days: days });
  }
}

/** What the registers gave needs nobody: the slot is filled with a note of it, in the submission itself. */
export async function withSharedLicences(parts: CaseParts, site: MaterialSite, values: Values): Promise<Values> {
  const { state, loaded } = site;
  if (!state) return values;
  const filled: Values = { ...values };
  let known: UploadRow[] | undefined;
  for (const slot of Object.values(loaded.plan.materials ?? {})) {
    const given = filled[slot.path] ?? state.draft[slot.path] ?? state.fields[slot.path]?.value;
    if (
      idsOf(given).length > 0 ||
      !sharedBy(slot, loaded, state) ||
      !isAsked(loaded, { path: slot.path, state, values: filled, now: parts.clock() })
    )
      continue;
    known ??= await listCaseUploads(parts.store, site.region, site.caseId);
    const data = wayOf(slot.doc, 'licence')!.data!;
    const row =
      known.find((one) => one.path === slot.path && one.kind === 'licence' && one.facts.data === data && one.state === 'ready') ??
      (await insertUpload(parts.store, {
        region: site.region,
        id: uuidv7(),
        account: site.actor.accountId,
        case_id: site.caseId,
        path: slot.path,
        document: slot.document,
        kind: 'licence',
        state: 'ready',
        name: slot.doc.name['zh-CN'],
        limits: { types: [], maxBytes: 0 },
        size: 0,
        facts: { data },
        created_at: parts.clock(),
      }));
    filled[slot.path] = [row.id];
  }
  return filled;
}

/** Is it a question of a form, and one that applies with these values? What does not apply must stay empty. */
function isAsked(
  { plan }: LoadedPlan,
  { path, state, values, now }: { path: string; state: CaseState; values: Values; now: string },
): boolean {
  const context = contextOfCase(plan, state, now, values);
  const holds = (condition: Condition | undefined) => {
    const met = condition?.(context, { now });
    return met === undefined || (met.ok && met.value);
  };
  return Object.values(plan.fills).some(({ fields, sections }) => {
    const field = Object.hasOwn(fields, path) ? fields[path] : undefined;
    return field !== undefined && holds(field.visible) && holds(sections.find(({ id }) => id === field.section)?.visible);
  });
}

/** After the commit: what is named no more may go, and what was put off gets its day. */
export async function settleMaterials(
  parts: CaseParts,
  { loaded, stored }: { loaded: LoadedPlan; stored: { state: CaseState } },
): Promise<void> {
  const { state } = stored;
  const held = { ...Object.fromEntries(Object.entries(state.fields).map(([path, { value }]) => [path, value])), ...state.draft };
  const places = [...new Set([...filePaths(loaded, held), ...Object.values(loaded.plan.materials ?? {}).map(({ path }) => path)])];
  if (places.length === 0) return;
  const ids = places.flatMap((path) => [...idsOf(state.fields[path]?.value), ...idsOf(state.draft[path])]);
  await releaseUploads(parts.store, { region: state.region, caseId: state.id, at: parts.clock(), places, ids });
  if (state.status !== 'running' || ids.length === 0) return;
  for (const row of await listCaseUploads(parts.store, state.region, state.id)) {
    if (row.kind !== 'tolerance' || row.due !== null || !ids.includes(row.id)) continue;
    await updateUpload(parts.store, row, { due: await dueOf(parts, state, Number(row.facts.days)) });
  }
}

/** Working days from acceptance; where next year’s holidays are not published yet, weekdays count. */
async function dueOf(parts: CaseParts, state: CaseState, days: number): Promise<string> {
  const from = localDate(parts.clock());
  const { due } = addWorkingDays(await parts.plans.calendarOf(state.region), from, days);
  if (due) return due;
  let left = days;
  let day = Date.parse(`${from}T00:00:00Z`);
  while (left > 0) {
    day += 86_400_000;
    if (![0, 6].includes(new Date(day).getUTCDay())) left -= 1;
  }
  return new Date(day).toISOString().slice(0, 10);
}

/** A material that was sent back must change: the same again would only cost both sides time. */
export function refuseUnchanged({ loaded, state }: Pick<MaterialSite, 'loaded' | 'state'>, values: Values): void {
  if (!state) return;
  const named = Object.values(state.tasks)
    .filter((task) => task.status === 'supplement')
    .flatMap((task) => (task.defects ?? []).flatMap(({ path }) => (path === undefined ? [] : [path])));
  const problems = [...new Set(named)]
    .filter((path) => loaded.plan.types[path]?.type === 'file')
    .filter((path) => {
      const before = idsOf(state.fields[path]?.value);
      const after = idsOf(values[path] ?? state.draft[path]);
      return before.length > 0 && (after.length === 0 || after.every((id) => before.includes(id)));
    })
    .map((path) => ({ path, code: 'material.same' }));
  if (problems.length > 0) throw new InvalidError('fill.invalid', problems);
}
