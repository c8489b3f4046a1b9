/** Everything that may happen to a case at a moment: what takes it further first, then every other command there is. */
import type { Plan } from '../../compile/plan.ts';
import { startableSteps } from '../../engine/elements/ad-hoc.ts';
import { otherDeeds, usefulDeeds, type Walk } from '../../engine/testing/journeys.ts';
import type { Deed } from '../../engine/testing/simulate.ts';
import type { CaseState, Subscription } from '../../engine/types.ts';
import { inOrder } from '../../engine/work.ts';

/** Takes the case further; the first is the shortest way on. */
export function forwardDeeds(plan: Plan, state: CaseState, choice: number): Deed[] {
  return [
    ...usefulDeeds(state, choice % 13, choice),
    ...awaited(state).flatMap((one): Deed[] => {
      if (one.on === 'message') return [{ type: 'message', message: one.name!, ...(one.key === undefined ? {} : { key: one.key }) }];
      return one.on === 'signal' ? [{ type: 'signal', signal: one.name! }] : [];
    }),
    ...startableSteps(plan, state).map(({ node }): Deed => ({ type: 'startStep', node })),
  ];
}

/** What a token stands still for comes first: an event beside a step can come for ever and only adds work. */
function awaited(state: CaseState): Subscription[] {
  const all = inOrder(state.subscriptions);
  return [...all.filter(({ holds }) => holds), ...all.filter(({ holds }) => !holds)];
}

/** Every other command: of people, machines, operators and other cases; early, late, repeated, or to nobody. */
export function anyDeeds(plan: Plan, walk: Walk, choice: number): Deed[] {
  const { state } = walk;
  const clocks = Object.keys(state.clocks);
  const clock = clocks[choice % Math.max(1, clocks.length)];
  const pending = Object.values(state.pending).find(({ kind }) => kind === 'call');
  const papers = Object.keys(state.papers ?? {});
  const several = Object.keys(plan.nodes).filter((node) => {
    const { doc } = plan.nodes[node]!;
    return 'each' in doc && doc.each?.addable;
  });
  return [
    ...otherDeeds(walk, choice),
    { type: 'message', message: ['paid', 'keyed', 'early'][choice % 3]! },
    { type: 'message', message: 'paid', onlyIfAwaited: true },
    { type: 'signal', signal: choice % 2 === 0 ? 'storm' : 'alarm' },
    { type: 'resume' },
    ...several.map((node): Deed => ({ type: 'addInstance', node, item: choice % 7 })),
    ...(pending ? [{ type: 'childEscalated', effectId: pending.id, code: 'slow' } as Deed] : []),
    ...(clock === undefined
      ? []
      : ([
          { type: 'suspendClock', clock, reason: 'hearing', basis: 'x', mode: choice % 2 === 0 ? 'continue' : 'restart' },
          { type: 'resumeClock', clock },
          { type: 'extendClock', clock, days: 5, reason: 'x', approvedBy: 'x' },
        ] satisfies Deed[])),
    ...papers.slice(0, 1).map((paper): Deed => ({ type: 'acknowledgePaper', paper })),
    ...(choice % 97 === 96 ? [{ type: 'cancelCase', reason: 'x' } as Deed] : []),
  ];
}

/** The deed a choice stands for: mostly forward, or nothing would ever be reached. */
export function deedOf(plan: Plan, walk: Walk, choice: number): Deed {
  const forward = forwardDeeds(plan, walk.state, choice);
  const odd = (choice >>> 20) % 5 < 2 || forward.length === 0;
  const list = odd ? anyDeeds(plan, walk, choice) : forward;
  return list[choice % list.length]!;
}
