/** The history of what desks and operators do besides deciding. Applicants read where their case stands, officers all of it. */
import type { Text } from '../../../schemas/generated/documents.ts';
import type { Plan } from '../../compile/plan.ts';
import type { CaseState, JournalEntry } from '../../engine/types.ts';
import { departmentName } from './form-view.ts';
import type { Reader } from './timeline.ts';
import { english, say } from './words.ts';

type Data = NonNullable<JournalEntry['data']>;

/** A sentence about the entry; nothing where it is not for this reader. */
export function approvalWords(plan: Plan, state: CaseState, entry: JournalEntry, reader: Reader): Text | undefined {
  const data = entry.data ?? {};
  const step = plan.nodes[entry.node ?? '']?.doc.name ?? say('办件', 'The case');
  return (
    forEverybody(plan, entry, step, data, reader) ?? (reader.as === 'officer' ? forOfficers(plan, state, entry, step, data) : undefined)
  );
}

function forEverybody(plan: Plan, entry: JournalEntry, step: Text, data: Data, reader: Reader): Text | undefined {
  const why = reader.as === 'officer';
  switch (entry.code) {
    case 'task.transferred':
    case 'task.reassigned': {
      const to = why ? deskName(plan, data) : departmentName(plan, String(data.to));
      const verb = entry.code === 'task.transferred' ? ['转', 'handed on to'] : ['改派', 'reassigned to'];
      return withReason(
        say(`「${step['zh-CN']}」${verb[0]}${to['zh-CN']}办理`, `${english(step)} ${verb[1]} ${english(to)}`),
        why && data.reason,
      );
    }
    case 'task.returned': {
      const to = plan.nodes[String(data.to)]?.doc;
      const name = to?.name ?? say('前一步', 'an earlier step');
      if (!why && to?.kind === 'fill') return say('已退回给您，请重新填写后提交', 'Sent back to you: fill in and submit again');
      const words = say(`「${step['zh-CN']}」退回到「${name['zh-CN']}」`, `${english(step)} sent back to ${english(name)}`);
      return why ? withReason(words, data.reason) : words;
    }
    case 'task.urged':
      return say(`已催办「${step['zh-CN']}」`, `Urged: ${english(step)}`);
    case 'case.suspended':
      return withReason(
        say(`办件挂起，时限停止计算（依据：${data.basis}）`, `Suspended, limits stand still (basis: ${data.basis})`),
        why && data.reason,
      );
    case 'case.resumed':
      return say('办件激活，时限继续计算', 'Going on, limits run again');
    case 'case.ended_by_hand':
      return withReason(say('由办件调度人员结束', 'Ended by an operator'), why && data.reason);
    default:
      return undefined;
  }
}

function forOfficers(plan: Plan, state: CaseState, entry: JournalEntry, step: Text, data: Data): Text | undefined {
  const zh = step['zh-CN'];
  const en = english(step);
  switch (entry.code) {
    case 'task.claimed':
      return say(`认领「${zh}」`, `Claimed ${en}`);
    case 'task.released':
      return say(`释放「${zh}」`, `Released ${en}`);
    case 'task.allocated':
      return say(`「${zh}」交给${data.name}`, `${en} given to ${data.name}`);
    case 'task.delegated':
      return aimed(plan, data, (to) => say(`「${zh}」委派${to['zh-CN']}`, `${en} delegated to ${english(to)}`));
    case 'delegate.answered':
      return say(`委派的「${zh}」已答复`, `The delegate of ${en} answered`);
    case 'task.returned_from_delegate':
      return say(`「${zh}」回到委派人`, `${en} is back with who delegated it`);
    case 'task.taken_back':
      return say(`拿回「${zh}」`, `Took ${en} back`);
    case 'task.came_back':
      return say(`重新办理后送回「${zh}」`, `Done once more, back at ${en}`);
    case 'task.recalled':
      return withReason(say(`撤回「${zh}」的办理意见`, `Took the decision of ${en} back`), data.reason);
    case 'task.decided':
      return say(`「${zh}」已办理，等待加签人签署`, `${en} decided, waiting for signers`);
    case 'sign.added':
      return aimed(plan, data, (to) =>
        say(
          `「${zh}」${signing[String(data.when)]?.['zh-CN'] ?? '加签'}：${to['zh-CN']}`,
          `${en}: ${english(to)} asked to sign ${data.when}`,
        ),
      );
    case 'sign.removed':
      return withReason(say(`「${zh}」减签`, `A signer of ${en} is not asked any more`), data.reason);
    case 'sign.given':
      return data.decision === 'refuse'
        ? say(`「${zh}」加签：不同意`, `${en}: a signer refused`)
        : say(`「${zh}」加签：同意`, `${en}: a signer agreed`);
    case 'sign.complete':
      return say(`「${zh}」的加签人都已签署`, `All signers of ${en} have signed`);
    case 'sign.refused':
      return say(`加签人不同意，「${zh}」重新办理`, `A signer refused: ${en} is decided again`);
    case 'ask.asked':
      return aimed(plan, data, (to) => say(`「${zh}」向${to['zh-CN']}发起沟通`, `${en}: asked ${english(to)}`));
    case 'ask.answered':
      return say(`「${zh}」的沟通已答复`, `A question of ${en} was answered`);
    case 'case.copied':
      return aimed(plan, data, (to) => say(`抄送${to['zh-CN']}`, `Copied to ${english(to)}`));
    case 'copy.read': {
      const to = departmentName(plan, state.tasks[entry.task ?? '']?.department ?? '');
      return say(`${to['zh-CN']}已阅`, `Read by ${english(to)}`);
    }
    case 'case.jumped': {
      const to = plan.nodes[String(data.to)]?.doc.name ?? step;
      return withReason(say(`从「${zh}」跳转到「${to['zh-CN']}」`, `Put from ${en} to ${english(to)}`), data.reason);
    }
    case 'case.skipped':
      return withReason(say(`跳过「${zh}」`, `Skipped ${en}`), data.reason);
    case 'clock.reopened':
      return say('时限恢复计算', 'The limit runs again');
    default:
      return undefined;
  }
}

const signing: Record<string, Text> = {
  before: say('前加签', 'before'),
  after: say('后加签', 'after'),
  parallel: say('并加签', 'beside'),
};

function aimed(plan: Plan, data: Data, words: (to: Text) => Text): Text {
  return words(deskName(plan, data));
}

function deskName(plan: Plan, { to, name }: Data): Text {
  const department = departmentName(plan, String(to));
  return name ? say(`${department['zh-CN']}${name}`, `${name} (${english(department)})`) : department;
}

function withReason(words: Text, reason: unknown): Text {
  return typeof reason === 'string' && reason ? say(`${words['zh-CN']}：${reason}`, `${english(words)}: ${reason}`) : words;
}
