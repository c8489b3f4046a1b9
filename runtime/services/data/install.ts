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

/** May run any number of times: what an owner made of its resource since stays. A resource of another region is that region's. */
export async function installResources({ store, region, package: pkg, at }: Install): Promise<number> {
  let made = 0;
  for (const document of Object.values(pkg.resources)) {
    if (document.owner.region !== undefined && document.owner.region !== region) continue;
    const { id, owner } = document;
    const notes = zh(text(`随模板「${pkg.scenario.name['zh-CN']}」带来`, ''));
    const input = { region, id, department: owner.department, document, search: searchOf(document), notes, at };
    if (await insertPublished(store, input)) made += 1;
  }
  return made;
}

/** The demo's contracts were agreed before it began. Real regions apply for theirs. */
export async function installAgreed({ store, region, package: pkg, at }: Install): Promise<void> {
  for (const contract of Object.values(pkg.contracts)) {
    const owner = contract.owner ?? pkg.resources[contract.resource]?.owner;
    await insertAgreed(store, region, { ...contract, ...(owner ? { owner } : {}) }, at);
  }
}
