/** Why a move cannot be made, where a page shows it before anything is tried. */
import type { Text } from '../../../schemas/generated/documents.ts';
import type { Plan } from '../../compile/plan.ts';
import { english, say } from './words.ts';

export function problemWords(plan: Plan, code: string, node: string | undefined): Text {
  const name = node === undefined ? undefined : plan.nodes[node]?.doc.name;
  const join = name ?? say('汇合处', 'the join');
  switch (code) {
    case 'return.join_stuck':
    case 'jump.join_stuck':
      return say(
        `这样会让「${join['zh-CN']}」永远等不到其他分支。请改选更前的步骤，或用“直送”`,
        `${english(join)} would wait for other branches for ever. Choose an earlier step, or come straight back`,
      );
    case 'return.straight_keeps':
      return say('直送时其他分支照常办理，不能取消', 'Coming straight back keeps the other branches');
    case 'return.no_desk_before':
      return say('前面没有部门办理过的步骤', 'No desk has had it before');
    case 'return.not_reached':
      return say('只能退回到本件办理过、且通向这里的步骤', 'Only a step this case did before and that leads here can be chosen');
    case 'return.second_look':
      return say('这一步本身是退回来重新办理的，请先办完', 'This step was itself sent back: do it first');
    case 'return.not_here':
      return say(
        '加签和委派的任务不能退回，请答复请您办理的部门',
        'Signers and delegates do not send back: answer the desk that asked you',
      );
    case 'jump.no_place':
      return say('不能跳到这一步：请选本流程中的办理步骤', 'The case cannot be put there: choose a step of this part of the flow');
    default:
      return say('任务已有变化，请刷新后再试', 'The task has changed: reload and try again');
  }
}
