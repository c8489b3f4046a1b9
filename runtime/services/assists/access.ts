/** Who sits at which desk of a data owner, and which question they may open. */
import { type AssistDesk, type AssistRow, findAssist } from '../../store/assists.ts';
import type { CaseParts } from '../cases/parts.ts';
import { NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';

/** Officers and keepers of a department answer for its data. */
export function ownerDesks(actor: SessionActor): AssistDesk[] {
  const desks = new Map<string, AssistDesk>();
  for (const { role, region, department, for: standsIn } of actor.grants)
    if ((role === 'officer' || role === 'keeper') && department && !standsIn) desks.set(`${region}/${department}`, { region, department });
  return [...desks.values()];
}

export function supervisedRegions(actor: SessionActor): string[] {
  return [...new Set(actor.grants.filter(({ role }) => role === 'supervisor').map(({ region }) => region))];
}

export function isAtDesk(actor: SessionActor, { owner_region, department }: Pick<AssistRow, 'owner_region' | 'department'>): boolean {
  return ownerDesks(actor).some((desk) => desk.region === owner_region && desk.department === department);
}

/** Case and question of an address: `<case id>.<effect>`. */
export function splitAssistId(assistId: string): { caseId: string; id: string } {
  const match = /^([0-9a-f-]{36})\.(p\d+)$/.exec(assistId);
  if (!match) throw new NotFoundError('assist.unknown');
  return { caseId: match[1]!, id: match[2]! };
}

/** A question of the actor's desk; supervisors of its region see it once it is overdue. */
export async function openAssistFor(parts: CaseParts, actor: SessionActor, assistId: string): Promise<AssistRow> {
  const { caseId, id } = splitAssistId(assistId);
  const supervised = supervisedRegions(actor);
  const regions = [...new Set([...ownerDesks(actor).map(({ region }) => region), ...supervised])];
  const row = await findAssist(parts.store, regions, caseId, id);
  const may = row && (isAtDesk(actor, row) || (row.escalated_at !== null && supervised.includes(row.owner_region)));
  if (!may) throw new NotFoundError('assist.unknown');
  return row;
}

/** A question that the actor answers; for who only watches it is not there. */
export async function openOwnAssist(parts: CaseParts, actor: SessionActor, assistId: string): Promise<AssistRow> {
  const row = await openAssistFor(parts, actor, assistId);
  if (!isAtDesk(actor, row)) throw new NotFoundError('assist.unknown');
  return row;
}
