/**
 * Every line of the journal as a sentence, for those who look closely: supervisors, operators, auditors. The timeline of the
 * other pages leaves out what only machines care about; here nothing is left out. No value of a field is ever said.
 */
import type { TimelineEntry } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { suspensionWords } from '../../calendar/index.ts';
import type { Plan } from '../../compile/plan.ts';
import { assistNewsNames } from '../../engine/assist-news.ts';
import type { CaseState, JournalEntry, PaperKind } from '../../engine/types.ts';
import { paperNames } from '../../engine/views/papers.ts';
import { causeWords } from '../incidents/words.ts';
import type { LoadedPlan } from '../plans.ts';
import { departmentName } from './form-view.ts';
import { decisionName } from './timeline.ts';
import { dayWords, english, say } from './words.ts';

/** The whole history, oldest first, each line with who did it. */
export function historyOf({ plan }: LoadedPlan, state: CaseState, journal: readonly JournalEntry[]): TimelineEntry[] {
  return journal.map((entry) => {
    const { actor } = entry;
    const department = actor.kind === 'officer' && actor.department ? departmentName(plan, actor.department) : undefined;
    const by = actor.kind === 'system' ? undefined : actor.for?.name ? `${actor.name ?? ''}（代${actor.for.name}）` : actor.name;
    return { at: entry.at, text: sentenceOf(plan, state, entry), ...(by ? { by } : {}), ...(department ? { department } : {}) };
  });
}

/** One line as a sentence. A code of a release to come is said plainly, too. */
export function sentenceOf(plan: Plan, state: CaseState, entry: JournalEntry): Text {
  const make = Object.hasOwn(sentences, entry.code) ? sentences[entry.code]! : unknown;
  return make({ plan, state, entry, data: entry.data ?? {} });
}

interface Line {
  plan: Plan;
  state: CaseState;
  entry: JournalEntry;
  data: NonNullable<JournalEntry['data']>;
}
type Sentence = (line: Line) => Text;

const disputeVerdicts: Record<string, Text> = {
  confirmed: say('数据提供部门核实后确认原数据无误。', 'The owner of the data confirms what it holds.'),
  corrected: say('数据提供部门已更正数据。', 'The owner of the data has put it right.'),
  rejected: say('数据提供部门未采纳更正，说明了理由。', 'The owner of the data does not follow the correction, and says why.'),
};
const unknown: Sentence = () => say('办件有一条新的记录。', 'The case has a new record.');
/** Words around the name of the step. */
const at =
  (zh: (step: string) => string, en: (step: string) => string): Sentence =>
  ({ plan, entry }) => {
    const name = stepName(plan, entry.node);
    return say(zh(name['zh-CN']), en(english(name)));
  };
const plain = (zh: string, en: string): Sentence => {
  const text = say(zh, en);
  return () => text;
};

function stepName(plan: Plan, node: unknown): Text {
  const known = typeof node === 'string' && Object.hasOwn(plan.nodes, node) ? plan.nodes[node]!.doc.name : undefined;
  return known ?? say('原版本的一步', 'a step of an earlier version');
}

/** Words around the name of something the data names. */
function about(nameOf: (line: Line) => Text | undefined, zh: (name: string) => string, en: (name: string) => string): Sentence {
  return (line) => {
    const name = nameOf(line) ?? say('（已不在本版本中）', '(no longer in this version)');
    return say(zh(name['zh-CN']), en(english(name)));
  };
}
const clock: (line: Line) => Text | undefined = ({ plan, data }) => plan.clocks[String(data.clock)]?.name;
const use: (line: Line) => Text | undefined = ({ plan, data }) => plan.data[String(data.data)]?.name;
const outcome: (line: Line) => Text | undefined = ({ plan, data }) => plan.outcomes[String(data.outcome)]?.name;
const notification: (line: Line) => Text | undefined = ({ plan, data }) =>
  plan.notifications[String(data.notification)]?.name ?? assistNewsNames[String(data.notification) as keyof typeof assistNewsNames];
