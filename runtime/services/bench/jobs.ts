/** What the bench child is asked for, and how its messages look. Everything is data: it goes through a pipe. */
import type { Calendar, CaseTest } from '../../../schemas/generated/documents.ts';
import type { BenchReport, ComparedCase, CoverTarget, Generated, PastCase, ReplayedCase, Uncovered } from '../../cases/index.ts';
import type { CompileInput, JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import type { Outcome } from '../../engine/types.ts';

/** A package with its scripts, already stripped of types. */
export interface Side {
  package: ScenarioPackage;
  scripts: NonNullable<CompileInput['scripts']>;
}

interface Asked {
  region: string;
  calendar: Calendar | undefined;
}
export type BenchJob = Asked &
  (
    | { type: 'play'; side: Side }
    | { type: 'compare'; before: Side; after: Side; cases?: CaseTest[] }
    | { type: 'generate'; side: Side; target: CoverTarget }
    | { type: 'replay'; versions: Record<number, Side>; after: Side; cases: (PastCase & { version: number; caseNo: string })[] }
  );

/** A draft nothing can be played on: too much of it is missing. */
export interface Unplayable {
  broken: true;
  errors: number;
}
export interface Played {
  report: BenchReport;
  uncovered: Uncovered[];
}
export interface Compared {
  cases: ComparedCase[];
}
export interface Replayed {
  cases: (ReplayedCase & { caseNo: string; version: number })[];
}
export interface BenchAnswers {
  play: Played | Unplayable;
  compare: Compared | Unplayable;
  generate: Generated | Unplayable;
  replay: Replayed | Unplayable;
}

export interface ScriptCall {
  region: string;
  version: string;
  script: { id: string; js: string; hash: string; limits: { cpuMs: number; heapMb: number } };
  input: JsonValue;
  now: string;
  seed: string;
}
export type ToChild = { id: number; job: BenchJob } | { call: number; outcome: Outcome };
export type FromChild =
  | { ready: true }
  | { id: number; answer: BenchAnswers[keyof BenchAnswers] }
  | { id: number; failed: string }
  | { call: number; run: ScriptCall };
