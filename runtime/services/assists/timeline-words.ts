/** Lines of the history that the applicant and the desks read about questions to owners of data and contested values. */
import type { Text } from '../../../schemas/generated/documents.ts';
import type { Plan } from '../../compile/plan.ts';
import type { CaseState, JournalEntry } from '../../engine/types.ts';
import { ownerName } from '../cases/form-view.ts';
import type { Reader } from '../cases/timeline.ts';
import { english, row, say } from '../cases/words.ts';

const lines: Record<string, (owner: Text, fields: Text) => Text> = {
  'assist.opened': (owner, fields) =>
    say(`已请${owner['zh-CN']}协查：${fields['zh-CN']}`, `${english(owner)} was asked for: ${english(fields)}`),
  'assist.answered': (owner, fields) => say(`${owner['zh-CN']}已提供：${fields['zh-CN']}`, `${english(owner)} gave: ${english(fields)}`),
  'assist.no_record': (owner, fields) =>
    say(`${owner['zh-CN']}答复查无记录：${fields['zh-CN']}`, `${english(owner)} has no record: ${english(fields)}`),
  'assist.refused': (owner, fields) =>
    say(`${owner['zh-CN']}未能提供：${fields['zh-CN']}`, `${english(owner)} could not give: ${english(fields)}`),
  'assist.urged': (owner) => say(`已催办${owner['zh-CN']}的协查`, `${english(owner)} was urged`),
  'assist.escalated': (owner) =>
    say(`${owner['zh-CN']}的协查已逾期，已报送督查`, `${english(owner)} is overdue: the supervisors were told`),
};

export function assistWords(plan: Plan, state: CaseState, { code, data = {} }: JournalEntry, reader: Reader): Text | undefined {
  // That it was urged or is overdue is between the offices.
  if (reader.as === 'citizen' && (code === 'assist.urged' || code === 'assist.escalated')) return undefined;
  const assist = state.assists?.[String(data.assist)];
  if (!assist) return undefined;
  const provides = plan.data[assist.use]?.provides ?? {};
  const names = assist.fields.flatMap((field) => plan.types[provides[field] ?? '']?.name ?? []);
  return lines[code]?.(ownerName(plan, assist.department), row(names));
}

const verdicts: Record<string, (name: Text) => Text> = {
  confirmed: (name) =>
    say(`数据提供部门核实后确认原数据无误：${name['zh-CN']}`, `The owner of the data confirms what it holds: ${english(name)}`),
  corrected: (name) => say(`数据提供部门已更正：${name['zh-CN']}`, `The owner of the data has put it right: ${english(name)}`),
  rejected: (name) =>
    say(`数据提供部门未采纳更正：${name['zh-CN']}`, `The owner of the data does not follow the correction: ${english(name)}`),
};

export function disputeWords(plan: Plan, { code, data = {} }: JournalEntry, reader: Reader): Text | undefined {
  const path = String(data.path);
  if (reader.as === 'officer' && !reader.departments.some((department) => plan.views[department]?.has(path))) return undefined;
  const name = plan.types[path]?.name;
  if (!name) return undefined;
  if (code === 'dispute.answered') return verdicts[String(data.verdict)]?.(name);
  return data.use === 'applicant'
    ? say(
        `「${name['zh-CN']}」按申请人申报的内容认定，已反馈数据提供部门`,
        `Decided for the applicant, and its owner told: ${english(name)}`,
      )
    : say(`「${name['zh-CN']}」按共享数据认定`, `Decided for the register: ${english(name)}`);
}
