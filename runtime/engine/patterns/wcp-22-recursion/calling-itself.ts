import type { JsonValue } from '../../../compile/plan.ts';
import { step } from '../../step.ts';
import { planOf } from '../../testing/plan.ts';
import type { CaseState, Command, Effect, StepResult } from '../../types.ts';
import { scenario } from './scenario.ts';

/** Runs a case with an income, and every case it calls, as services do: a child is started, its end answers the parent. */
export function callingItself(income: number): { cases: number; trace: string[]; scores: JsonValue[] } {
  const plan = planOf(scenario.flow, scenario);
  const cases = new Map<string, CaseState>();
  const trace: string[] = [];
  let commands = 0;

  function send(caseId: string, command: Record<string, unknown>): undefined {
    const before = cases.get(caseId);
    const whole = { id: `cmd${++commands}`, at: '2026-03-02T01:00:00.000Z', actor: { kind: 'system', id: 'x' }, ...command } as Command;
    // Saved and loaded at every wait.
    const result: StepResult = step(plan, before && (JSON.parse(JSON.stringify(before)) as CaseState), whole);
    cases.set(caseId, result.state);
    for (const effect of result.effects) perform(caseId, effect);
    for (const task of Object.values(result.state.tasks)) if (task.status === 'open') decide(caseId, task.id, task.node);
  }

  function decide(caseId: string, taskId: string, node: string): undefined {
    if (cases.get(caseId)!.tasks[taskId]!.status !== 'open') return;
    trace.push(node);
    send(caseId, { type: 'complete', taskId, decision: 'agree' });
  }

  function perform(caseId: string, effect: Effect): undefined {
    if (effect.type === 'startChild') {
      const parent = { region: '330110', caseId, effect: effect.id, outputs: effect.outputs };
      start(`${caseId}.1`, { values: effect.inputs, parent });
    }
    if (effect.type === 'childEnded')
      send(effect.parent.caseId, {
        type: 'effectAnswered',
        effectId: effect.parent.effect,
        outcome: { ok: true, value: { result: effect.result, values: effect.values } },
      });
  }

  function start(caseId: string, more: Record<string, unknown>): undefined {
    send(caseId, { type: 'start', caseId, region: '330110', version: 1, ...more });
  }

  start('c', { values: { 'person.income': income } });
  const scores = [...cases.values()].reverse().map((state) => state.fields['person.score']?.value ?? null);
  if ([...cases.values()].some((state) => state.status !== 'completed')) throw new Error('a case has not ended');
  return { cases: cases.size, trace, scores };
}
