/**
 * May these fields be read now: of this resource, for this scenario, at this step, for this purpose?
 *
 * The contract in force decides, read from the database after every read was asked for: a suspension counts at once. What a published
 * version brought along counts for nothing. How the register is reached comes from the owner's published resource, not
 * from the scenario's copy of it, so nobody is led to another register under a contract about this one.
 */

import type { DataContract, DataResource, DataUse, DepartmentRef, Text } from '../../schemas/generated/documents.ts';
import { localDate } from '../calendar/index.ts';
import type { ConnectorPort } from '../services/ports.ts';
import { findContract, takeQuota } from '../store/connections.ts';
import { findPublished } from '../store/data-resources.ts';
import { createGather } from '../store/gather.ts';
import type { Store } from '../store/store.ts';

/** Why a read is refused: `code` is dotted, for logs and findings. */
export interface Refusal {
  ok: false;
  code:
    | 'data.not_shared'
    | 'contract.missing'
    | 'contract.other_resource'
    | 'contract.other_scenario'
    | 'contract.suspended'
    | 'contract.revoked'
    | 'contract.expired'
    | 'contract.not_yet_valid'
    | 'contract.other_purpose'
    | 'contract.other_step'
    | 'contract.too_narrow'
    | 'data.unpublished';
  message: string;
}
export type ContractVerdict = { ok: true; fields: string[] } | Refusal;

const refuse = (code: Refusal['code'], message: string): Refusal => ({ ok: false, code, message });

/** `today`: local date. The answer names the fields to keep: what the use asks for and the contract grants, nothing else. */
export function checkContract({
  contract,
  dataUse,
  resource,
  scenario,
  today,
  purpose,
  node,
}: {
  contract: DataContract | undefined;
  dataUse: DataUse;
  resource: DataResource;
  scenario: string;
  today: string;
  purpose?: Text;
  node?: string;
}): ContractVerdict {
  const asked = Object.keys(dataUse.provides).filter((field) => Object.hasOwn(resource.fields, field));
  if (resource.sharing === 'notShared') return refuse('data.not_shared', 'The resource is not shared.');
  if (!contract) return refuse('contract.missing', 'There is no contract for this use.');
  if (contract.resource !== resource.id) return refuse('contract.other_resource', 'The contract is about another resource.');
  if (contract.scenario !== scenario) return refuse('contract.other_scenario', 'The contract is for another scenario.');
  if (contract.status !== 'granted') return refuse(`contract.${contract.status}`, `The contract is ${contract.status}.`);
  if (today < contract.validFrom) return refuse('contract.not_yet_valid', 'The contract is not valid yet.');
  if (today > contract.validTo) return refuse('contract.expired', 'The contract has expired.');
  if (purpose && purpose['zh-CN'] !== contract.purpose['zh-CN'])
    return refuse('contract.other_purpose', 'The contract was granted for another purpose.');
  // A read without a step (a try, an event) is no step of the flow and so none of those that were granted.
  if (contract.steps && !(node !== undefined && contract.steps.includes(node)))
    return refuse('contract.other_step', 'The contract does not cover this step.');
  const granted = new Set(contract.fields);
  const missing = asked.filter((field) => !granted.has(field));
  if (missing.length > 0) return refuse('contract.too_narrow', `The contract does not grant ${missing.join(', ')}.`);
  return { ok: true, fields: asked };
}

export type ReadRequest = Parameters<ConnectorPort['read']>[0];
export type ReadOwner = Required<DepartmentRef>;
export type ReadRight =
  | { ok: true; contract: DataContract; resource: DataResource; fields: string[]; owner: ReadOwner; today: string }
  | (Refusal & { kind: 'denied'; contract?: string; owner: ReadOwner; today: string });

export interface ReadRights {
  check(request: ReadRequest): Promise<ReadRight>;
  /** Takes one read out of the day's quota; false when it is used up. A cached answer is a read like any other. */
  takeQuota(right: Extract<ReadRight, { ok: true }>, region: string): Promise<boolean>;
}

export function createReadRights({ store, clock }: { store: Store; clock: () => string }): ReadRights {
  const contracts = createGather<DataContract | undefined>();
  const resources = createGather<DataResource | undefined>();
  const contractOf = (region: string, id: string) => contracts(`${region}|${id}`, () => findContract(store, region, id));
  const publishedOf = (region: string, id: string) => resources(`${region}|${id}`, () => findPublished(store, { region, id }));
  return {
    async check({ dataUse, resource: copy, scenario, region, purpose, node }) {
      const today = localDate(clock());
      const contract = dataUse.contract === undefined ? undefined : await contractOf(region, dataUse.contract);
      const owner = {
        region: contract?.owner?.region ?? region,
        department: contract?.owner?.department ?? copy.owner.department,
      };
      const published = contract && (await publishedOf(owner.region, contract.resource));
      const resource = published ?? copy;
      const verdict = checkContract({ contract, dataUse, resource, scenario, today, purpose, node });
      if (!verdict.ok) return { ...verdict, kind: 'denied', contract: contract?.id, owner, today };
      // Contracts of earlier releases may be about resources that are in no catalogue: those are read as the version says.
      return { ok: true, contract: contract!, resource, fields: verdict.fields, owner, today };
    },
    takeQuota: ({ contract, today }, region) =>
      takeQuota(store, { region, contract: contract.id, day: today, limit: contract.quotaPerDay }),
  };
}
