/** What desks do besides deciding: handing on, asking others, sending back, taking back, urging. */
import type { AskedEntry, Done, MovePreview, ReturnChoice, TaskDone, TaskOperation, TaskOptions } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import type { Plan } from '../../compile/plan.ts';
import { waitsOf } from '../../engine/index.ts';
import { reach } from '../../engine/reach.ts';
import { type Planned, planReturn, returnTargets } from '../../engine/returns.ts';
import type { Actor, ApprovalCommand, CaseState, Desk, Task } from '../../engine/types.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { type OfficerTask, openOfficerTask, openOwnCase } from './access.ts';
import { citizenActor, commandIdOf, officerActor } from './commands.ts';
import { mustBeMine } from './desk.ts';
import { deskOf, deskOptions } from './desk-options.ts';
import { departmentName } from './form-view.ts';
import type { CaseParts } from './parts.ts';
import { problemWords } from './refusals.ts';
import { english, say } from './words.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Deed = DistributiveOmit<ApprovalCommand, 'id' | 'at' | 'actor'>;

export function createApprovals(parts: CaseParts) {
  return {
    async taskOptions({ actor, taskId }: { actor: SessionActor; taskId: string }): Promise<TaskOptions> {
      const found = await openOfficerTask(parts, actor, taskId);
      const { loaded, stored, region, task } = found;
      const { state } = stored;
      return {
        can: operationsOf(actor, found),
        desks: await deskOptions(parts, loaded.plan, region),
        returns: returnTargets(loaded.plan, state, task.id).map(({ node, task: done, applicant }) => ({
          node,
          name: loaded.plan.nodes[node]!.doc.name,
          applicant,
          ...(done.doneBy?.kind === 'officer' && done.doneBy.name ? { by: done.doneBy.name } : {}),
          ...(done.doneAt ? { at: done.doneAt } : {}),
        })),
        asked: askedOf(loaded.plan, state, task, actor),
      };
    },

    async previewReturn({ actor, taskId, ...choice }: { actor: SessionActor; taskId: string } & ReturnChoice): Promise<MovePreview> {
      const { loaded, stored, task } = await openOfficerTask(parts, actor, taskId);
      const planned = planReturn(loaded.plan, stored.state, { taskId: task.id, ...choice });
      return movePreview(loaded.plan, stored.state, planned);
    },

    async operateTask({ actor, taskId, operation }: { actor: SessionActor; taskId: string; operation: TaskOperation }): Promise<TaskDone> {
      const { region, caseId, task, stored } = await openOfficerTask(parts, actor, taskId);
      const about = { region, scenario: stored.state.scenario.id, task };
      const desks = await Promise.all(choicesOf(operation).map((choice) => deskOf(parts, about, choice)));
      const command = commandIdOf(actor, operation.commandId);
      const { loaded } = await parts.runBurst({
        region,
        caseId,
        commandsFor: ({ state }) => {
          const { task: current, grant } = mustBeMine(actor, region, state, task.id);
          const deed = deedOf(operation, task.id, desks);
          if (deed.type === 'removeSigner' && state.tasks[deed.taskId]?.of !== task.id) throw new NotFoundError('task.unknown');
          return [{ ...deed, id: command, at: parts.clock(), actor: officerActor(actor, region, current.department!, grant) }];
        },
      });
      return { done: doneWords(loaded.plan, operation, desks) };
    },

    /** The applicant asks for their case to be done: once a day. */
    async urgeOwn({
      actor,
      caseNo,
      words,
      commandId,
    }: {
      actor: SessionActor;
      caseNo: string;
      words?: string;
      commandId: string;
    }): Promise<Done> {
      const { stored } = await openOwnCase(parts, actor, caseNo);
      const id = commandIdOf(actor, commandId);
      await parts.runBurst({
        region: stored.state.region,
        caseId: stored.state.id,
        commandsFor: ({ state }) => {
          const at = parts.clock();
          const waiting = Object.values(state.tasks).filter((task) => task.kind === 'desk' && task.status === 'open' && !task.as);
          if (waiting.length === 0) throw new ConflictError('urge.nothing_waits');
          return waiting.map((task, index) => ({
            type: 'urge' as const,
            id: index === 0 ? id : `${id}.${index}`,
            at,
            actor: citizenActor(actor),
            taskId: task.id,
            ...(words ? { words } : {}),
          }));
        },
      });
      return { done: say('已催办，承办部门会看到', 'Urged: the departments see it') };
    },
  };
}

/** The desks an operation names. */
function choicesOf(operation: TaskOperation) {
  switch (operation.type) {
    case 'transfer':
    case 'delegate':
    case 'ask':
      return [operation.to];
    case 'addSigners':
      return operation.signers;
    case 'copy':
      return operation.to;
    default:
      return [];
  }
}

