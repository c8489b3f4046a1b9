import type { Finding, JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import type { AuditLine } from '../../store/audit.ts';
import type { Store } from '../../store/store.ts';
import type { RequestFacts, SessionActor } from '../identity/actor.ts';
import type { Clock } from '../ports.ts';

/** What the use cases of forms and of the field standard are given. */
export interface FormParts {
  store: Store;
  clock: Clock;
  /** What is wrong with a scenario's draft, by what its region may read now. */
  check(region: string, pkg: ScenarioPackage): Promise<Finding[]>;
  /** Running cases of a scenario, by version. */
  running(region: string, scenario: string): Promise<Record<number, number>>;
}

export type Asked<T = unknown> = { actor: SessionActor; region?: string } & Partial<RequestFacts> & T;

/** The audit line of what somebody did to a form or an element. */
export function auditLine(
  { actor, requestId, address }: Asked,
  { region, at, action, object, data }: { region: string; at: string; action: string; object: string; data?: Record<string, JsonValue> },
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
    ...(data ? { data } : {}),
  };
}
