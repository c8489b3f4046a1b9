import type { AuditLine } from '../../store/audit.ts';
import type { RequestFacts, SessionActor } from './actor.ts';

/** The line of the audit about what somebody did: who from the session, from where from the request, what from the caller. */
export function auditLine(
  { actor, requestId, address }: { actor: Pick<SessionActor, 'accountId' | 'name'> } & Partial<RequestFacts>,
  { region, at, action, object, data }: Pick<AuditLine, 'region' | 'at' | 'action' | 'object' | 'data'>,
): AuditLine {
  return {
    region,
    at,
    accountId: actor.accountId,
    accountName: actor.name,
    action,
    object,
    result: 'done',
    ...(requestId === undefined ? {} : { requestId }),
    ...(address === undefined ? {} : { address }),
    ...(data === undefined ? {} : { data }),
  };
}
