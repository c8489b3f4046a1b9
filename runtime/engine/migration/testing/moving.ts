/** Small flows and their next versions: a case begun on the one, moved to the other, and gone on with there. */
import type { Plan } from '../../../compile/plan.ts';
import { step } from '../../step.ts';
import type { FlowOptions } from '../../testing/flow.ts';
import { finish, walk } from '../../testing/journeys.ts';
import { FILLED, planOf } from '../../testing/plan.ts';
import { type Deed, type Simulation, simulate } from '../../testing/simulate.ts';
import type { CaseState, Command } from '../../types.ts';
import { choicesOf, type MigrateRequest, type MigrationMapping, type Rehearsal, reasonWords, rehearseCase } from '../index.ts';

const NOW = '2026-03-03T01:00:00.000Z';

/** A case of the flow whose form is submitted. */
export function start(source: string, options: FlowOptions = {}): Simulation {
  const simulation = simulate(planOf(source, options));
  simulation.send({ type: 'submit', values: FILLED });
  return simulation;
}

/** Moves a case from one flow to another and goes on with it there. */
export function move(
  old: string,
  state: CaseState,
  next: string,
  mapping: MigrationMapping = {},
  options: [FlowOptions?, FlowOptions?] = [],
) {
  return moveTo(planOf(old, options[0]), state, planOf(next, options[1]), mapping);
}

export function moveTo(from: Plan, state: CaseState, to: Plan, mapping: MigrationMapping = {}) {
  const rehearsal = rehearseCase(state, { from, to, version: 2, mapping, id: 'm', at: NOW, actor: { kind: 'system', id: 'op' } });
  const words = rehearsal.reasons.map((reason) => reasonWords(from, to, reason));
  let moved = rehearsal.result?.state;
  let count = 0;
  const send = (deed: Deed) => {
    const result = step(to, moved, { actor: { kind: 'officer', id: 'o' }, at: NOW, ...deed, id: `d${count++}` } as Command);
    if (result.rejected) throw new Error(result.rejected.code);
    moved = result.state;
  };
  const decide = (node: string, decision = 'agree') => {
    const task = Object.values(moved!.tasks).find((one) => one.node === node && one.status === 'open');
    if (!task) throw new Error(`nothing open at ${node}: ${Object.values(moved!.tokens).map((token) => token.node)}`);
    send({ type: 'complete', taskId: task.id, decision, opinion: 'x' });
  };
  return {
    ...rehearsal,
    words,
    decide,
    submit: () => send({ type: 'submit', values: FILLED }),
    get state() {
      return moved!;
    },
    codes: () => rehearsal.reasons.map(({ level, code, node }) => [level, code, ...(node ? [node] : [])].join(' ')),
  };
}

export type Asked = Pick<MigrateRequest, 'version' | 'id' | 'at' | 'actor'>;

/** Takes every suggestion, and allows steps to be left out, until nothing is left to choose. */
export function decide(state: CaseState, from: Plan, to: Plan, asked: Asked): { rehearsal: Rehearsal; mapping: MigrationMapping } {
  let mapping: MigrationMapping = {};
  for (let round = 0; ; round += 1) {
    const rehearsal = rehearseCase(state, { from, to, mapping, ...asked });
    if (rehearsal.verdict !== 'mapping' || round === 5) return { rehearsal, mapping };
    const chosen = choicesOf(rehearsal.reasons);
    mapping = {
      nodes: { ...mapping.nodes, ...chosen.nodes },
      branches: { ...mapping.branches, ...chosen.branches },
      skip: [
        ...(mapping.skip ?? []),
        ...rehearsal.reasons.flatMap(({ code, node }) => (code === 'step.missed' ? [node!, ...Object.keys(to.nodes)] : [])),
      ],
    };
  }
}

/** Does a case that begins on this version end? */
export function endsFresh(plan: Plan): boolean {
  try {
    finish({ plan, step }, walk({ plan, step }, [], 4));
    return true;
  } catch {
    return false;
  }
}
