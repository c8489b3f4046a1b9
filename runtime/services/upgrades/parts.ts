import type { Calendar, Text } from '../../../schemas/generated/documents.ts';
import type { ContractRights, ScenarioPackage } from '../../compile/plan.ts';
import type { Store } from '../../store/store.ts';
import type { SessionActor } from '../identity/index.ts';
import type { Clock, SandboxPort } from '../ports.ts';
import type { TypecheckPort } from '../studio/index.ts';

/** What every use case about upgrades, drift, proposals and the fleet is given. */
export interface UpgradeParts {
  store: Store;
  clock: Clock;
  sandbox: SandboxPort;
  typecheck: TypecheckPort;
  calendarOf(region: string): Promise<Calendar | undefined>;
  rightsOf?(region: string, scenario: string): Promise<ContractRights>;
  /** Running cases of a scenario, by version. */
  running(region: string, scenario: string): Promise<Record<number, number>>;
  regionName(region: string): Promise<string>;
  /** Data of the new release enters the catalogue of the region. */
  onTemplate?(region: string, pkg: ScenarioPackage): Promise<unknown>;
}

export type By<T = unknown> = { actor: SessionActor } & T;
export type ByScenario<T = unknown> = By<{ id: string; region?: string } & T>;

export const words = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });

/** The object without members that are undefined. */
export function defined<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
