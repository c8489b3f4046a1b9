/** Why a step failed, and what usually helps, in words. */
import type { Text } from '../../../schemas/generated/documents.ts';
import { say } from '../cases/words.ts';

const causes: Record<string, Text> = {
  'script.timeout': say('计算超时：脚本在规定时间内没有算完。', 'The calculation took too long.'),
  'script.memory': say('计算用的内存超过上限。', 'The calculation needed too much memory.'),
  'script.error': say('计算出错：脚本遇到了没有预料到的内容。', 'The calculation failed on something it did not expect.'),
  'script.down': say('计算服务暂时不可用。', 'The calculation service was away.'),
  'script.output': say('计算结果过大或不能保存。', 'The result of the calculation is too large or cannot be kept.'),
  'script.wrong_type': say('计算结果的类型与约定不符。', 'The calculation gave a value of the wrong type.'),
  'script.undeclared_write': say('脚本要写没有声明的字段。', 'The script writes a field it does not declare.'),
  'data.failed': say('没有读到需要的数据。', 'The data needed could not be read.'),
  'assist.nobody': say(
    '数据提供部门没有可以答复协查的人，请先在该部门设置办理人员，再重试。',
    'Nobody sits at the desk that holds the data: give somebody there the right to answer, then try again.',
  ),
  'issue.failed': say('证照没有签发成功。', 'The document could not be issued.'),
  'edge.none_matched': say('没有一条分支的条件成立。', 'No condition of a branch holds.'),
  'edge.condition_failed': say('分支的条件算不出来。', 'The condition of a branch could not be evaluated.'),
  'decision.budget': say('决策表太大，没有算完。', 'The decision table took too long.'),
  'decision.type': say('决策表遇到了类型不对的内容。', 'The decision table met a value of the wrong type.'),
  'decision.error': say('决策表算不出结果。', 'The decision table gave no result.'),
  'decision.wrong_type': say('决策表的结果类型与约定不符。', 'The decision table gave a value of the wrong type.'),
  'call.failed': say('调用的办件没有办成。', 'The case this step called did not succeed.'),
  'call.wrong_type': say('调用的办件交回的内容类型不对。', 'The called case gave back a value of the wrong type.'),
  'call.input_invalid': say('交给下一办件的内容算不出来。', 'What the called case is given could not be worked out.'),
  'call.region_invalid': say('要在哪个地区办理算不出来。', 'The region of the called case could not be worked out.'),
  'transfer.failed': say('移交没有成功。', 'The case could not be handed over.'),
  'transfer.value_invalid': say('要移交的内容算不出来。', 'What is handed over could not be worked out.'),
  'archive.failed': say('归档没有成功。', 'The case could not be archived.'),
  'message.value_failed': say('消息里的内容算不出来。', 'The contents of a message could not be worked out.'),
  'message.key_invalid': say('消息的关联编号算不出来。', 'The key of a message could not be worked out.'),
  'error.unhandled': say('流程抛出的错误没有地方处理。', 'An error of the flow is handled nowhere.'),
  'threads.count_invalid': say('要分成几份算不出来。', 'How many threads to make could not be worked out.'),
  'loop.condition_failed': say('是否再来一遍算不出来。', 'Whether to go round again could not be worked out.'),
  'join.condition_failed': say('汇合的条件算不出来。', 'The condition of a join could not be evaluated.'),
  'each.list_invalid': say('要逐个办理的清单算不出来。', 'The list of what to do it for could not be worked out.'),
  'task.department_unknown': say(
    '这一步由哪个部门办理算不出来，或算出的部门不在本场景里。',
    'Which department does this step could not be worked out, or it is none of the scenario.',
  ),
  'each.collect_failed': say('逐个办理的结果汇总不起来。', 'The results of the single steps could not be put together.'),
  'transaction.none': say('要取消的整体步骤不存在。', 'There is no transaction to cancel.'),
  'join.stuck': say('汇合处等不到其余分支。', 'A join waits for branches that cannot come.'),
  'burst.too_long': say('流程转圈，已停下。', 'The flow ran in circles and was stopped.'),
  'calendar.missing': say('缺少工作日历。', 'The working-day calendar is missing.'),
  'timer.until_invalid': say('等待的时间算不出来。', 'The time to wait for could not be worked out.'),
  'payment.amount_invalid': say('要缴的金额算不出来，或不是钱数。', 'The amount to pay could not be worked out, or is none.'),
  'payment.failed': say(
    '统一支付没有开出缴费单，请核对支付连接后重试。',
    'The payment opened no order: check its connection, then try again.',
  ),
  'job.parked': say(
    '后台作业一再失败，已放在一边，不影响其他办件。',
    'Background work failed every time and was set aside; other cases go on.',
  ),
};
const other = say('这一步没有办成。', 'The step could not be done.');

export function causeWords(code: string): Text {
  return Object.hasOwn(causes, code) ? causes[code]! : other;
}

/** Codes with words of their own. */
export const causeCodes: readonly string[] = Object.keys(causes);
