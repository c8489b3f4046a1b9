/** Values and departments of the localisation sheet put into a package. Pure. */
import type { LocalisationProgress } from '../../../schemas/generated/api.ts';
import type { FieldProblem, JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import type { Localised } from '../../store/clones.ts';
import { InvalidError } from '../errors.ts';
import { type Match, matchDepartments, type Organisation } from './departments.ts';
import { type Point, pointProblem, withPoint } from './points.ts';

/** Refuses values of points nobody declared, and values that do not fit their point. */
export function applyValues({
  points,
  local,
  upstream,
  values,
  at,
  settled = {},
}: {
  points: readonly Point[];
  local: ScenarioPackage;
  upstream: ScenarioPackage;
  values: Readonly<Record<string, JsonValue>>;
  at: string;
  settled?: Localised;
}): { package: ScenarioPackage; localised: Localised } {
  const byId = new Map(points.map((point) => [point.id, point]));
  const problems: FieldProblem[] = [];
  let pkg = local;
  const localised = { ...settled };
  for (const [id, value] of Object.entries(values)) {
    const point = byId.get(id);
    if (!point) {
      problems.push({ path: `values/${id}`, code: 'localisation.not_declared' });
      continue;
    }
    const problem = value === null ? undefined : pointProblem(point, value);
    if (problem) problems.push(problem);
    else pkg = withPoint(point, pkg, value, upstream);
    localised[id] = at;
  }
  if (problems.length > 0) throw new InvalidError('localisation.wrong', problems);
  return { package: pkg, localised };
}

/** Only departments of the template may be chosen for, and only the region's own that still exist. */
export function checkChosen(
  chosen: Readonly<Record<string, string>>,
  { release, organisations }: { release: ScenarioPackage; organisations: readonly Organisation[] },
): void {
  const codes = new Set(matchDepartments(release, organisations, {}).map(({ code }) => code));
  const own = new Set(organisations.filter(({ successor }) => successor === null).map(({ department }) => department));
  const problems = Object.entries(chosen).flatMap(([code, to]): FieldProblem[] => {
    if (!codes.has(code)) return [{ path: `departments/${code}`, code: 'localisation.not_declared' }];
    return own.has(to) ? [] : [{ path: `departments/${code}`, code: 'localisation.department_unknown' }];
  });
  if (problems.length > 0) throw new InvalidError('localisation.wrong', problems);
}

export function progressOf(points: readonly Point[], matches: readonly Match[], localised: Localised): LocalisationProgress {
  const open = points.filter(({ id }) => localised[id] === undefined);
  const unmatched = matches.filter(({ state }) => state === 'unmatched').length;
  return {
    done: points.length - open.length + matches.length - unmatched,
    total: points.length + matches.length,
    requiredLeft: open.filter(({ required }) => required === true).length,
    unmatched,
  };
}
