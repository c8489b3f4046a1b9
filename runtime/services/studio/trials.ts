import { randomUUID } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Completion, ScriptChecked, ScriptRenamed, ScriptRunAnswer, TypesAnswer } from '../../../schemas/generated/api.ts';
import type { ValueType } from '../../../schemas/generated/documents.ts';
import { declarationsOf } from '../../compile/declared.ts';
import { canonicalHash, declarationsFor, visibleAt } from '../../compile/index.ts';
import type { JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { renameInScript } from '../../compile/references.ts';
import { CodedError, InvalidError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import type { ByScenario } from './drafts.ts';
import type { StudioParts } from './parts.ts';
import { schemaFindings } from './schema-findings.ts';
import { watchedScript, whatItTold } from './watched-script.ts';

/** What one person may ask of the sandbox and the type checker in a minute: more than typing and rehearsing ever need. */
const perPerson = { points: 600, duration: 60 };

export interface TrialServices {
  /** What a script or a step sees. */
  types(input: ByScenario<{ package: ScenarioPackage; script?: string; node?: string }>): Promise<TypesAnswer>;
  /** One call of a script in the sandbox; nothing outside it changes. */
  scriptRun(input: ByScenario<{ package: ScenarioPackage; script: string; input: JsonValue; watched?: boolean }>): Promise<ScriptRunAnswer>;
  /** What is wrong with a script while it is typed: the very check a publication makes. */
  scriptCheck(input: ByScenario<{ source: string; declarations: string }>): Promise<ScriptChecked>;
  /** The scripts of a package that mention a value, as they read once it has another key. Nothing is saved. */
  scriptRename(input: ByScenario<{ package: ScenarioPackage; from: string; to: string }>): Promise<ScriptRenamed>;
}

export function createTrials({ sandbox, typecheck, clock }: StudioParts): TrialServices {
  const asked = new RateLimiterMemory({ keyPrefix: 'trial', ...perPerson });
  const within = (person: string) =>
    asked.consume(person).catch((left: { msBeforeNext?: number }) => {
      throw new CodedError('rate.limited', { status: 429, retryAfter: Math.max(1, Math.ceil((left.msBeforeNext ?? 60_000) / 1000)) });
    });
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

    async scriptRun({ actor, region: wanted, package: pkg, script: id, input, watched = false }) {
      const region = regionFor(actor, 'designer', wanted);
      await within(actor.accountId);
      readable(pkg);
      const script = pkg.scenario.scripts?.[id];
      if (!script) throw unknown('script', 'scenario.script_unknown');
      const checked = await typecheck.check({ source: script.source, declarations: declarationsFor(pkg, id), lines: watched });
      const { js, problems, lines = [] } = checked;
      if (js === '') {
        const line = problems[0]?.line;
        const outcome = { ok: false, kind: 'error', message: problems[0]?.message['zh-CN'] ?? '' } as const;
        return { outcome, cpuMs: 0, problems, ...(watched ? { log: [], reads: [], ...(line === undefined ? {} : { line }) } : {}) };
      }
      const limits = { cpuMs: script.limits?.cpuMs ?? 100, heapMb: script.limits?.heapMb ?? 32 };
      const [now, seed] = [clock(), randomUUID()];
      let cpuMs = 0;
      // A trial is its own version: it never shares an isolate with published scripts.
      const run = (body: string, took?: (milliseconds: number) => void) => {
        const hash = canonicalHash(body);
        return sandbox.run({ region, version: `trial:${hash}`, script: { id, js: body, hash, limits }, input, now, seed, took });
      };
      const outcome = await run(js, (milliseconds) => {
        cpuMs = Math.round(milliseconds * 100) / 100;
      });
      if (!outcome.ok && outcome.kind === 'timeout') cpuMs = limits.cpuMs;
      if (!watched) return { outcome, cpuMs, problems };
      // The result and the time are those of the script as it is; a second run tells what it did.
      return { outcome, cpuMs, problems, ...whatItTold(await run(watchedScript(js)), lines) };
    },

    async scriptCheck({ actor, region, source, declarations }) {
      regionFor(actor, 'designer', region);
      await within(actor.accountId);
      const { problems } = await typecheck.check({ source, declarations });
      return { problems };
    },

    async scriptRename({ actor, region, package: pkg, from, to }) {
      regionFor(actor, 'designer', region);
      await within(actor.accountId);
      readable(pkg);
      const scripts: ScriptRenamed['scripts'] = {};
      for (const [id, { source, reads, writes }] of Object.entries(pkg.scenario.scripts ?? {})) {
        if (!reads.includes(from) && !writes.includes(from)) continue;
        const exact = sameSubject(from, to) && (await typecheck.rename?.({ source, declarations: declarationsFor(pkg, id), from, to }));
        const next = exact ? exact.source : renameInScript(source, from, to);
        if (next !== source) scripts[id] = { source: next, places: exact ? exact.places : 1 };
      }
      return { scripts };
    },
  };
}

const sameSubject = (from: string, to: string) => from.split('.')[0] === to.split('.')[0];

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
