/** May these fields be read now, for this scenario, under this contract? */
import type { DataContract, DataResource, DataUse } from '../../schemas/generated/documents.ts';

export type ContractVerdict = { ok: true; fields: string[] } | { ok: false; message: string };

/** `today`: local date. The answer names the fields to keep: what the use asks for and the contract grants, nothing else. */
export function checkContract({
  contract,
  dataUse,
  resource,
  scenario,
  today,
}: {
  contract: DataContract | undefined;
  dataUse: DataUse;
  resource: DataResource;
  scenario: string;
  today: string;
}): ContractVerdict {
  const asked = Object.keys(dataUse.provides).filter((field) => Object.hasOwn(resource.fields, field));
  if (resource.sharing === 'notShared') return { ok: false, message: 'The resource is not shared.' };
  if (!contract) return { ok: false, message: 'There is no contract for this use.' };
  if (contract.resource !== resource.id) return { ok: false, message: 'The contract is about another resource.' };
  if (contract.scenario !== scenario) return { ok: false, message: 'The contract is for another scenario.' };
  if (contract.status !== 'granted') return { ok: false, message: `The contract is ${contract.status}.` };
  if (today < contract.validFrom || today > contract.validTo) return { ok: false, message: 'The contract is not valid today.' };
  const granted = new Set(contract.fields);
  const missing = asked.filter((field) => !granted.has(field));
  if (missing.length > 0) return { ok: false, message: `The contract does not grant ${missing.join(', ')}.` };
  return { ok: true, fields: asked };
}
