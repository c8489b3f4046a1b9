/** What the portal shows before anybody signs in: live services, and what each asks for and reads. */
import type { Service, ServiceList, ServiceSummary } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { mergedFormsOf } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { listOrganisations, listRegions } from '../../store/accounts.ts';
import { findLive, findVersion, listLive, type VersionDocument } from '../../store/scenarios.ts';
import { NotFoundError } from '../errors.ts';
import { matches } from './catalogue.ts';
import type { StudioParts } from './parts.ts';

export interface OfferServices {
  list(input: { region?: string; q?: string }): Promise<ServiceList>;
  get(input: { region: string; scenario: string }): Promise<Service>;
}

export function createOffers({ store }: StudioParts): OfferServices {
  // Versions never change: what was read once is kept. A few hundred services of some kilobytes each.
  const services = new Map<string, Service>();

  async function serviceOf(region: string, scenario: string, version: number): Promise<Service | undefined> {
    const key = `${region}/${scenario}/${version}`;
    const known = services.get(key);
    if (known) return known;
    const document = await findVersion(store, region, scenario, { version });
    if (!document) return undefined;
    const regionName = (await listRegions(store)).find((row) => row.code === region)?.name ?? region;
    // Owners of shared data may take no part in the scenario itself: their names are the region's.
    const organisations = await listOrganisations(store, [region]);
    const made = describe(document, regionName, new Map(organisations.map((row) => [row.department, row.name])));
    if (services.size > 1000) services.clear();
    services.set(key, made);
    return made;
  }

  return {
    async list({ region, q }) {
      const live = await listLive(store, region);
      const all = await Promise.all(live.map((row) => serviceOf(row.region, row.scenarioId, row.version)));
      return all
        .filter((one) => one !== undefined)
        .filter((one) => isWanted(one, q))
        .map(summaryOf);
    },
    async get({ region, scenario }) {
      const live = await findLive(store, region, scenario);
      const found = live && (await serviceOf(region, scenario, live.version));
      if (!found) throw new NotFoundError('service.not_found');
      const { withdrawn } = live!;
      return withdrawn ? { ...found, withdrawn: { message: withdrawn.message, at: withdrawn.at } } : found;
    },
  };

  function isWanted(service: Service, q: string | undefined): boolean {
    const texts = [service.name, service.summary, ...service.items.map((item) => item.name)];
    return matches(q, ...texts.flatMap((text) => [text?.['zh-CN'], text?.en]));
  }
}

function summaryOf(service: Service): ServiceSummary {
  const { items: _i, needs: _n, consents: _c, who: _w, help: _h, version: _v, counts: _k, situation: _s, ...summary } = service;
  return summary;
}

function describe(
  { region, scenarioId, version, package: pkg }: VersionDocument,
  regionName: string,
  organisations: Map<string, Text>,
): Service {
  const { scenario } = pkg;
  const name = (department: string): Text =>
    scenario.departments[department]?.name ?? organisations.get(department) ?? { 'zh-CN': '数据提供部门', en: 'Owner of the data' };
  const items = byRank(scenario.items);
  const forms = Object.values(mergedFormsOf(pkg));
  const sum = (key: 'formFields' | 'asked' | 'shared' | 'derived') => forms.reduce((total, form) => total + form.counts[key], 0);
  const days = items.map(([, item]) => item.promisedDays);
  const whole = Object.values(scenario.clocks ?? {}).find((clock) => clock.item === undefined);
  const { who, minutes, fee, help } = scenario.audience ?? {};
  return {
    region,
    regionName,
    scenario: scenarioId,
    name: scenario.name,
    ...(scenario.summary ? { summary: scenario.summary } : {}),
    departments: [...new Set(items.map(([, item]) => item.department))].map(name),
    promisedDays: whole?.days ?? Math.max(0, ...days),
    ...(minutes === undefined ? {} : { minutes }),
    ...(fee ? { fee } : {}),
    version,
    items: items.map(([id, item]) => ({
      id,
      name: item.name,
      department: name(item.department),
      promisedDays: item.promisedDays,
      ...(item.legalBasis ? { legalBasis: item.legalBasis } : {}),
    })),
    needs: needsOf(items.map(([, item]) => item)),
    consents: consentsOf(pkg, name),
    ...(who ? { who } : {}),
    ...(help ? { help } : {}),
    ...(scenario.situation ? { situation: true } : {}),
    counts: { formFields: sum('formFields'), asked: sum('asked'), shared: sum('shared'), derived: sum('derived') },
  };
}

const byRank = <T extends { rank: string }>(map: Record<string, T>) =>
  Object.entries(map).sort(([a, one], [b, other]) => (one.rank === other.rank ? (a < b ? -1 : 1) : one.rank < other.rank ? -1 : 1));

/** Materials of all items, each name once; those that data supplies or an earlier step gives need not be brought. */
function needsOf(items: ScenarioPackage['scenario']['items'][string][]): Service['needs'] {
  const needs = new Map<string, { name: Text; have: boolean }>();
  for (const material of items.flatMap((item) => item.materials ?? [])) {
    const have = material.source === 'shared' || material.source === 'earlier';
    if (!needs.has(material.name['zh-CN'])) needs.set(material.name['zh-CN'], { name: material.name, have });
  }
  return [...needs.values()];
}

function consentsOf(pkg: ScenarioPackage, name: (department: string) => Text): Service['consents'] {
  return byRank(pkg.scenario.data ?? {})
    .filter(([, use]) => use.consent !== undefined && use.consent !== false)
    .map(([id, use]) => {
      const resource = pkg.resources[use.resource];
      const fields = Object.keys(use.provides).map((field) => resource?.fields[field]?.name ?? { 'zh-CN': field });
      return {
        id,
        name: use.name,
        resource: resource?.name ?? use.name,
        department: name(resource?.owner.department ?? ''),
        ...(use.purpose ? { purpose: use.purpose } : {}),
        fields,
      };
    });
}
