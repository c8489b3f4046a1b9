/**
 * Runs a folder of hostile texts (escape-probes.json, resource-probes.json) as script and as every kind of FEEL
 * expression. Contained means: a typed refusal, or the value the probe says is harmless; the host's built-in objects
 * untouched; this process the same; and for resource probes a neighbour of another region that ran at the same moment
 * and succeeded, with the child back within a second.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonValue } from '../../compile/plan.ts';
import type { Outcome } from '../../engine/types.ts';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { createTypechecker, type Typechecker } from '../../typecheck/index.ts';
import { evaluateEverywhere } from './sandbox-expressions.ts';
import { changedHost, hostPrint, mergeCarelessly } from './sandbox-host.ts';
import { moduleOf, shapeOfProbe } from './sandbox-module.ts';
import type { SuiteCase } from './suite.ts';

interface EscapeProbe {
  id: string;
  family: string;
  code: string;
  expect: { equals?: JsonValue; oneOf?: JsonValue[]; any?: boolean };
}
interface ResourceProbe {
  id: string;
  name: string;
  code: string;
  limits: { memoryMB: number; timeoutMs: number };
}

export interface ProbeFailure {
  id: string;
  as: string;
  reason: string;
}
export interface ProbeResult {
  cases: SuiteCase[];
  passed: number;
  failed: number;
  failures: ProbeFailure[];
  pidBefore: number;
  pidAfter: number;
  /** Milliseconds: slowest resource probe until its outcome, slowest return of a killed child. */
  slowestOutcome: number;
  slowestReplacement: number;
}

/** A child has to be back within this; the outcome within twice the probe's limit and this much for a busy machine. */
const REPLACED_MS = 1000;
const SLACK_MS = 1500;

export async function runSandboxProbes(folder: string): Promise<ProbeResult> {
  const escapes = await readJson<EscapeProbe[]>(path.join(folder, 'escape-probes.json'));
  const resources = await readJson<ResourceProbe[]>(path.join(folder, 'resource-probes.json'));
  const result: ProbeResult = {
    ...{ cases: [], passed: 0, failed: 0, failures: [], pidBefore: process.pid, pidAfter: 0 },
    ...{ slowestOutcome: 0, slowestReplacement: 0 },
  };
  const sandbox = createSandbox();
  const typechecker = createTypechecker();
  const record = (id: string, as: string, reason: string | undefined) => {
    result.cases.push({ id: `${id} as ${as}`, verdict: reason === undefined ? 'right' : 'wrong', detail: reason ?? '' });
    if (reason === undefined) result.passed += 1;
    else result.failures.push({ id, as, reason });
  };
  try {
    await Promise.all([sandbox.ready(), typechecker.ready()]);
    for (const probe of escapes) record(probe.id, 'script', await escapeAsScript(sandbox, typechecker, probe));
    for (const probe of resources) record(probe.id, 'script', await resourceAsScript(sandbox, probe, result));
  } finally {
    await Promise.all([sandbox.close(), typechecker.close()]);
  }
  for (const probe of [...escapes, ...resources]) {
    const before = hostPrint();
    for (const { as, reason } of evaluateEverywhere(probe.code)) record(probe.id, as, reason ?? changedHost(before));
  }
  result.failed = result.failures.length;
  result.pidAfter = process.pid;
  return result;
}

/** Through the type checker as an author's script goes, then run although it was refused there: the sandbox must hold alone. */
async function escapeAsScript(sandbox: Sandbox, typechecker: Typechecker, probe: EscapeProbe): Promise<string | undefined> {
  const before = hostPrint();
  const checked = await typechecker.check({ source: moduleOf(probe.code), declarations: 'type Input = unknown; type Output = unknown;' });
  const js = checked.js === '' ? shapeOfProbe(probe.code) : checked.js;
  const outcome = await sandbox.run(runOf(js, 'escape', '330106'));
  const clean = await sandbox.run(runOf(secondRun, 'escape', '330106'));
  if (!clean.ok || JSON.stringify(clean.value) !== secondAnswer) return `the next run saw ${JSON.stringify(clean)}`;
  if (outcome.ok) mergeCarelessly({}, outcome.value);
  return changedHost(before) ?? unexpected(outcome, probe.expect);
}

/** Asks the built-in objects of the same isolate whether anything was left there. */
const secondRun = `return () => [({}).polluted === undefined, [1].map((x) => x + 1), ' a '.trim(), typeof globalThis.polluted, RegExp.$1 === undefined];`;
const secondAnswer = '[true,[2],"a","undefined",true]';

function unexpected(outcome: Outcome, expect: EscapeProbe['expect']): string | undefined {
  if (!outcome.ok || expect.any) return undefined;
  const allowed = 'equals' in expect ? [expect.equals] : (expect.oneOf ?? []);
  const got = JSON.stringify(outcome.value);
  return allowed.some((value) => JSON.stringify(value) === got) ? undefined : `answered ${got.slice(0, 80)}`;
}

async function resourceAsScript(sandbox: Sandbox, probe: ResourceProbe, result: ProbeResult): Promise<string | undefined> {
  const { timeoutMs, memoryMB } = probe.limits;
  const restarts = sandbox.stats().restarts;
  const start = performance.now();
  const limits = { cpuMs: timeoutMs, heapMb: memoryMB };
  const [outcome, neighbour] = await Promise.all([
    sandbox.run(runOf(shapeOfProbe(probe.code), probe.id, '110101', limits)).then((answer) => {
      result.slowestOutcome = Math.max(result.slowestOutcome, Math.round(performance.now() - start));
      return answer;
    }),
    sandbox.run(runOf('return () => 42;', 'neighbour', '330108')),
  ]);
  const ms = performance.now() - start;
  if (!neighbour.ok || neighbour.value !== 42) return `the neighbour got ${JSON.stringify(neighbour)}`;
  if (!outcome.ok && !['timeout', 'memory', 'error', 'output'].includes(outcome.kind)) return `ended as ${outcome.kind}`;
  if (ms > 2 * timeoutMs + SLACK_MS) return `took ${Math.round(ms)} ms`;
  if (sandbox.stats().restarts === restarts) return undefined;
  const back = await untilReady(sandbox);
  result.slowestReplacement = Math.max(result.slowestReplacement, back);
  return back > REPLACED_MS ? `the child was back after ${back} ms` : undefined;
}

async function untilReady(sandbox: Sandbox): Promise<number> {
  const start = performance.now();
  while (sandbox.stats().ready < 2 && performance.now() - start < 5000) await pause(5);
  return Math.round(performance.now() - start);
}

function runOf(js: string, version: string, region: string, limits?: { cpuMs: number; heapMb: number }) {
  return { region, version, script: { id: 'probe', js, hash: js, limits }, input: {}, now: '2026-03-02T01:00:00Z', seed: version };
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}
