/** Who sends a request, with the rights of this moment, and the questions services ask about them. */
import type { Grant, GrantRole } from '../../store/accounts.ts';
import { ForbiddenError } from '../errors.ts';

export type { Grant, GrantRole };

export interface SessionActor {
  accountId: string;
  kind: 'person' | 'staff';
  name: string;
  /** Citizens only. Never logged. */
  person?: { idNumber: string; mobile: string };
  grants: Grant[];
  sessionId: string;
}

/** Facts of the request that the audit keeps beside the actor. */
export interface RequestFacts {
  requestId: string;
  address: string;
}

/** Regions where the actor holds one of the roles, each once. */
export function regionsWith(actor: SessionActor, ...roles: GrantRole[]): string[] {
  return [...new Set(actor.grants.filter((grant) => roles.includes(grant.role)).map((grant) => grant.region))];
}

/** Departments of a region the actor keeps. */
export function keptDepartments(actor: SessionActor, region: string): string[] {
  const kept = actor.grants.filter((grant) => grant.role === 'keeper' && grant.region === region && grant.department);
  return [...new Set(kept.map(({ department }) => department!))];
}
/** True when the actor keeps the forms and data of this department. */
export function keeps(actor: SessionActor, region: string, department: string): boolean {
  return keptDepartments(actor, region).includes(department);
}
/** True when the actor reviews applications for data in the region. */
export function isSteward(actor: SessionActor, region: string): boolean {
  return actor.grants.some((grant) => grant.role === 'steward' && grant.region === region);
}

/** The region a request means: the one it names, or the only one, or the first the actor holds the role in. */
export function regionFor(actor: SessionActor, role: GrantRole, wanted?: string): string {
  const regions = regionsWith(actor, role);
  const region = wanted ?? regions[0];
  if (region === undefined || !regions.includes(region)) throw new ForbiddenError('access.region');
  return region;
}