function deedOf(operation: TaskOperation, taskId: string, desks: Desk[]): Deed {
  switch (operation.type) {
    case 'transfer':
      return { type: 'transfer', taskId, to: desks[0]!, reason: operation.reason };
    case 'delegate':
      return { type: 'delegate', taskId, to: desks[0]!, words: operation.words };
    case 'ask':
      return { type: 'ask', taskId, to: desks[0]!, words: operation.words };
    case 'reply':
      return { type: 'reply', taskId, words: operation.words };
    case 'addSigners':
      return { type: 'addSigners', taskId, when: operation.when, signers: desks, words: operation.words };
    case 'removeSigner':
      return { type: 'removeSigner', taskId: operation.signer, ...reasonOf(operation) };
    case 'return': {
      const { to, back, branches, reason } = operation;
      return { type: 'return', taskId, to, back, branches, reason };
    }
    case 'copy':
      return { type: 'copy', taskId, to: desks, ...(operation.words ? { words: operation.words } : {}) };
    case 'urge':
      return { type: 'urge', taskId, ...(operation.words ? { words: operation.words } : {}) };
    case 'takeBack':
    case 'recall':
      return { type: operation.type, taskId, ...reasonOf(operation) };
    case 'acknowledge':
      return { type: 'acknowledge', taskId };
  }
}

function reasonOf({ reason }: { reason?: string }): { reason?: string } {
  return reason ? { reason } : {};
}

/** What this person could do with the task as it is; the case decides again when it is done. */
function operationsOf(actor: SessionActor, { task, stored: { state }, loaded, grant }: OfficerTask): TaskOptions['can'] {
  const ended = state.status !== 'running';
  if (task.as === 'copy') return task.status === 'open' ? ['acknowledge'] : [];
  if (ended) return [];
  const me: Pick<Actor, 'id' | 'for'> = { id: actor.accountId, ...(grant.for ? { for: grant.for } : {}) };
  const isMe = (id: string | undefined) => id !== undefined && (id === me.id || id === me.for?.id);
  const mine = !task.holder || isMe(task.holder.id);
  const open = task.status === 'open' && mine && !state.suspended;
  const own = !task.as;
  const desk = own && loaded.plan.nodes[task.node]!.doc.kind !== 'data';
  const asks = askedOf(loaded.plan, state, task, actor);
  const can: TaskOptions['can'] = [];
  const add = (when: boolean, ...names: TaskOptions['can']) => when && can.push(...names);
  add(open && !task.holder, 'claim');
  add(open && task.holder !== undefined && isMe(task.holder.id), 'release');
  add(open && (task.as === 'delegate' || task.as === 'ask'), 'reply');
  add(open, 'transfer');
  add(open && task.as !== 'delegate' && task.as !== 'ask', 'delegate');
  add(open && (desk || (task.as !== undefined && task.as !== 'delegate' && task.as !== 'ask')), 'addSigners');
  add(
    asks.some((one) => one.removable),
    'removeSigner',
  );
  add(open && own && returnTargets(loaded.plan, state, task.id).length > 0, 'return');
  const delegated = task.status === 'waiting' && asks.some((one) => one.kind === 'delegate' && one.status === 'open');
  add(!state.suspended && ((delegated && isMe(task.holder?.id)) || isHandedOn(state, task)), 'takeBack');
  add(!state.suspended && own && isMe(task.doneBy?.id) && couldRecall(state, task), 'recall');
  add(task.status === 'open' || task.status === 'waiting', 'urge');
  add(task.kind === 'desk', 'copy');
  add(open && task.as !== 'ask', 'ask');
  return can;
}

function isHandedOn(state: CaseState, { status, next }: Task): boolean {
  const other = next === undefined ? undefined : state.tasks[next];
  return status === 'cancelled' && other?.status === 'open' && (!other.holder || other.holder.given === true);
}

/** Decided, and as far as one can see nobody has begun with what came of it. */
function couldRecall(state: CaseState, task: Task): boolean {
  if (task.status === 'waiting') return task.decision !== undefined;
  if (task.status !== 'done') return false;
  if (state.tokens[task.token]) return true;
  return task.sent?.tokens.every((token) => state.tokens[token] !== undefined) ?? false;
}

