/** What a scenario may read at this moment, and what is under way: for the designer's checks and for publishing. */
import type { DataRights } from '../../../schemas/generated/api.ts';
import type { ContractRights } from '../../compile/plan.ts';
import { listContractsOf } from '../../store/contracts.ts';
import { listOfScenario } from '../../store/data-applications.ts';
import { regionFor } from '../identity/actor.ts';
import { type Asked, type DataParts, keyOf, ownerText } from './parts.ts';
import { briefOf } from './views.ts';

export interface RightsServices {
  rights(input: Asked<{ scenario: string; region?: string }>): Promise<DataRights>;
  /** Without an actor: what checks and publishing go by. */
  rightsOf(region: string, scenario: string): Promise<ContractRights>;
}

export function createRights(parts: DataParts): RightsServices {
  const { store } = parts;

  async function rightsOf(region: string, scenario: string): Promise<DataRights> {
    const [contracts, records] = await Promise.all([listContractsOf(store, region, scenario), listOfScenario(store, region, scenario)]);
    const applications = await Promise.all(
      records.map(
        async (record): Promise<[string, DataRights['applications'][string]]> => [
          record.contract,
          {
            ...(await briefOf(parts, record)),
            resource: { key: keyOf({ region: record.ownerRegion, id: record.resource }), name: record.resourceDocument.name },
            ownerName: ownerText(record.ownerName, record.ownerDepartment),
            fields: record.fields.map(({ id }) => id),
          },
        ],
      ),
    );
    return { contracts: Object.fromEntries(contracts.map((one) => [one.id, one])), applications: Object.fromEntries(applications) };
  }
  return {
    rightsOf,
    rights: ({ actor, scenario, region }) => rightsOf(regionFor(actor, 'designer', region), scenario),
  };
}
