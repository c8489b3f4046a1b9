/**
 * A folder of betsy's engine tests: `cases.json`, models run with a text and a number as input and compared by the marks
 * their scripts leave; `must-reject.json`, models that break the standard and must be refused at the element.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { importBpmn } from '../../../bpmn/import/index.ts';
import type { JsonValue, Plan } from '../../../compile/plan.ts';
import { startableSteps } from '../../../engine/elements/ad-hoc.ts';
import type { Call, Outcome } from '../../../engine/types.ts';
import { type SuiteCase, type SuiteReport, suiteReport } from '../suite.ts';
import { deploy, describe } from './deployment.ts';
import { type Case, isRunning, World } from './world.ts';

interface Model {
  id: string;
  model: string;
  cases: { input: string | null; integerVariable: number; expectTrace: string[]; parallelProcess?: boolean; delayMs?: number }[];
}
interface MustReject {
  model: string;
  constraint: string;
}
/** Time a case may take of our own clock. */
const LONGEST_MS = 10_000;
/** Time that passes in a case at least, so that every timer of the models comes due. */
const PASSES_MS = 120_000;

export async function runBetsySuite(folder: string): Promise<SuiteReport> {
  const models = JSON.parse(await readFile(path.join(folder, 'cases.json'), 'utf8')) as Model[];
  const rejects = JSON.parse(await readFile(path.join(folder, 'must-reject.json'), 'utf8')) as MustReject[];
  const results: SuiteCase[] = [];
  for (const model of models) {
    const file = await readFile(path.join(folder, 'models', model.model));
    for (const [index, one] of model.cases.entries()) results.push(runModel(`${model.id}#${index + 1}`, file, one));
  }
  for (const { model, constraint } of rejects)
    results.push(mustReject(`${constraint}/${path.basename(model)}`, await readFile(path.join(folder, 'models', model))));
  return suiteReport('betsy-bpmn-engine', results);
}

function mustReject(id: string, file: Uint8Array): SuiteCase {
  const { problems } = importBpmn(file);
  if (problems.length === 0) return { id, verdict: 'wrong', detail: 'was imported, must be refused' };
  const named = problems.filter((problem) => problem.element !== undefined);
  if (named.length === 0) return { id, verdict: 'wrong', detail: `refused without naming the element: ${describe(problems)}` };
  return { id, verdict: 'right', detail: '' };
}

const isError = (mark: string): boolean => mark === 'ERROR' || mark === 'ERROR_deployment';

function runModel(id: string, file: Uint8Array, one: Model['cases'][number]): SuiteCase {
  const started = performance.now();
  const deployment = deploy([file]);
  if (deployment.problems.length > 0) {
    const right = one.expectTrace.some(isError);
    return { id, verdict: right ? 'right' : 'refused', detail: right ? '' : describe(deployment.problems) };
  }
  const marks: string[] = [];
  const world = new World(deployment, scripted(marks));
  const given: Record<string, JsonValue> = { test: one.input ?? '', integerVariable: one.integerVariable };
  const processes = [...deployment.processes.values()];
  const plain = processes.filter(({ plan }) => {
    const { doc } = plan.nodes[plan.start]!;
    return doc.kind === 'start' && doc.trigger.type === 'form';
  });
  const main = plain[0] ?? processes[0];
  if (!main) return { id, verdict: 'refused', detail: 'no process of the file is marked as executable' };
  const alongside = plain.slice(1);
  try {
    const again = startsAgain(main.plan);
    const started = [main, ...(one.parallelProcess ? alongside : [])].map(({ imported }) => imported.process);
    world.start(started, given);
    doSteps(world);
    const whole = Math.max(PASSES_MS, one.delayMs ?? 0);
    for (let passed = 1000; passed <= whole; passed += 1000) {
      world.pass(1000);
      if (again && passed % again.every < 1000 && passed / again.every < again.times) world.start(started.slice(0, 1), given);
      doSteps(world);
    }
  } catch (error) {
    if (error instanceof NotKept) return { id, verdict: 'refused', detail: error.message };
    return { id, verdict: 'hang', detail: error instanceof Error ? error.message : String(error) };
  }
  if (performance.now() - started > LONGEST_MS) return { id, verdict: 'hang', detail: 'took more than 10 s' };
  return verdictOf(id, one.expectTrace, [...marks, ...failures(world.cases, one.expectTrace)]);
}

