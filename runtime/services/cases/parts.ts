/** What every use case of this folder is given. */
import type { CertificateMaker } from '../../documents/certificate.ts';
import type { CheckCodes } from '../../documents/check-code.ts';
import type { Files } from '../../files/index.ts';
import type { CaseNumbers } from '../../store/case-numbers.ts';
import type { Store } from '../../store/store.ts';
import type { Plans } from '../plans.ts';
import type { Clock, ConnectorPort, LoggerPort } from '../ports.ts';
import type { RunBurst } from '../run-burst.ts';

export interface CaseParts {
  store: Store;
  plans: Plans;
  runBurst: RunBurst;
  numbers: CaseNumbers;
  connectors: ConnectorPort;
  certificates: CertificateMaker;
  checkCodes: CheckCodes;
  clock: Clock;
  /** Where people, and other systems, reach us. */
  publicUrl: string;
  logger: LoggerPort;
  /** Finds a second party by identity number without storing the number. */
  partyKey: (idNumber: string) => string;
  /** Names of regions, as people know them. */
  regionName: (region: string) => Promise<string>;
  /** Contents of materials: kept, opened and scanned. */
  files: Files;
}
