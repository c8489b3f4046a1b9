import type { JointNode } from '../../../schemas/generated/documents.ts';
import { setOutcome } from '../fields.ts';
import { makeRefusalPapers } from '../paper-decisions.ts';
import { decide } from '../signers.ts';
import { cancelTask, isWaiting, openTask } from '../tasks.ts';
import { leave } from '../tokens.ts';
import type { Command, Task, Token } from '../types.ts';
import { inOrder, note, type Verdict, type Work } from '../work.ts';

/** Opens one task per participant, in rank order; one after the other where the step says so (依次). */
export function enterJoint(work: Work, token: Token, doc: JointNode): undefined {
  const participants = ranked(doc);
  for (const id of doc.order === 'sequential' ? participants.slice(0, 1) : participants) invite(work, token, doc, id);
}

function ranked(doc: JointNode): string[] {
  const sorted = Object.entries(doc.participants).sort(([idA, a], [idB, b]) =>
    a.rank === b.rank ? (idA < idB ? -1 : 1) : a.rank < b.rank ? -1 : 1,
  );
  return sorted.map(([id]) => id);
}

function invite(work: Work, token: Token, doc: JointNode, participant: string): undefined {
  const { department, role } = doc.participants[participant]!;
  openTask(work, token, { kind: 'desk', participant, department, role, dueDays: doc.dueDays });
}

/** One participant decides; the node ends as soon as its result is decided. */
export function completeJoint(work: Work, task: Task, command: Extract<Command, { type: 'complete' }>): Verdict {
  const { decision, opinion, outputs = {} } = command;
  if (decision !== 'agree' && decision !== 'refuse') return { code: 'task.decision_unknown' };
  if (decision === 'refuse' && !opinion?.trim()) return { code: 'task.opinion_required' };
  if (Object.keys(outputs).length > 0) return { code: 'task.outputs_unexpected' };
  decide(work, task, { decision, opinion });
}

/** Ends the joint step when its result is decided, else asks the next in turn. */
export function countVotes(work: Work, tokenId: string): undefined {
  const token = work.state.tokens[tokenId]!;
  const doc = work.plan.nodes[token.node]!.doc as JointNode;
  const votes = votesOf(work, tokenId);
  const asked = new Set(votes.map((task) => task.participant));
  const ahead = doc.order === 'sequential' ? ranked(doc).filter((id) => !asked.has(id)) : [];
  const outcome = resultOf(doc, votes, ahead);
  if (!outcome) {
    if (ahead.length > 0 && !votes.some((task) => task.participant !== undefined && isWaiting(task))) invite(work, token, doc, ahead[0]!);
    return undefined;
  }
  for (const { id } of votes) {
    // One that was made for another vote went with it.
    const vote = work.state.tasks[id]!;
    if (isWaiting(vote)) cancelTask(work, vote, 'joint.decided');
  }
  if (outcome === 'refuse') makeRefusalPapers(work, votes);
  setOutcome(work, token.node, outcome);
  note(work, 'joint.decided', { node: token.node, data: { outcome } });
  leave(work, token, outcome);
}

/** The votes of this round: of the step's own desks, and of those who were asked to sign beside them. */
function votesOf(work: Work, token: string): Task[] {
  return inOrder(work.state.tasks).filter(
    (task) =>
      task.token === token && task.status !== 'cancelled' && (task.as === 'parallel' || (!task.as && task.participant !== undefined)),
  );
}

interface Tally {
  agree: number;
  waiting: number;
  total: number;
}

/** Undefined while the result is open. `ahead` are those whose turn has not come. */
function resultOf(doc: JointNode, votes: Task[], ahead: string[]): 'agree' | 'refuse' | undefined {
  const tally = count(doc, votes, ahead);
  if (reached(doc, tally, tally.agree)) return 'agree';
  const allHeard = ahead.length === 0 && !votes.some(isWaiting);
  const stillPossible = !allHeard && reached(doc, tally, tally.agree + tally.waiting);
  if (stillPossible) return undefined;
  // Refused; `continue` hears the remaining desks first.
  return allHeard || doc.onRefuse === 'stop' ? 'refuse' : undefined;
}

function count(doc: JointNode, votes: Task[], ahead: string[]): Tally {
  const weight = (participant: string | undefined) =>
    doc.mode.type === 'vote' && participant !== undefined ? (doc.participants[participant]?.weight ?? 1) : 1;
  const sum = (some: Task[]) => some.reduce((total, task) => total + weight(task.participant), 0);
  const later = ahead.reduce((total, id) => total + weight(id), 0);
  const agree = sum(votes.filter((task) => task.status === 'done' && task.decision === 'agree'));
  return { agree, waiting: sum(votes.filter(isWaiting)) + later, total: sum(votes) + later };
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
