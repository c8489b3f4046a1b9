/**
 * 撤回: a desk takes its decision back while nobody has begun with what came of it. What machines did outside the case cannot
 * be taken back, so the decision remembers which stays came of it only where none of those was passed.
 */
import { moveDue, refreshSuspensions } from '../clocks.ts';
import { cancelTokens } from '../scopes.ts';
import { signersOf } from '../signers.ts';
import { actsFor, cancelTask, isWaiting } from '../tasks.ts';
import type { CaseState, Command, Task } from '../types.ts';
import { inOrder, nextId, note, own, type Verdict, type Work } from '../work.ts';
import { isUntouched } from './allocate.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

const REVERSIBLE = new Set([
  'task',
  'joint',
  'window',
  'assist',
  'pay',
  'seal',
  'fill',
  'consent',
  'exclusive',
  'parallel',
  'inclusive',
  'block',
  'start',
  'timer',
  // These only compute: what they wrote stays until they come again, as on a replay.
  'script',
  'decision',
]);

/** Writes down what came of the decision just taken, where it can be taken back; a script that was passed goes on later. */
export function rememberSent(work: Work, before: CaseState): undefined {
  const { command, state } = work;
  if (state.endedAt !== undefined) return;
  if (command.type === 'callAnswered') return followSent(work, before, command.callId);
  if (command.type !== 'complete') return;
  const task = state.tasks[command.taskId];
  if (task?.status !== 'done' || task.as || state.tokens[task.token]) return;
  // One of several: what came of it is with the others, and the next one may have been begun for it.
  if (before.tokens[task.token]?.each !== undefined || hasCancelled(work, before, task)) return;
  const sent = sentSince(work, before, task.token);
  if (sent && sent.tokens.length > 0) own(work, 'tasks')[task.id] = { ...task, sent };
}

/** What came of a stay in this step; undefined where it cannot be taken back. */
function sentSince(work: Work, before: CaseState, stay: string): Task['sent'] {
  const { state, plan } = work;
  if (work.effects.some((effect) => effect.type !== 'timer' && effect.type !== 'cancelTimer')) return undefined;
  if (work.trace.nodes.some((node) => !REVERSIBLE.has(plan.nodes[node]!.doc.kind))) return undefined;
  // A join that went on took tokens of others with it.
  if (Object.keys(before.tokens).some((id) => !state.tokens[id] && id !== stay)) return undefined;
  const tokens = Object.keys(state.tokens).filter((id) => !before.tokens[id]);
  const clocks = Object.keys(state.clocks).filter((id) => state.clocks[id]!.status === 'met' && before.clocks[id]?.status !== 'met');
  return { tokens, clocks };
}

/** A script that came of a decision has answered: what comes of it now came of the decision, too. */
function followSent(work: Work, before: CaseState, callId: string): undefined {
  const stay = before.pending[callId]?.token;
  if (stay === undefined || work.state.tokens[stay]) return;
  const task = Object.values(work.state.tasks).find(({ sent }) => sent?.tokens.includes(stay));
  if (!task) return;
  const { sent, ...rest } = task;
  const more = sentSince(work, before, stay);
  const tokens = more ? [...sent!.tokens.filter((id) => id !== stay), ...more.tokens] : [];
  const following = more && tokens.length > 0 ? { sent: { tokens, clocks: [...sent!.clocks, ...more.clocks] } } : {};
  own(work, 'tasks')[task.id] = { ...rest, ...following };
}

function hasCancelled({ state }: Work, before: CaseState, { token }: Task): boolean {
  return Object.values(state.tasks).some(
    (task) => task.token === token && task.status === 'cancelled' && before.tasks[task.id]?.status !== 'cancelled',
  );
}

/** Why a decision cannot be taken back (any more). */
export function recallProblem({ state, command }: Pick<Work, 'state' | 'command'>, task: Task): string | undefined {
  if (!actsFor(command.actor, task.doneBy?.id)) return 'recall.not_yours';
  if (task.status === 'waiting') return task.decision === undefined ? 'recall.not_decided' : undefined;
  if (task.status !== 'done' || task.as) return task.as ? 'recall.not_here' : 'recall.not_decided';
  if (state.tokens[task.token]) return undefined;
  if (!task.sent) return 'recall.not_possible';
  return undefined;
}