/** A process that a timer starts again and again. */
function startsAgain(plan: Plan): { every: number; times: number } | undefined {
  const { doc } = plan.nodes[plan.start]!;
  if (doc.kind !== 'start' || doc.trigger.type !== 'timer' || !doc.trigger.cycle) return undefined;
  const { every, times } = doc.trigger.cycle;
  const size = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000, workingDays: 86_400_000 }[every.unit];
  return { every: every.amount * size, times: times ?? Number.POSITIVE_INFINITY };
}

/** Data of the model that the import does not keep. */
class NotKept extends Error {}

function verdictOf(id: string, expected: string[], marks: string[]): SuiteCase {
  const [want, got] = [[...expected].sort().join(' '), [...marks].sort().join(' ')];
  return want === got ? { id, verdict: 'right', detail: '' } : { id, verdict: 'wrong', detail: `expected [${want}], came [${got}]` };
}

/** People start the steps of ad-hoc blocks, each in turn. */
function doSteps(world: World): void {
  for (let turn = 0; turn < 100; turn++) {
    const open = world.cases
      .filter(isRunning)
      .flatMap((one) => startableSteps(one.deployed.plan, one.state).map(({ node }) => ({ one, node })));
    const fresh = open.find(({ one, node }) => !one.trace.includes(node));
    if (!fresh) return;
    world.send(fresh.one, { type: 'startStep', node: fresh.node });
  }
}

/** What stopped a case for a person to look at, in the words of the set. */
function failures(cases: readonly Case[], expected: readonly string[]): string[] {
  const incidents = cases.flatMap(({ state }) => Object.values(state.incidents));
  const raised = cases.flatMap(({ told }) => told);
  const count = (code: string) => raised.filter((one) => one === code).length;
  const escalated = expected.find((mark) => /^ERROR_thrownEsc/.test(mark));
  // An escalation nobody takes is no failure; the set marks it where it asks for it.
  const alone = escalated && count('escalation.raised') > count('escalation.caught') ? [escalated] : [];
  const uncaught = incidents.find(({ code }) => code === 'error.unhandled');
  const thrown = expected.find((mark) => /^ERROR_thrownErr/.test(mark));
  if (uncaught && uncaught.detail !== 'noWayOut') return [...alone, thrown ?? 'ERROR_thrown'];
  // A join that waits for ever is a case that stands still: the set expects no mark of it.
  return incidents.some(({ code }) => code !== 'join.stuck') ? [...alone, 'ERROR_runtime'] : alone;
}

/** The neutral marks of the scripts. */
function scripted(marks: string[]): (one: Case, call: Call, world: World) => Outcome {
  return (one, call, world) => {
    const { imported } = one.deployed;
    const text = imported.scripts[call.node]?.text ?? '';
    const write = (name: string, value: JsonValue): Outcome => {
      const variable = imported.variables[name];
      if (!variable) throw new NotKept(`the data “${name}” of the model is not kept`);
      const [subject, key] = variable.path.split('.') as [string, string];
      return { ok: true, value: { [subject]: { [key]: value } } };
    };
    const read = (name: string): JsonValue => one.state.fields[imported.variables[name]?.path ?? '']?.value ?? null;
    const outcomes = text
      .split(/[\s;,]+/)
      .filter(Boolean)
      .map((word) => perform(word));
    return outcomes.find((outcome) => !outcome.ok) ?? { ok: true, value: merged(outcomes) };

    function perform(word: string): Outcome {
      switch (word) {
        case 'CREATE_MARKER_FILE':
          marks.push('MARKER_exists');
          return done;
        case 'INCREMENT_INTEGER_VARIABLE':
          return write('integerVariable', Number(read('integerVariable') ?? 0) + 1);
        case 'THROW_ERROR': {
          const code = Object.keys(imported.package.scenario.errors ?? {})[0];
          return { ok: false, kind: 'error', message: 'thrown by the script', ...(code ? { code } : {}) };
        }
        case 'SET_STRING_DATA':
          return write('data', 'correct');
        case 'LOG_DATA':
          marks.push(`DATA_${String(read('data'))}`);
          return done;
        case 'WAIT_TEN_SECONDS':
          world.pass(10_000);
          return done;
        default:
          if (word.startsWith('SCRIPT_')) marks.push(word);
          return done;
      }
    }
  };
}
const done: Outcome = { ok: true, value: {} };

/** Values of several marks of one script, by subject. */
function merged(outcomes: readonly Outcome[]): JsonValue {
  const values: Record<string, Record<string, JsonValue>> = {};
  for (const outcome of outcomes)
    if (outcome.ok)
      for (const [subject, inner] of Object.entries(outcome.value as Record<string, Record<string, JsonValue>>))
        values[subject] = { ...values[subject], ...inner };
  return values;
}