const message: (line: Line) => Text | undefined = ({ plan, data }) => plan.scenario.messages?.[String(data.name)]?.name;
const signal: (line: Line) => Text | undefined = ({ plan, data }) => plan.scenario.signals?.[String(data.name)]?.name;
const paper: (line: Line) => Text | undefined = ({ data }) => paperNames[data.kind as PaperKind];

/** A step with a reason somebody gave, when there is one. */
function withReason(zh: (step: string) => string, en: (step: string) => string): Sentence {
  return (line) => {
    const { reason } = line.data;
    const text = at(zh, en)(line);
    return typeof reason === 'string' && reason !== ''
      ? say(`${text['zh-CN']}理由：${reason}`, `${english(text)} Reason: ${reason}`)
      : text;
  };
}

function dueOf(due: unknown): Text {
  return typeof due === 'string' ? dayWords(due.slice(0, 10)) : say('待放假安排公布后确定', 'fixed once the holidays are published');
}

const clockDue =
  (zh: string, en: string): Sentence =>
  (line) => {
    const [name, due] = [clock(line) ?? say('时限', 'a limit'), dueOf(line.data.due)];
    return say(`时限「${name['zh-CN']}」${zh}${due['zh-CN']}。`, `Limit “${english(name)}” ${en} ${english(due)}.`);
  };

const decided =
  (zh: string, en: string): Sentence =>
  ({ plan, entry, data }) => {
    const step = stepName(plan, entry.node);
    const name = entry.node && plan.nodes[entry.node] ? decisionName(plan, entry.node, String(data.decision)) : say('已办理', 'done');
    return say(`「${step['zh-CN']}」${zh}：${name['zh-CN']}。`, `“${english(step)}” ${en}: ${english(name)}.`);
  };

const endings: Record<string, Text> = {
  completed: say('办结', 'completed'),
  refused: say('不予办理', 'refused'),
  withdrawn: say('已撤回', 'withdrawn'),
  expired: say('已过期', 'expired'),
};
const ending = (value: unknown): Text => endings[String(value)] ?? say('结束', 'ended');

