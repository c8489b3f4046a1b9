/** Data that departments share: catalogue, applications, grants, rights, the log of reads. */
import type { Text } from '../../../schemas/generated/documents.ts';
import { listOrganisations } from '../../store/accounts.ts';
import { type ApplicationServices, createApplications } from './applications.ts';
import { createGrants, type GrantServices } from './grants.ts';
import { createMessages, type MessageServices } from './messages.ts';
import type { DataParts } from './parts.ts';
import { createReadLog, type ReadLogServices } from './read-log.ts';
import { createResources, type ResourceServices } from './resources.ts';
import { createRights, type RightsServices } from './rights.ts';

export { installAgreed, installResources } from './install.ts';
export type { DataParts } from './parts.ts';
export { proveReads } from './read-proof.ts';

export interface Data extends RightsServices, MessageServices {
  resources: ResourceServices;
  applications: ApplicationServices;
  grants: GrantServices;
  reads: ReadLogServices;
}

export function createData(parts: DataParts & { regionName(region: string): Promise<string> }): Data {
  const departmentName = async (region: string, department: string): Promise<Text | undefined> =>
    (await listOrganisations(parts.store, [region])).find((row) => row.department === department)?.name;
  return {
    resources: createResources(parts),
    applications: createApplications(parts),
    grants: createGrants(parts),
    reads: createReadLog({ ...parts, departmentName }),
    ...createRights(parts),
    ...createMessages(parts),
  };
}
