import type { Calendar, DataResource, Text } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import type { ApplicationScope } from '../../store/data-applications.ts';
import type { Store } from '../../store/store.ts';
import { ForbiddenError, NotFoundError } from '../errors.ts';
import { keptDepartments, type RequestFacts, regionsWith, type SessionActor } from '../identity/actor.ts';

/** What every use case about shared data is given. */
export interface DataParts {
  store: Store;
  clock(): string;
  calendarOf(region: string): Promise<Calendar>;
  /** Running cases of a scenario, by version. */
  running(region: string, scenario: string): Promise<Record<number, number>>;
  /** 32 bytes, base64: signs exports and checks the read log. */
  masterKey: string;
}
export type By<T = unknown> = { actor: SessionActor } & RequestFacts & T;
export type Asked<T = unknown> = { actor: SessionActor } & T;

export const pageSize = 50;
/** Days whose figures are shown. */
export const figureDays = 30;

export interface Place {
  region: string;
  id: string;
}
/** How a resource or a contract is named in an address. */
export const keyOf = ({ region, id }: Place): string => `${region}~${id.replace('/', '~')}`;
export function placeOf(key: string): Place {
  const [region = '', ...id] = key.split('~');
  return { region, id: id.join('/') };
}
/** How the store names a resource among those of all regions. */
export const storeKey = ({ region, id }: Place): string => `${region} ${id}`;

export function ownOf(actor: SessionActor): { region: string; department: string }[] {
  return actor.grants.flatMap(({ role, region, department }) => (role === 'keeper' && department ? [{ region, department }] : []));
}
export function scopeOf(actor: SessionActor): ApplicationScope {
  return {
    consumer: regionsWith(actor, 'designer'),
    made: ownOf(actor).length > 0 ? [actor.accountId] : [],
    owner: ownOf(actor).map(({ region, department }) => `${region} ${department}`),
    steward: regionsWith(actor, 'steward'),
  };
}

/** The region somebody applies for data in: as its designer, or as keeper of one of its departments. */
export function applyingRegion(actor: SessionActor, wanted: string | undefined): string {
  const region = wanted ?? regionsWith(actor, 'designer')[0] ?? regionsWith(actor, 'keeper')[0];
  if (region === undefined || !regionsWith(actor, 'designer', 'keeper').includes(region)) throw new ForbiddenError('access.region');
  return region;
}
/** A designer applies for any scenario of the region, a keeper for one their department takes part in. */
export function mayApplyFor(actor: SessionActor, region: string, departments: Readonly<Record<string, unknown>>): boolean {
  if (regionsWith(actor, 'designer').includes(region)) return true;
  return keptDepartments(actor, region).some((department) => Object.hasOwn(departments, department));
}

const dayMs = 86_400_000;
/** Local date `days` before a local date. */
export function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * dayMs).toISOString().slice(0, 10);
}
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}
/** Today, and the day after which figures count. */
export function figureTime(now: string): { today: string; since: string } {
  const today = localDate(now);
  return { today, since: daysBefore(today, figureDays) };
}

export const ownerText = (name: Text | null, department: string): Text => name ?? { 'zh-CN': department, en: department };
export const fieldName = (resource: DataResource | null, field: string): Text =>
  resource?.fields[field]?.name ?? { 'zh-CN': field, en: field };

export function notFound(what: 'resource' | 'application' | 'grant'): NotFoundError {
  return new NotFoundError(`${what}.not_found`);
}