/** Who was asked for this task, and what they said. */
function askedOf(plan: Plan, state: CaseState, task: Task, actor: SessionActor): AskedEntry[] {
  const mine = (id: string | undefined) =>
    id !== undefined && (id === actor.accountId || actor.grants.some((grant) => grant.for?.id === id));
  return Object.values(state.tasks)
    .filter((other) => other.of === task.id && other.as)
    .map((other) => {
      const waits = other.status === 'open' || other.status === 'waiting';
      const signs = other.as === 'before' || other.as === 'after' || other.as === 'parallel';
      const name = other.doneBy?.name ?? other.holder?.name;
      return {
        task: other.id,
        kind: other.as!,
        department: departmentName(plan, other.department ?? ''),
        ...(name ? { name } : {}),
        ...(other.words ? { words: other.words } : {}),
        status: other.status,
        ...(other.decision === 'agree' || other.decision === 'refuse' ? { decision: other.decision } : {}),
        ...(other.opinion ? { answer: other.opinion } : {}),
        ...(other.by?.name ? { by: other.by.name } : {}),
        at: other.doneAt ?? other.openedAt,
        removable: waits && signs && !state.suspended && (mine(other.by?.id) || mine(task.holder?.id)),
      };
    });
}

/** The plan of a move in words: what stays, what is taken away, and how it goes on. */
export function movePreview(plan: Plan, state: CaseState, planned: Planned): MovePreview {
  if (!planned.ok) return { possible: false, problem: problemWords(plan, planned.code, planned.node), branches: [] };
  const { move } = planned;
  const steps = new Map(waitsOf(state).map((wait) => [wait.token, wait]));
  const row = (token: { id: string; node: string }, fate: 'kept' | 'cancelled') => {
    const department = Object.values(state.tasks).find((task) => task.token === token.id && task.status !== 'cancelled')?.department;
    const step = plan.nodes[token.node]!.doc.name;
    return steps.has(token.id) ? [{ step, fate, ...(department ? { department: departmentName(plan, department) } : {}) }] : [];
  };
  const isBlock = (token: { node: string }) => plan.nodes[token.node]!.doc.kind === 'block';
  return {
    possible: true,
    target: plan.nodes[move.node]!.doc.name,
    branches: [
      ...move.cancelled.filter((token) => !isBlock(token)).flatMap((token) => row(token, 'cancelled')),
      ...move.kept.filter((token) => !isBlock(token)).flatMap((token) => row(token, 'kept')),
    ],
    afterwards: thenWords(plan, move.back, move.token.node, move.node),
    ...warningsOf(plan, state, move.node),
  };
}

/** A paper that was issued behind the step is not taken back by doing the step again. */
function warningsOf(plan: Plan, state: CaseState, node: string): Pick<MovePreview, 'warnings'> {
  const behind = reach(plan, node);
  const warnings = Object.values(state.issued).flatMap(({ outcome }) => {
    const issues = Object.values(plan.nodes).some(({ id, doc }) => doc.kind === 'issue' && doc.outcome === outcome && behind.has(id));
    const name = plan.outcomes[outcome]?.name;
    return issues && name
      ? [say(`「${name['zh-CN']}」已签发，不会自动收回`, `${english(name)} was issued and is not taken back by this`)]
      : [];
  });
  return warnings.length > 0 ? { warnings } : {};
}

function thenWords(plan: Plan, back: 'straight' | 'replay', from: string, to: string): Text {
  const [here, there] = [plan.nodes[from]!.doc.name, plan.nodes[to]!.doc.name];
  return back === 'straight'
    ? say(
        `「${there['zh-CN']}」重新办理后，直接送回「${here['zh-CN']}」`,
        `${english(there)} is done once more, then the case comes straight back to ${english(here)}`,
      )
    : say(`从「${there['zh-CN']}」起重新走一遍`, `From ${english(there)} every step comes again`);
}

function doneWords(plan: Plan, operation: TaskOperation, desks: Desk[]): Text {
  const names = desks.map(({ department, person }) => {
    const name = departmentName(plan, department);
    return person?.name ? say(`${name['zh-CN']}${person.name}`, `${person.name} (${english(name)})`) : name;
  });
  const zh = names.map((name) => name['zh-CN']).join('、');
  const en = names.map(english).join(', ');
  switch (operation.type) {
    case 'transfer':
      return say(`已转${zh}办理`, `Handed on to ${en}`);
    case 'delegate':
      return say(`已委派${zh}，答复后回到您这里`, `Given to ${en}; it comes back to you with the answer`);
    case 'reply':
      return say('已答复', 'Answered');
    case 'takeBack':
      return say('已拿回', 'Taken back');
    case 'addSigners':
      return say(`已请${zh}加签`, `Asked ${en} to sign`);
    case 'removeSigner':
      return say('已减签', 'The signer is not asked any more');
    case 'return':
      return say('已退回', 'Sent back');
    case 'recall':
      return say('已撤回，可重新办理', 'Taken back: decide again');
    case 'urge':
      return say('已催办', 'Urged');
    case 'copy':
      return say(`已抄送${zh}`, `Copied to ${en}`);
    case 'ask':
      return say(`已向${zh}发起沟通`, `Asked ${en}`);
    case 'acknowledge':
      return say('已阅', 'Read');
  }
}
