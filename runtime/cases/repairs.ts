/**
 * What one press can mend in cases that no longer fit the draft: a required question they know nothing of, an answer whose question
 * was renamed or is not asked any more, a step that is gone or has come, a decision that is no longer offered, and what they expect.
 * Pure: found from the problems of the last run; `repaired` makes the new case, the caller keeps it.
 */
import type { CaseExpectation, CaseStep, CaseTest, Text } from '../../schemas/generated/documents.ts';
import type { JsonValue, MergedField, Plan } from '../compile/plan.ts';
import { askFormOf } from '../engine/ask-form.ts';
import { outcomeWords } from './facts.ts';
import { inventions } from './invent.ts';
import type { CaseProblem } from './types.ts';
import { both, clockName, nodeName, pathName } from './words.ts';

/** Where a case is mended: its step from 0; its expectation without one. */
export interface RepairPlace {
  case: string;
  step?: number;
  /** Of `accept`: what it came to this time. */
  got?: JsonValue;
  /** Of `drop`: the step of the flow that is gone. */
  node?: string;
}
export interface RepairChoice {
  value: string;
  name: Text;
}
interface Repair<K extends string> {
  /** Tells repairs of one list apart, and stays while the problem does. */
  key: string;
  kind: K;
  /** What it is about, by name. */
  name: Text;
  places: RepairPlace[];
}
/** Types a question in that the cases leave empty. */
export type FillRepair = Repair<'fill'> & { path: string; field: MergedField; suggestion: JsonValue };
/** The question of an answer is gone: it belongs to another question now, or is dropped (choice ''). */
export type MoveRepair = Repair<'move'> & { path: string; choices: RepairChoice[]; suggestion: string };
/** Takes a step out that the flow no longer has. */
export type DropRepair = Repair<'drop'>;
/** Another decision, where the one of the cases is no longer offered; or a decision of a step the cases stop at. */
export type DecideRepair = Repair<'redecide' | 'decide'> & {
  node: string;
  asks: 'desk' | 'party';
  choices: RepairChoice[];
  suggestion: string;
};
/** What they come to now is right. */
export type AcceptRepair = Repair<'accept'> & { check: string; about?: string };
export type CaseRepair = FillRepair | MoveRepair | DropRepair | DecideRepair | AcceptRepair;

/** Failed cases with what is not as they say, as the bench tells it. */
export interface FailedCase {
  id: string;
  problems: readonly Pick<CaseProblem, 'code' | 'step' | 'about' | 'got'>[];
}

