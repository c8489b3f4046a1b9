import { atSource } from '../plugins/expand.ts';
import { compare } from './maps.ts';
import { buildModel } from './model.ts';
import type { CompileInput, CompileResult, Finding, MergedForm, ScenarioPackage } from './plan.ts';
import { buildPlan } from './plan-building.ts';
import { rules } from './rules/index.ts';
import { shapeFindings } from './shape.ts';

/**
 * Compiles a package: all findings, and a plan when none of them is an error (beside those that stop publishing only). Never throws on any JSON: documents that do
 * not have the expected shape give `document-malformed` findings and nothing else.
 */
export function compile(pkg: ScenarioPackage, input: CompileInput = {}): CompileResult {
  const malformed = shapeFindings(pkg);
  if (malformed.length > 0) return { findings: malformed };
  const model = buildModel(pkg, input);
  const findings = rules
    .flatMap((rule) => rule(model))
    .map((finding) => atSource(finding, pkg))
    .sort(bySeverityAndPath);
  if (findings.some((finding) => finding.severity === 'error' && finding.blocks === undefined)) return { findings };
  return { plan: buildPlan(model), findings };
}

/** Merged forms of the fill nodes of a package that may still have errors: what the designer shows while drawing. */
export function mergedFormsOf(pkg: ScenarioPackage): Record<string, MergedForm> {
  return shapeFindings(pkg).length > 0 ? {} : buildModel(pkg, {}).fills;
}

function bySeverityAndPath(a: Finding, b: Finding): number {
  return compare(a.severity, b.severity) || compare(a.path, b.path) || compare(a.code, b.code);
}
