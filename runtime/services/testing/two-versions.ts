/**
 * Two versions of one scenario, and cases at every place of the first: for the tests and the measurement of migration. The
 * second has a moved step, one step less, a new parallel branch and a shorter limit.
 */
import { uuidv7 } from 'uuidv7';
import type { Scenario } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { flow } from '../../engine/testing/flow.ts';
import type { Actor, CaseState, Command } from '../../engine/types.ts';
import type { World } from './world.ts';

export const movingScenario = 'moving';
const names: Record<string, [string, string]> = {
  accept: ['受理', 'Acceptance'],
  check: ['初核', 'First check'],
  b: ['住建会审', 'Construction check'],
  c: ['消防会审', 'Fire check'],
  wait: ['公示两天', 'Two days of notice'],
  review: ['复核', 'Review'],
  seal: ['用印', 'Seal'],
  extra: ['人防会审', 'Civil defence check'],
};

/** `mark` makes it a version of its own with the same contents otherwise. */
export function firstVersion(mark = ''): ScenarioPackage {
  const pkg = flow(
    'start -> fill -> accept -> check -> fork; fork -> b -> join; fork -> c -> join; fork -> wait -> join; join -> review -> seal -> end',
    { scenario: { id: movingScenario, scripts: {}, data: {}, tables: {}, outcomes: {}, notifications: {}, clocks: { all: clock(10) } } },
  );
  if (mark) pkg.scenario.name = { 'zh-CN': mark, en: mark };
  return { ...named(pkg), resources: {}, contracts: {} };
}

/** `check` is gone, `seal` comes before `review`, `extra` is a new branch, and ten days became five. */
export function secondVersion(): ScenarioPackage {
  const pkg = structuredClone(firstVersion());
  const { nodes, edges } = pkg.scenario;
  const edge = (from: string, to: string) => Object.values(edges).find((one) => one.from === from && one.to === to)!;
  edge('accept', 'check').to = 'fork';
  edges[Object.keys(edges).find((id) => edges[id]!.from === 'check')!] = { from: 'fork', to: 'extra', rank: 'b0' };
  edges.eExtra = { from: 'extra', to: 'join', rank: 'b1' };
  nodes.extra = { ...nodes.b!, name: { 'zh-CN': names.extra![0], en: names.extra![1] } };
  delete nodes.check;
  [edge('join', 'review').to, edge('review', 'seal').from] = ['seal', 'seal'];
  Object.values(edges).find((one) => one.from === 'seal' && one.to === 'seal')!.to = 'review';
  Object.values(edges).find((one) => one.from === 'seal' && one.to === 'end')!.from = 'review';
  pkg.scenario.clocks = { all: clock(5) };
  return pkg;
}

function clock(days: number): NonNullable<Scenario['clocks']>[string] {
  return { name: { 'zh-CN': '承诺时限', en: 'Promised limit' }, kind: 'promised', days, starts: 'fill', suspendedBy: ['supplement'] };
}

function named(pkg: ScenarioPackage): ScenarioPackage {
  for (const [id, node] of Object.entries(pkg.scenario.nodes)) {
    const name = names[id];
    if (name) node.name = { 'zh-CN': name[0], en: name[1] };
  }
  return pkg;
}

/** Decisions a case takes before it stands where it is wanted; `draft` is not handed in, `supplement` is sent back. */
export const stages: Record<string, string[]> = {
  draft: [],
  accept: [],
  supplement: [],
  check: ['accept'],
  allBranches: ['accept', 'check'],
  oneBranchDone: ['accept', 'check', 'b'],
  onlyTheTimer: ['accept', 'check', 'b', 'c'],
  review: ['accept', 'check', 'b', 'c', 'wait'],
  seal: ['accept', 'check', 'b', 'c', 'wait', 'review'],
  ended: ['accept', 'check', 'b', 'c', 'wait', 'review', 'seal'],
};

/** Tasks and timers are numbered in the order they begin, so the commands of a journey are known beforehand. */
const tasks: Record<string, string> = { accept: 'k2', check: 'k3', b: 'k4', c: 'k5', review: 'k6', seal: 'k7' };

function commandsTo(stage: string, caseId: string, region: string, version: number, at: string): Command[] {
  const officer: Actor = { kind: 'officer', id: 'o1', name: '周宁', department: 'd1', region };
  const applicant: Actor = { kind: 'citizen', id: 'u1', name: '林雨' };
  const values = { 'person.name': '林雨', 'person.idNumber': '330424199603120029' };
  const start: Command = { id: 'start', at, actor: applicant, type: 'start', caseId, region, version };
  if (stage === 'draft') return [start];
  const later = new Date(Date.parse(at) + 3 * 86_400_000).toISOString();
  const decisions = stages[stage]!.map((node): Command => {
    if (node === 'wait') return { id: `c-${node}`, at: later, actor: { kind: 'system', id: 'system' }, type: 'timerDue', timerId: 'm1' };
    const after = stages[stage]!.indexOf(node) > stages[stage]!.indexOf('wait') && stages[stage]!.includes('wait');
    return { id: `c-${node}`, at: after ? later : at, actor: officer, type: 'complete', taskId: tasks[node]!, decision: 'agree' };
  });
  const defects: Command[] =
    stage === 'supplement'
      ? [{ id: 'back', at, actor: officer, type: 'requestSupplement', taskId: 'k2', defects: [{ path: 'person.name', words: '姓名写全' }] }]
      : [];
  return [start, { id: 'submit', at, actor: applicant, type: 'submit', values }, ...decisions, ...defects];
}

/** Starts `count` cases on the live version, spread over the stages; each is one commit. */
export async function startCases(world: World, region: string, count: number, at: string): Promise<Map<string, string>> {
  const { caseParts } = world.services;
  const loaded = (await caseParts.plans.livePlan(region, movingScenario))!;
  const started = new Map<string, string>();
  const list = Object.keys(stages);
  let next = 0;
  const one = async () => {
    for (let index = next++; index < count; index = next++) {
      const stage = list[index % list.length]!;
      const caseId = uuidv7();
      const commands = commandsTo(stage, caseId, region, loaded.version, at);
      await caseParts.runBurst({ start: { loaded, account: `u${index}`, startKey: caseId }, region, caseId, commands });
      started.set(caseId, stage);
    }
  };
  await Promise.all(Array.from({ length: 32 }, one));
  return started;
}

/** What a case says of itself, without what a move and its undoing add to it. */
export function withoutTrace({ counters: _c, applied: _a, ...state }: CaseState): unknown {
  return state;
}
