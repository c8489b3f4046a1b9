import type {
  CatalogueDepartmentList,
  CatalogueElement,
  CatalogueElementList,
  CatalogueResource,
  CatalogueResourceList,
} from '../../../schemas/generated/api.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { listOrganisations } from '../../store/accounts.ts';
import { listDraftPackages } from '../../store/scenarios.ts';
import { regionFor, type SessionActor } from '../identity/actor.ts';
import type { StudioParts } from './parts.ts';

type Asked = { actor: SessionActor; q?: string; region?: string };
export interface CatalogueServices {
  elements(input: Asked): Promise<CatalogueElementList>;
  resources(input: Asked): Promise<CatalogueResourceList>;
  departments(input: Asked): Promise<CatalogueDepartmentList>;
}

/** What a designer builds from: the documents of the region's scenarios and of the templates. */
export function createCatalogue({ store, templates }: StudioParts): CatalogueServices {
  async function packages(input: Asked): Promise<ScenarioPackage[]> {
    const drafts = await listDraftPackages(store, [regionFor(input.actor, 'designer', input.region)]);
    return [...drafts.map((draft) => draft.package), ...[...templates.values()].map((template) => template.package)];
  }
  return {
    async elements(input) {
      const found = new Map<string, CatalogueElement>();
      for (const pkg of await packages(input)) {
        const name = pkg.scenario.name;
        for (const [id, element] of Object.entries(pkg.elements)) {
          const known = found.get(id) ?? { id, element, usedIn: [] };
          if (!known.usedIn.some((one) => one['zh-CN'] === name['zh-CN'])) known.usedIn.push(name);
          found.set(id, known);
        }
      }
      const rows = [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
      return rows.filter(({ id, element }) => matches(input.q, id, element.code, element.name['zh-CN'], element.name.en));
    },

    async resources(input) {
      const found = new Map<string, CatalogueResource>();
      for (const pkg of await packages(input)) {
        for (const [id, resource] of Object.entries(pkg.resources)) {
          const known = found.get(id) ?? { id, resource, contracts: [] };
          for (const contract of Object.values(pkg.contracts)) {
            if (contract.resource !== id || known.contracts.some((one) => one.id === contract.id)) continue;
            const { scenario, fields, status, validTo } = contract;
            known.contracts.push({ id: contract.id, scenario, fields, status, validTo });
          }
          found.set(id, known);
        }
      }
      const rows = [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
      return rows.filter(({ id, resource }) => matches(input.q, id, resource.name['zh-CN'], resource.name.en, resource.answers['zh-CN']));
    },

    async departments(input) {
      const rows = await listOrganisations(store, [regionFor(input.actor, 'designer', input.region)]);
      return rows.map(({ department, name, hue }) => ({ code: department, name, ...(hue === null ? {} : { hue }) }));
    },
  };
}

/** Plain containment on what people see; the words of a search never become a pattern. */
export function matches(q: string | undefined, ...texts: (string | undefined)[]): boolean {
  const wanted = q?.trim().toLowerCase();
  return !wanted || texts.some((text) => text?.toLowerCase().includes(wanted));
}
