/** Everything the rules and the plan read, computed once per compile. */
import { expandPackage } from '../plugins/expand.ts';
import { buildDataflow, type Dataflow } from './dataflow.ts';
import { type Declaration, type Declared, declarationsOf, declaredPaths } from './declared.ts';
import { createExpressionCache, type ExpressionCache } from './expressions.ts';
import { buildGraph, type Graph } from './graph.ts';
import { requireMaterials } from './materials.ts';
import { deskForms, fillForms } from './merged-form.ts';
import type { CompileInput, MergedForm, ScenarioPackage } from './plan.ts';
import { collectSites, type Sites } from './sites.ts';

export interface Model {
  /** In elements of the language only. */
  pkg: ScenarioPackage;
  /** As it was written: steps of a plugin's kind are still one. */
  shipped: ScenarioPackage;
  input: CompileInput;
  graph: Graph;
  declarations: readonly Declaration[];
  declared: Readonly<Record<string, Declared>>;
  cache: ExpressionCache;
  sites: Sites;
  flow: Dataflow;
  fills: Record<string, MergedForm>;
  deskForms: Record<string, MergedForm>;
}

/** Reads a package whose shape was checked. */
export function buildModel(shipped: ScenarioPackage, input: CompileInput): Model {
  const pkg = expandPackage(shipped);
  const graph = buildGraph(pkg.scenario);
  const declarations = declarationsOf(pkg);
  const declared = declaredPaths(declarations);
  const cache = createExpressionCache(input.calendar);
  const flow = buildDataflow(pkg, graph);
  const merge = { pkg, declared, flow, cache };
  return {
    pkg,
    shipped,
    input,
    graph,
    declarations,
    declared,
    cache,
    sites: collectSites(pkg, cache),
    flow,
    fills: requireMaterials(pkg, cache, fillForms(merge)),
    deskForms: requireMaterials(pkg, cache, deskForms(merge)),
  };
}
