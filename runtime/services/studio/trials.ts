import { randomUUID } from 'node:crypto';
import type { Completion, ScriptRunAnswer, TypesAnswer } from '../../../schemas/generated/api.ts';
import type { ValueType } from '../../../schemas/generated/documents.ts';
import { declarationsOf } from '../../compile/declared.ts';
import { canonicalHash, declarationsFor, visibleAt } from '../../compile/index.ts';
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { InvalidError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import type { ByScenario } from './drafts.ts';
import type { StudioParts } from './parts.ts';
import { schemaFindings } from './schema-findings.ts';

export interface TrialServices {
  /** What a script or a step sees. */
  types(input: ByScenario<{ package: ScenarioPackage; script?: string; node?: string }>): Promise<TypesAnswer>;
  /** One call of a script in the sandbox; nothing outside it changes. */
  scriptRun(input: ByScenario<{ package: ScenarioPackage; script: string; input: JsonValue }>): Promise<ScriptRunAnswer>;
}

export function createTrials({ sandbox, typecheck, clock }: StudioParts): TrialServices {
  return {
    async types({ actor, region, package: pkg, script, node }) {
      regionFor(actor, 'designer', region);
      readable(pkg);
      if (script !== undefined && !pkg.scenario.scripts?.[script]) throw unknown('script', 'scenario.script_unknown');
      if (node !== undefined && !pkg.scenario.nodes[node]) throw unknown('node', 'scenario.node_unknown');
      const nodes = node !== undefined ? [node] : nodesOf(pkg, script);
      const paths = new Set(nodes.flatMap((id) => visibleAt(pkg, id)));
      return { declarations: declarationsFor(pkg, script ?? node ?? ''), completions: completionsOf(pkg, paths) };
    },

    async scriptRun({ actor, region: wanted, package: pkg, script: id, input }) {
      const region = regionFor(actor, 'designer', wanted);
      readable(pkg);
      const script = pkg.scenario.scripts?.[id];
      if (!script) throw unknown('script', 'scenario.script_unknown');
      const { js, problems } = await typecheck.check({ source: script.source, declarations: declarationsFor(pkg, id) });
      if (js === '') return { outcome: { ok: false, kind: 'error', message: problems[0]?.message['zh-CN'] ?? '' }, cpuMs: 0, problems };
      const limits = { cpuMs: script.limits?.cpuMs ?? 100, heapMb: script.limits?.heapMb ?? 32 };
      const started = performance.now();
      // A trial is its own version: it never shares an isolate with published scripts.
      const outcome = await sandbox.run({
        region,
        version: `trial:${canonicalHash(js)}`,
        script: { id, js, hash: canonicalHash(js), limits },
        input,
        now: clock(),
        seed: randomUUID(),
      });
      return { outcome, cpuMs: Math.round((performance.now() - started) * 10) / 10, problems };
    },
  };
}

function nodesOf(pkg: ScenarioPackage, script: string | undefined): string[] {
  const nodes = Object.entries(pkg.scenario.nodes);
  return nodes.flatMap(([id, node]) => (node.kind === 'script' && node.script === script ? [id] : []));
}

function completionsOf(pkg: ScenarioPackage, paths: ReadonlySet<string>): Completion[] {
  const seen = new Set<string>();
  return declarationsOf(pkg).flatMap(({ path, name, type, sensitivity, form }) => {
    if (!paths.has(path) || seen.has(path)) return [];
    seen.add(path);
    const department = form ? pkg.forms[form.id]?.department : undefined;
    const departmentName = department === undefined ? undefined : pkg.scenario.departments[department]?.name;
    return [{ path, name, type: type as ValueType, sensitivity, ...(departmentName ? { department: departmentName } : {}) }];
  });
}

/** Declarations are made from well-formed documents only. */
function readable(pkg: ScenarioPackage): void {
  if (schemaFindings(pkg).length > 0) throw new InvalidError('scenario.broken', [{ path: 'package', code: 'scenario.broken' }]);
}

const unknown = (path: string, code: string) => new InvalidError(code, [{ path, code }]);