/** By code. `history.test.ts` looks every code of the engine up here. */
export const sentences: Readonly<Record<string, Sentence>> = {
  'case.started': plain('办件已建立。', 'The case was opened.'),
  'case.moved': ({ data }) =>
    say(`流程向前走了 ${Number(data.count ?? 1)} 步。`, `The flow went on by ${Number(data.count ?? 1)} step(s).`),
  'case.ended': ({ data }) => say(`办件结束：${ending(data.status)['zh-CN']}。`, `The case ended: ${english(ending(data.status))}.`),
  'case.withdrawn': plain('申请人撤回了申请。', 'The applicant withdrew the application.'),
  'case.cancelled': plain('调用它的办件不再需要它，办件取消。', 'The case that called this one no longer needs it: cancelled.'),
  'case.copied': at(
    (step) => `「${step}」抄送给有关人员。`,
    (step) => `“${step}” was copied to somebody.`,
  ),
  'case.suspended': withReason(
    () => '办件挂起，时限停止计算。',
    () => 'The case was suspended; its limits stand still.',
  ),
  'case.resumed': withReason(
    () => '办件恢复办理，时限继续计算。',
    () => 'The case goes on; its limits count again.',
  ),
  'case.jumped': withReason(
    (step) => `从「${step}」转到另一步。`,
    (step) => `Taken from “${step}” to another step.`,
  ),
  'case.skipped': withReason(
    (step) => `跳过「${step}」。`,
    (step) => `“${step}” was skipped.`,
  ),
  'case.ended_by_hand': withReason(
    () => '由管理人员结束办件。',
    () => 'The case was ended by an operator.',
  ),
  'case.migrated': ({ data }) =>
    say(
      `办件从第 ${Number(data.from ?? 1)} 版迁移到第 ${Number(data.to ?? 1)} 版流程。`,
      `The case was moved from version ${Number(data.from ?? 1)} to version ${Number(data.to ?? 1)} of the flow.`,
    ),
  'case.migration_undone': ({ data }) =>
    say(
      `迁移已撤销，办件回到第 ${Number(data.to ?? 1)} 版流程。`,
      `The move was taken back: the case is on version ${Number(data.to ?? 1)} again.`,
    ),
  'token.mapped': at(
    (step) => `迁移后停在「${step}」。`,
    (step) => `After the move the case stands at “${step}”.`,
  ),
  'branch.skipped': at(
    (step) => `迁移时，「${step}」等待的新分支算作已完成。`,
    (step) => `In the move, the new branch “${step}” waits for counts as done.`,
  ),
  'fill.submitted': at(
    (step) => `申请人提交了「${step}」。`,
    (step) => `The applicant handed in “${step}”.`,
  ),
  'field.disputed': plain('申请人对一项共享信息提出异议。', 'The applicant disputes a shared value.'),
  'consent.data': about(
    use,
    (name) => `申请人就读取「${name}」作出选择。`,
    (name) => `The applicant decided whether “${name}” may be read.`,
  ),
  'consent.decided': ({ data }) =>
    data.decision === 'agree' ? say('另一方已同意。', 'The other party agreed.') : say('另一方不同意。', 'The other party refused.'),
  'data.asked': about(
    use,
    (name) => `开始读取「${name}」。`,
    (name) => `Reading “${name}”.`,
  ),
  'data.fetched': about(
    use,
    (name) => `已读取「${name}」。`,
    (name) => `“${name}” was read.`,
  ),
  'data.failed': about(
    use,
    (name) => `未能读取「${name}」。`,
    (name) => `“${name}” could not be read.`,
  ),
  'data.fallback': about(
    use,
    (name) => `没有读到「${name}」，改为人工提供。`,
    (name) => `“${name}” could not be read: a person provides it.`,
  ),
  'assist.opened': about(
    use,
    (name) => `向数据提供部门发出协查：「${name}」。`,
    (name) => `The owner of “${name}” was asked.`,
  ),
  'assist.answered': about(
    use,
    (name) => `数据提供部门答复了协查：「${name}」。`,
    (name) => `The owner of “${name}” gave the data.`,
  ),
  'assist.no_record': about(
    use,
    (name) => `数据提供部门答复查无记录：「${name}」。`,
    (name) => `The owner of “${name}” has no record.`,
  ),
  'assist.refused': about(
    use,
    (name) => `协查未能取得数据：「${name}」，改由申请人填写。`,
    (name) => `The owner of “${name}” gives no data; the applicant is asked.`,
  ),
  'assist.withdrawn': about(
    use,
    (name) => `撤回了协查：「${name}」。`,
    (name) => `The question about “${name}” was taken back.`,
  ),
  'assist.urged': about(
    use,
    (name) => `催办了协查：「${name}」。`,
    (name) => `The owner of “${name}” was urged.`,
  ),
  'assist.escalated': about(
    use,
    (name) => `协查逾期未答复，已报送督查：「${name}」。`,
    (name) => `The owner of “${name}” is overdue: its supervisors were told.`,
  ),
  'dispute.settled': ({ data }) =>
    data.use === 'applicant'
      ? say(
          '对有异议的信息作出认定：采用申请人申报的内容，并反馈数据提供部门。',
          'A contested value was decided for the applicant; its owner is told.',
        )
      : say('对有异议的信息作出认定：采用共享数据。', 'A contested value was decided for the register.'),
  'dispute.answered': ({ data }) => disputeVerdicts[String(data.verdict)] ?? disputeVerdicts.confirmed!,
  'decision.made': at(
    (step) => `「${step}」按决策表得出结果。`,
    (step) => `“${step}”: the decision table gave its result.`,
  ),
  'script.ran': at(
    (step) => `「${step}」计算完成。`,
    (step) => `“${step}”: calculated.`,
  ),
  'task.opened': at(
    (step) => `「${step}」开始办理。`,
    (step) => `“${step}” is open.`,
  ),
  'task.begun': at(
    (step) => `轮到会签人办理「${step}」。`,
    (step) => `It is a signer’s turn at “${step}”.`,
  ),
  'task.completed': decided('办理结果', 'was decided'),
  'task.decided': decided('已作出决定，等后续会签', 'was decided, waiting for further signers'),
  'task.cancelled': at(
    (step) => `「${step}」不必再办。`,
    (step) => `“${step}” need not be done any more.`,
  ),
  'task.claimed': at(
    (step) => `「${step}」已有人认领。`,
    (step) => `Somebody took “${step}”.`,
  ),
  'task.released': at(
    (step) => `「${step}」放回待办。`,
    (step) => `“${step}” was given back to the desk.`,
  ),
  'task.allocated': at(
    (step) => `「${step}」分给指定的人办理。`,
    (step) => `“${step}” was given to one person.`,
  ),
  'task.transferred': withReason(
    (step) => `「${step}」转给别人办理。`,
    (step) => `“${step}” was handed over.`,
  ),
  'task.reassigned': withReason(
    (step) => `「${step}」由管理人员改派。`,
    (step) => `“${step}” was given to somebody else by an operator.`,
  ),
  'task.delegated': at(
    (step) => `「${step}」委派他人办理。`,
    (step) => `“${step}” was delegated.`,
  ),
  'task.taken_back': at(
    (step) => `委派人拿回了「${step}」，自己办理。`,
    (step) => `The delegation of “${step}” was taken back.`,
  ),
  'sign.complete': at(
    (step) => `「${step}」的加签人都已签署，回到承办人。`,
    (step) => `All signers of “${step}” have signed; it is the desk’s turn.`,
  ),
  'sign.refused': at(
    (step) => `加签人不同意，「${step}」由承办人重新决定。`,
    (step) => `A signer refused: the desk decides “${step}” again.`,
  ),
  'task.returned_from_delegate': at(
    (step) => `「${step}」从受委派的人那里交回。`,
    (step) => `“${step}” came back from the delegate.`,
  ),
  'delegate.answered': at(
    (step) => `受委派的人办完「${step}」，交回委派人。`,
    (step) => `The delegate did “${step}” and gave it back.`,
  ),
  'task.returned': withReason(
    (step) => `「${step}」把办件退回。`,
    (step) => `“${step}” sent the case back.`,
  ),
  'task.came_back': at(
    (step) => `办件直接送回「${step}」。`,
    (step) => `The case came straight back to “${step}”.`,
  ),
  'task.recalled': withReason(
    (step) => `「${step}」拿回了自己的决定。`,
    (step) => `“${step}” took its decision back.`,
  ),
  'task.urged': at(
    (step) => `催办「${step}」。`,
    (step) => `Somebody asked for “${step}” to be done.`,
  ),
  'task.due_changed': ({ plan, entry, data }) => {
    const [step, due] = [stepName(plan, entry.node), dueOf(data.due)];
    return say(`「${step['zh-CN']}」的办理期限改为${due['zh-CN']}。`, `“${english(step)}” is due ${english(due)} now.`);
  },
  'sign.added': at(
    (step) => `「${step}」加签。`,
    (step) => `A signer was added at “${step}”.`,
  ),
  'sign.removed': withReason(
    (step) => `「${step}」减签。`,
    (step) => `A signer was removed at “${step}”.`,
  ),
  'sign.given': decided('会签意见', 'signer’s decision'),
  'ask.asked': at(
    (step) => `「${step}」向别人征询意见。`,
    (step) => `“${step}” asked somebody a question.`,
  ),
  'ask.answered': at(
    (step) => `「${step}」收到征询答复。`,
    (step) => `The question of “${step}” was answered.`,
  ),
  'copy.read': at(
    (step) => `「${step}」的抄送已阅。`,
    (step) => `The copy of “${step}” was read.`,
  ),
  'joint.decided': at(
    (step) => `「${step}」会签有了结果。`,
    (step) => `The joint step “${step}” is decided.`,
  ),
  'supplement.requested': ({ plan, entry, data }) => {
    const step = stepName(plan, entry.node);
    return say(
      `「${step['zh-CN']}」一次告知需要补正 ${Number(data.count ?? 1)} 处。`,
      `“${english(step)}” asks for ${Number(data.count ?? 1)} correction(s).`,
    );
  },
  'supplement.answered': at(
    (step) => `申请人已按「${step}」的要求补正。`,
    (step) => `The applicant made the corrections “${step}” asked for.`,
  ),
  'paper.made': about(
    paper,
    (name) => `已制作${name}。`,
    (name) => `Made: ${name}.`,
  ),
  'paper.delivered': about(
    paper,
    (name) => `已送达${name}。`,
    (name) => `Delivered: ${name}.`,
  ),
  'paper.acknowledged': about(
    paper,
    (name) => `申请人已签收${name}。`,
    (name) => `The applicant acknowledged: ${name}.`,
  ),
  'paper.failed': about(
    paper,
    (name) => `${name}没有制作成功。`,
    (name) => `Could not be made: ${name}.`,
  ),
  'issue.done': about(
    outcome,
    (name) => `已签发「${name}」。`,
    (name) => `“${name}” was issued.`,
  ),
  'issue.answered_late': about(
    outcome,
    (name) => `「${name}」在办件继续之后才签发。`,
    (name) => `“${name}” was issued after the case had gone on.`,
  ),
  'issue.failed_late': about(
    outcome,
    (name) => `「${name}」在办件继续之后才知道没有签发。`,
    (name) => `“${name}” turned out not to be issued after the case had gone on.`,
  ),
  'notify.sent': about(
    notification,
    (name) => `发出通知「${name}」。`,
    (name) => `Notice sent: “${name}”.`,
  ),
  'notify.delivered': about(
    notification,
    (name) => `通知「${name}」已送达。`,
    (name) => `Notice delivered: “${name}”.`,
  ),
  'notify.failed': about(
    notification,
    (name) => `通知「${name}」没有送达。`,
    (name) => `Notice not delivered: “${name}”.`,
  ),
  'archive.done': at(
    (step) => `「${step}」归档完成。`,
    (step) => `“${step}”: archived.`,
  ),
  'archive.answered_late': at(
    (step) => `「${step}」的归档结果迟到。`,
    (step) => `“${step}”: archived after the case had gone on.`,
  ),
  'archive.failed_late': at(
    (step) => `「${step}」的归档失败，结果迟到。`,
    (step) => `“${step}”: not archived, told after the case had gone on.`,
  ),
  'transfer.done': at(
    (step) => `「${step}」移交完成。`,
    (step) => `“${step}”: handed over.`,
  ),
  'transfer.answered_late': at(
    (step) => `「${step}」的移交结果迟到。`,
    (step) => `“${step}”: handed over after the case had gone on.`,
  ),
  'transfer.failed_late': at(
    (step) => `「${step}」的移交失败，结果迟到。`,
    (step) => `“${step}”: not handed over, told after the case had gone on.`,
  ),
  'payment.asked': at(
    (step) => `「${step}」向统一支付申请缴费单。`,
    (step) => `“${step}”: an order was asked for at the payment.`,
  ),
  'payment.none': at(
    (step) => `「${step}」不需要缴费，直接通过。`,
    (step) => `“${step}”: nothing is due, the step is passed over.`,
  ),
  'payment.ready': at(
    (step) => `「${step}」的缴费单已开出，等申请人缴费。`,
    (step) => `“${step}”: the order is open, the applicant can pay.`,
  ),
  'payment.paid': at(
    (step) => `「${step}」已缴费，统一支付已确认。`,
    (step) => `“${step}” was paid; the payment confirms it.`,
  ),
  'payment.unpaid': at(
    (step) => `「${step}」逾期未缴费，缴费单已关闭。`,
    (step) => `“${step}” was not paid in time; the order is closed.`,
  ),
  'payment.closing': ({ plan, entry, data }) => {
    const step = stepName(plan, entry.node);
    return data.paid === true
      ? say(`「${step['zh-CN']}」已缴的款项申请退回。`, `“${english(step)}”: what was paid is to be given back.`)
      : say(`「${step['zh-CN']}」的缴费单申请关闭。`, `“${english(step)}”: the order is to be closed.`);
  },
  'payment.closed': at(
    (step) => `「${step}」的缴费单已关闭，没有收款。`,
    (step) => `“${step}”: the order is closed, nothing was paid.`,
  ),
  'payment.refunded': at(
    (step) => `「${step}」的款项已退回。`,
    (step) => `“${step}”: the money was given back.`,
  ),
  'call.started': at(
    (step) => `「${step}」启动了另一个办件。`,
    (step) => `“${step}” started another case.`,
  ),
  'call.ended': ({ plan, entry, data }) => {
    const [step, result] = [stepName(plan, entry.node), ending(data.result)];
    return say(`「${step['zh-CN']}」启动的办件${result['zh-CN']}。`, `The case “${english(step)}” started has ended: ${english(result)}.`);
  },
  'call.answered_late': at(
    (step) => `「${step}」启动的办件结果迟到。`,
    (step) => `The case “${step}” started answered late.`,
  ),
  'call.failed_late': at(
    (step) => `「${step}」启动的办件失败，结果迟到。`,
    (step) => `The case “${step}” started failed, told late.`,
  ),
  'timer.set': ({ plan, entry, data }) => {
    const [step, due] = [stepName(plan, entry.node), dueOf(data.dueAt)];
    return say(`「${step['zh-CN']}」定时到${due['zh-CN']}。`, `“${english(step)}” waits until ${english(due)}.`);
  },
  'timer.held': at(
    (step) => `「${step}」的等待日期，待放假安排公布后确定。`,
    (step) => `How long “${step}” waits is fixed once the holidays are published.`,
  ),
  'timer.due': at(
    (step) => `「${step}」定时到期。`,
    (step) => `The time of “${step}” has come.`,
  ),
  'clock.started': clockDue('开始计算，到期日：', 'began, due'),
  'clock.suspended': (line) => {
    const [name, reason] = [
      clock(line) ?? say('时限', 'a limit'),
      typeof line.data.reason === 'string' ? suspensionWords(line.data.reason) : say('依法', 'by law'),
    ];
    return say(`时限「${name['zh-CN']}」停止计算：${reason['zh-CN']}。`, `Limit “${english(name)}” stands still: ${english(reason)}.`);
  },
  'clock.resumed': about(
    clock,
    (name) => `时限「${name}」继续计算。`,
    (name) => `Limit “${name}” counts again.`,
  ),
  'clock.not_suspended': plain('再次补正，时限照常计算。', 'Corrections asked for again: the limit goes on.'),
  'clock.due_changed': clockDue('到期日改为', 'is now due'),
  'clock.promise_kept': clockDue('已承诺的日期不推迟，仍为', 'keeps its promised date,'),
  'clock.extended': about(
    clock,
    (name) => `时限「${name}」经批准延长。`,
    (name) => `Limit “${name}” was extended with approval.`,
  ),
  'clock.reopened': about(
    clock,
    (name) => `决定拿回后，时限「${name}」重新计算。`,
    (name) => `A decision was taken back: limit “${name}” counts again.`,
  ),
  'clock.met': about(
    clock,
    (name) => `时限「${name}」内办完。`,
    (name) => `Limit “${name}” ended with the work done.`,
  ),
  'clock.cancelled': about(
    clock,
    (name) => `时限「${name}」不再计算。`,
    (name) => `Limit “${name}” counts no more.`,
  ),
  'incident.raised': ({ plan, entry, data }) => {
    const [step, cause] = [stepName(plan, entry.node), causeWords(String(data.code))];
    return say(`「${step['zh-CN']}」没有办成：${cause['zh-CN']}`, `“${english(step)}” could not be done: ${english(cause)}`);
  },
  'incident.retried': withReason(
    (step) => `重试「${step}」。`,
    (step) => `“${step}” was tried again.`,
  ),
  'event.awaited': at(
    (step) => `开始等待「${step}」。`,
    (step) => `Waiting for “${step}”.`,
  ),
  'event.happened': at(
    (step) => `「${step}」发生了。`,
    (step) => `“${step}” happened.`,
  ),
  'event.unset': at(
    (step) => `「${step}」没有设置成，不再等待。`,
    (step) => `“${step}” could not be set and is not waited for.`,
  ),
  'event.condition_failed': at(
    (step) => `「${step}」的条件算不出来。`,
    (step) => `The condition of “${step}” could not be evaluated.`,
  ),
  'message.sent': about(
    message,
    (name) => `发出消息「${name}」。`,
    (name) => `Message sent: “${name}”.`,
  ),
  'message.kept': about(
    message,
    (name) => `消息「${name}」先到，留着备用。`,
    (name) => `Message “${name}” came early and is kept.`,
  ),
  'message.values_invalid': at(
    (step) => `「${step}」收到的消息内容不符合要求，没有采用。`,
    (step) => `The message for “${step}” had values that do not fit; they were not taken.`,
  ),
  'message.delivered': about(
    message,
    (name) => `消息「${name}」已送到。`,
    (name) => `Message delivered: “${name}”.`,
  ),
  'message.failed': about(
    message,
    (name) => `消息「${name}」没有人接收。`,
    (name) => `Nobody took message “${name}”.`,
  ),
  'signal.sent': about(
    signal,
    (name) => `发出信号「${name}」。`,
    (name) => `Signal sent: “${name}”.`,
  ),
  'signal.failed': about(
    signal,
    (name) => `信号「${name}」没有送到。`,
    (name) => `Signal not delivered: “${name}”.`,
  ),
  'error.raised': at(
    (step) => `「${step}」报出错误。`,
    (step) => `“${step}” raised an error.`,
  ),
  'error.caught': at(
    (step) => `错误由「${step}」处理。`,
    (step) => `The error is handled by “${step}”.`,
  ),
  'escalation.raised': at(
    (step) => `「${step}」提请上级处理。`,
    (step) => `“${step}” escalated.`,
  ),
  'escalation.caught': at(
    (step) => `上报由「${step}」处理。`,
    (step) => `The escalation is handled by “${step}”.`,
  ),
  'compensation.began': at(
    (step) => `「${step}」开始撤销已办的步骤。`,
    (step) => `“${step}” began to take finished steps back.`,
  ),
  'compensation.step': at(
    (step) => `正在撤销「${step}」。`,
    (step) => `Taking “${step}” back.`,
  ),
  'compensation.done': at(
    (step) => `「${step}」撤销完毕。`,
    (step) => `“${step}”: everything was taken back.`,
  ),
  'transaction.cancelled': at(
    (step) => `整体步骤「${step}」取消。`,
    (step) => `The transaction “${step}” was cancelled.`,
  ),
  'region.cancelled': at(
    (step) => `「${step}」取消了几个步骤。`,
    (step) => `“${step}” cancelled some steps.`,
  ),
  'join.late': at(
    (step) => `「${step}」已经继续，迟到的分支到此为止。`,
    (step) => `“${step}” had gone on: a late branch ends here.`,
  ),
  'each.began': ({ plan, entry, data }) => {
    const step = stepName(plan, entry.node);
    return say(
      `「${step['zh-CN']}」逐个办理，共 ${Number(data.count ?? 0)} 个。`,
      `“${english(step)}” is done for each of ${Number(data.count ?? 0)}.`,
    );
  },
  'each.added': at(
    (step) => `「${step}」增加一个。`,
    (step) => `One more was added at “${step}”.`,
  ),
  'each.ended': ({ plan, entry, data }) => {
    const step = stepName(plan, entry.node);
    return say(
      `「${step['zh-CN']}」办完 ${Number(data.done ?? 0)} 个，共 ${Number(data.count ?? 0)} 个。`,
      `“${english(step)}” is finished: ${Number(data.done ?? 0)} of ${Number(data.count ?? 0)} done.`,
    );
  },
  'each.condition_failed': at(
    (step) => `「${step}」提前结束的条件算不出来。`,
    (step) => `When “${step}” may end early could not be evaluated.`,
  ),
  'step.started': at(
    (step) => `开始「${step}」。`,
    (step) => `“${step}” was begun.`,
  ),
  'steps.condition_failed': at(
    (step) => `「${step}」完成的条件算不出来。`,
    (step) => `Whether “${step}” is done could not be evaluated.`,
  ),
};
