import { hash } from 'node:crypto';
import type { Actor } from '../../engine/types.ts';
import type { Grant, SessionActor } from '../identity/actor.ts';

/** Command id inside a case: bound to the account, so that nobody can use up another's; short, since cases keep the last 200. */
export function commandIdOf(actor: SessionActor, commandId: string): string {
  return hash('sha256', `${actor.accountId}\n${commandId}`, 'base64url').slice(0, 22);
}

/** What makes a repeated start find the first case. */
export function startKeyOf(actor: SessionActor, commandId: string): string {
  return hash('sha256', `start\n${actor.accountId}\n${commandId}`, 'base64url').slice(0, 32);
}

export function citizenActor(actor: SessionActor): Actor {
  return { kind: 'citizen', id: actor.accountId, name: actor.name };
}

/** `grant` is the right they use: of a colleague who is away, it names whom they stand in for. */
export function officerActor(actor: SessionActor, region: string, department: string, grant?: Grant): Actor {
  const who: Actor = { kind: 'officer', id: actor.accountId, name: actor.name, department, region };
  return grant?.for ? { ...who, for: grant.for } : who;
}
