import type { JointNode } from '../../../schemas/generated/documents.ts';
import { setOutcome } from '../fields.ts';
import { cancelTask, finishTask, isWaiting, openTask } from '../tasks.ts';
import { leave } from '../tokens.ts';
import type { Command, Task, Token } from '../types.ts';
import { inOrder, note, type Verdict, type Work } from '../work.ts';

/** Opens one task per participant, in rank order. */
export function enterJoint(work: Work, token: Token, doc: JointNode): undefined {
  const participants = Object.entries(doc.participants).sort(([idA, a], [idB, b]) =>
    a.rank === b.rank ? (idA < idB ? -1 : 1) : a.rank < b.rank ? -1 : 1,
  );
  for (const [participant, { department, role }] of participants) {
    openTask(work, token, { kind: 'desk', participant, department, role, dueDays: doc.dueDays });
  }
}

/** One participant decides; the node ends as soon as its result is decided. */
export function completeJoint(work: Work, task: Task, doc: JointNode, command: Extract<Command, { type: 'complete' }>): Verdict {
  const { decision, opinion, outputs = {} } = command;
  if (decision !== 'agree' && decision !== 'refuse') return { code: 'task.decision_unknown' };
  if (decision === 'refuse' && !opinion?.trim()) return { code: 'task.opinion_required' };
  if (Object.keys(outputs).length > 0) return { code: 'task.outputs_unexpected' };

  finishTask(work, task, { decision, opinion });
  note(work, 'task.completed', { node: task.node, task: task.id, data: { decision, participant: task.participant! } });
  const tasks = inOrder(work.state.tasks).filter((other) => other.token === task.token);
  const outcome = resultOf(doc, tasks);
  if (!outcome) return undefined;
  for (const other of tasks) if (isWaiting(other)) cancelTask(work, other, 'joint.decided');
  setOutcome(work, task.node, outcome);
  note(work, 'joint.decided', { node: task.node, data: { outcome } });
  leave(work, work.state.tokens[task.token]!, outcome);
}

interface Tally {
  agree: number;
  waiting: number;
  total: number;
}

/** Undefined while the result is open. */
function resultOf(doc: JointNode, tasks: Task[]): 'agree' | 'refuse' | undefined {
  const tally = count(doc, tasks);
  if (reached(doc, tally, tally.agree)) return 'agree';
  const allHeard = !tasks.some(isWaiting);
  const stillPossible = !allHeard && reached(doc, tally, tally.agree + tally.waiting);
  if (stillPossible) return undefined;
  // Refused; `continue` hears the remaining desks first.
  return allHeard || doc.onRefuse === 'stop' ? 'refuse' : undefined;
}

function count(doc: JointNode, tasks: Task[]): Tally {
  const weigh = (task: Task) => (doc.mode.type === 'vote' ? (doc.participants[task.participant!]?.weight ?? 1) : 1);
  const sum = (some: Task[]) => some.reduce((total, task) => total + weigh(task), 0);
  return { agree: sum(tasks.filter((task) => task.decision === 'agree')), waiting: sum(tasks.filter(isWaiting)), total: sum(tasks) };
}

function reached(doc: JointNode, { total }: Tally, agree: number): boolean {
  const { mode } = doc;
  switch (mode.type) {
    case 'all':
      return agree === total;
    case 'any':
      return agree >= 1;
    case 'count':
      return agree >= Math.min(mode.count, total);
    case 'vote':
      return agree * 100 >= mode.percent * total;
  }
}
