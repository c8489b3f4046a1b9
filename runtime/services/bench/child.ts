/**
 * The process that plays cases: compile and engine, nothing else. It reads the product's own files, has no network and no
 * secret, and is ended when a job takes too long. Scripts are run by the parent's sandbox, never here.
 */
import {
  type AnswerCall,
  casesOfBoth,
  compareReports,
  generateCase,
  type PlayablePlan,
  playablePlan,
  playCases,
  replayCase,
  uncoveredOf,
} from '../../cases/index.ts';
import { compile } from '../../compile/index.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Outcome } from '../../engine/types.ts';
import { loadPlugins } from '../../plugins/load.ts';
import type { BenchAnswers, BenchJob, FromChild, Side, ToChild, Unplayable } from './jobs.ts';

/** Of one package that are played; the first ones by id. */
const mostCases = 200;
/** A good script may run out of time on a crowded machine. */
const attempts = 4;

const send = (message: FromChild) => process.send?.(message);
const waiting = new Map<number, (outcome: Outcome) => void>();
let calls = 0;

function answerFor(plan: Plan, region: string): AnswerCall {
  return async ({ script: id, input, now, seed }) => {
    const planned = plan.scripts[id];
    if (!planned) return { ok: false, kind: 'error', message: '' };
    const { js, hash, limits } = planned;
    const run = () =>
      new Promise<Outcome>((resolve) => {
        calls += 1;
        waiting.set(calls, resolve);
        send({ call: calls, run: { region, version: `trial:${plan.hash}`, script: { id, js, hash, limits }, input, now, seed } });
      });
    let outcome = await run();
    for (let tried = 1; tried < attempts && !outcome.ok && outcome.kind === 'timeout'; tried += 1) outcome = await run();
    return outcome;
  };
}

function prepared({ package: pkg, scripts }: Side, { calendar }: BenchJob): PlayablePlan | Unplayable {
  // Whether data may be read is asked when it is published and at each read; here samples answer.
  const input = { calendar, scripts, rights: 'atRead' as const };
  const { plan, findings } = compile(pkg, input);
  if (plan) return { plan, broken: {} };
  const errors = findings.filter(({ severity, blocks }) => severity === 'error' && blocks === undefined).length;
  return playablePlan(pkg, findings, input) ?? { broken: true, errors };
}

const isUnplayable = (one: PlayablePlan | Unplayable): one is Unplayable => one.broken === true;

const jobs: { [T in BenchJob['type']]: (job: Extract<BenchJob, { type: T }>) => Promise<BenchAnswers[T]> } = {
  async play(job) {
    const ready = prepared(job.side, job);
    if (isUnplayable(ready)) return ready;
    const { plan, broken } = ready;
    const cases = Object.values(job.side.package.cases)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, mostCases);
    const report = await playCases(plan, cases, { answerCall: answerFor(plan, job.region), broken });
    return { report, uncovered: uncoveredOf(plan, report.coverage) };
  },

  async compare(job) {
    const [before, after] = [prepared(job.before, job), prepared(job.after, job)];
    if (isUnplayable(before)) return before;
    if (isUnplayable(after)) return after;
    const cases = (job.cases ?? casesOfBoth(job.before.package.cases, job.after.package.cases)).slice(0, mostCases);
    const play = ({ plan, broken }: PlayablePlan) => playCases(plan, cases, { answerCall: answerFor(plan, job.region), broken });
    return { cases: compareReports(await play(before), await play(after)) };
  },

  async generate(job) {
    const ready = prepared(job.side, job);
    if (isUnplayable(ready)) return ready;
    return generateCase({
      plan: ready.plan,
      cases: Object.values(job.side.package.cases),
      target: job.target,
      elements: job.side.package.elements,
      region: job.region,
      answerCall: answerFor(ready.plan, job.region),
    });
  },

  async replay(job) {
    const after = prepared(job.after, job);
    if (isUnplayable(after)) return after;
    const plans = new Map<number, PlayablePlan | Unplayable>();
    const cases: Extract<BenchAnswers['replay'], { cases: unknown }>['cases'] = [];
    for (const { caseNo, version, ...past } of job.cases) {
      const side = job.versions[version];
      if (!side) continue;
      const own = plans.get(version) ?? prepared(side, job);
      plans.set(version, own);
      if (isUnplayable(own)) continue;
      const answers = { before: answerFor(own.plan, job.region), after: answerFor(after.plan, job.region) };
      cases.push({ caseNo, version, ...(await replayCase(past, { before: own.plan, after: after.plan, answers })) });
    }
    return { cases };
  },
};

async function perform(id: number, job: BenchJob): Promise<void> {
  try {
    send({ id, answer: await (jobs[job.type] as (one: BenchJob) => Promise<BenchAnswers[keyof BenchAnswers]>)(job) });
  } catch (error) {
    send({ id, failed: error instanceof Error ? error.message : String(error) });
  }
}

process.on('message', (message: ToChild) => {
  if ('job' in message) {
    void perform(message.id, message.job);
    return;
  }
  waiting.get(message.call)?.(message.outcome);
  waiting.delete(message.call);
});
await loadPlugins(process.argv.slice(2).join(','));
process.on('disconnect', () => process.exit(0));
send({ ready: true });