/** Takes the decision back: what came of it is cancelled, the task is open again. */
export function recall(work: Work, { taskId, reason }: Of<'recall'>): Verdict {
  const task = Object.hasOwn(work.state.tasks, taskId) ? work.state.tasks[taskId] : undefined;
  if (task?.kind !== 'desk') return { code: 'task.unknown' };
  const problem = recallProblem(work, task);
  if (problem) return { code: problem };
  if (task.status === 'waiting') return recallFromSigners(work, task);
  if (work.state.tokens[task.token]) return recallVote(work, task);

  const { tokens, clocks } = task.sent!;
  if (tokens.some((id) => !hasNotBegun(work, id))) return { code: 'recall.begun' };
  note(work, 'task.recalled', { node: task.node, task: task.id, ...(reason ? { data: { reason } } : {}) });
  const first = work.state.tokens[tokens[0]!]!;
  const scope = scopeOf(work, tokens) ?? first.scope;
  cancelTokens(
    work,
    tokens.map((id) => work.state.tokens[id]!),
    'task.recalled',
  );
  const stay = nextId(work, 'token');
  own(work, 'tokens')[stay] = { id: stay, node: task.node, scope, status: 'waiting' };
  work.tokens += 1;
  for (const other of inOrder(work.state.tasks)) {
    if (other.token === task.token) own(work, 'tasks')[other.id] = { ...other, token: stay };
  }
  reopen(work, work.state.tasks[task.id]!);
  for (const id of clocks) reopenClock(work, id);
}

/** The outermost scope of what came of it: a block that was entered has scopes of its own. */
function scopeOf(work: Work, tokens: string[]): string | undefined {
  const own = tokens.map((id) => work.state.tokens[id]!.scope);
  const inner = new Set(
    tokens.flatMap((id) => Object.values(work.state.scopes).flatMap((scope) => (scope.token === id ? [scope.id] : []))),
  );
  return own.find((scope) => !inner.has(scope));
}

function hasNotBegun(work: Work, tokenId: string): boolean {
  const token = work.state.tokens[tokenId];
  if (!token || Object.values(work.state.incidents).some((incident) => incident.token === tokenId)) return false;
  const tasks = Object.values(work.state.tasks).filter((task) => task.token === tokenId);
  return tasks.every((task) => isUntouched(work, task) && !task.urges?.some(({ by }) => by.department === task.department));
}

/** A vote in a joint step that is not decided: the next in turn must not have begun. */
function recallVote(work: Work, task: Task): Verdict {
  const { doc } = work.plan.nodes[task.node]!;
  const later = inOrder(work.state.tasks).filter(
    (other) => other.token === task.token && other.participant !== undefined && other.openedAt >= task.doneAt! && isWaiting(other),
  );
  if (doc.kind === 'joint' && doc.order === 'sequential') {
    if (inOrder(work.state.tasks).some((other) => other.token === task.token && other.status === 'done' && other.doneAt! > task.doneAt!))
      return { code: 'recall.begun' };
    if (later.some((other) => !isUntouched(work, other))) return { code: 'recall.begun' };
    for (const other of later) cancelTask(work, other, 'task.recalled');
  }
  note(work, 'task.recalled', { node: task.node, task: task.id });
  reopen(work, task);
}

/** Decided, but signers have not signed: only while none of them has begun or signed since. */
function recallFromSigners(work: Work, task: Task): Verdict {
  const asked = signersOf(work, task).filter((signer) => signer.as === 'after');
  if (asked.some((signer) => hasBegun(work, signer))) return { code: 'recall.begun' };
  note(work, 'task.recalled', { node: task.node, task: task.id });
  for (const signer of asked) if (signer.status === 'open') own(work, 'tasks')[signer.id] = { ...signer, status: 'waiting' };
  reopen(work, task);
}

/** One whose turn has not come waits as well; one that gave the work away waits for the answer. */
function hasBegun(work: Work, signer: Task): boolean {
  if (signer.status === 'open') return !isUntouched(work, signer);
  return signer.status === 'done' || signer.decision !== undefined || inOrder(work.state.tasks).some((task) => task.of === signer.id);
}

function reopen(work: Work, task: Task): undefined {
  const { decision: _, opinion: __, doneAt: ___, doneBy: ____, sent: _____, mark: ______, ...rest } = task;
  own(work, 'tasks')[task.id] = { ...rest, status: 'open' };
}

/** A clock that was met by the decision runs on, as if it had never been met. */
function reopenClock(work: Work, id: string): undefined {
  const ended = work.state.clocks[id];
  // The version the case runs on now may not have it any more.
  if (!ended) return;
  const { endedAt: _, ...clock } = ended;
  own(work, 'clocks')[id] = { ...clock, status: 'running' };
  note(work, 'clock.reopened', { data: { clock: id } });
  refreshSuspensions(work);
  moveDue(work, id, 'recall');
}
