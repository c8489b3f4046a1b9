/** What a message, certificate, question or hand-over would have said, line by line, with names instead of ids. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { JsonValue, Plan } from '../compile/plan.ts';
import type { Effect } from '../engine/types.ts';
import { both, departmentName, pathName } from './words.ts';

export interface ContentLine {
  label: Text;
  value: JsonValue;
  /** Whose declared type says how the value reads. */
  path?: string;
}

export function contentOf(plan: Plan, effect: Effect): ContentLine[] {
  switch (effect.type) {
    case 'notify':
      return effect.to === undefined || effect.to === null ? [] : [{ label: both('发到', 'To'), value: effect.to }];
    case 'issue': {
      const outcome = plan.outcomes[effect.outcome];
      const fields = effect.fields.map(({ label, value }): ContentLine => ({ label: label as unknown as Text, value }));
      const seal = outcome
        ? [{ label: both('电子印章（不盖）', 'Seal (not applied)'), value: departmentName(plan, outcome.department)['zh-CN'] }]
        : [];
      const number = effect.number === undefined ? [] : [{ label: both('编号', 'Number'), value: effect.number }];
      return [...number, ...fields, ...seal];
    }
    case 'data':
    case 'assist': {
      const { fields } = plan.data[effect.dataUse]!.resourceDoc;
      return Object.entries(effect.keys).map(([key, value]) => ({ label: fields[key]?.name ?? both('按', 'By'), value }));
    }
    case 'transfer':
      return Object.entries(effect.values).map(([path, value]) => ({ label: pathName(plan, path), value, path }));
    case 'startChild':
      return Object.entries(effect.inputs).map(([path, value]) => ({
        label: Object.hasOwn(plan.types, path) ? pathName(plan, path) : both('传入', 'Given'),
        value,
      }));
    case 'message':
      return Object.values(effect.values).map((value) => ({ label: both('内容', 'Content'), value }));
    case 'pay':
      return [
        { label: both('收费事项', 'For'), value: effect.title['zh-CN'] },
        { label: both('金额（元）', 'Yuan'), value: effect.amount },
      ];
    case 'refund':
      return [{ label: both('退回金额（元）', 'Yuan given back'), value: effect.amount }];
    case 'archive':
      return [
        ...(effect.department === undefined
          ? []
          : [{ label: both('归档到', 'To'), value: departmentName(plan, effect.department)['zh-CN'] }]),
        ...(effect.years === undefined ? [] : [{ label: both('保存（年）', 'Kept for years'), value: effect.years }]),
      ];
    default:
      return [];
  }
}
