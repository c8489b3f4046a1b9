import type { Calendar } from '../../../schemas/generated/documents.ts';
import type { ContractRights } from '../../compile/plan.ts';
import type { Store } from '../../store/store.ts';
import type { Clock, SandboxPort } from '../ports.ts';
import type { Templates } from '../templates/index.ts';
import type { TypecheckPort } from './check-package.ts';
import type { LoadedTemplate } from './templates.ts';

/** What every use case of the studio is given. */
export interface StudioParts {
  store: Store;
  sandbox: SandboxPort;
  typecheck: TypecheckPort;
  clock: Clock;
  templates: Map<string, LoadedTemplate>;
  calendarOf(region: string): Promise<Calendar | undefined>;
  /** Running cases of a scenario, by version. */
  running(region: string, scenario: string): Promise<Record<number, number>>;
  /** Running cases by scenario of a region. */
  runningIn(region: string): Promise<Record<string, number>>;
  /** What a scenario of the region may read at this moment. Without it, the contracts in the package count. */
  rightsOf?(region: string, scenario: string): Promise<ContractRights>;
  /** Scenarios that begin as clones, and where scenarios came from. */
  cloning: Templates['cloning'];
  factsOf: Templates['factsOf'];
  /** Told after a draft was saved. */
  onSaved?(region: string, scenario: string): void;
  /** Told after a version went live. */
  onPublish(region: string, scenario: string): void;
}
