/** What a new step starts out as: complete enough to be valid, plain enough to be changed. */
import { isDesk } from '../../../runtime/compile/desks.ts';
import type { Duration, EndNode, Lane, Node, Scenario, Text } from '../../../schemas/generated/documents.ts';
import { Refused } from '../command.ts';
import { freshRanks, placeAt, ranked } from '../rank.ts';
import type { Recording } from '../recording.ts';
import { connect, moveEdges, put } from './surgery.ts';

/** Working days a new desk has until somebody says otherwise. */
const usualDays = 5;

export type StepKind = Exclude<Node['kind'], 'start'>;

/** `ref` names an existing thing the step uses (data use, script, table …); without it a new one is made where that is possible. */
export interface NewStep {
  kind: StepKind;
  name: Text;
  department?: string;
  /** What the department is called, where it takes no part in the scenario yet: it does from then on. */
  lane?: Omit<Lane, 'rank'>;
  party?: string;
  ref?: string;
  result?: EndNode['result'];
  /** Words that a new split, decision or document starts with. */
  words: NewWords;
}
export interface NewWords {
  done: Text;
  join: Text;
  branch: Text;
  otherwise: Text;
  start: Text;
  end: Text;
  statement: Text;
  message: Text;
}

interface Making {
  step: NewStep;
  at: { to: string; parent: string | undefined };
  edges: string[];
  id?: string;
}

export function createStep(r: Recording, { step, at, edges, id }: Making): string {
  const base = { name: step.name, ...(at.parent ? { parent: at.parent } : {}) };
  takePart(r, step);
  if (isSplit(step.kind)) return createSplit(r, { step, at, edges, id });
  if (step.kind === 'event') return createRace(r, { step, at, edges, id });
  const node = put(r, nodeOf(r, step, base), id);
  moveEdges(r, edges, node);
  connect(r, node, at.to);
  if (step.kind === 'block') fillBlock(r, step, node);
  return node;
}

/** A step nothing leads to yet: its first node and the one that leads on. */
export function createLoose(r: Recording, step: NewStep, parent: string | undefined): { first: string; last: string } {
  const base = { name: step.name, ...(parent ? { parent } : {}) };
  takePart(r, step);
  if (step.kind === 'end') return one(put(r, { ...base, kind: 'end', result: step.result ?? 'completed' }));
  if (isSplit(step.kind)) {
    const first = put(r, { ...base, kind: step.kind });
    const last = put(r, { ...base, kind: step.kind, name: step.words.join });
    connectBranches(r, { step, first, last });
    return { first, last };
  }
  const node = put(r, nodeOf(r, step, base));
  if (step.kind === 'block') fillBlock(r, step, node);
  return one(node);
}
/** A department comes into the scenario with its first step; undo takes both back. */
function takePart(r: Recording, { department, lane }: NewStep): void {
  const { departments } = r.document.scenario;
  if (department === undefined || !lane || departments[department]) return;
  const list = ranked(departments);
  const used = new Set(list.map(([, one]) => one.hue));
  const hue = [0, 1, 2, 3, 4, 5, 6, 7].find((one) => !used.has(one)) ?? list.length % 8;
  r.set(['scenario', 'departments', department], { hue, ...lane, rank: placeAt(list, department, list.length)[department]! });
}

const one = (node: string) => ({ first: node, last: node });
const isSplit = (kind: StepKind): kind is 'exclusive' | 'parallel' | 'inclusive' =>
  kind === 'exclusive' || kind === 'parallel' || kind === 'inclusive';

/** A group of steps begins and ends by itself. */
function fillBlock(r: Recording, step: NewStep, node: string): void {
  const start = put(r, { kind: 'start', name: step.words.start, parent: node, trigger: { type: 'form' } });
  const end = put(r, { kind: 'end', name: step.words.end, parent: node, result: 'completed' });
  connect(r, start, end);
}

function connectBranches(r: Recording, { step, first, last }: { step: NewStep; first: string; last: string }): void {
  connect(r, first, last, { name: step.words.branch });
  connect(r, first, last, step.kind === 'parallel' ? { name: step.words.branch } : { name: step.words.otherwise, default: true });
}

function createSplit(r: Recording, { step, at, edges, id }: Making): string {
  const kind = step.kind as 'exclusive' | 'parallel' | 'inclusive';
  const parent = at.parent ? { parent: at.parent } : {};
  const split = put(r, { kind, name: step.name, ...parent }, id);
  const join = put(r, { kind, name: step.words.join, ...parent });
  moveEdges(r, edges, split);
  connectBranches(r, { step, first: split, last: join });
  connect(r, join, at.to);
  return split;
}

