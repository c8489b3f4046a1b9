import type { Registry } from 'prom-client';
import type { Config } from '../../config/config.ts';
import type { SignInLimits } from '../middleware/sign-in-limits.ts';
import type { Route } from '../router.ts';
import { adminRoutes } from './admin.ts';
import { approvalRoutes } from './approvals.ts';
import { assistRoutes } from './assists.ts';
import { benchRoutes } from './bench.ts';
import { caseRoutes } from './cases.ts';
import { catalogueRoutes } from './catalogue.ts';
import { connectionRoutes } from './connections.ts';
import { dataRoutes } from './data.ts';
import { draftRoutes } from './drafts.ts';
import { elementRoutes } from './elements.ts';
import { eventRoutes } from './events.ts';
import { fleetRoutes } from './fleet.ts';
import { formRoutes } from './forms.ts';
import { importRoutes } from './imports.ts';
import { incidentRoutes } from './incidents.ts';
import { materialRoutes } from './materials.ts';
import { migrationRoutes } from './migrations.ts';
import { myCaseRoutes } from './my-cases.ts';
import { myDataRoutes } from './my-data.ts';
import { operationRoutes } from './operations.ts';
import { packageRoutes } from './packages.ts';
import type { ApiServices } from './ports.ts';
import { proposalRoutes } from './proposals.ts';
import { releaseRoutes } from './releases.ts';
import { repositoryRoutes } from './repositories.ts';
import { scenarioRoutes } from './scenarios.ts';
import { serviceRoutes } from './services.ts';
import { sessionRoutes } from './session.ts';
import { stepRoutes } from './steps.ts';
import { taskRoutes } from './tasks.ts';
import { templateRoutes } from './templates.ts';
import { togetherRoutes } from './together.ts';
import { upgradeRoutes } from './upgrades.ts';

export type { ApiServices, CasePort } from './ports.ts';

export interface RouteParts {
  services: ApiServices;
  config: Pick<Config, 'publicUrl'>;
  metrics: Registry;
  limits: SignInLimits;
  /** All routes of the app, once it is built: what the OpenAPI document describes. */
  all: () => readonly Route[];
}

/** Every route of the product. */
export function routesOf(parts: RouteParts): Route[] {
  return [
    ...sessionRoutes(parts),
    ...serviceRoutes(parts),
    ...draftRoutes(parts),
    ...myCaseRoutes(parts),
    ...taskRoutes(parts),
    ...approvalRoutes(parts),
    ...assistRoutes(parts),
    ...stepRoutes(parts),
    ...caseRoutes(parts),
    ...scenarioRoutes(parts),
    ...togetherRoutes(parts),
    ...benchRoutes(parts),
    ...releaseRoutes(parts),
    ...repositoryRoutes(parts),
    ...formRoutes(parts),
    ...elementRoutes(parts),
    ...migrationRoutes(parts),
    ...upgradeRoutes(parts),
    ...proposalRoutes(parts),
    ...fleetRoutes(parts),
    ...catalogueRoutes(parts),
    ...dataRoutes(parts),
    ...connectionRoutes(parts),
    ...importRoutes(parts),
    ...adminRoutes(parts),
    ...incidentRoutes(parts),
    ...eventRoutes(parts),
    ...materialRoutes(parts),
    ...myDataRoutes(parts),
    ...templateRoutes(parts),
    ...packageRoutes(parts),
    ...operationRoutes(parts),
  ];
}
