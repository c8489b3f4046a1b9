/**
 * A case that reaches a branch no case reaches. Ways from the beginning to it are followed backwards; what their decisions,
 * conditions and table rows look at is varied from the cases there are, nearest first, until one arrives. Bounded and always
 * the same for the same package; says how far it came when none arrives.
 */
import type { CaseDataAnswer, CaseTest, Text } from '../../schemas/generated/documents.ts';
import type { JsonValue, MergedField, Plan } from '../compile/plan.ts';
import { parseExpression } from '../expression/index.ts';
import { type DriveInputs, type Driven, driveCase } from './drive.ts';
import { expectedOf } from './expected.ts';
import { inputsOf, plainInputs } from './inputs.ts';
import { inventions } from './invent.ts';
import { type CoverKind, coverName, split } from './names.ts';
import { runCase } from './run-case.ts';
import type { AnswerCall, Coverage } from './types.ts';
import { both, nodeName, sentence } from './words.ts';

export interface CoverTarget {
  kind: CoverKind;
  id: string;
}
export type Generated = { found: true; test: CaseTest; tried: number } | { found: false; tried: number; reason: Text };
export interface GenerateOptions {
  plan: Plan;
  cases: readonly CaseTest[];
  target: CoverTarget;
  region: string;
  answerCall: AnswerCall;
  /** Examples of the field standard, by element. */
  elements?: Readonly<Record<string, { example?: string }>>;
  /** Journeys played at most. Default 400. */
  most?: number;
}

/** One thing to try: how the inputs are changed. */
type Change = (inputs: DriveInputs) => DriveInputs;
interface Try {
  inputs: DriveInputs;
  score: number;
  last: string | undefined;
}
const waysAtMost = 6;

export async function generateCase({ plan, cases, target, region, answerCall, elements, most = 400 }: GenerateOptions): Promise<Generated> {
  if (!isThere(plan, target))
    return { found: false, tried: 0, reason: both('流程里已经没有这条分支。', 'The flow does not have this branch any more.') };
  const ways = waysTo(plan, target);
  if (ways.length === 0)
    return {
      found: false,
      tried: 0,
      reason: both('从开始没有路走到这里：请先在流程里接上。', 'No path leads here from the beginning: connect it in the flow first.'),
    };
  let tried = 0;
  const name = nameFor(plan, target);
  const id = freeId(cases, target);
  const drive = (inputs: DriveInputs) => driveCase({ plan, inputs, answerCall, name, id, elements });
  // Without a case: early and late in the year, since what registers' samples say may lie before or after.
  const days = cases.length > 0 ? [cases[0]!.at] : ['2026-03-02T09:00:00', '2026-10-12T09:00:00'];
  const seeds = [...cases.map(inputsOf), ...days.map((at) => plainInputs(region, at))];

  for (const way of ways) {
    const goal: Goal = { plan, target, way };
    let best: Try | undefined;
    for (const seed of seeds) {
      if (tried >= most) break;
      tried += 1;
      const inputs = onTheWay(plan, way, target, seed);
      const driven = await drive(inputs).catch(() => undefined);
      if (!driven) continue;
      if (reaches(driven.coverage, target)) return await finished(plan, driven, answerCall, tried);
      const score = scoreOf(goal, driven.coverage);
      if (!best || score > best.score) best = { inputs, score, last: driven.journey.trace.at(-1)?.node };
    }
    if (!best) continue;
    // Nearer one change at a time; where one is not enough, two together.
    const changes = changesFor(goal, best.inputs);
    const share = Math.ceil((most - tried) / (ways.length - ways.indexOf(way)));
    const until = Math.min(most, tried + share);
    for (const round of [changes.flat(), together(changes), pairsOf(changes.flat())]) {
      for (const change of round) {
        if (tried >= until) break;
        tried += 1;
        const inputs = change(best.inputs);
        const driven = await drive(inputs).catch(() => undefined);
        if (!driven) continue;
        if (reaches(driven.coverage, target)) return await finished(plan, driven, answerCall, tried);
        const score = scoreOf(goal, driven.coverage);
        if (score > best.score) best = { inputs, score, last: driven.journey.trace.at(-1)?.node };
      }
    }
  }
  return { found: false, tried, reason: whyNot(plan, target, tried) };
}

