/**
 * A folder of cases taken from the tests of three engines: `cases.json` with steps (start, complete, message, fire a timer)
 * and what must be seen after them. What the language does not have (assignees, variables seen from outside) is refused.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sharedId } from '../../../bpmn/import/events.ts';
import type { JsonValue } from '../../../compile/plan.ts';
import type { Task } from '../../../engine/types.ts';
import { type SuiteCase, type SuiteReport, suiteReport, type Verdict } from '../suite.ts';
import { deploy, describe } from './deployment.ts';
import { type Case, fitting, isRunning, NotDeployed, World } from './world.ts';

type Values = Record<string, JsonValue>;
type Where = Record<string, JsonValue>;
type Reference = { ref: string; index?: number } | { one: Where };
/** One step: the key says which. */
interface Step {
  start?: string;
  vars?: Values;
  getTask?: string;
  listTasks?: string;
  where?: Where;
  complete?: Reference;
  claim?: Reference;
  message?: string;
  signal?: string;
  fireJob?: string;
  runDueJobs?: JsonValue;
  setVars?: Values;
  expectTaskAttr?: string;
  equals?: JsonValue;
  ref?: string;
  index?: number;
  expectNull?: boolean;
  expectSize?: number;
  expectTaskCount?: number;
  expectTaskNames?: string[];
  ordered?: boolean;
  expectEnded?: boolean;
  expectInstanceCount?: number;
  expectVar?: string;
}
interface TraceCase {
  id: string;
  models: string[];
  steps: Step[];
  core?: boolean;
}
interface Seen {
  one: Case;
  task: Task;
}

class Outside extends Error {}
class Wrong extends Error {}
const LONGEST_MS = 10_000;

export async function runTracesSuite(folder: string): Promise<SuiteReport & { core: Record<Verdict, number> & { cases: number } }> {
  const cases = JSON.parse(await readFile(path.join(folder, 'cases.json'), 'utf8')) as TraceCase[];
  const results: SuiteCase[] = [];
  const core: SuiteCase[] = [];
  for (const one of cases) {
    const files = await Promise.all(one.models.map((model) => readFile(path.join(folder, model))));
    const result = runCase(one, files);
    results.push(result);
    if (one.core) core.push(result);
  }
  return { ...suiteReport('bpmn-engine-traces', results), core: suiteReport('core', core).totals };
}

function runCase({ id, steps }: TraceCase, files: readonly Uint8Array[]): SuiteCase {
  const started = performance.now();
  const deployment = deploy(files);
  if (deployment.problems.length > 0) return { id, verdict: 'refused', detail: describe(deployment.problems) };
  const run = new Run(new World(deployment, () => ({ ok: true, value: {} })));
  for (const [index, step] of steps.entries()) {
    try {
      run.take(step);
    } catch (error) {
      if (error instanceof Outside || error instanceof NotDeployed)
        return { id, verdict: 'refused', detail: `step ${index + 1}: ${error.message}` };
      if (error instanceof Wrong) return { id, verdict: 'wrong', detail: `step ${index + 1} ${JSON.stringify(step)}: ${error.message}` };
      return { id, verdict: 'hang', detail: `step ${index + 1}: ${error instanceof Error ? error.message : String(error)}` };
    }
    if (performance.now() - started > LONGEST_MS) return { id, verdict: 'hang', detail: `step ${index + 1}: more than 10 s` };
  }
  return { id, verdict: 'right', detail: '' };
}

class Run {
  private readonly world: World;
  private readonly seen = new Map<string, Seen[]>();
  private last: Case | undefined;

  constructor(world: World) {
    this.world = world;
  }

  take(step: Step): undefined {
    if (step.start !== undefined) return this.start(step.start, step.vars ?? {});
    if (step.getTask !== undefined) return this.getTask(step.getTask, step.where ?? {});
    if (step.listTasks !== undefined) return this.keep(step.listTasks, this.find(step.where ?? {}));
    if (step.complete !== undefined) return this.complete(step.complete, step.vars ?? {});
    if (step.claim !== undefined) return this.claim(step.claim);
    if (step.message !== undefined) return this.message(step.message);
    if (step.signal !== undefined) return this.world.signal(sharedId(step.signal));
    if (step.fireJob !== undefined) return this.fire();
    if (step.runDueJobs !== undefined) return this.world.pass(0);
    if (step.setVars !== undefined) return this.setVariables(step.setVars);
    return this.expect(step);
  }

  private start(process: string, vars: Values): undefined {
    this.last = this.world.start([process], vars)[0];
  }

  private getTask(ref: string, where: Where): undefined {
    const found = this.find(where);
    if (new Set(found.map(({ one }) => one)).size > 1) throw new Outside('does not say of which instance the task is meant');
    if (found.length > 1) throw new Wrong(`${found.length} tasks, one was meant: ${names(found)}`);
    this.keep(ref, found);
  }

  private keep(ref: string, found: Seen[]): undefined {
    this.seen.set(ref, found);
  }

  private find(where: Where): Seen[] {
    const open = this.world.tasks();
    const found = open.filter((each) => Object.entries(where).every(([key, value]) => matches(each, key, value)));
    if (Object.keys(where).length === 0) this.oneMeaning(found);
    return '_order' in where ? [...found].sort((a, b) => compare(nameOf(a), nameOf(b))) : found;
  }

