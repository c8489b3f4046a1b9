import type { JsonValue } from '../compile/plan.ts';
import type { Outcome } from '../engine/types.ts';

/** A script of a published version, as the plan holds it. */
export interface SandboxScript {
  id: string;
  /** Body of a strict function that returns the script's main function; what `typecheck` returns as `js`. */
  js: string;
  /** Content hash of `js`. */
  hash: string;
  limits?: { cpuMs?: number; heapMb?: number };
}

export interface ScriptRun {
  /** Region code of the case: different regions never share an isolate. */
  region: string;
  /** Content hash of the scenario version. */
  version: string;
  script: SandboxScript;
  input: JsonValue;
  /** Instant the script sees as now, ISO 8601. */
  now: string;
  /** What Math.random starts from: the same seed gives the same numbers. */
  seed: string;
  /** Told how long the script itself took, in milliseconds; not told of a call that went together with others or took its child with it. */
  took?: (milliseconds: number) => void;
}

export interface SandboxOptions {
  /** Child processes. Default 2, so that a neighbour of a runaway script always has somewhere to go. */
  children?: number;
  /** Processor time of one call in milliseconds, when the script does not say. Default 100. */
  cpuMs?: number;
  /** Heap of an isolate in megabytes, when the script does not say. Default 32. */
  heapMb?: number;
  /** Largest input and output of one call, in characters of JSON. Default 1,000,000. */
  maxCharacters?: number;
  /** Deepest nesting of input and output. Default 64. */
  maxDepth?: number;
  /** Values (objects and lists) in one output. Default 50,000. */
  maxNodes?: number;
  /** A call waits at most this long for its turn, in milliseconds. Default 10,000. */
  waitMs?: number;
  /** Isolates per child; one holds 2 to 4 MB. Default 64. */
  maxIsolates?: number;
  /** What the isolates of one child may hold together, in megabytes; the least recently used go first. Default 512. */
  maxHeapMb?: number;
  /** A child is replaced after this many calls. Default 500,000. */
  recycleAfter?: number;
  /** An isolate is replaced after this many calls. Default 20,000. */
  isolateRecycleAfter?: number;
  /** Told about restarts; no personal data, no script text. */
  log?: (event: SandboxEvent) => void;
}

export interface SandboxEvent {
  event: 'child.started' | 'child.stopped' | 'child.killed' | 'launch.reduced';
  pid?: number;
  reason?: string;
  /** What a child said that never came up. */
  detail?: string;
}

export interface SandboxStats {
  /** Process ids of the children that are ready or starting. */
  pids: number[];
  ready: number;
  /** Children started in place of one that died or was killed; planned recycling not counted. */
  restarts: number;
  recycled: number;
  calls: number;
  /** Outcomes that were not ok, by kind. */
  failures: Record<string, number>;
  waiting: number;
  running: number;
  /** Which walls stand around the children on this host. */
  walls: string[];
}

export interface Sandbox {
  /** Runs one script. Never rejects: what goes wrong is an outcome. */
  run(run: ScriptRun): Promise<Outcome>;
  /** Resolves when a child is ready: for a readiness probe. */
  ready(): Promise<void>;
  stats(): SandboxStats;
  /** Ends the children; waiting calls get the outcome `down`. */
  close(): Promise<void>;
}
