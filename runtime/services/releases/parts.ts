import type { Calendar } from '../../../schemas/generated/documents.ts';
import type { Store } from '../../store/store.ts';
import type { SessionActor } from '../identity/actor.ts';
import type { Clock } from '../ports.ts';

/** What every use case about releases is given. */
export interface ReleaseParts {
  store: Store;
  clock: Clock;
  calendarOf(region: string): Promise<Calendar | undefined>;
  /** Running cases of a scenario, by version. */
  running(region: string, scenario: string): Promise<Record<number, number>>;
  regionName(region: string): Promise<string>;
  /** Told after another version counts. */
  onPublish(region: string, scenario: string): void;
}

export type By<T = unknown> = { actor: SessionActor } & T;
export type ByScenario<T = unknown> = By<{ id: string; region?: string } & T>;
