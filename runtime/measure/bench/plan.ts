/** B9: compiling a large scenario, and one step of a case on it. In this process: both are pure. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { compile } from '../../compile/index.ts';
import type { CompileInput, Plan } from '../../compile/plan.ts';
import { step } from '../../engine/index.ts';
import type { CaseState, Command } from '../../engine/types.ts';
import { largePackage } from './large-package.ts';
import { benchValues } from './package.ts';
import { idNumber, region } from './stage.ts';

export interface PlanFigures {
  nodes: number;
  fields: number;
  /** Milliseconds: the first compile of a process, and the median of the following ones with nothing changed and with one edit. */
  compileFirst: number;
  compile: number;
  /** Microseconds, median: one desk completes, the case goes on over two gateways and a script to the next desk. */
  step: number;
}

export function benchPlan(): PlanFigures {
  const pkg = largePackage();
  const calendar = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../calendar/cn-workday.json'), 'utf8')) as Calendar;
  const scripts = Object.fromEntries(Object.keys(pkg.scenario.scripts ?? {}).map((id) => [id, { js: '', problems: [] }]));
  const input: CompileInput = { calendar, scripts };
  const compileOnce = (round: number) => {
    // An edit, so that nothing is recognised as compiled before.
    const name = { 'zh-CN': `测量 ${round}`, en: `Bench ${round}` };
    const began = performance.now();
    const { plan, findings } = compile({ ...pkg, scenario: { ...pkg.scenario, name } }, input);
    if (!plan) throw new Error(`The scenario of B9 does not compile: ${JSON.stringify(findings[0])}`);
    return { plan, ms: performance.now() - began };
  };
  const first = compileOnce(0);
  const rounds = Array.from({ length: 40 }, (_, index) => compileOnce(index + 1).ms);
  return {
    nodes: Object.keys(pkg.scenario.nodes).length,
    fields: Object.keys(pkg.forms['bench-form']!.fields).length,
    compileFirst: round(first.ms),
    compile: round(median(rounds)),
    step: round(stepTime(first.plan)),
  };
}

/** Walks cases from the form to their end; what is timed is a desk's completion with the scripts behind it. */
function stepTime(plan: Plan): number {
  const at = '2026-03-02T01:00:00.000Z';
  const actor = { kind: 'officer', id: 'officer' } as const;
  const times: number[] = [];
  for (let number = 0; number < 60; number += 1) {
    let next = 0;
    const command = (of: object): Command => {
      next += 1;
      return { id: `b${next}`, at, actor, ...of } as Command;
    };
    const apply = (before: CaseState | undefined, one: Command): { state: CaseState; us: number; calls: number } => {
      const began = performance.now();
      let { state, calls, rejected } = step(plan, before, one);
      let steps = 1;
      if (rejected) throw new Error(`B9: ${JSON.stringify(rejected)}`);
      while (calls.length > 0) {
        const [call] = calls;
        const written = Object.keys(plan.scripts[call!.script]!.writes)[0]!.split('.');
        const value = { [written[0]!]: { [written[1]!]: '1.00' } };
        ({ state, calls } = step(plan, state, command({ type: 'callAnswered', callId: call!.id, outcome: { ok: true, value } })));
        steps += 1;
      }
      return { state, us: ((performance.now() - began) * 1000) / steps, calls: steps };
    };
    let { state } = apply(undefined, command({ type: 'start', caseId: `c${number}`, region, version: 1 }));
    ({ state } = apply(state, command({ type: 'submit', values: { ...benchValues(idNumber), 'shop.number1': 5, 'shop.number7': 9 } })));
    for (let open = openTask(state); open; open = openTask(state)) {
      const done = apply(state, command({ type: 'complete', taskId: open, decision: 'agree' }));
      state = done.state;
      if (number >= 20) times.push(done.us);
    }
  }
  return median(times);
}

function openTask(state: CaseState): string | undefined {
  return Object.values(state.tasks).find((task) => task.status === 'open')?.id;
}

export function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
}
const round = (value: number) => Math.round(value * 100) / 100;
