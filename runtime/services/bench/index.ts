/**
 * Cases of a scenario on the server: played after every save, generated for a branch nobody reaches, compared between two
 * versions, and real ones replayed on the draft. All of it in a bounded process of its own; nothing is sent or stored but the
 * last result.
 */
import type {
  CaseBench,
  CaseComparison,
  CaseComparisonQuery,
  CaseGenerated,
  CaseGeneration,
  CaseReplay,
  CaseReplayQuery,
} from '../../../schemas/generated/api.ts';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { canonicalHash, contentOf, declarationsFor } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { appendAudit } from '../../store/audit.ts';
import { findCaseResults, listFinishedCases, saveCaseResults } from '../../store/case-results.ts';
import { listJournal } from '../../store/journal.ts';
import { findScenarioDraft, findVersion } from '../../store/scenarios.ts';
import type { Store } from '../../store/store.ts';
import { CodedError, NotFoundError } from '../errors.ts';
import { type RequestFacts, regionFor, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import type { Clock, LoggerPort, SandboxPort } from '../ports.ts';
import type { TypecheckPort } from '../studio/index.ts';
import type { BenchAnswers, Side, Unplayable } from './jobs.ts';
import { type BenchRunner, BenchStopped, createBenchRunner } from './runner.ts';

export interface BenchParts {
  store: Store;
  clock: Clock;
  sandbox: SandboxPort;
  typecheck: TypecheckPort;
  logger: LoggerPort;
  calendarOf(region: string): Promise<Calendar | undefined>;
  runner?: BenchRunner;
}
type ByScenario<T = unknown> = { actor: SessionActor; id: string; region?: string } & T;

export interface BenchServices {
  /** The last run on the draft as it is saved now; asked for when there is none. */
  results(input: ByScenario): Promise<CaseBench>;
  /** A draft was saved: its cases are played, and nobody waits for it. */
  onSaved(region: string, scenario: string): void;
  generate(input: ByScenario<CaseGeneration>): Promise<CaseGenerated>;
  compare(input: ByScenario<CaseComparisonQuery>): Promise<CaseComparison>;
  /** Real finished cases of this region on the draft: names of steps, fields and dates, no value of a person. */
  replay(input: ByScenario<CaseReplayQuery & RequestFacts>): Promise<CaseReplay>;
}

/** Replayed when nobody says how many. */
const usually = 20;

export function createBench(parts: BenchParts): BenchServices {
  const { store, clock, typecheck } = parts;
  const runner = parts.runner ?? createBenchRunner({ sandbox: parts.sandbox });
  /** Runs on their way, by scenario: asked twice is played once. */
  const underway = new Map<string, number>();

  async function draftOf(region: string, id: string) {
    const draft = await findScenarioDraft(store, region, id);
    if (!draft) throw new NotFoundError('scenario.not_found');
    return draft;
  }

  /** A draft with its scripts stripped of types; what cannot be read has none. */
  async function sideOf(pkg: ScenarioPackage): Promise<Side> {
    const scripts: Side['scripts'] = {};
    for (const [id, script] of Object.entries(pkg.scenario.scripts ?? {})) {
      try {
        scripts[id] = await typecheck.check({ source: script.source, declarations: declarationsFor(pkg, id) });
      } catch {
        // A document of the wrong shape has no declarations; the child says that it cannot be played.
      }
    }
    return { package: pkg, scripts };
  }

  async function versionSide(region: string, id: string, version: number): Promise<Side> {
    const found = await findVersion(store, region, id, { version });
    if (!found) throw new NotFoundError('version.not_found');
    const scripts = Object.fromEntries(Object.entries(found.scripts).map(([script, { js }]) => [script, { js, problems: [] }]));
    return { package: found.package, scripts };
  }

  /** Plays the draft of this moment and keeps the result; a newer draft meanwhile is played next. */
  async function play(region: string, id: string): Promise<void> {
    const draft = await draftOf(region, id);
    const calendar = await parts.calendarOf(region);
    const hash = canonicalHash([reportForm, contentOf(draft.package), calendar?.region ?? '', calendar?.version ?? 0]);
    const known = await findCaseResults(store, { region, scenario: id });
    const keep = (report: unknown, ms: number, at: string) =>
      saveCaseResults(store, { region, scenario: id, rev: draft.rev, hash, at, ms, report: report as never });
    // Only the layout changed: what was found stands.
    if (known?.hash === hash) return keep(known.report, known.ms, known.at);
    const started = performance.now();
    const job = { type: 'play' as const, region, calendar, side: await sideOf(draft.package) };
    const answer = await runner.run(job, `${region} ${id}`).catch((error: unknown) => {
      if (error instanceof BenchStopped) return { stopped: error.reason };
      throw error;
    });
    await keep(reportOf(draft.package, answer), Math.round(performance.now() - started), clock());
  }

  function begin(region: string, id: string, rev: number): void {
    const key = `${region} ${id}`;
    if ((underway.get(key) ?? -1) >= rev) return;
    underway.set(key, rev);
    void play(region, id)
      .catch((error: unknown) => parts.logger.warn({ scenario: id, error: String(error) }, 'cases could not be played'))
      .finally(() => {
        if (underway.get(key) === rev) underway.delete(key);
      });
  }

  return {
    async results({ actor, id, region: wanted }) {
      const region = regionFor(actor, 'designer', wanted);
      const draft = await draftOf(region, id);
      const row = await findCaseResults(store, { region, scenario: id });
      const total = Object.keys(draft.package.cases).length;
      if (row?.rev === draft.rev && isWhole(row.report))
        return { rev: row.rev, at: row.at, ms: row.ms, ...(row.report as unknown as Kept) };
      begin(region, id, draft.rev);
      const last = row ? (row.report as unknown as Kept) : undefined;
      return { rev: draft.rev, ...(last ?? nothing), state: total === 0 && !last ? 'none' : 'running' };
    },

    onSaved(region, id) {
      void findScenarioDraft(store, region, id).then(
        (draft) => draft && begin(region, id, draft.rev),
        () => undefined,
      );
    },

    async generate({ actor, id, region: wanted, package: pkg, target }) {
      const region = regionFor(actor, 'designer', wanted);
      await draftOf(region, id);
      const calendar = await parts.calendarOf(region);
      const answer = await bounded(runner.run({ type: 'generate', region, calendar, side: await sideOf(pkg), target }));
      if ('broken' in answer) throw new CodedError('scenario.broken', { status: 422 });
      return answer.found ? { found: true, tried: answer.tried, test: answer.test } : answer;
    },

    async compare({ actor, id, region: wanted, before, after }) {
      const region = regionFor(actor, 'designer', wanted);
      const draft = await draftOf(region, id);
      const side = async (which: number | 'draft') => (which === 'draft' ? sideOf(draft.package) : versionSide(region, id, which));
      const [calendar, was, is] = [await parts.calendarOf(region), await side(before), await side(after)];
      const answer = await bounded(runner.run({ type: 'compare', region, calendar, before: was, after: is }));
      return 'broken' in answer ? { state: 'broken', cases: [] } : { state: 'done', cases: answer.cases };
    },

    async replay({ actor, id, region: wanted, limit = usually, requestId, address }) {
      const region = regionFor(actor, 'designer', wanted);
      const draft = await draftOf(region, id);
      const { cases, finished } = await listFinishedCases(store, { region, scenario: id, limit });
      // Who looked, at how many, is known before anything is shown.
      const line = { region, at: clock(), action: 'cases.replayed', object: id, data: { cases: cases.length } };
      await appendAudit(store, auditLine({ actor, requestId, address }, line));
      if (cases.length === 0) return { state: 'done', cases: [], finished };
      const versions: Record<number, Side> = {};
      for (const { version } of cases) versions[version] ??= await versionSide(region, id, version);
      const past = await Promise.all(
        cases.map(async (one) => ({
          caseNo: one.caseNo,
          version: one.version,
          state: one.state,
          journal: await listJournal(store, region, one.id),
        })),
      );
      const after = await sideOf(draft.package);
      const answer = await bounded(
        runner.run({ type: 'replay', region, calendar: await parts.calendarOf(region), versions, after, cases: past }),
      );
      if ('broken' in answer) return { state: 'broken', cases: [], finished };
      const facts = new Map(cases.map((one) => [one.caseNo, one]));
      return {
        state: 'done',
        finished,
        cases: answer.cases.map((one) => {
          const { applicant, endedAt } = facts.get(one.caseNo)!;
          return { ...one, applicant: maskedName(applicant), endedAt };
        }),
      };
    },
  };
}

type Kept = Omit<CaseBench, 'rev' | 'at' | 'ms'>;
const nothing: Kept = { state: 'none', passed: 0, total: 0, share: 0, cases: [], uncovered: [] };

function reportOf(pkg: ScenarioPackage, answer: BenchAnswers['play'] | { stopped: BenchStopped['reason'] }): Kept {
  const total = Object.keys(pkg.cases).length;
  if ('stopped' in answer) return { ...nothing, state: 'stopped', total };
  if ('broken' in answer) return { ...nothing, state: 'broken', total };
  const { report, uncovered } = answer;
  const part = ({ covered, total: all }: { covered: number; total: number }) => ({ covered, total: all });
  const { nodes, edges, outcomes, rows, share } = report.coverage;
  return {
    state: total === 0 ? 'none' : 'done',
    passed: report.passed,
    total: report.total,
    share,
    parts: { nodes: part(nodes), edges: part(edges), outcomes: part(outcomes), rows: part(rows) },
    cases: report.cases.map(({ id, name, passed, status, problems }) => ({ id, name, passed, status, problems })),
    ways: report.ways,
    uncovered: uncovered.slice(0, 300),
  };
}

/** What a report says; part of its hash, so that one that says less is made anew. */
const reportForm = 2;
const isWhole = (report: unknown): boolean => {
  const { state, ways } = report as Kept;
  return state !== 'done' || ways !== undefined;
};

/** A job that took too long is told as such, never as a fault of the server. */
async function bounded<T>(work: Promise<T | Unplayable>): Promise<T | Unplayable> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BenchStopped) throw new CodedError('bench.stopped', { status: 422, cause: error });
    throw error;
  }
}

/** The family name, and nothing else. */
function maskedName(name: string): string {
  const letters = [...name];
  return letters.length === 0 ? '' : `${letters[0]}${'*'.repeat(Math.min(Math.max(letters.length - 1, 1), 6))}`;
}
