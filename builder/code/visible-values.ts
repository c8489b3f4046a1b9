/** What a script may read: everything collected before its steps, with who asks for it or where it comes from. */
import { declarationsFor, visibleAt } from '../../runtime/compile/index.ts';
import type { CompileInput, ScenarioPackage } from '../../runtime/compile/plan.ts';
import { mentionsInScript } from '../../runtime/compile/rename-script.ts';
import type { Text } from '../../schemas/generated/documents.ts';
import { type KnownValue, knownValues } from '../editing/paths.ts';

export interface VisibleValue extends KnownValue {
  /** Departments whose forms ask for it, owners of data that give it, steps that work it out. */
  sources: Text[];
  /** The script says that it reads it. */
  declared: boolean;
}

/** From here on a value is called sensitive: it is used for working out, not handed on. */
export const sensitiveFrom = 3;

/** Values at every step that uses the script, and what it says it reads; by path, in the order of the scenario. */
export function visibleValues(pkg: ScenarioPackage, script: string): VisibleValue[] {
  const { scenario } = pkg;
  const doc = scenario.scripts?.[script];
  if (!doc) return [];
  const steps = Object.entries(scenario.nodes).flatMap(([id, node]) => (node.kind === 'script' && node.script === script ? [id] : []));
  const [first = [], ...others] = steps.map((step) => visibleAt(pkg, step));
  const everywhere = new Set(first.filter((path) => others.every((paths) => paths.includes(path))));
  return [...knownValues(pkg).values()].flatMap((value) => {
    const declared = doc.reads.includes(value.path);
    if (!declared && !everywhere.has(value.path)) return [];
    return [{ ...value, declared, sources: sourcesOf(pkg, value) }];
  });
}

function sourcesOf({ scenario, resources }: ScenarioPackage, { path, departments }: KnownValue): Text[] {
  const owners = Object.values(scenario.data ?? {}).flatMap((use) =>
    Object.values(use.provides).includes(path)
      ? (scenario.departments[resources[use.resource]?.owner.department ?? '']?.name ?? use.name)
      : [],
  );
  const steps = Object.values(scenario.nodes).flatMap((node) => {
    if (node.kind === 'script') return scenario.scripts?.[node.script]?.writes.includes(path) ? [node.name] : [];
    if (node.kind !== 'decision') return [];
    return Object.values(scenario.tables?.[node.table]?.outputs ?? {}).some((output) => output.path === path) ? [node.name] : [];
  });
  const all = [...departments.flatMap((id) => scenario.departments[id]?.name ?? []), ...owners, ...steps];
  return [...new Map(all.flatMap((name) => (name ? [[name['zh-CN'], name]] : []))).values()];
}

/** The types of a script being written: all it may read, whether it says so yet or not. */
export function declarationsWhileWriting(
  pkg: ScenarioPackage,
  script: string,
  values: readonly VisibleValue[],
  rights?: CompileInput['rights'],
): string {
  const doc = pkg.scenario.scripts?.[script];
  if (!doc) return '';
  const scripts = { ...pkg.scenario.scripts, [script]: { ...doc, reads: values.map(({ path }) => path) } };
  return declarationsFor({ ...pkg, scenario: { ...pkg.scenario, scripts } }, script, rights);
}

/** What the text mentions and the script does not say yet that it reads. */
export const readsToAdd = (source: string, values: readonly VisibleValue[]): string[] =>
  values.filter(({ declared, path }) => !declared && mentionsInScript(source, path).length > 0).map(({ path }) => path);

/** Places in the text that read something sensitive. */
export const sensitivePlaces = (source: string, values: readonly VisibleValue[]) =>
  values
    .filter(({ sensitivity }) => sensitivity >= sensitiveFrom)
    .flatMap((value) => mentionsInScript(source, value.path).map((place) => ({ ...place, value })))
    .sort((a, b) => a.at - b.at);
