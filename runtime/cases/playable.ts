import { buildModel } from '../compile/model.ts';
import type { CompileInput, Finding, Plan, ScenarioPackage } from '../compile/plan.ts';
import { buildPlan } from '../compile/plan-building.ts';
import { shapeFindings } from '../compile/shape.ts';

/** A plan to play with, and which of its steps the author still has to mend. */
export interface PlayablePlan {
  plan: Plan;
  /** The first error at a step, by the step: a journey that passes it says so. */
  broken: Readonly<Record<string, Finding>>;
}

/**
 * A plan of a draft that has errors: what is wrong far from the way of a journey does not stop it. Nothing when a document has
 * the wrong shape or the flow has no beginning.
 */
export function playablePlan(pkg: ScenarioPackage, findings: readonly Finding[], input: CompileInput = {}): PlayablePlan | undefined {
  if (shapeFindings(pkg).length > 0) return undefined;
  const errors = findings.filter(({ severity, blocks }) => severity === 'error' && blocks === undefined);
  const plan = planOf(pkg, input) ?? planOf(withoutBroken(pkg, errors), input);
  return plan && { plan, broken: brokenSteps(pkg, errors) };
}

function planOf(pkg: ScenarioPackage, input: CompileInput): Plan | undefined {
  try {
    const plan = buildPlan(buildModel(pkg, input));
    return plan.nodes[plan.start] ? plan : undefined;
  } catch {
    // The planner counts on documents without errors; what it cannot resolve is left to the second try, or to the author.
    return undefined;
  }
}

/** The package without the tables that cannot be read: the steps that use them stop, the others go on. */
function withoutBroken(pkg: ScenarioPackage, errors: readonly Finding[]): ScenarioPackage {
  const gone = new Set(errors.map(({ path }) => /^scenario\/tables\/([^/]+)/.exec(path)?.[1]));
  const tables = Object.fromEntries(Object.entries(pkg.scenario.tables ?? {}).filter(([id]) => !gone.has(id)));
  return { ...pkg, scenario: { ...pkg.scenario, tables } };
}

function brokenSteps(pkg: ScenarioPackage, errors: readonly Finding[]): Record<string, Finding> {
  const broken: Record<string, Finding> = {};
  for (const finding of errors) for (const node of stepsOf(pkg, finding)) broken[node] ??= finding;
  return broken;
}

/** Steps an error is about: the step itself, the one a path leaves from, those that use the table, script or data. */
function stepsOf({ scenario }: ScenarioPackage, { path }: Finding): string[] {
  const [, kind, id = ''] = path.split('/');
  const using = (test: (node: Record<string, unknown>) => boolean) =>
    Object.entries(scenario.nodes).flatMap(([node, doc]) => (test(doc as unknown as Record<string, unknown>) ? [node] : []));
  switch (kind) {
    case 'nodes':
      return scenario.nodes[id] ? [id] : [];
    case 'edges':
      return scenario.edges[id] && scenario.nodes[scenario.edges[id].from] ? [scenario.edges[id].from] : [];
    case 'tables':
      return using((node) => node.table === id);
    case 'scripts':
      return using((node) => node.script === id);
    case 'data':
      return using((node) => node.data === id);
    default:
      return [];
  }
}
