/** What a played case comes to, as people compare it: way, days, fields typed, materials, result. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { Plan } from '../compile/plan.ts';
import { departmentsOf } from './expectations.ts';
import type { CaseRun } from './types.ts';
import { clockName, departmentName, listWords, nodeName, outcomeName, pathName, sentence, statusName } from './words.ts';

/** Ids with their names: two versions may call one thing differently. */
export type Named = readonly { id: string; name: Text }[];

export interface CaseFacts {
  status: string;
  /** Steps people see, in the order they were reached, each once. */
  way: Named;
  departments: Named;
  /** What was decided where: `node` → outcome. */
  decisions: Readonly<Record<string, { name: Text; outcome: Text; id: string }>>;
  asked: Named;
  materials: Named;
  due: Readonly<Record<string, { name: Text; date: string | null; days: number }>>;
  issued: Named;
  /** Why the journey could not go on. */
  stopped?: Text;
}

/** Shape of the flow: nobody does anything there. */
const shape = new Set(['start', 'end', 'exclusive', 'parallel', 'inclusive', 'event', 'complex', 'threads', 'cancel', 'block', 'boundary']);

export function factsOf(plan: Plan, run: CaseRun): CaseFacts {
  const { state, asked } = run;
  const slots = Object.entries(plan.materials ?? {});
  const materials = slots.filter(([, slot]) => asked.includes(slot.path)).map(([id, slot]) => ({ id, name: slot.doc.name }));
  const materialPaths = new Set(slots.map(([, slot]) => slot.path));
  const way = [...new Set(run.trace.filter(({ kind }) => !shape.has(kind)).map(({ node }) => node))];
  const named = (ids: readonly string[], nameOf: (plan: Plan, id: string) => Text): Named =>
    ids.map((id) => ({ id, name: nameOf(plan, id) }));
  const stopped = run.problems.find(({ code }) => code.startsWith('step.') || code === 'expect.incident');
  return {
    status: state.status,
    way: named(way, nodeName),
    departments: named(departmentsOf(state).sort(), departmentName),
    decisions: Object.fromEntries(
      Object.entries(state.outcomes).map(([node, id]) => [node, { id, name: nodeName(plan, node), outcome: outcomeWords(plan, node, id) }]),
    ),
    asked: named(
      asked.filter((path) => !materialPaths.has(path)),
      pathName,
    ),
    materials,
    due: Object.fromEntries(
      Object.values(state.clocks).map((clock) => [
        clock.id,
        { name: clockName(plan, clock.id), date: clock.due ?? null, days: clock.days },
      ]),
    ),
    issued: named(Object.keys(state.issued).sort(), outcomeName),
    ...(stopped ? { stopped: stopped.message } : {}),
  };
}

const plain: Record<string, Text> = {
  agree: { 'zh-CN': '同意', en: 'agreed' },
  refuse: { 'zh-CN': '不同意', en: 'refused' },
  expire: { 'zh-CN': '过期', en: 'expired' },
  paid: { 'zh-CN': '已缴', en: 'paid' },
  unpaid: { 'zh-CN': '未缴', en: 'not paid' },
};

/** What came of a step, by name. */
export function outcomeWords(plan: Plan, node: string, outcome: string): Text {
  const doc = plan.nodes[node]?.doc;
  const decision = doc && 'decisions' in doc ? doc.decisions?.[outcome] : undefined;
  return decision?.name ?? plain[outcome] ?? { 'zh-CN': outcome, en: outcome };
}

export type DifferenceKind = 'way' | 'decisions' | 'departments' | 'asked' | 'materials' | 'due' | 'issued' | 'result';

/** One respect in which a case goes differently, said for both sides. */
export interface CaseDifference {
  kind: DifferenceKind;
  about?: Text;
  before: Text;
  after: Text;
  /** Names only one side has: what came, what went. */
  added?: Text[];
  removed?: Text[];
}

/** In what one case goes differently under two plans; nothing when it goes the same. */
export function differencesOf(before: CaseFacts, after: CaseFacts): CaseDifference[] {
  const found: CaseDifference[] = [];
  const result = (facts: CaseFacts) =>
    facts.stopped
      ? sentence((say, language) => `${say(statusName(facts.status))}${language === 'en' ? '; ' : '；'}${say(facts.stopped!)}`)
      : statusName(facts.status);
  if (before.status !== after.status || before.stopped?.['zh-CN'] !== after.stopped?.['zh-CN'])
    found.push({ kind: 'result', before: result(before), after: result(after) });
  // A journey that stopped says so; what it did not reach would only repeat that.
  const whole = before.stopped === undefined && after.stopped === undefined;
  found.push(...listDifference('way', before.way, after.way));
  if (whole) {
    found.push(...decisionDifferences(before, after));
    found.push(...listDifference('departments', before.departments, after.departments));
  }
  found.push(...listDifference('asked', before.asked, after.asked));
  found.push(...listDifference('materials', before.materials, after.materials));
  found.push(...dueDifferences(before, after));
  if (whole) found.push(...listDifference('issued', before.issued, after.issued));
  return found;
}

function listDifference(kind: DifferenceKind, before: Named, after: Named): CaseDifference[] {
  const [was, is] = [new Set(before.map(({ id }) => id)), new Set(after.map(({ id }) => id))];
  const removed = before.filter(({ id }) => !is.has(id));
  const added = after.filter(({ id }) => !was.has(id));
  const sameOrder = before.map(({ id }) => id).join() === after.map(({ id }) => id).join();
  if (removed.length + added.length === 0 && (sameOrder || kind !== 'way')) return [];
  const words = (list: Named) => listWords(list.map(({ name }) => name));
  return [
    { kind, before: words(before), after: words(after), added: added.map(({ name }) => name), removed: removed.map(({ name }) => name) },
  ];
}

function decisionDifferences(before: CaseFacts, after: CaseFacts): CaseDifference[] {
  return Object.entries(before.decisions).flatMap(([node, was]): CaseDifference[] => {
    const is = after.decisions[node];
    return !is || is.id === was.id ? [] : [{ kind: 'decisions', about: is.name, before: was.outcome, after: is.outcome }];
  });
}

function dueDifferences(before: CaseFacts, after: CaseFacts): CaseDifference[] {
  const none: Text = { 'zh-CN': '没有', en: 'none' };
  const words = (one: CaseFacts['due'][string] | undefined): Text =>
    one === undefined
      ? none
      : one.date === null
        ? { 'zh-CN': '待放假安排公布', en: 'once the holidays are published' }
        : { 'zh-CN': one.date, en: one.date };
  return [...new Set([...Object.keys(before.due), ...Object.keys(after.due)])].flatMap((clock): CaseDifference[] => {
    const [was, is] = [before.due[clock], after.due[clock]];
    if (was && is && was.date === is.date) return [];
    return [{ kind: 'due', about: (is ?? was)!.name, before: words(was), after: words(is) }];
  });
}
