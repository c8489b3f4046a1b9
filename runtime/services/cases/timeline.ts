/** The history of a case in words. Lines that only machines care about are left out. */
import type { TimelineEntry } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import { suspensionWords } from '../../calendar/index.ts';
import { isDesk } from '../../compile/desks.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Actor, CaseState, JournalEntry, PaperKind } from '../../engine/types.ts';
import { paperNames } from '../../engine/views/papers.ts';
import { assistWords, disputeWords } from '../assists/timeline-words.ts';
import type { LoadedPlan } from '../plans.ts';
import { approvalWords } from './approval-words.ts';
import { departmentName } from './form-view.ts';
import { paymentWords } from './payment-view.ts';
import { partyName } from './progress.ts';
import { dayWords, english, say } from './words.ts';

export type Reader = { as: 'citizen' } | { as: 'officer'; departments: readonly string[] };

export function timelineOf(loaded: LoadedPlan, state: CaseState, journal: readonly JournalEntry[], reader: Reader): TimelineEntry[] {
  return journal.flatMap((entry): TimelineEntry[] => {
    const text = wordsOf(loaded.plan, state, entry, reader);
    if (!text) return [];
    const department =
      entry.actor.kind === 'officer' && entry.actor.department ? departmentName(loaded.plan, entry.actor.department) : undefined;
    const by = reader.as === 'officer' && entry.actor.kind !== 'system' ? nameOf(entry.actor) : undefined;
    return [{ at: entry.at, text, ...(by ? { by } : {}), ...(department ? { department } : {}) }];
  });
}

/** A deputy is named with whom they stand in for. */
function nameOf(actor: Actor): string | undefined {
  return actor.for?.name ? `${actor.name ?? ''}（代${actor.for.name}）` : actor.name;
}

function wordsOf(plan: Plan, state: CaseState, entry: JournalEntry, reader: Reader): Text | undefined {
  const step = entry.node ? plan.nodes[entry.node]?.doc.name : undefined;
  const data = entry.data ?? {};
  switch (entry.code) {
    case 'fill.submitted':
      return say('申请人提交了申请', 'The application was submitted');
    case 'task.completed':
      return step && decided(plan, entry, step);
    case 'supplement.requested':
      return step && say(`「${step['zh-CN']}」要求补正 ${data.count ?? 1} 处`, `${english(step)}: ${data.count ?? 1} point(s) to correct`);
    case 'supplement.answered':
      return say('申请人已补正', 'The applicant corrected the application');
    case 'consent.decided': {
      const party = partyName(plan, state.tasks[entry.task ?? '']?.party);
      return data.decision === 'agree'
        ? say(`${party['zh-CN']}已同意`, `${english(party)} agreed`)
        : say(`${party['zh-CN']}未同意`, `${english(party)} did not agree`);
    }
    case 'data.fetched':
      return named(plan.data[String(data.data)]?.name, (name) => say(`已读取${name['zh-CN']}`, `Read: ${english(name)}`));
    case 'data.failed':
      // Whether its owner is asked or the applicant, the next line says.
      if (plan.data[String(data.data)]?.fallback === 'assist')
        return named(plan.data[String(data.data)]?.name, (name) =>
          say(`接口没有给出${name['zh-CN']}`, `The interface gave nothing: ${english(name)}`),
        );
      return named(plan.data[String(data.data)]?.name, (name) =>
        say(`未能读取${name['zh-CN']}，改为填写`, `Could not read: ${english(name)}; it is typed instead`),
      );
    case 'field.disputed':
      return disputed(plan, String(data.path), reader);
    case 'assist.opened':
    case 'assist.answered':
    case 'assist.no_record':
    case 'assist.refused':
    case 'assist.urged':
    case 'assist.escalated':
      return assistWords(plan, state, entry, reader);
    case 'dispute.settled':
    case 'dispute.answered':
      return disputeWords(plan, entry, reader);
    case 'issue.done':
      return named(plan.outcomes[String(data.outcome)]?.name, (name) => say(`已签发${name['zh-CN']}`, `Issued: ${english(name)}`));
    case 'payment.ready':
    case 'payment.paid':
    case 'payment.unpaid':
    case 'payment.refunded':
      return paymentWords(state, entry);
    case 'paper.delivered':
      return said(data.kind, (name) => say(`已送达${name['zh-CN']}`, `Delivered: ${english(name)}`));
    case 'paper.acknowledged':
      return said(data.kind, (name) => say(`申请人已签收${name['zh-CN']}`, `The applicant acknowledged: ${english(name)}`));
    case 'clock.suspended':
      return data.reason === 'supplement' || data.reason === 'suspended' ? undefined : stopped(plan, data, '停钟', 'stopped');
    case 'clock.resumed':
      return data.reason === 'supplement' || data.reason === 'suspended'
        ? undefined
        : stopped(plan, data, data.anew ? '重新计时' : '继续计时', data.anew ? 'counts anew' : 'goes on');
    case 'clock.not_suspended':
      return say('再次补正，时限照常计算', 'Corrections asked for again: the limit goes on');
    case 'clock.due_changed':
      return data.reason === 'supplement' ? undefined : dueWords(plan, data);
    case 'clock.promise_kept':
      return clockNamed(plan, data, (name) =>
        say(
          `放假安排有变，「${name['zh-CN']}」已承诺的 ${dayWords(String(data.due))['zh-CN']}不推迟`,
          `The calendar changed; ${english(name)} keeps its promised date, ${String(data.due)}`,
        ),
      );
    case 'notify.sent':
      return named(plan.notifications[String(data.notification)]?.name, (name) =>
        say(`已发送通知：${name['zh-CN']}`, `Notice sent: ${english(name)}`),
      );
    case 'incident.raised':
      return say('办理中遇到问题，工作人员正在处理', 'A problem came up; staff are on it');
    case 'case.withdrawn':
      return say('申请人撤回了申请', 'The applicant withdrew');
    case 'case.ended':
      return endWords[String(data.status)];
    default:
      return approvalWords(plan, state, entry, reader);
  }
}

