import type { Calendar, Text } from '../../../schemas/generated/documents.ts';
import type { ContractRights, ScenarioPackage } from '../../compile/plan.ts';
import type { Store } from '../../store/store.ts';
import type { RequestFacts, SessionActor } from '../identity/actor.ts';
import type { Clock, SecretsPort } from '../ports.ts';
import type { TypecheckPort } from '../studio/check-package.ts';

/** What the use cases of the market are given. */
export interface TemplateParts {
  store: Store;
  clock: Clock;
  typecheck: TypecheckPort;
  calendarOf(region: string): Promise<Calendar | undefined>;
  regionName(region: string): Promise<string>;
  /** What a scenario of the region may read at this moment. */
  rightsOf?(region: string, scenario: string): Promise<ContractRights>;
  /** A template comes to the region: its data enters the catalogue, its forms the libraries of the departments. */
  onClone?(region: string, pkg: ScenarioPackage): Promise<unknown>;
  /** Where the key that signs packages is kept, sealed. */
  secrets?: SecretsPort;
}

export type Asked<T = unknown> = { actor: SessionActor; region?: string } & Partial<RequestFacts> & T;

export const text = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });

/** True when the first region is the second or lies above it: 330000 covers 330424. */
export function covers(upper: string, lower: string): boolean {
  return upper === lower || lower.startsWith(upper.replace(/(00)+$/, '')) || upper === '000000';
}
