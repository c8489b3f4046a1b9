import type { Finding, ScenarioPackage } from '../../compile/plan.ts';
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
