/**
 * Who may touch which case. A case one may not know of is not found, never forbidden: region first, then ownership or
 * participation.
 */
import type { CaseState, Task } from '../../engine/types.ts';
import { type CaseKey, findCaseByNumber, listOwnCases, type StoredCase } from '../../store/cases.ts';
import { NotFoundError } from '../errors.ts';
import type { Grant, SessionActor } from '../identity/actor.ts';
import type { LoadedPlan } from '../plans.ts';
import type { CaseParts } from './parts.ts';

export interface OpenCase {
  stored: StoredCase;
  loaded: LoadedPlan;
}

/** Region inside a case number; undefined when it is none. */
export function regionOfCaseNo(caseNo: string): string | undefined {
  return /^LB(\d{6})\d{13,}$/.exec(caseNo)?.[1];
}

/** The consent tasks of a case that wait for this person. */
export function consentTasksOf(state: CaseState, actor: SessionActor): Task[] {
  const idNumber = actor.person?.idNumber;
  if (!idNumber) return [];
  return Object.values(state.tasks).filter(
    (task) => task.kind === 'consent' && task.party !== undefined && state.fields[`${task.party}.idNumber`]?.value === idNumber,
  );
}

/** A case of the person: they applied, or are asked for their consent in it. */
export async function openOwnCase(parts: CaseParts, actor: SessionActor, caseNo: string): Promise<OpenCase & { isApplicant: boolean }> {
  const region = regionOfCaseNo(caseNo);
  const key = region && actor.kind === 'person' ? await findCaseByNumber(parts.store, [region], caseNo) : undefined;
  if (!key) throw new NotFoundError('case.unknown');
  const found = await parts.runBurst.load(key.region, key.id);
  const isApplicant = found.stored.account === actor.accountId;
  if (!isApplicant && consentTasksOf(found.stored.state, actor).length === 0) throw new NotFoundError('case.unknown');
  return { ...found, isApplicant };
}

/** A draft of the person, with the region it belongs to. */
export async function findOwnDraftKey(parts: CaseParts, actor: SessionActor, id: string): Promise<CaseKey> {
  const keys = actor.kind === 'person' ? await listOwnCases(parts.store, actor.accountId, undefined) : [];
  const key = keys.find((one) => one.id === id);
  if (!key) throw new NotFoundError('draft.unknown');
  return key;
}

/** Departments the officer works for in a region. */
export function departmentsOf(actor: SessionActor, region: string): string[] {
  return actor.grants.flatMap((grant) =>
    grant.role === 'officer' && grant.region === region && grant.department ? [grant.department] : [],
  );
}

/** Does this department take part in the case? */
export function takesPart(state: CaseState, department: string): boolean {
  return Object.values(state.tasks).some((task) => task.kind === 'desk' && task.department === department);
}

export interface OfficerCase extends OpenCase {
  region: string;
  /** Departments of the officer that take part; empty for a supervisor. */
  departments: string[];
}

/** A submitted case for an officer of a department that takes part, or for a supervisor of the region. */
export async function openOfficerCase(parts: CaseParts, actor: SessionActor, caseNo: string): Promise<OfficerCase> {
  const region = regionOfCaseNo(caseNo);
  const may =
    region !== undefined &&
    actor.grants.some((grant) => grant.region === region && ['officer', 'supervisor', 'operator'].includes(grant.role));
  const key = may ? await findCaseByNumber(parts.store, [region], caseNo) : undefined;
  if (!key) throw new NotFoundError('case.unknown');
  const found = await parts.runBurst.load(key.region, key.id);
  const departments = departmentsOf(actor, key.region).filter((department) => takesPart(found.stored.state, department));
  const supervises = actor.grants.some(
    (grant) => grant.region === key.region && (grant.role === 'supervisor' || grant.role === 'operator'),
  );
  if (departments.length === 0 && !supervises) throw new NotFoundError('case.unknown');
  return { ...found, region: key.region, departments };
}

export interface OfficerTask extends OpenCase {
  region: string;
  caseId: string;
  task: Task;
  department: string;
  /** The right the officer has to it: their own, or that of a colleague they stand in for. */
  grant: Grant;
}

/**
 * The right of an officer to a task: of its department, with the role its step asks for. What somebody was given personally
 * is theirs whatever their roles; what a colleague holds who is away is their deputy's.
 */
export function grantFor(actor: SessionActor, region: string, state: CaseState, task: Task): Grant | undefined {
  const { holder, department, role } = task;
  if (department === undefined) return undefined;
  const desks = actor.grants.filter((grant) => grant.role === 'officer' && grant.region === region && grant.department === department);
  const isHolder = (grant: Grant) => holder !== undefined && (grant.for?.id ?? actor.accountId) === holder.id;
  const fitting = desks.filter((grant) => isHolder(grant) || !role || !grant.posts || grant.posts.includes(`${state.scenario.id}/${role}`));
  return fitting.find(isHolder) ?? fitting.find((grant) => !grant.for) ?? fitting[0];
}

/** A desk task of one of the officer's departments. Its id is `<case id>.<task id>`. */
export async function openOfficerTask(parts: CaseParts, actor: SessionActor, taskId: string): Promise<OfficerTask> {
  const { caseId, id } = splitTaskId(taskId);
  const regions = [...new Set(actor.grants.filter((grant) => grant.role === 'officer').map((grant) => grant.region))];
  for (const region of regions) {
    const found = await parts.runBurst.load(region, caseId).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
    if (!found) continue;
    const task = found.stored.state.tasks[id];
    const grant = task && grantFor(actor, region, found.stored.state, task);
    if (!task?.department || !grant) break;
    return { ...found, region, caseId, task, department: task.department, grant };
  }
  throw new NotFoundError('task.unknown');
}

export function splitTaskId(taskId: string): { caseId: string; id: string } {
  const match = /^([0-9a-f-]{36})\.(k\d+)$/.exec(taskId);
  if (!match) throw new NotFoundError('task.unknown');
  return { caseId: match[1]!, id: match[2]! };
}
