/** A province with many templates and ninety counties that cloned every one of them and changed ten things each. */

import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { cities } from '../../../schemas/regions/region-names.ts';
import { canonicalJson, contentOf } from '../../compile/canonical.ts';
import { hashOfPackage } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import type { LoadedTemplate } from '../../services/studio/index.ts';
import { clonedPackage, lineageOf } from '../../services/templates/cloned-package.ts';
import { upsertRegion } from '../../store/accounts.ts';
import { insertClone } from '../../store/clones.ts';
import type { Store } from '../../store/store.ts';
import { findRelease, insertRelease, listReleases } from '../../store/template-releases.ts';
import { drawChanges, withChanges } from './changes.ts';

export interface FleetParts {
  store: Store;
  clock: () => string;
  templates: Iterable<LoadedTemplate>;
  /** Templates in all: the shipped ones and variants of them. Default 31. */
  count?: number;
  /** Counties of Zhejiang. Default and most: 90. */
  counties?: number;
  progress?(done: number, of: number): void;
}
export interface FleetTemplate {
  region: string;
  templateId: string;
  scenarioId: string;
  package: ScenarioPackage;
}
export interface FleetFigures {
  templates: number;
  counties: number;
  clones: number;
  changes: number;
  seconds: number;
}

export const localChanges = 10;
/** Clones written side by side. */
const atOnce = 4;
const publisher = { code: '330000', name: '浙江省' };
const by = { id: '01890000-0000-7000-8000-0000000f1ee7', name: '规模数据' };

export function fleetCounties(count = 90): { code: string; name: string }[] {
  const zhejiang = cities.flatMap((city) => city.counties);
  return zhejiang.slice(0, count).map(({ code, zh }) => ({ code, name: zh }));
}

/** The shipped templates, then variants of them in turn, each under its own id and name. */
export function fleetTemplates(loaded: Iterable<LoadedTemplate>, count = 31): FleetTemplate[] {
  const shipped = [...loaded];
  return Array.from({ length: count }, (_, index): FleetTemplate => {
    const { template, package: pkg } = shipped[index % shipped.length]!;
    const round = Math.floor(index / shipped.length);
    if (round === 0) return { region: template.region, templateId: template.id, scenarioId: pkg.scenario.id, package: pkg };
    const scenarioId = `${pkg.scenario.id}-v${round}`;
    const suffix = `（变式 ${round}）`;
    const named = { ...pkg.scenario.name, 'zh-CN': `${pkg.scenario.name['zh-CN']}${suffix}` };
    const made = { ...pkg, scenario: { ...pkg.scenario, id: scenarioId, name: named } };
    const templateId = `${template.id}-v${round}`;
    return {
      region: template.region,
      templateId,
      scenarioId,
      package: { ...made, template: { ...template, id: templateId, name: named, scenario: scenarioId, version: 1 } },
    };
  });
}

/** What a county changed in its clone: drawn from where it is and what it cloned. */
export function countyChanges(upstream: ScenarioPackage, county: number, template: number) {
  return drawChanges(upstream, {
    seed: 1_000 + county * 100 + template,
    count: localChanges,
    mark: `·县${county + 1}`,
    field: `localNote${county + 1}`,
  });
}

/** May run any number of times: what is there stays. */
export async function seedFleet({ store, clock, templates, count, counties: many, progress }: FleetParts): Promise<FleetFigures> {
  const started = performance.now();
  const all = fleetTemplates(templates, count);
  const counties = fleetCounties(many);
  await upsertRegion(store, publisher);
  for (const { code, name } of counties) await upsertRegion(store, { code, name, parent: publisher.code });
  let clones = 0;
  for (const [index, template] of all.entries()) {
    const release = await releaseOf(store, template, clock());
    const lineage = lineageOf(release);
    const upstream = clonedPackage(release.package, { id: template.scenarioId, lineage });
    const cloneInto = async (county: number, code: string) => {
      const pkg = withChanges(upstream, countyChanges(upstream, county, index));
      const at = clock();
      const made = await insertClone(store, {
        draft: {
          region: code,
          scenarioId: template.scenarioId,
          package: pkg,
          hash: quickHash(pkg),
          errors: 0,
          warnings: 0,
          editedBy: by,
          at,
          name: pkg.scenario.name,
          lineage,
        },
        clone: {
          originRegion: release.region,
          templateId: release.templateId,
          baseVersion: release.version,
          baseHash: release.hash,
          departments: {},
          localised: {},
        },
        line: {
          region: code,
          at,
          accountName: by.name,
          action: 'scenario.cloned',
          object: template.scenarioId,
          result: 'done',
          requestId: uuidv7(),
        },
      });
      if (made) clones += 1;
    };
    for (let first = 0; first < counties.length; first += atOnce)
      await Promise.all(counties.slice(first, first + atOnce).map(({ code }, offset) => cloneInto(first + offset, code)));
    progress?.(index + 1, all.length);
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  return { templates: all.length, counties: counties.length, clones, changes: clones * localChanges, seconds };
}

/** The content hash, by the machine's own SHA-256: some thousand packages of a quarter of a megabyte each. */
const quickHash = (pkg: ScenarioPackage) =>
  `sha256:${createHash('sha256')
    .update(canonicalJson(contentOf(pkg)))
    .digest('hex')}`;

/** The newest release of a template; the first one is made of the package. */
async function releaseOf(store: Store, { region, templateId, package: pkg }: FleetTemplate, at: string) {
  const [known] = await listReleases(store, region, templateId);
  if (known) return (await findRelease(store, region, templateId, known.version))!;
  const hash = hashOfPackage(pkg);
  const version = 1;
  await insertRelease(store, {
    region,
    regionName: publisher.name,
    templateId,
    version,
    name: pkg.scenario.name,
    hash,
    package: pkg,
    notes: { why: { 'zh-CN': '首次发布', en: 'First release' }, must: false },
    author: { name: by.name },
    scenario: null,
    source: 'shipped',
    fingerprint: null,
    at,
    line: { region, at, accountName: by.name, action: 'template.shipped', object: templateId, result: 'done' },
  });
  return { region, templateId, version, hash, package: pkg };
}
