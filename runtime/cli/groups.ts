import type { ChangeGroup } from '../merge/index.ts';
import { both, inLanguage, type Language } from './command.ts';

const names: Record<ChangeGroup, ReturnType<typeof both>> = {
  flow: both('流程', 'Flow'),
  form: both('表单', 'Forms'),
  data: both('数据', 'Data'),
  rule: both('规则', 'Rules'),
  people: both('人员岗位', 'People'),
  text: both('文案', 'Wording'),
  case: both('案例', 'Case tests'),
  layout: both('仅版面', 'Layout only'),
};

/** Lines under the heading of their group, in the order people look at them. */
export function groupWords<T extends { group: ChangeGroup }>(
  entries: readonly T[],
  language: Language,
  lines: (group: T[]) => string[],
): string[] {
  return Object.entries(names).flatMap(([group, name]) => {
    const members = entries.filter((one) => one.group === group);
    return members.length === 0
      ? []
      : [inLanguage(both(`${name['zh-CN']}（${members.length}）`, `${name.en} (${members.length})`), language), ...lines(members)];
  });
}