export function repairsOf(plan: Plan, cases: Readonly<Record<string, CaseTest>>, failed: readonly FailedCase[]): CaseRepair[] {
  const found = new Map<string, CaseRepair>();
  for (const { id, problems } of failed) {
    const test = cases[id];
    if (!test) continue;
    for (const problem of problems) {
      for (const repair of repairsFor(plan, test, problem)) {
        const same = found.get(repair.key);
        if (same) same.places.push(...repair.places);
        else found.set(repair.key, repair);
      }
    }
  }
  return [...found.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** An answer that moves may be what another question lacks; what is expected comes last. */
const order: readonly CaseRepair['kind'][] = ['move', 'fill', 'drop', 'redecide', 'decide', 'accept'];

type Problem = FailedCase['problems'][number];

function repairsFor(plan: Plan, test: CaseTest, problem: Problem): CaseRepair[] {
  const { code, step, about } = problem;
  const place: RepairPlace = { case: test.id, ...(step === undefined ? {} : { step }) };
  if (code === 'step.refused') return refusedRepairs(plan, test, problem, place);
  if (code === 'step.not_waiting' && about !== undefined && !plan.nodes[about]) {
    if (!test.steps.some((one) => 'node' in one && one.node === about)) return [];
    const name = both('已去掉的步骤', 'a step that is gone');
    return [{ key: 'drop', kind: 'drop', name, places: [{ ...place, node: about }] }];
  }
  if (code === 'step.not_waiting' || code === 'step.nothing_open')
    return listOf(problem.got).flatMap((node) => (decides(test, step, node) ? [] : decideRepairs(plan, node, 'decide', place)));
  const waits = code === 'expect.status' && problem.got === 'running' && about !== undefined;
  const end = test.steps.length;
  const decide = waits && !decides(test, end - 1, about) ? decideRepairs(plan, about, 'decide', { case: test.id, step: end }) : [];
  const accept = code.startsWith('expect.') && !waits ? acceptRepairs(plan, test, problem, place) : [];
  return [...decide, ...accept];
}

/** Mended a moment ago: the results are still those of before. */
const decides = (test: CaseTest, step: number | undefined, node: string): boolean => {
  const one = test.steps[step ?? test.steps.length];
  return (one?.do === 'decide' || one?.do === 'consent') && one.node === node;
};

const listOf = (value: JsonValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

function refusedRepairs(plan: Plan, test: CaseTest, { got, about, step }: Problem, place: RepairPlace): CaseRepair[] {
  const { code, problems = [] } = (got ?? {}) as { code?: string; problems?: { path: string; code: string }[] };
  const node = about ?? '';
  if (code === 'task.decision_unknown') {
    const now = step === undefined ? undefined : test.steps[step];
    const chosen = now?.do === 'decide' && decisionsOf(plan.nodes[node]?.doc).includes(now.decision);
    return chosen ? [] : decideRepairs(plan, node, 'redecide', place);
  }
  const form = plan.fills[node] ?? plan.deskForms[node] ?? (plan.nodes[node]?.doc.kind === 'data' ? askFormOf(plan, node) : undefined);
  const typed = step === undefined ? undefined : typedIn(test.steps[step]);
  if (!form || !typed) return [];
  const missing = problems.flatMap(({ path, code: why }) =>
    why === 'field.required' && form.fields[path] && empty(typed[path]) ? [form.fields[path]] : [],
  );
  const spare = problems.filter(({ path, code: why }) => unasked.has(why) && !empty(typed[path]));
  const moves = spare.map(({ path }) => moveRepair(plan, { path, value: typed[path]!, missing, place }));
  return [...moves, ...missing.map((field) => fillRepair(plan, test, field, place))];
}

const unasked = new Set(['field.foreign', 'field.hidden', 'field.readOnly', 'field.notOpen']);
const empty = (value: JsonValue | undefined) => value === undefined || value === null || value === '';

function fillRepair(plan: Plan, { at, region }: CaseTest, field: MergedField, place: RepairPlace): FillRepair {
  const env = { now: new Date(`${at}+08:00`).toISOString() };
  const suggestion = inventions(field, { now: env.now, region }).find((value) => plan.checkValue(field.path, value, env).ok) ?? null;
  return { key: `fill ${field.path}`, kind: 'fill', name: field.label, path: field.path, field, suggestion, places: [place] };
}

/** Questions the answer would fit: of the same subject first, and of nearly that name. */
function moveRepair(
  plan: Plan,
  { path, value, missing, place }: { path: string; value: JsonValue; missing: readonly MergedField[]; place: RepairPlace },
): MoveRepair {
  const env = { now: '2026-01-01T00:00:00.000Z' };
  const fits = missing.filter((field) => plan.checkValue(field.path, value, env).ok);
  const likely = fits.find(({ subject }) => subject === path.split('.')[0]) ?? fits[0];
  const known = Object.hasOwn(plan.types, path);
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return {
    key: `move ${path}`,
    kind: 'move',
    name: known ? pathName(plan, path) : both(`填了 ${shown} 的一项`, `what is filled with ${shown}`),
    path,
    choices: [...fits.map((field) => ({ value: field.path, name: field.label })), { value: '', name: both('去掉，不再填', 'Take it out') }],
    suggestion: likely?.path ?? '',
    places: [place],
  };
}

function decideRepairs(plan: Plan, node: string, kind: DecideRepair['kind'], place: RepairPlace): DecideRepair[] {
  const doc = plan.nodes[node]?.doc;
  const ids = decisionsOf(doc);
  if (!doc || ids.length === 0) return [];
  const choices = ids.map((value) => ({ value, name: outcomeWords(plan, node, value) }));
  const agreed = ids.find((id) => 'decisions' in doc && (doc.decisions as Record<string, { effect?: string }>)[id]?.effect === 'agree');
  const asks = doc.kind === 'consent' ? 'party' : 'desk';
  const key = `${kind} ${node}`;
  return [{ key, kind, name: nodeName(plan, node), node, asks, choices, suggestion: agreed ?? ids[0]!, places: [place] }];
}

function decisionsOf(doc: Plan['nodes'][string]['doc'] | undefined): string[] {
  if (!doc) return [];
  if ('decisions' in doc && doc.decisions) return Object.keys(doc.decisions);
  return doc.kind === 'joint' || doc.kind === 'consent' ? ['agree', 'refuse'] : [];
}

const checks: Record<string, Text> = {
  'expect.status': both('最后的状态', 'state at the end'),
  'expect.departments': both('办理过的部门', 'departments that decided'),
  'expect.asked': both('申请人要填的', 'what the applicant fills in'),
  'expect.issued': both('出具的证照文书', 'documents issued'),
  'expect.notified': both('发出的通知', 'messages sent'),
};

function acceptRepairs(plan: Plan, { expect }: CaseTest, { code, about, got = null }: Problem, place: RepairPlace): AcceptRepair[] {
  const name = checkName(plan, code, about);
  if (!name) return [];
  const key = `accept ${code} ${code in checks ? '' : about}`;
  const repair: AcceptRepair = {
    key,
    kind: 'accept',
    name,
    check: code,
    ...(about === undefined ? {} : { about }),
    places: [{ ...place, got }],
  };
  return JSON.stringify(accepted(expect, repair, got)) === JSON.stringify(expect) ? [] : [repair];
}

function checkName(plan: Plan, code: string, about: string | undefined): Text | undefined {
  if (checks[code]) return checks[code];
  if (about === undefined) return undefined;
  if (code === 'expect.due') return plan.clocks[about] ? clockName(plan, about) : both('已去掉的时限', 'a limit that is gone');
  if (code === 'expect.field')
    return Object.hasOwn(plan.types, about) ? pathName(plan, about) : both('已去掉的字段', 'a field that is gone');
  if (code === 'expect.visited' || code === 'expect.notVisited')
    return plan.nodes[about] ? nodeName(plan, about) : both('已去掉的步骤', 'a step that is gone');
  return undefined;
}

/** What a person types in a step, changed or not. */
function typedIn(step: CaseStep | undefined): Record<string, JsonValue> | undefined {
  if (step?.do === 'submit' || step?.do === 'answer') return (step.values ?? {}) as Record<string, JsonValue>;
  return step?.do === 'decide' ? ((step.outputs ?? {}) as Record<string, JsonValue>) : undefined;
}

function withTyped(step: CaseStep, typed: Record<string, JsonValue>): CaseStep {
  if (step.do === 'submit') return { ...step, values: typed };
  if (step.do === 'answer') return { ...step, values: typed };
  return step.do === 'decide' ? { ...step, outputs: typed } : step;
}

/** The case after a repair; `answer` is the value typed, or the choice. Nothing changes where the case moved on since it was found. */
export function repaired(test: CaseTest, repair: CaseRepair, answer: JsonValue = null): CaseTest {
  return repair.places.filter((place) => place.case === test.id).reduce((now, place) => repairedAt(now, repair, { place, answer }), test);
}

function repairedAt(test: CaseTest, repair: CaseRepair, { place, answer }: { place: RepairPlace; answer: JsonValue }): CaseTest {
  const { step } = place;
  if (repair.kind === 'accept') return { ...test, expect: accepted(test.expect, repair, place.got ?? null) };
  if (step === undefined) return test;
  if (repair.kind === 'decide') return withSteps(test, step, 0, [decisionStep(test.steps[step - 1], repair, String(answer))]);
  if (repair.kind === 'drop') return { ...test, steps: test.steps.filter((one) => !('node' in one && one.node === place.node)) };
  const now = test.steps[step];
  if (!now) return test;
  if (repair.kind === 'redecide')
    return now.do === 'decide' && now.node === repair.node ? withSteps(test, step, 1, [{ ...now, decision: String(answer) }]) : test;
  const typed = typedIn(now);
  if (!typed || (repair.kind !== 'fill' && repair.kind !== 'move')) return test;
  if (repair.kind === 'fill') {
    if (empty(answer) || !empty(typed[repair.path])) return test;
    const filled = withSteps(test, step, 1, [withTyped(now, { ...typed, [repair.path]: answer })]);
    return now.do === 'submit' ? withAsked(filled, repair.path) : filled;
  }
  const { [repair.path]: value, ...others } = typed;
  const moved = typeof answer === 'string' && answer !== '' && value !== undefined ? { ...others, [answer]: value } : others;
  return withSteps(test, step, 1, [withTyped(now, moved)]);
}

const withSteps = (test: CaseTest, at: number, gone: number, come: CaseStep[]): CaseTest => ({
  ...test,
  steps: test.steps.toSpliced(at, gone, ...come),
});

/** At the moment of the step before: nothing may go back in time. */
function decisionStep(before: CaseStep | undefined, { node, asks }: DecideRepair, decision: string): CaseStep {
  const at = before?.do === 'advance' ? before.to : before?.at;
  const when = at === undefined ? {} : { at };
  if (asks === 'party') return { do: 'consent', ...when, node, decision: decision === 'agree' ? 'agree' : 'refuse' };
  return { do: 'decide', ...when, node, decision, opinion: '样例意见' };
}

function withAsked(test: CaseTest, path: string): CaseTest {
  const { asked } = test.expect;
  return !asked || asked.includes(path) ? test : { ...test, expect: { ...test.expect, asked: [...asked, path].sort() } };
}

function accepted(expect: CaseExpectation, { check, about = '' }: AcceptRepair, got: JsonValue): CaseExpectation {
  const kind = check.slice('expect.'.length);
  if (kind === 'visited' || kind === 'notVisited') return { ...expect, [kind]: (expect[kind] ?? []).filter((node) => node !== about) };
  if (kind === 'field') return { ...expect, fields: { ...expect.fields, [about]: got } as CaseExpectation['fields'] };
  if (kind !== 'due') return { ...expect, [kind]: got } as CaseExpectation;
  const { [about]: _gone, ...others } = expect.due ?? {};
  return { ...expect, due: typeof got === 'string' ? { ...others, [about]: got } : others };
}