  /** Without a filter either all tasks are meant or those of the instance started last; where both have some, the case does not say. */
  private oneMeaning(found: readonly Seen[]): undefined {
    const roots = new Set(found.map(({ one }) => this.rootOf(one)));
    if (roots.size > 1 && this.last && roots.has(this.last)) throw new Outside('does not say of which instance the tasks are meant');
  }

  private rootOf(one: Case): Case {
    const parent = this.world.cases.find(({ id }) => id === one.state.parent?.caseId);
    return parent ? this.rootOf(parent) : one;
  }

  private referred(reference: Reference): Seen {
    const list = 'one' in reference ? this.find(reference.one) : (this.seen.get(reference.ref) ?? []);
    const found = list['index' in reference ? (reference.index ?? 0) : 0];
    if (!found) throw new Wrong('there is no such task');
    return found;
  }

  private complete(reference: Reference, vars: Values): undefined {
    const { one, task } = this.referred(reference);
    Object.assign(one.given, vars);
    const hasForm = one.deployed.plan.deskForms[task.node] !== undefined;
    const outputs = hasForm ? fitting(one.deployed, one.given) : {};
    const rejected = this.world.send(one, {
      type: 'complete',
      taskId: task.id,
      decision: 'done',
      ...(Object.keys(outputs).length > 0 ? { outputs } : {}),
    });
    if (rejected) throw new Wrong(`cannot be completed: ${rejected}`);
  }

  private claim(reference: Reference): undefined {
    // Who claims a task makes no difference to what can be seen of it here.
    this.referred(reference);
  }

  private message(name: string): undefined {
    if (!this.world.message(sharedId(name))) throw new Wrong('nobody waits for the message');
  }

  /** The only pending timer. */
  private fire(): undefined {
    const timer = this.world.timers()[0];
    if (timer) this.world.fire(timer);
    else if (!this.world.startByTimer()) throw new Wrong('no timer is set');
  }

  private setVariables(values: Values): undefined {
    // Values set from outside come with the next task somebody completes.
    for (const one of this.world.cases.filter(isRunning)) Object.assign(one.given, values);
  }

  private expect(step: Step): undefined {
    if (step.expectTaskAttr !== undefined) return this.expectAttribute(step);
    if (step.expectNull !== undefined) {
      const nothing = (this.seen.get(step.ref ?? '') ?? []).length === 0;
      if (nothing !== step.expectNull) throw new Wrong(nothing ? 'there is no task' : 'there is a task');
      return;
    }
    if (step.expectSize !== undefined) return equal(step.expectSize, (this.seen.get(step.ref ?? '') ?? []).length);
    if (step.expectTaskCount !== undefined) return equal(step.expectTaskCount, this.find(step.where ?? {}).length);
    if (step.expectTaskNames !== undefined) return this.expectNames(step.expectTaskNames, step);
    if (step.expectEnded !== undefined) return equal(step.expectEnded, this.last !== undefined && !isRunning(this.last));
    if (step.expectInstanceCount !== undefined)
      return equal(step.expectInstanceCount, this.world.cases.filter((one) => isRunning(one) && !one.state.parent).length);
    throw new Outside(`${Object.keys(step)[0]} is not supported`);
  }

  private expectAttribute({ expectTaskAttr, equals, ref, index }: Step): undefined {
    const found = this.seen.get(ref ?? '')?.[index ?? 0];
    if (!found) throw new Wrong('there is no task');
    switch (expectTaskAttr) {
      case 'Name':
        return equal(equals ?? null, nameOf(found));
      case 'TaskDefinitionKey':
        return equal(equals ?? null, keyOf(found));
      case 'Description':
        return equal(equals ?? null, found.one.deployed.plan.nodes[found.task.node]!.doc.description?.['zh-CN'] ?? null);
      default:
        throw new Outside(`the ${expectTaskAttr} of a task is not kept`);
    }
  }

  private expectNames(expected: string[], { ref, ordered }: Step): undefined {
    const found = (this.seen.get(ref ?? '') ?? []).map(nameOf);
    const [want, got] = ordered ? [expected, found] : [[...expected].sort(), [...found].sort()];
    equal(JSON.stringify(want), JSON.stringify(got));
  }
}

const keyOf = ({ one, task }: Seen): string => one.deployed.xmlOf.get(task.node) ?? task.node;
const nameOf = ({ one, task }: Seen): string => one.deployed.plan.nodes[task.node]!.doc.name['zh-CN'];
const names = (seen: readonly Seen[]): string => seen.map(nameOf).join(', ');
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function matches(seen: Seen, key: string, value: JsonValue): boolean {
  switch (key) {
    case '_order':
      if (value !== 'orderByTaskName') throw new Outside(`order ${String(value)}`);
      return true;
    case 'taskName':
      return nameOf(seen) === value;
    case 'taskDefinitionKey':
      return keyOf(seen) === value;
    case 'processDefinitionKey':
      return seen.one.deployed.imported.process === value;
    default:
      throw new Outside(`tasks are not found by ${key}`);
  }
}

function equal(expected: JsonValue, actual: JsonValue): undefined {
  if (expected !== actual) throw new Wrong(`expected ${JSON.stringify(expected)}, came ${JSON.stringify(actual)}`);
}