async function finished(plan: Plan, { test }: Driven, answerCall: AnswerCall, tried: number): Promise<Generated> {
  // Played once more as everybody will play it: what is expected of it is what really happens.
  const run = await runCase(plan, { ...test, expect: { status: 'completed' } }, answerCall);
  return { found: true, tried, test: { ...test, expect: expectedOf(plan, run) } };
}

function nameFor(plan: Plan, { kind, id }: CoverTarget): Text {
  const to = coverName(plan, kind, id);
  return sentence((say, language) => (language === 'en' ? `Reaches ${say(to)}` : `走到「${say(to)}」`).slice(0, 200));
}

function freeId(cases: readonly CaseTest[], { id }: CoverTarget): string {
  const known = new Set(cases.map((one) => one.id));
  const base = `reach-${id.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 56).replace(/-$/, '');
  for (let n = 1; ; n++) {
    const wanted = n === 1 ? base : `${base}-${n}`;
    if (!known.has(wanted)) return wanted;
  }
}

const isThere = (plan: Plan, { kind, id }: CoverTarget): boolean => {
  if (kind === 'nodes') return plan.nodes[id] !== undefined;
  if (kind === 'edges') return plan.edges[id] !== undefined;
  const [owner, part] = split(id);
  return kind === 'outcomes' ? plan.nodes[owner] !== undefined : plan.scenario.tables?.[owner]?.rows[part] !== undefined;
};
const reaches = (coverage: Coverage, { kind, id }: CoverTarget): boolean => coverage[kind].includes(id);

interface Goal {
  plan: Plan;
  target: CoverTarget;
  /** Edges from the beginning to the target, in order. */
  way: readonly string[];
}

/** The last step of the way counts most: a case that came further is nearer. */
function scoreOf({ plan, way }: Goal, coverage: Coverage): number {
  const edges = new Set(coverage.edges);
  let score = 0;
  way.forEach((edge, index) => {
    if (edges.has(edge)) score += 1 + index;
    else if (coverage.nodes.includes(plan.edges[edge]!.from)) score += 0.5;
  });
  return score;
}

/** Shortest ways first, each by other edges into the target. */
function waysTo(plan: Plan, { kind, id }: CoverTarget): string[][] {
  const goals =
    kind === 'edges'
      ? [plan.edges[id]!.from]
      : kind === 'nodes'
        ? [id]
        : kind === 'outcomes'
          ? [split(id)[0]]
          : Object.values(plan.nodes).flatMap((node) => (node.doc.kind === 'decision' && node.doc.table === split(id)[0] ? [node.id] : []));
  const tail = kind === 'edges' ? [id] : [];
  const found: string[][] = [];
  for (const goal of goals) {
    let queue: { node: string; way: string[]; seen: Set<string> }[] = [{ node: goal, way: tail, seen: new Set([goal]) }];
    // Backwards in widening circles; blocks and events begin where nothing leads in.
    for (let depth = 0; depth < 200 && queue.length > 0 && found.length < waysAtMost; depth++) {
      const next: typeof queue = [];
      for (const { node, way, seen } of queue) {
        const { incoming, block, doc } = plan.nodes[node]!;
        const host = doc.kind === 'boundary' ? doc.attachedTo : incoming.length === 0 ? block : undefined;
        if (incoming.length === 0 && host === undefined) {
          found.push(way);
          if (found.length >= waysAtMost) break;
        }
        if (host !== undefined && plan.nodes[host] && !seen.has(host)) next.push({ node: host, way, seen: new Set([...seen, host]) });
        for (const edge of incoming)
          if (!seen.has(edge.from)) next.push({ node: edge.from, way: [edge.id, ...way], seen: new Set([...seen, edge.from]) });
      }
      queue = next.slice(0, 60);
    }
  }
  return found;
}

/** Decisions along the way are taken as it needs them. */
function onTheWay(plan: Plan, way: readonly string[], target: CoverTarget, seed: DriveInputs): DriveInputs {
  let inputs = { ...seed, choices: { ...seed.choices }, parties: { ...seed.parties }, payments: { ...seed.payments } };
  for (const id of way) {
    const edge = plan.edges[id]!;
    const outcome = edge.on ?? otherOutcome(plan, edge.from, id);
    if (outcome !== undefined) inputs = deciding(plan, inputs, edge.from, outcome);
    const { doc } = plan.nodes[edge.from]!;
    if (doc.kind === 'boundary') inputs = waitingAt(plan, inputs, doc.attachedTo);
  }
  if (target.kind === 'outcomes') inputs = deciding(plan, inputs, ...split(target.id));
  return inputs;
}

/** An edge without `on` takes every outcome that has no edge of its own. */
function otherOutcome(plan: Plan, node: string, edge: string): string | undefined {
  const { doc, outgoing } = plan.nodes[node]!;
  if (outgoing.find(({ id }) => id === edge)?.doc.when !== undefined || !outgoing.some(({ on }) => on !== undefined)) return undefined;
  const taken = new Set(outgoing.map(({ on }) => on));
  const all = 'decisions' in doc && doc.decisions ? Object.keys(doc.decisions) : ['agree', 'refuse'];
  return all.find((outcome) => !taken.has(outcome));
}

function deciding(plan: Plan, inputs: DriveInputs, node: string, outcome: string): DriveInputs {
  const { doc } = plan.nodes[node]!;
  if (doc.kind === 'consent')
    return {
      ...inputs,
      parties: { ...inputs.parties, [node]: { ...inputs.parties[node], decision: outcome as 'agree' | 'refuse' | 'expire' } },
    };
  if (doc.kind === 'pay' && (outcome === 'paid' || outcome === 'unpaid'))
    return { ...inputs, payments: { ...inputs.payments, [node]: outcome } };
  const usual = inputs.choices[node] ?? [{ decision: outcome }];
  const choices = {
    ...inputs.choices,
    [node]: usual.map((choice) => ({ ...choice, decision: outcome, opinion: choice.opinion ?? '样例意见' })),
  };
  for (const key of Object.keys(choices))
    if (key.startsWith(`${node}.`))
      choices[key] = choices[key]!.map((choice) => ({ ...choice, decision: outcome, opinion: choice.opinion ?? '样例意见' }));
  return { ...inputs, choices };
}

/** What waits at a step is let pass: nobody acts there until the event comes. */
function waitingAt(plan: Plan, inputs: DriveInputs, node: string): DriveInputs {
  const { doc } = plan.nodes[node] ?? {};
  if (doc?.kind === 'consent') return deciding(plan, inputs, node, 'expire');
  return { ...inputs, idle: [...(inputs.idle ?? []), node] };
}

/** Everything that the conditions of the way look at, each with the values worth trying. */
function changesFor({ plan, target, way }: Goal, inputs: DriveInputs): Change[][] {
  const literals = new Map<string, Set<JsonValue>>();
  const looked = new Set<string>();
  const look = (source: string) => {
    const parsed = parseExpression(source);
    const reads = parsed.ok ? parsed.reads : [];
    for (const path of reads) {
      looked.add(path);
      const known = literals.get(path) ?? new Set<JsonValue>();
      for (const value of literalsIn(source)) known.add(value);
      literals.set(path, known);
    }
  };
  for (const id of way) {
    for (const { doc } of plan.nodes[plan.edges[id]!.from]!.outgoing) if (doc.when !== undefined) look(doc.when);
  }
  const tables = plan.scenario.tables ?? {};
  const [wantedTable, wantedRow] = target.kind === 'rows' ? split(target.id) : [undefined, undefined];
  // A value an earlier table, form or script gives leads to what these look at, and so on.
  for (let depth = 0, before = -1; depth < 6 && before !== looked.size; depth++) {
    before = looked.size;
    for (const [id, table] of Object.entries(tables)) {
      const gives = Object.values(table.outputs).some(({ path }) => looked.has(path));
      if (!gives && id !== wantedTable) continue;
      for (const [input, { expression }] of Object.entries(table.inputs)) {
        look(expression);
        const parsed = parseExpression(expression);
        for (const [row, { when }] of Object.entries(table.rows)) {
          if (id === wantedTable && row !== wantedRow && depth > 0) continue;
          for (const path of parsed.ok ? parsed.reads : [])
            for (const value of literalsIn(when[input] ?? '')) literals.get(path)?.add(value);
        }
      }
    }
    for (const script of Object.values(plan.scripts))
      if (Object.keys(script.writes).some((path) => looked.has(path))) {
        for (const path of script.reads) looked.add(path);
        const source = plan.scenario.scripts?.[script.id]?.source ?? '';
        for (const path of script.reads) {
          const known = literals.get(path) ?? new Set<JsonValue>();
          for (const value of literalsIn(source).slice(0, 12)) known.add(value);
          literals.set(path, known);
        }
      }
    for (const field of allFields(plan)) {
      if (!field.computed || !looked.has(field.path)) continue;
      // What a computed field reads is not kept in the plan: every field of its form may be it.
      for (const other of allFields(plan)) if (other.subject === field.subject && !other.computed) looked.add(other.path);
    }
  }
  return [...looked].map((path) => changesOf(plan, inputs, path, [...(literals.get(path) ?? [])])).filter((list) => list.length > 0);
}

const allFields = (plan: Plan): MergedField[] =>
  [...Object.values(plan.fills), ...Object.values(plan.deskForms)].flatMap(({ fields }) => Object.values(fields));

/** Texts, numbers and dates written in an expression, and what lies just beside the numbers and dates. */
function literalsIn(source: string): JsonValue[] {
  const found: JsonValue[] = [];
  for (const [, words] of source.matchAll(/["']([^"']{0,80})["']/g))
    found.push(words!, ...(/^\d{4}-\d{2}-\d{2}$/.test(words!) ? [dayBeside(words!, -1), dayBeside(words!, 1)] : []));
  for (const [digits] of source.replaceAll(/["'][^"']*["']/g, '').matchAll(/(?<![\w.])\d+(?:\.\d+)?/g)) {
    const number = Number(digits);
    found.push(number, number + 1, number - 1);
  }
  if (/\btrue\b|\bfalse\b/.test(source)) found.push(true, false);
  return found;
}

const dayBeside = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** Ways to give a path another value, wherever it comes from: typed, read, an officer's, a decision, the day. */
function changesOf(plan: Plan, inputs: DriveInputs, path: string, literals: readonly JsonValue[]): Change[] {
  const [owner = '', part = ''] = split(path);
  if (owner === 'outcome') {
    const doc = plan.nodes[part]?.doc;
    const all = doc && 'decisions' in doc && doc.decisions ? Object.keys(doc.decisions) : ['agree', 'refuse'];
    return all.map((outcome) => (now: DriveInputs) => (plan.nodes[part] ? deciding(plan, now, part, outcome) : now));
  }
  if (owner === 'case')
    return [-400, -40, 40, 400].map((days) => (now: DriveInputs) => ({ ...now, at: moved(now.at, days), submittedAt: undefined }));
  const typed = plan.types[path];
  if (!typed) return [];
  const field = allFields(plan).find((one) => one.path === path);
  const invented = inventions(field ?? { type: typed.type, codes: typed.codes }, {
    now: `${inputs.at.slice(0, 10)}T01:00:00.000Z`,
    region: inputs.region,
  });
  const near = typed.type === 'date' ? [-400, -31, -1, 1, 31, 400].map((days) => dayBeside(inputs.at.slice(0, 10), days)) : [];
  const wanted = [...literals, ...near, ...invented].flatMap((value) => {
    const fit = fitted(plan, path, value, inputs.at);
    return fit === undefined ? [] : [fit];
  });
  const values = [...new Map([...wanted, null].map((value) => [JSON.stringify(value), value])).values()].slice(0, 40);
  const uses = Object.entries(plan.data).filter(([, use]) => Object.values(use.provides).includes(path));
  const desks = Object.entries(plan.deskForms).filter(([, form]) => Object.hasOwn(form.fields, path));
  const changes: Change[] = values.map((value) => (now) => {
    let next: DriveInputs = { ...now, values: withValue(now.values, path, value) };
    for (const [use, { provides }] of uses) {
      const answer = next.data[use];
      const name = Object.entries(provides).find(([, to]) => to === path)![0];
      if (answer && 'record' in answer)
        next = { ...next, data: { ...next.data, [use]: { record: { ...answer.record, [name]: value } as Record<string, never> } } };
    }
    for (const [node] of desks) {
      const usual = next.choices[node] ?? [];
      if (usual.length > 0)
        next = {
          ...next,
          choices: {
            ...next.choices,
            [node]: usual.map((choice) => ({ ...choice, outputs: withValue(choice.outputs ?? {}, path, value) })),
          },
        };
    }
    return next;
  });
  // Without the register the applicant says it; with another of its records it says something else.
  for (const [use, { resourceDoc }] of uses) {
    changes.push((now) => ({ ...now, data: { ...now.data, [use]: { fault: 'noRecord' } } }));
    for (const sample of (resourceDoc.samples ?? []).slice(0, 6))
      changes.push((now) => ({
        ...now,
        data: { ...now.data, [use]: { record: sample } as CaseDataAnswer },
        consents: { ...now.consents, [use]: true },
      }));
  }
  return changes;
}

function fitted(plan: Plan, path: string, value: JsonValue, at: string): JsonValue | undefined {
  const { type } = plan.types[path]!;
  const given =
    type === 'money' && typeof value === 'number'
      ? value.toFixed(2)
      : type === 'codes' && typeof value === 'string'
        ? [value]
        : type === 'string' && typeof value === 'number'
          ? String(value)
          : value;
  const checked = plan.checkValue(path, given, { now: `${at.slice(0, 10)}T01:00:00.000Z` });
  return checked.ok ? checked.value : undefined;
}

function withValue(values: Record<string, JsonValue>, path: string, value: JsonValue): Record<string, JsonValue> {
  const { [path]: _, ...others } = values;
  return value === null ? others : { ...others, [path]: value };
}

function moved(local: string, days: number): string {
  return new Date(Date.parse(`${local}Z`) + days * 86_400_000).toISOString().slice(0, 19);
}

/** Everything that is looked at changed at once: no to every choice, nothing known to any register. */
function together(changes: readonly Change[][]): Change[] {
  const most = Math.min(12, Math.max(0, ...changes.map((list) => list.length)));
  return Array.from({ length: most }, (_, index): Change[] => [
    (inputs) => changes.reduce((now, list) => list[Math.min(index, list.length - 1)]!(now), inputs),
    (inputs) => changes.reduce((now, list) => list[Math.max(0, list.length - 1 - index)]!(now), inputs),
  ]).flat();
}

/** Two changes together, the first ones of both first. */
function pairsOf(changes: readonly Change[]): Change[] {
  const pairs: Change[] = [];
  for (let sum = 1; sum < changes.length * 2 && pairs.length < 2000; sum++)
    for (let a = 0; a < changes.length && a <= sum; a++) {
      const b = sum - a;
      if (b > a && b < changes.length) pairs.push((inputs) => changes[b]!(changes[a]!(inputs)));
    }
  return pairs;
}

function whyNot(plan: Plan, { kind, id }: CoverTarget, tried: number): Text {
  const to = coverName(plan, kind, id);
  const edge = kind === 'edges' ? plan.edges[id] : undefined;
  const from = edge ? nodeName(plan, edge.from) : undefined;
  return sentence((say, language) =>
    language === 'en'
      ? `Tried ${tried} cases; none reaches ${say(to)}.${from ? ` Look at the conditions of “${say(from)}”:` : ''} perhaps nothing can reach it, or it needs values only you know. Rehearse it by hand, or remove the branch.`
      : `试了 ${tried} 个样例，都走不到「${say(to)}」。${from ? `请看「${say(from)}」的条件：` : ''}可能没有情形会走到这里，也可能要填只有你知道的内容。可以自己预演一遍再存下来，或去掉这条分支。`,
  );
}
