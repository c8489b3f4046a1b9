/** The localisation sheet of a clone: filled in now, or finished later. */
import type { Localisation, LocalisationSave } from '../../../schemas/generated/api.ts';
import { localDate } from '../../calendar/index.ts';
import { hashOfPackage } from '../../compile/index.ts';
import type { FieldProblem, JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { listOrganisations } from '../../store/accounts.ts';
import { saveLocalised } from '../../store/clones.ts';
import { findScenarioDraft } from '../../store/scenarios.ts';
import { ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import { checkPackage, countsOf } from '../studio/check-package.ts';
import { inDepartments, lineageOf, upstreamOf } from './cloned-package.ts';
import { type Match, mappingOf, matchDepartments } from './departments.ts';
import type { createLineages } from './lineages.ts';
import { applyValues, checkChosen, progressOf } from './localising.ts';
import { mustKeepLocks, standingOf } from './locks.ts';
import type { Asked, TemplateParts } from './parts.ts';
import { localValueOf, pointsOf, upstreamValueOf } from './points.ts';

type ByScenario<T = unknown> = Asked<{ id: string } & T>;

export function createLocalisation(parts: TemplateParts, lineages: ReturnType<typeof createLineages>) {
  const { store, clock } = parts;

  async function load(region: string, id: string) {
    const [standing, draft, organisations] = await Promise.all([
      standingOf(store, region, id),
      findScenarioDraft(store, region, id),
      listOrganisations(store, [region]),
    ]);
    if (!draft) throw new NotFoundError('scenario.not_found');
    if (!standing) throw new NotFoundError('lineage.none');
    const { clone, release, upstream } = standing;
    const points = pointsOf({ ...upstream, ...(release.package.template ? { template: release.package.template } : {}) });
    return { ...standing, clone, draft, points, organisations };
  }

  async function sheet(region: string, id: string): Promise<Localisation> {
    const { clone, draft, points, organisations, release, upstream, lineage } = await load(region, id);
    const matches = matchDepartments(release.package, organisations, clone.departments);
    const names = new Map(organisations.map((one) => [one.department, one.name]));
    const facts = (await lineages.factsOf([{ region, id, name: draft.package.scenario.name, lineage }])).get(`${region} ${id}`)!;
    return {
      region,
      rev: draft.rev,
      points: points.map((point) => ({
        id: point.id,
        name: point.name,
        kind: point.kind,
        required: point.required ?? false,
        settled: clone.localised[point.id] !== undefined,
        value: localValueOf(point, draft.package, upstream),
        upstream: upstreamValueOf(point, upstream),
        path: point.at.join('/'),
        ...point.range,
      })),
      departments: matches.map(({ to, ...match }) => {
        const toName = to === undefined ? undefined : names.get(to);
        return { ...match, ...(to === undefined ? {} : { to }), ...(toName ? { toName } : {}) };
      }),
      choices: organisations.filter(({ successor }) => successor === null).map(({ department, name }) => ({ code: department, name })),
      progress: progressOf(points, matches, clone.localised),
      lineage: facts,
    };
  }

  return {
    async localisation({ actor, id, region }: ByScenario): Promise<Localisation> {
      return sheet(regionFor(actor, 'designer', region), id);
    },

    async saveLocalisation(input: ByScenario<LocalisationSave>): Promise<Localisation> {
      const { actor, id, rev, values = {}, departments: chosen = {} } = input;
      const region = regionFor(actor, 'designer', input.region);
      const { clone, draft, points, organisations, release } = await load(region, id);
      const stale = () => new ConflictError('draft.stale', { rev: draft.rev, editedBy: draft.editedBy, editedAt: draft.editedAt });
      if (draft.rev !== rev) throw stale();
      checkChosen(chosen, { release: release.package, organisations });
      const before = matchDepartments(release.package, organisations, clone.departments);
      const departments = mappingOf(matchDepartments(release.package, organisations, { ...clone.departments, ...chosen }));
      const lineage = lineageOf(release, departments);
      const upstream = upstreamOf(release, { scenarioId: id, departments });
      const moved = renamed(draft.package, before, clone.departments, departments);
      const mapped = { ...moved, scenario: { ...moved.scenario, lineage } };
      const at = clock();
      const given = values as Record<string, JsonValue>;
      const applied = applyValues({ points, local: mapped, upstream, values: given, at, settled: clone.localised });
      mustKeepLocks({ upstream, lineage }, { package: applied.package, before: mapped });
      const { findings } = await checkPackage(parts.typecheck, applied.package, await parts.calendarOf(region), {
        rights: await parts.rightsOf?.(region, id),
        today: localDate(at),
      });
      const saved = await saveLocalised(
        store,
        {
          region,
          scenarioId: id,
          rev,
          package: applied.package,
          name: applied.package.scenario.name,
          lineage,
          hash: hashOfPackage(applied.package),
          ...countsOf(findings),
          editedBy: { id: actor.accountId, name: actor.name },
          at,
        },
        { departments, localised: applied.localised },
      );
      if (saved === undefined) throw stale();
      return sheet(region, id);
    },
  };
}

/**
 * The draft under the departments chosen now. Two departments of the template that are one here cannot be told apart in the
 * draft any more, so they are not taken apart again.
 */
function renamed(
  local: ScenarioPackage,
  matches: readonly Match[],
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): ScenarioPackage {
  const codes: Record<string, string> = {};
  const problems: FieldProblem[] = [];
  for (const { code } of matches) {
    const [old, now] = [before[code] ?? code, after[code] ?? code];
    if (old === now) continue;
    if (matches.some((other) => other.code !== code && (before[other.code] ?? other.code) === old))
      problems.push({ path: `departments/${code}`, code: 'localisation.department_shared' });
    codes[old] = now;
  }
  if (problems.length > 0) throw new InvalidError('localisation.wrong', problems);
  return inDepartments(local, codes);
}
