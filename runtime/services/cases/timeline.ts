/** The history of a case in words. Lines that only machines care about are left out. */
import type { TimelineEntry } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import type { Plan } from '../../compile/plan.ts';
import type { CaseState, JournalEntry } from '../../engine/types.ts';
import type { LoadedPlan } from '../plans.ts';
import { departmentName } from './form-view.ts';
import { partyName } from './progress.ts';
import { english, say } from './words.ts';
import { isDesk } from '../../compile/desks.ts';

export type Reader = { as: 'citizen' } | { as: 'officer'; departments: readonly string[] };

export function timelineOf(loaded: LoadedPlan, state: CaseState, journal: readonly JournalEntry[], reader: Reader): TimelineEntry[] {
  return journal.flatMap((entry): TimelineEntry[] => {
    const text = wordsOf(loaded.plan, state, entry, reader);
    if (!text) return [];
    const department =
      entry.actor.kind === 'officer' && entry.actor.department ? departmentName(loaded.plan, entry.actor.department) : undefined;
    const by = reader.as === 'officer' && entry.actor.kind !== 'system' ? entry.actor.name : undefined;
    return [{ at: entry.at, text, ...(by ? { by } : {}), ...(department ? { department } : {}) }];
  });
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
      return named(plan.data[String(data.data)]?.name, (name) =>
        say(`未能读取${name['zh-CN']}，改为填写`, `Could not read: ${english(name)}; it is typed instead`),
      );
    case 'field.disputed':
      return disputed(plan, String(data.path), reader);
    case 'issue.done':
      return named(plan.outcomes[String(data.outcome)]?.name, (name) => say(`已签发${name['zh-CN']}`, `Issued: ${english(name)}`));
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
      return undefined;
  }
}

const endWords: Record<string, Text> = {
  completed: say('全部办结', 'All done'),
  refused: say('办件结束：不予办理', 'Ended: refused'),
  expired: say('办件结束：已过期', 'Ended: expired'),
};

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
