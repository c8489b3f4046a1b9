/** What operators do when a case needs a hand: suspend, go on, jump, skip, reassign, retry, end. */
import type { CaseOperation, CaseOptions, JumpChoice, MovePreview, TaskDone } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import type { Plan } from '../../compile/plan.ts';
import { outcomesOf } from '../../engine/commands/operating.ts';
import { explainOf, waitsOf } from '../../engine/index.ts';
import { planJump } from '../../engine/returns.ts';
import type { Actor, CaseState, Command } from '../../engine/types.ts';
import { ForbiddenError, NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { type OfficerCase, openOfficerCase } from './access.ts';
import { movePreview } from './approvals.ts';
import { commandIdOf } from './commands.ts';
import { deskOf, deskOptions } from './desk-options.ts';
import { departmentName } from './form-view.ts';
import type { CaseParts } from './parts.ts';
import { decisionName } from './timeline.ts';
import { say } from './words.ts';

export function createOperators(parts: CaseParts) {
  /** A case of a region the person operates; a desk that takes part knows the case, and may only urge. */
  async function open(actor: SessionActor, caseNo: string, mayUrge: boolean): Promise<OfficerCase> {
    const found = await openOfficerCase(parts, actor, caseNo);
    if (!mayOperate(actor, found.region) && !mayUrge) throw new ForbiddenError('access.role');
    return found;
  }

  return {
    async caseOptions({ actor, caseNo }: { actor: SessionActor; caseNo: string }): Promise<CaseOptions> {
      const { loaded, stored, region } = await open(actor, caseNo, false);
      const { state } = stored;
      const { plan } = loaded;
      const { suspended } = state;
      return {
        ...(suspended
          ? {
              suspended: {
                at: suspended.at,
                reason: suspended.reason,
                basis: suspended.basis,
                ...(suspended.by.name ? { by: suspended.by.name } : {}),
              },
            }
          : {}),
        ended: state.endedAt !== undefined,
        places: placesOf(plan, state, parts.clock()),
        nodes: Object.values(plan.nodes)
          .filter(({ doc, incoming }) => doc.kind !== 'start' && !('attachedTo' in doc) && incoming.length > 0)
          .map(({ id, doc }) => ({ node: id, name: doc.name })),
        desks: await deskOptions(parts, plan, region),
      };
    },

    async previewJump({ actor, caseNo, ...choice }: { actor: SessionActor; caseNo: string } & JumpChoice): Promise<MovePreview> {
      const { loaded, stored } = await open(actor, caseNo, false);
      return movePreview(loaded.plan, stored.state, planJump(loaded.plan, stored.state, choice.token, choice.to, choice.branches));
    },

    async operateCase({ actor, caseNo, operation }: { actor: SessionActor; caseNo: string; operation: CaseOperation }): Promise<TaskDone> {
      const { region, stored } = await open(actor, caseNo, operation.type === 'urge');
      const { state } = stored;
      const task = operation.type === 'reassign' ? state.tasks[operation.task] : undefined;
      if (operation.type === 'reassign' && !task) throw new NotFoundError('task.unknown');
      const to =
        operation.type === 'reassign'
          ? await deskOf(parts, { region, scenario: state.scenario.id, ...(task ? { task } : {}) }, operation.to)
          : undefined;
      const envelope = { id: commandIdOf(actor, operation.commandId), at: parts.clock(), actor: actorOf(actor, region) };
      await parts.runBurst({ region, caseId: state.id, commandsFor: () => [commandOf(operation, envelope, to)] });
      return { done: doneWords[operation.type] };
    },
  };
}

/** May the person free cases of this region? */
export function mayOperate(actor: SessionActor, region: string): boolean {
  return actor.grants.some((grant) => grant.role === 'operator' && grant.region === region);
}

function actorOf(actor: SessionActor, region: string): Actor {
  return { kind: 'officer', id: actor.accountId, name: actor.name, region };
}

function commandOf(
  operation: CaseOperation,
  envelope: Pick<Command, 'id' | 'at' | 'actor'>,
  to: { department: string } | undefined,
): Command {
  switch (operation.type) {
    case 'suspend':
      return { ...envelope, type: 'suspend', reason: operation.reason, basis: operation.basis };
    case 'resume':
      return { ...envelope, type: 'resume', ...(operation.reason ? { reason: operation.reason } : {}) };
    case 'jump':
      return {
        ...envelope,
        type: 'jump',
        tokenId: operation.token,
        to: operation.to,
        branches: operation.branches,
        reason: operation.reason,
      };
    case 'skip':
      return {
        ...envelope,
        type: 'skip',
        tokenId: operation.token,
        reason: operation.reason,
        ...(operation.outcome === undefined ? {} : { outcome: operation.outcome }),
        ...(operation.values === undefined ? {} : { values: operation.values }),
      };
    case 'reassign':
      return { ...envelope, type: 'reassign', taskId: operation.task, to: to!, reason: operation.reason };
    case 'retry':
      return { ...envelope, type: 'retryIncident', incidentId: operation.incident, reason: operation.reason };
    case 'end':
      return { ...envelope, type: 'end', result: operation.result, reason: operation.reason };
    case 'urge':
      return { ...envelope, type: 'urge', taskId: operation.task, ...(operation.words ? { words: operation.words } : {}) };
  }
}

const doneWords: Record<CaseOperation['type'], Text> = {
  suspend: say('已挂起，时限和定时停止', 'Suspended: limits and timers stand still'),
  resume: say('已激活，时限和定时继续', 'Going on: limits and timers run again'),
  jump: say('已跳转', 'The case stands there now'),
  skip: say('已跳过', 'The step is skipped'),
  reassign: say('已改派', 'Reassigned'),
  retry: say('已重试', 'Tried again'),
  end: say('已结束办件', 'The case is ended'),
  urge: say('已催办', 'Urged'),
};

/** Where the case stands: one row per token that waits for something of its own. */
function placesOf(plan: Plan, state: CaseState, now: string): CaseOptions['places'] {
  const explained = explainOf(plan, state, now).waits;
  const waits = waitsOf(state);
  const tokens = Object.values(state.tokens).sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
  return tokens.map((token) => {
    const wait = explained[waits.findIndex((one) => one.token === token.id)];
    const incident = Object.values(state.incidents).find((one) => one.token === token.id);
    const { doc, incoming } = plan.nodes[token.node]!;
    const joins = incoming.length > 1 && ['parallel', 'inclusive', 'complex'].includes(doc.kind);
    return {
      token: token.id,
      node: token.node,
      step: doc.name,
      words: wait?.words ?? say('正在办理', 'At work'),
      tasks: Object.values(state.tasks)
        .filter((task) => task.token === token.id && task.department && ['open', 'waiting', 'supplement'].includes(task.status))
        .map((task) => ({
          task: task.id,
          department: departmentName(plan, task.department!),
          ...(task.holder?.name ? { holder: task.holder.name } : {}),
          status: task.status,
        })),
      ...(incident ? { incident: { id: incident.id, words: incidentWords(incident.code), at: incident.at } } : {}),
      outcomes: outcomesOf({ plan }, token.node).map((id) => ({ id, name: outcomeName(plan, token.node, id) })),
      canSkip: !joins && doc.kind !== 'event',
    };
  });
}

function outcomeName(plan: Plan, node: string, outcome: string): Text {
  const { doc } = plan.nodes[node]!;
  if ('decisions' in doc || doc.kind === 'joint') return decisionName(plan, node, outcome);
  return outcomes[outcome] ?? say('继续', 'Go on');
}

const outcomes: Record<string, Text> = {
  agree: say('同意', 'Agree'),
  refuse: say('不同意', 'Refuse'),
  expire: say('已过期', 'Expired'),
  completed: say('办结', 'Completed'),
  refused: say('不予办理', 'Refused'),
  withdrawn: say('撤回', 'Withdrawn'),
  expired: say('过期', 'Expired'),
};

function incidentWords(code: string): Text {
  const [group] = code.split('.');
  switch (group) {
    case 'script':
      return say('脚本没有算出结果', 'A script failed');
    case 'data':
      return say('数据没有取到', 'Data could not be read');
    case 'issue':
      return say('证照没有制作成功', 'A document was not made');
    case 'join':
      return say('汇合处等不到其他分支', 'A join waits for branches that cannot come');
    case 'edge':
      return say('没有一条去路的条件成立', 'No way on is open');
    case 'burst':
      return say('流程一直循环，没有停下', 'The flow ran in a circle');
    default:
      return say('这一步没有做成', 'The step failed');
  }
}
