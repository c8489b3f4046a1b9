/** A case test that begins an imported process: where it goes by itself, until somebody or something is waited for. */
import type { CaseTest } from '../../../schemas/generated/documents.ts';
import type { Plan } from '../../compile/plan.ts';
import { step } from '../../engine/index.ts';
import type { Actor, CaseState, Command } from '../../engine/types.ts';
import { both } from './names.ts';

const actor: Actor = { kind: 'citizen', id: 'applicant', region: '330000' };
const at = '2026-03-02T01:00:00.000Z';
const MOST = 5_000;

export function beginning(plan: Plan): CaseTest {
  const { status, asks } = run(plan);
  return {
    format: 'lianban.case-test/1',
    id: 'begin',
    name: both('开始办理', 'Begin'),
    region: '330000',
    at: '2026-03-02T09:00',
    steps: asks ? [{ do: 'submit', values: {} }] : [],
    expect: { status },
  };
}

function run(plan: Plan): { status: CaseState['status']; asks: boolean } {
  let state: CaseState | undefined;
  let asks = false;
  let count = 0;
  const queue: Record<string, unknown>[] = [{ type: 'start', caseId: 'begin', region: '330000', version: 1 }];
  for (let act = queue.shift(); act && count < MOST; act = queue.shift()) {
    count += 1;
    const result = step(plan, state, { id: `c${count}`, at, actor, ...act } as Command);
    state = result.state;
    for (const call of result.calls) queue.push({ type: 'callAnswered', callId: call.id, outcome: { ok: true, value: {} } });
    for (const { type, id } of result.effects)
      if (type !== 'timer' && type !== 'cancelTimer')
        queue.push({ type: 'effectAnswered', effectId: id, outcome: { ok: true, value: {} } });
    const form = Object.values(state.tasks).some((task) => task.kind === 'fill' && task.status === 'open');
    if (!form || asks || queue.length > 0) continue;
    asks = true;
    queue.push({ type: 'submit', values: {} });
  }
  return { status: state?.status ?? 'draft', asks };
}
