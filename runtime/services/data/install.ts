/** Brings a template's data along: its resources into the catalogue of the region, and contracts that were agreed before. */
import type { ScenarioPackage } from '../../compile/plan.ts';
import { insertAgreed } from '../../store/contracts.ts';
import { insertPublished } from '../../store/data-resources.ts';
import type { Store } from '../../store/store.ts';
import { searchOf } from './resource-check.ts';
import { text, zh } from './words.ts';

interface Install {
  store: Store;
  region: string;
  package: ScenarioPackage;
  at: string;
}

/**
 * May run any number of times: what an owner made of its resource since stays. A template names its departments wherever it
 * was drawn; where it is installed they are the region's own.
 */
export async function installResources({ store, region, package: pkg, at }: Install): Promise<number> {
  let made = 0;
  for (const document of Object.values(pkg.resources)) {
    const { id, owner } = document;
    const own = { ...document, owner: { region, department: owner.department } };
    const notes = zh(text(`随模板「${pkg.scenario.name['zh-CN']}」带来`, ''));
    const input = { region, id, department: owner.department, document: own, search: searchOf(own), notes, at };
    if (await insertPublished(store, input)) made += 1;
  }
  return made;
}

/** The demo's contracts were agreed before it began. Real regions apply for theirs. */
export async function installAgreed({ store, region, package: pkg, at }: Install): Promise<void> {
  for (const contract of Object.values(pkg.contracts)) {
    const owner = contract.owner ?? pkg.resources[contract.resource]?.owner;
    const own = owner && { owner: { region, department: owner.department } };
    await insertAgreed(store, region, { ...contract, ...own }, at);
  }
}
