/** A scenario of a region's own, made of a release. */
import type { LocalisationProgress, ScenarioCreate, ScenarioCreated } from '../../../schemas/generated/api.ts';
import { localDate } from '../../calendar/index.ts';
import { hashOfPackage } from '../../compile/index.ts';
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { listOrganisations } from '../../store/accounts.ts';
import { insertClone, type Localised } from '../../store/clones.ts';
import { findScenarioDraft } from '../../store/scenarios.ts';
import { findRelease, listNewestReleases, type ReleaseDocument } from '../../store/template-releases.ts';
import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { checkPackage, countsOf } from '../studio/check-package.ts';
import { clonedPackage, lineageOf, ownContracts, templateOfKey, upstreamOf } from './cloned-package.ts';
import { mappingOf, matchDepartments } from './departments.ts';
import { applyValues, checkChosen, progressOf } from './localising.ts';
import { mustKeepLocks, type Standing, standingOf } from './locks.ts';
import { type Asked, covers, type TemplateParts } from './parts.ts';
import { pointsOf } from './points.ts';

export type FromTemplate = Asked<ScenarioCreate & { from: { template: string; version?: number } }>;

export function createCloning(parts: TemplateParts) {
  const { store, clock } = parts;

  async function counts(region: string, pkg: ScenarioPackage) {
    const rights = await parts.rightsOf?.(region, pkg.scenario.id);
    const { findings } = await checkPackage(parts.typecheck, pkg, await parts.calendarOf(region), { rights, today: localDate(clock()) });
    return countsOf(findings);
  }

  async function insert(
    input: Asked,
    {
      region,
      package: pkg,
      standing,
      localised,
    }: {
      region: string;
      package: ScenarioPackage;
      standing: Pick<Standing, 'lineage'> & { departments: Record<string, string> };
      localised: Localised;
    },
  ): Promise<boolean> {
    const { actor } = input;
    const at = clock();
    const { id, name } = pkg.scenario;
    const { lineage, departments } = standing;
    const origin = { originRegion: lineage.origin.slice(0, 6), templateId: lineage.origin.slice(7) };
    return insertClone(store, {
      draft: {
        region,
        scenarioId: id,
        package: pkg,
        hash: hashOfPackage(pkg),
        ...(await counts(region, pkg)),
        editedBy: { id: actor.accountId, name: actor.name },
        at,
        name,
        lineage,
      },
      clone: { ...origin, baseVersion: lineage.baseVersion, baseHash: lineage.baseHash, departments, localised },
      line: auditLine(input, {
        region,
        at,
        action: 'scenario.cloned',
        object: id,
        data: { origin: lineage.origin, version: lineage.baseVersion, hash: lineage.baseHash },
      }),
    });
  }

  return {
    /** The release a request names; by id alone where one region publishes it, or the one above the asker does. */
    async releaseOf(region: string, template: string, version?: number): Promise<ReleaseDocument> {
      const place = template.includes('~') ? templateOfKey(template) : await publisherOf(region, template);
      const newest = (await listNewestReleases(store, place?.templateId)).find((row) => row.region === place?.region);
      const wanted = version ?? newest?.version;
      const release = place && wanted !== undefined ? await findRelease(store, place.region, place.templateId, wanted) : undefined;
      if (!release) throw new NotFoundError('template.not_found');
      if (release.withdrawn) throw new ConflictError('template.withdrawn');
      return release;
    },

    /** Undefined when the region publishes the template itself: its working copy is no clone. */
    async clone(input: FromTemplate, release: ReleaseDocument): Promise<ScenarioCreated> {
      const region = regionFor(input.actor, 'designer', input.region);
      const id = input.id ?? release.package.scenario.id.split('/').at(-1)!;
      const organisations = await listOrganisations(store, [region]);
      const chosen = input.localise?.departments ?? {};
      checkChosen(chosen, { release: release.package, organisations });
      const departments = mappingOf(matchDepartments(release.package, organisations, chosen));
      const lineage = lineageOf(release, departments);
      const upstream = upstreamOf(release, { scenarioId: id, departments });
      const bare = clonedPackage(release.package, { id, ...(input.name ? { name: input.name } : {}), lineage });
      const points = pointsOf({ ...upstream, template: release.package.template });
      const values = (input.localise?.values ?? {}) as Record<string, JsonValue>;
      const { package: pkg, localised } = applyValues({ points, local: bare, upstream, values, at: clock() });
      mustKeepLocks({ upstream, lineage }, { package: pkg, before: bare });
      await parts.onClone?.(region, pkg);
      if (!(await insert(input, { region, package: pkg, standing: { lineage, departments }, localised })))
        throw new ConflictError('scenario.exists', { id });
      const matches = matchDepartments(release.package, organisations, departments);
      const localisation: LocalisationProgress = progressOf(points, matches, localised);
      return { id, region, rev: 1, localisation };
    },

    /** A copy of a clone is a clone of the same release: copying opens no lock. False when the scenario is no clone. */
    async copyOfClone(
      input: Asked<{ from: string; id: string; name: ScenarioPackage['scenario']['name'] }>,
    ): Promise<ScenarioCreated | false> {
      const { actor, from, id, name } = input;
      const region = regionFor(actor, 'designer', input.region);
      const standing = await standingOf(store, region, from);
      const draft = standing && (await findScenarioDraft(store, region, from));
      if (!standing || !draft) return false;
      const { clone, lineage } = standing;
      const pkg = { ...draft.package, contracts: {}, scenario: { ...ownContracts({ ...draft.package.scenario, id, name }), lineage } };
      const { departments, localised } = clone;
      if (!(await insert(input, { region, package: pkg, standing: { lineage, departments }, localised })))
        throw new ConflictError('scenario.exists', { id });
      return { id, region, rev: 1 };
    },
  };

  async function publisherOf(region: string, templateId: string) {
    const releases = await listNewestReleases(store, templateId);
    if (releases.length < 2) return releases[0];
    const above = releases.filter((release) => covers(release.region, region));
    if (above.length !== 1) throw new InvalidError('template.several', [{ path: 'from/template', code: 'template.several' }]);
    return above[0];
  }
}
