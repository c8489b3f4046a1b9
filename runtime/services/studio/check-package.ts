import type { Text } from '../../../schemas/generated/api.ts';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { compile, declarationsFor } from '../../compile/index.ts';
import type { CompileInput, Finding, Plan, ScenarioPackage } from '../../compile/plan.ts';
import { schemaFindings } from './schema-findings.ts';

/** The type checker's part that is used here: `runtime/typecheck`. */
export interface TypecheckPort {
  check(request: {
    source: string;
    declarations: string;
    lines?: boolean;
  }): Promise<{ js: string; problems: { line: number; column: number; message: Text }[]; lines?: number[] }>;
  /** Mentions of a value follow its new key; undefined when the text could not be looked at. */
  rename?(request: {
    source: string;
    declarations: string;
    from: string;
    to: string;
  }): Promise<{ source: string; places: number } | undefined>;
}

export interface CheckedPackage {
  findings: Finding[];
  /** Type-stripped scripts, by id. */
  scripts: Record<string, { js: string; problems: { line: number; column: number; message: Text }[] }>;
  /** Only without an error. */
  plan?: Plan;
}

/** Everything wrong with a package, by the rights its region has now where they are given: schema, script types, compile. Nothing is compiled while a document has the wrong shape. */
export async function checkPackage(
  typecheck: TypecheckPort,
  pkg: ScenarioPackage,
  calendar?: Calendar,
  { rights, today }: Pick<CompileInput, 'rights' | 'today'> = {},
): Promise<CheckedPackage> {
  const wrongShape = schemaFindings(pkg);
  if (wrongShape.length > 0) {
    // The compiler's own findings help even so, where it can read the package at all.
    const { findings } = compile(pkg, { calendar, rights, today });
    const places = new Set(wrongShape.map((finding) => finding.path));
    const more = findings.filter((finding) => finding.code !== 'document-malformed' && !places.has(finding.path));
    return { findings: [...wrongShape, ...more], scripts: {} };
  }
  const scripts: CheckedPackage['scripts'] = {};
  for (const [id, script] of Object.entries(pkg.scenario.scripts ?? {}))
    scripts[id] = await typecheck.check({ source: script.source, declarations: declarationsFor(pkg, id, rights) });
  const { plan, findings } = compile(pkg, { calendar, scripts, rights, today });
  return { findings, scripts, plan };
}

export function countsOf(findings: Finding[]): { errors: number; warnings: number } {
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  return { errors, warnings: findings.length - errors };
}