const endWords: Record<string, Text> = {
  completed: say('全部办结', 'All done'),
  refused: say('办件结束：不予办理', 'Ended: refused'),
  expired: say('办件结束：已过期', 'Ended: expired'),
};

function said(kind: unknown, words: (name: Text) => Text): Text | undefined {
  return named(paperNames[kind as PaperKind], words);
}

function clockNamed(plan: Plan, data: NonNullable<JournalEntry['data']>, words: (name: Text) => Text): Text | undefined {
  return named(plan.clocks[String(data.clock)]?.name, words);
}

function stopped(plan: Plan, data: NonNullable<JournalEntry['data']>, zh: string, en: string): Text | undefined {
  const reason = suspensionWords(String(data.reason));
  return clockNamed(plan, data, (name) =>
    say(`「${name['zh-CN']}」${zh}：${reason['zh-CN']}`, `${english(name)} ${en}: ${english(reason)}`),
  );
}

/** A date that moved, and why. */
function dueWords(plan: Plan, data: NonNullable<JournalEntry['data']>): Text | undefined {
  return clockNamed(plan, data, (name) => {
    const reason =
      data.reason === 'calendar'
        ? say('放假安排公布', 'calendar published')
        : data.reason === 'extension'
          ? say('延期', 'extension')
          : suspensionWords(String(data.reason));
    const to = data.due === null ? say('待放假安排公布后确定', 'fixed once the holidays are published') : dayWords(String(data.due));
    return say(
      `「${name['zh-CN']}」到期日改为${to['zh-CN']}（${reason['zh-CN']}）`,
      `${english(name)} is now due ${english(to)} (${english(reason)})`,
    );
  });
}

function named(name: Text | undefined, words: (name: Text) => Text): Text | undefined {
  return name && words(name);
}

function decided(plan: Plan, entry: JournalEntry, step: Text): Text {
  const name = decisionName(plan, entry.node!, String(entry.data?.decision));
  return say(`「${step['zh-CN']}」：${name['zh-CN']}`, `${english(step)}: ${english(name)}`);
}

/** A decision by its name on the page. */
export function decisionName(plan: Plan, node: string, decision: string): Text {
  const doc = plan.nodes[node]?.doc;
  if (isDesk(doc)) return doc.decisions[decision]?.name ?? say('已办理', 'Done');
  if (doc?.kind === 'data') return decision === 'answer' ? say('已答复', 'Answered') : say('没有记录', 'No record');
  return decision === 'refuse' ? say('不同意', 'Refused') : say('同意', 'Agreed');
}

/** A department reads only of fields it may see. */
function disputed(plan: Plan, path: string, reader: Reader): Text | undefined {
  if (reader.as === 'officer' && !reader.departments.some((department) => plan.views[department]?.has(path))) return undefined;
  return named(plan.types[path]?.name, (name) => say(`申请人对「${name['zh-CN']}」提出异议`, `The applicant disputes: ${english(name)}`));
}
