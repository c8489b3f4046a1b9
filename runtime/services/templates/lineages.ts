/** Where scenarios came from, as every list and page shows it, and leaving the template. */
import type { LineageFacts, LineagePage, TemplateVersion } from '../../../schemas/generated/api.ts';
import type { Lineage, Text } from '../../../schemas/generated/documents.ts';
import { type CloneRow, cutOffClone, findClone, listClonesIn, listClonesOf } from '../../store/clones.ts';
import { listScenarios } from '../../store/scenarios.ts';
import { listNewestReleases, listReleases, type ReleaseRow } from '../../store/template-releases.ts';
import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { lineageOf, originOf, templateKey } from './cloned-package.ts';
import { labelOf } from './gallery.ts';
import { type Asked, type TemplateParts, text } from './parts.ts';

type ByScenario<T = unknown> = Asked<{ id: string } & T>;
/** A scenario as far as its origin is told. */
export interface Told {
  region: string;
  id: string;
  name: Text;
  lineage: Lineage | null;
}

export function createLineages({ store, clock, regionName }: TemplateParts) {
  /** By `region id`. Scenarios that were made here, or cut off, have none. */
  async function factsOf(scenarios: readonly Told[]): Promise<Map<string, LineageFacts>> {
    const told = scenarios.filter(({ lineage }) => lineage !== null);
    if (told.length === 0) return new Map();
    const [clones, newest] = await Promise.all([
      listClonesIn(store, [...new Set(told.map(({ region }) => region))]),
      listNewestReleases(store),
    ]);
    const facts = told.map(async (scenario): Promise<[string, LineageFacts]> => {
      const clone = clones.find((row) => row.region === scenario.region && row.scenarioId === scenario.id);
      const { region, templateId } = originOf(scenario.lineage!.origin);
      const release = newest.find((row) => row.region === region && row.templateId === templateId);
      return [`${scenario.region} ${scenario.id}`, await factOf(scenario, clone, release)];
    });
    return new Map(await Promise.all(facts));
  }

  async function factOf(
    { region, name, lineage }: Told,
    clone: CloneRow | undefined,
    newest: ReleaseRow | undefined,
  ): Promise<LineageFacts> {
    const place = originOf(lineage!.origin);
    const standing = clone ? lineageOf({ ...place, version: clone.baseVersion, hash: clone.baseHash }, clone.departments) : lineage!;
    const publisher = newest?.regionName ?? (await regionName(place.region));
    const called = newest?.name ?? name;
    const master = place.region === region;
    const later = !master && newest !== undefined && newest.version > standing.baseVersion;
    const version = master ? (newest?.version ?? standing.baseVersion) : standing.baseVersion;
    const words = (zh: string, en: string) =>
      text(`${zh} ${publisher} / ${called['zh-CN']} v${version}`, `${en} ${publisher} / ${called.en ?? called['zh-CN']} v${version}`);
    return {
      ...standing,
      template: templateKey(place),
      regionName: publisher,
      name: called,
      words: master ? words('本级模板', 'Our template') : words('上游', 'Upstream'),
      ...(later ? { newest: newest.version, must: newest.notes.must } : {}),
      ...(later && newest.notes.latestDate ? { latestDate: newest.notes.latestDate } : {}),
      ...(master ? { master } : {}),
    };
  }

  async function versionsOf(region: string, templateId: string): Promise<TemplateVersion[]> {
    const [releases, clones] = await Promise.all([listReleases(store, region, templateId), listClonesOf(store, region, templateId)]);
    return releases.map((release) =>
      versionView(release, clones.filter((one) => !one.cutOff && one.baseVersion === release.version).length),
    );
  }

  async function page({ actor, id, region: wanted }: ByScenario): Promise<LineagePage> {
    const region = regionFor(actor, 'designer', wanted);
    const scenario = (await listScenarios(store, [region])).find((row) => row.id === id);
    if (!scenario) throw new NotFoundError('scenario.not_found');
    const clone = await findClone(store, region, id);
    const facts = (await factsOf([scenario])).get(`${region} ${id}`);
    const origin = clone ?? (facts ? { originRegion: facts.origin.slice(0, 6), templateId: facts.origin.slice(7) } : undefined);
    return {
      region,
      versions: origin ? await versionsOf(origin.originRegion, origin.templateId) : [],
      ...(facts ? { lineage: facts } : {}),
      ...(clone ? { at: clone.at, byName: clone.byName } : {}),
      ...(clone?.cutOff ? { cutOff: clone.cutOff } : {}),
    };
  }

  return {
    factsOf,
    versionsOf,
    lineage: page,

    /** The clone stands alone from now on: no upgrades, no locks. What it is stays as it is. */
    async cutOff(input: ByScenario<{ reason: string }>): Promise<LineagePage> {
      const { actor, id } = input;
      const reason = input.reason.trim();
      const region = regionFor(actor, 'designer', input.region);
      const clone = await findClone(store, region, id);
      if (!clone) throw new NotFoundError('lineage.none');
      if (reason === '') throw new InvalidError('lineage.reason_missing', [{ path: 'reason', code: 'lineage.reason_missing' }]);
      const at = clock();
      const origin = `${clone.originRegion}/${clone.templateId}`;
      const data = { origin, version: clone.baseVersion, reason };
      const line = auditLine(input, { region, at, action: 'clone.cut_off', object: id, data });
      if (!(await cutOffClone(store, { region, scenarioId: id, cutOff: { reason, byName: actor.name, at }, line })))
        throw new ConflictError('lineage.cut_off');
      return page(input);
    },
  };
}

export function versionView(release: ReleaseRow, clones: number): TemplateVersion {
  const { version, hash, name, notes, author, at, source, withdrawn } = release;
  return {
    version,
    label: labelOf(version),
    hash,
    name,
    notes,
    author: author.name,
    ...(author.reviewer === undefined ? {} : { reviewer: author.reviewer }),
    at,
    source,
    clones,
    ...(withdrawn ? { withdrawn } : {}),
  };
}
