/** Officers of small flows: each step is done by one called like it. */
import type { Actor } from '../types.ts';
import type { Deed, Simulation } from './simulate.ts';

export const by = (run: Simulation, id: string, deed: Deed) =>
  run.send({ ...deed, actor: { kind: 'officer', id, name: id, department: 'd1' } } as Deed & { actor: Actor });

export const done = (run: Simulation, node: string, decision = 'agree', id = node) =>
  by(run, id, { type: 'complete', taskId: run.task(node).id, decision, opinion: 'x' });

/** Two branches, one of two steps. */
export const forked = 'start -> m -> fork; fork -> a -> n -> join; fork -> b -> join; join -> z -> end';
