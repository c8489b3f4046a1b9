/** Departments of a template matched to those of a region: by code, by what a code was merged into, else by choice. Pure. */
import type { Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';

export interface Organisation {
  department: string;
  name: Text;
  successor: string | null;
}
export interface Match {
  code: string;
  /** What the template calls it. */
  name: Text;
  state: 'matched' | 'successor' | 'chosen' | 'unmatched';
  /** The region's department, unless unmatched. */
  to?: string;
  /** One of the same name, where the code is not there. */
  suggested?: string;
}

/** Every department the template gives work to, in the order of its lanes. */
export function matchDepartments(
  release: ScenarioPackage,
  organisations: readonly Organisation[],
  chosen: Readonly<Record<string, string>>,
): Match[] {
  const byCode = new Map(organisations.map((one) => [one.department, one]));
  return lanesOf(release).map(({ code, name }): Match => {
    if (chosen[code] !== undefined && chosen[code] !== code) {
      const own = byCode.get(code);
      return { code, name, state: own?.successor === chosen[code] ? 'successor' : 'chosen', to: chosen[code] };
    }
    const own = byCode.get(code);
    if (own) return { code, name, state: own.successor === null ? 'matched' : 'successor', to: own.successor ?? code };
    const alike = organisations.find((one) => one.successor === null && isAlike(one.name, name));
    return { code, name, state: 'unmatched', ...(alike ? { suggested: alike.department } : {}) };
  });
}

function lanesOf({ scenario, forms }: ScenarioPackage): { code: string; name: Text }[] {
  const lanes = Object.entries(scenario.departments).sort(([, a], [, b]) => (a.rank < b.rank ? -1 : 1));
  const known = new Set(lanes.map(([code]) => code));
  // An application of the reform office has no lane, but its form is somebody's.
  const others = Object.values(forms).filter(({ department }) => !known.has(department) && known.add(department));
  return [
    ...lanes.map(([code, { name }]) => ({ code, name })),
    ...others.map(({ department, name }) => ({
      code: department,
      name: { 'zh-CN': `「${name['zh-CN']}」的部门`, en: `Keeper of “${name.en ?? name['zh-CN']}”` },
    })),
  ];
}

/** 卫生健康局 and 县卫生健康局 are alike, 公安局 and 公安局交警大队 are not. */
function isAlike(a: Text, b: Text): boolean {
  const core = (text: Text) => text['zh-CN'].replace(/^.{1,4}?[省市县区](?=.{3,})/, '').replace(/(委员会|分局|大队|局|委|办|中心)$/, '');
  return core(a).length > 1 && core(a) === core(b);
}

/** Only codes that are others here; what is unmatched keeps the template's code until somebody chooses. */
export function mappingOf(matches: readonly Match[]): Record<string, string> {
  return Object.fromEntries(matches.flatMap(({ code, to }) => (to !== undefined && to !== code ? [[code, to]] : [])));
}