function nodeOf(r: Recording, step: NewStep, base: { name: Text; parent?: string }): Node {
  const { scenario } = r.document;
  const [rankA] = freshRanks(1);
  const department = step.department ?? Object.keys(scenario.departments)[0];
  const party =
    step.party ?? Object.entries(scenario.subjects).find(([, s]) => s.role === 'applicant')?.[0] ?? Object.keys(scenario.subjects)[0];
  const days: Duration = { amount: 5, unit: 'workingDays' };
  switch (step.kind) {
    case 'task':
    case 'window':
    case 'assist':
    case 'pay':
    case 'seal':
      return {
        ...base,
        kind: step.kind,
        department: must(department),
        // A limit to be corrected is better than one nobody thinks of.
        ...(step.kind === 'task' ? { dueDays: usualDays } : {}),
        decisions: { agree: { name: step.words.done, rank: rankA!, effect: 'agree' } },
      };
    case 'joint': {
      const lanes = Object.entries(scenario.departments).slice(0, 2);
      const ranks = freshRanks(lanes.length);
      const participants = Object.fromEntries(
        lanes.map(([id, lane], i) => [`p_${i + 1}`, { name: lane.name, rank: ranks[i]!, department: id }]),
      );
      return { ...base, kind: 'joint', participants, mode: { type: 'all' }, onRefuse: 'stop' };
    }
    case 'consent':
      return { ...base, kind: 'consent', party: must(party), statement: step.words.statement, expires: days };
    case 'fill':
      return { ...base, kind: 'fill', party: must(party), forms: [must(step.ref ?? Object.keys(scenario.forms)[0])] };
    case 'data':
      return { ...base, kind: 'data', data: must(step.ref ?? Object.keys(scenario.data ?? {})[0]) };
    case 'timer':
      return { ...base, kind: 'timer', wait: { duration: days } };
    case 'block':
      return { ...base, kind: 'block' };
    case 'archive':
      return { ...base, kind: 'archive' };
    case 'script':
      return { ...base, kind: 'script', script: step.ref ?? newScript(r, step) };
    case 'decision':
      return { ...base, kind: 'decision', table: step.ref ?? newTable(r, step) };
    case 'notify':
      return { ...base, kind: 'notify', notification: step.ref ?? newNotification(r, step, must(party)) };
    case 'issue':
      return { ...base, kind: 'issue', outcome: step.ref ?? newOutcome(r, step, must(department), must(party)) };
    case 'transfer':
      return { ...base, kind: 'transfer', to: step.ref ?? 'gap-system' };
    case 'call':
      return { ...base, kind: 'call', scenario: step.ref ?? 'gap-scenario' };
    case 'catch':
      return { ...base, kind: 'catch', event: { type: 'message', message: newMessage(r, step) } };
    case 'throw':
      return { ...base, kind: 'throw', event: { type: 'signal', signal: newSignal(r, step) } };
    case 'complex':
      return { ...base, kind: 'complex', activate: { count: 1 }, rest: 'ignore' };
    case 'threads':
      return { ...base, kind: 'threads', mode: 'split', count: '2' };
    case 'cancel':
      return { ...base, kind: 'cancel', nodes: [must(step.ref ?? firstDesk(scenario))] };
    default:
      throw new Refused('editing.refused.kind');
  }
}

function must(value: string | undefined): string {
  if (value === undefined) throw new Refused('editing.refused.missing');
  return value;
}

function newScript(r: Recording, step: NewStep): string {
  const id = r.newId('s');
  const source = 'export default function (input: Input): Output {\n  return {};\n}\n';
  r.set(['scenario', 'scripts', id], { name: step.name, language: 'typescript', source, reads: [], writes: [] });
  return id;
}

function newTable(r: Recording, step: NewStep): string {
  const id = r.newId('t');
  r.set(['scenario', 'tables', id], { name: step.name, hitPolicy: 'FIRST', inputs: {}, outputs: {}, rows: {} });
  return id;
}

function newNotification(r: Recording, step: NewStep, to: string): string {
  const id = r.newId('m');
  r.set(['scenario', 'notifications', id], { name: step.name, to, channel: 'sms', text: step.words.message });
  return id;
}

function newMessage(r: Recording, step: NewStep): string {
  const [known] = Object.keys(r.document.scenario.messages ?? {});
  if (known) return known;
  const id = r.newId('m');
  r.set(['scenario', 'messages', id], { name: step.name });
  return id;
}

function newSignal(r: Recording, step: NewStep): string {
  const [known] = Object.keys(r.document.scenario.signals ?? {});
  if (known) return known;
  const id = r.newId('s');
  r.set(['scenario', 'signals', id], { name: step.name, reach: 'case' });
  return id;
}

/** A step that may be cancelled: the first one a person works at. */
const firstDesk = ({ nodes }: Scenario): string | undefined => Object.keys(nodes).find((id) => isDesk(nodes[id]));

/** Waiting for what comes first: a time, or a message. Both ways meet again. */
function createRace(r: Recording, { step, at, edges, id }: Making): string {
  const parent = at.parent ? { parent: at.parent } : {};
  const race = put(r, { kind: 'event', name: step.name, ...parent }, id);
  const timer = put(r, { kind: 'timer', name: step.words.branch, ...parent, wait: { duration: { amount: 5, unit: 'workingDays' } } });
  const message = put(r, { kind: 'catch', name: step.name, ...parent, event: { type: 'message', message: newMessage(r, step) } });
  const join = put(r, { kind: 'exclusive', name: step.words.join, ...parent });
  moveEdges(r, edges, race);
  for (const one of [message, timer]) {
    connect(r, race, one);
    connect(r, one, join);
  }
  connect(r, join, at.to);
  return race;
}

/** A certificate needs a place for its number: a value of its own, named after the document. */
function newOutcome(r: Recording, step: NewStep, department: string, holder: string): string {
  const id = r.newId('o');
  const number = `${holder}.certificate${id.replace(/[^A-Za-z0-9]/g, '')}`;
  r.set(['scenario', 'variables', number], { name: { 'zh-CN': `${step.name['zh-CN']}编号` }, type: 'string' });
  r.set(['scenario', 'outcomes', id], { name: step.name, kind: 'certificate', department, number, holder, fields: [] });
  return id;
}
