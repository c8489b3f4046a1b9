/** Who may see and change forms and data elements: keepers their department's, designers and stewards of the region read. */
import { ForbiddenError, NotFoundError } from '../errors.ts';
import { keeps, keptDepartments, regionsWith, type SessionActor } from '../identity/actor.ts';

const readers = ['keeper', 'designer'] as const;
const elementReaders = ['keeper', 'designer', 'steward'] as const;

/** The region a request means: the one it names, or the first the actor has something to do with. */
export function formRegion(actor: SessionActor, wanted?: string): string {
  return regionOf(regionsWith(actor, ...readers), wanted);
}

export function elementRegion(actor: SessionActor, wanted?: string): string {
  return regionOf(regionsWith(actor, ...elementReaders), wanted);
}

function regionOf(regions: readonly string[], wanted: string | undefined): string {
  const region = wanted ?? regions[0];
  if (region === undefined || !regions.includes(region)) throw new ForbiddenError('access.region');
  return region;
}

export const isDesigner = (actor: SessionActor, region: string): boolean => regionsWith(actor, 'designer').includes(region);

/** Departments of a region whose forms the actor may see; null means all of them. */
export function seenDepartments(actor: SessionActor, region: string): string[] | null {
  return isDesigner(actor, region) ? null : keptDepartments(actor, region);
}

/** Refuses with 404: a form of another department is not even known to be there. */
export function mustSee(actor: SessionActor, { region, department }: { region: string; department: string }, code: string): void {
  if (!isDesigner(actor, region) && !keeps(actor, region, department)) throw new NotFoundError(code);
}

/** What one may see one may not therefore change: only the department's own keepers do. */
export function mustKeep(actor: SessionActor, { region, department }: { region: string; department: string }, code: string): void {
  mustSee(actor, { region, department }, code);
  if (!keeps(actor, region, department)) throw new ForbiddenError('form.keepers_only');
}
