/** Where a material belongs: the question of an open form, what a desk asks for, or evidence beside a task. */
import type { MaterialSlot } from '../../../schemas/generated/documents.ts';
import { wayOf } from '../../compile/materials.ts';
import type { MergedField, MergedForm, Plan, PlanMaterial } from '../../compile/plan.ts';
import type { UploadRow } from '../../store/uploads.ts';
import { openOwnAssist } from '../assists/access.ts';
import { findOwnDraftKey, type OpenCase, openOfficerTask, openOwnCase } from '../cases/access.ts';
import { visiblePaths } from '../cases/field-views.ts';
import type { CaseParts } from '../cases/parts.ts';
import { NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import type { LoadedPlan } from '../plans.ts';

/** Named by whoever uploads: a draft, an own case, a task of the desk, a question about its data, or a service that is handed in at once. */
export type Target =
  | { draft: string }
  | { caseNo: string }
  | { task: string }
  | { assist: string }
  | { service: { region: string; scenario: string } };

export interface Place {
  region: string;
  caseId?: string;
  found?: OpenCase;
  loaded: LoadedPlan;
  path?: string;
  slot?: PlanMaterial;
}

/** 10 MB and what phones and offices make, where no slot says otherwise. */
export const usualLimits = { types: ['pdf', 'jpeg', 'png', 'webp', 'heic'], maxBytes: 10 * 1024 * 1024 };
export const usualFiles = 5;

export function slotOfPath(plan: Plan, path: string | undefined): PlanMaterial | undefined {
  return Object.values(plan.materials ?? {}).find((slot) => slot.path === path);
}

/** What may be uploaded here; undefined when the slot takes no uploads. */
export function limitsOf(slot: MaterialSlot | undefined): UploadRow['limits'] | undefined {
  if (!slot) return usualLimits;
  const way = wayOf(slot, 'upload');
  return way && { types: [...way.types], maxBytes: way.maxBytes };
}

/** Who may put something there is checked on the way. */
export async function placeOf(parts: CaseParts, actor: SessionActor, target: Target, path: string | undefined): Promise<Place> {
  if ('task' in target) return placeAtDesk(parts, actor, target.task, path);
  if ('assist' in target) return placeAtAssist(parts, actor, target.assist, path);
  if ('service' in target) {
    const { region, scenario } = target.service;
    const officer = actor.grants.some((grant) => grant.role === 'officer' && grant.region === region);
    const loaded = actor.kind === 'person' || officer ? await parts.plans.livePlan(region, scenario) : undefined;
    if (!loaded) throw new NotFoundError('service.unknown');
    return at({ region, loaded }, path, Object.values(loaded.plan.fills));
  }
  const found = 'draft' in target ? await openDraft(parts, actor, target.draft) : await openApplied(parts, actor, target.caseNo);
  const { state } = found.stored;
  return at({ region: state.region, caseId: state.id, found, loaded: found.loaded }, path, Object.values(found.loaded.plan.fills));
}

async function openDraft(parts: CaseParts, actor: SessionActor, id: string): Promise<OpenCase> {
  const key = await findOwnDraftKey(parts, actor, id);
  return parts.runBurst.load(key.region, key.id);
}

async function openApplied(parts: CaseParts, actor: SessionActor, caseNo: string): Promise<OpenCase> {
  const found = await openOwnCase(parts, actor, caseNo);
  if (!found.isApplicant) throw new NotFoundError('case.unknown');
  return found;
}

/** A file field of the desk's own form, or evidence for anything the desk sees. */
async function placeAtDesk(parts: CaseParts, actor: SessionActor, taskId: string, path: string | undefined): Promise<Place> {
  const found = await openOfficerTask(parts, actor, taskId);
  const { loaded, region, caseId, department } = found;
  const place = { region, caseId, found, loaded };
  if (path === undefined || visiblePaths(loaded.plan, [department]).has(path)) return { ...place, ...(path === undefined ? {} : { path }) };
  return at(place, path, Object.values(loaded.plan.deskForms));
}

/** Evidence of an answer: of the case that asks, and of no field in it. */
async function placeAtAssist(parts: CaseParts, actor: SessionActor, assistId: string, path: string | undefined): Promise<Place> {
  const { region, case_id, status } = await openOwnAssist(parts, actor, assistId);
  if (path !== undefined || status !== 'open') throw new NotFoundError('assist.unknown');
  const found = await parts.runBurst.load(region, case_id);
  return { region, caseId: case_id, found, loaded: found.loaded };
}

function at(place: Place, path: string | undefined, forms: readonly MergedForm[]): Place {
  if (path === undefined || !fieldAt(forms, path)) throw new NotFoundError('field.unknown');
  const slot = slotOfPath(place.loaded.plan, path);
  return { ...place, path, ...(slot ? { slot } : {}) };
}

function fieldAt(forms: readonly MergedForm[], path: string): MergedField | undefined {
  return forms.map(({ fields }) => (Object.hasOwn(fields, path) ? fields[path] : undefined)).find((field) => field?.type === 'file');
}
