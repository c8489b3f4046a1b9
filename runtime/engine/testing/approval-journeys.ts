/** What desks and operators may do at any moment of a random walk, and what must hold of it. */
import type { Plan } from '../../compile/plan.ts';
import { isWaiting } from '../tasks.ts';
import type { Actor, CaseState, Task } from '../types.ts';
import { inOrder } from '../work.ts';
import type { Deed } from './simulate.ts';

const officer = (id: string): Actor => ({ kind: 'officer', id, name: id, department: 'd1' });
const as = (id: string, deed: Deed): Deed => ({ ...deed, actor: officer(id) }) as Deed & { actor: Actor };

/** The one who may: whoever holds the task. */
export function byHolder({ holder }: Task, deed: Deed): Deed {
  return holder ? as(holder.id, deed) : deed;
}

/** Every operation once, on tasks and tokens that the choice picks. */
export function approvalDeeds(state: CaseState, choice: number): Deed[] {
  const tasks = inOrder(state.tasks).filter((task) => task.kind === 'desk' || task.kind === 'ask' || task.kind === 'copy');
  const tokens = inOrder(state.tokens);
  const task = tasks[choice % Math.max(1, tasks.length)];
  const token = tokens[choice % Math.max(1, tokens.length)];
  if (!task || !token) return [];
  const who = task.holder?.id ?? `o${choice % 3}`;
  const desk = { department: `d${(choice % 3) + 1}`, ...(choice % 2 === 0 ? { person: { id: `o${choice % 4}` } } : {}) };
  const when = (['before', 'after', 'parallel'] as const)[choice % 3]!;
  const nodes = Object.keys(state.visits).sort();
  const node = nodes[choice % nodes.length]!;
  const to = ([{ node }, 'previous', 'applicant'] as const)[choice % 3]!;
  const back = choice % 4 < 2 ? 'straight' : 'replay';
  const branches = back === 'straight' || choice % 5 < 2 ? 'keep' : 'cancel';
  const taskId = task.id;
  return [
    as(who, { type: 'claim', taskId }),
    as(who, { type: 'release', taskId }),
    as(who, { type: 'transfer', taskId, to: desk }),
    as(who, { type: 'delegate', taskId, to: desk, words: 'x' }),
    as(who, { type: 'takeBack', taskId }),
    as(who, { type: 'addSigners', taskId, when, signers: [desk], words: 'x' }),
    as(task.by?.id ?? who, { type: 'removeSigner', taskId }),
    as(who, { type: 'return', taskId, to, back, branches, reason: 'x' }),
    as(who, { type: 'return', taskId, to: 'previous', back, branches, reason: 'x' }),
    as(task.doneBy?.id ?? who, { type: 'recall', taskId }),
    as(who, { type: 'urge', taskId }),
    as(who, { type: 'copy', to: [desk] }),
    as(who, { type: 'ask', taskId, to: desk, words: 'x' }),
    as(who, { type: 'acknowledge', taskId }),
    { type: 'suspend', reason: 'x', basis: 'x' },
    { type: 'reassign', taskId, to: desk, reason: 'x' },
    { type: 'jump', tokenId: token.id, to: node, branches: 'cancel', reason: 'x' },
    { type: 'skip', tokenId: token.id, ...(choice % 2 === 0 ? { outcome: 'agree' } : {}), reason: 'x' },
    ...(choice % 53 === 52 ? [{ type: 'end', result: 'expired', reason: 'x' } as Deed] : []),
  ];
}

/** Signatures, delegations, second looks and timers that stand still: none lost, none left over. */
export function approvalViolations(plan: Plan, state: CaseState): string[] {
  return [...inOrder(state.tasks).flatMap((task) => taskViolations(plan, state, task)), ...lookViolations(state), ...restViolations(state)];
}

function taskViolations(plan: Plan, state: CaseState, task: Task): string[] {
  const found: string[] = [];
  const open = inOrder(state.tasks).filter((other) => other.of === task.id && isWaiting(other));
  const joint = plan.nodes[task.node]!.doc.kind === 'joint';
  if (task.status === 'waiting' && !isAwaited(state, task, open)) found.push(`${task.id} waits for nothing`);
  if (task.status === 'waiting' && task.decision !== undefined && task.doneBy === undefined) found.push(`${task.id} was decided by nobody`);
  if (task.status === 'open' && task.decision !== undefined) found.push(`${task.id} is open and decided`);
  for (const other of isWaiting(task) ? [] : open) {
    const vote = joint && other.as === 'parallel';
    if (other.as !== 'copy' && !vote) found.push(`${other.id} is for ${task.id}, which is over`);
  }
  if (task.as && task.as !== 'copy' && isWaiting(task) && !state.tasks[task.of!]) found.push(`${task.id} is for no task`);
  return found;
}

function isAwaited(state: CaseState, task: Task, open: Task[]): boolean {
  if (task.parked !== undefined) return state.tokens[task.parked]?.back === task.token;
  // One who is asked after another waits for that other, then for those it asked itself.
  if (task.as === 'after' && task.decision === undefined && state.tasks[task.of!]?.decision === undefined) return true;
  const wanted = task.decision === undefined ? ['before', 'delegate'] : ['before', 'after', 'parallel'];
  return open.some((other) => wanted.includes(other.as!));
}

function lookViolations(state: CaseState): string[] {
  const looks = inOrder(state.tokens).filter((token) => token.back !== undefined);
  return looks.flatMap((look) => {
    if (!state.tokens[look.back!]) return [`${look.id} comes back to nothing`];
    const parked = inOrder(state.tasks).some((task) => task.parked === look.id && isWaiting(task));
    return parked ? [] : [`nobody waits for ${look.id}`];
  });
}

function restViolations(state: CaseState): string[] {
  if (!state.suspended) return [];
  const found = Object.keys(state.timers).map((id) => `${id} runs in a suspended case`);
  for (const clock of Object.values(state.clocks)) if (clock.status === 'running') found.push(`${clock.id} runs in a suspended case`);
  return found;
}
