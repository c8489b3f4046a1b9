/** Sentences of the case-test runner, in both languages. Names come from the documents, never ids. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { JsonValue, Plan } from '../compile/plan.ts';

export type Language = 'zh-CN' | 'en';
export const both = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });
export const pick = (text: Text | undefined, language: Language): string => text?.[language] ?? text?.['zh-CN'] ?? '';
/** Builds a text from parts, each already in both languages. */
export function sentence(make: (say: (text: Text) => string, language: Language) => string): Text {
  return both(
    make((text) => pick(text, 'zh-CN'), 'zh-CN'),
    make((text) => pick(text, 'en'), 'en'),
  );
}

export const nodeName = (plan: Plan, id: string): Text =>
  plan.nodes[id]?.doc.name ?? both(`「${id}」（没有这个步骤）`, `“${id}” (no such step)`);
export const pathName = (plan: Plan, path: string): Text =>
  Object.hasOwn(plan.types, path) ? plan.types[path]!.name : both(`「${path}」（没有这个字段）`, `“${path}” (no such field)`);
export const clockName = (plan: Plan, id: string): Text =>
  plan.clocks[id]?.name ?? both(`「${id}」（没有这个时限）`, `“${id}” (no such clock)`);
export const departmentName = (plan: Plan, id: string): Text => plan.scenario.departments[id]?.name ?? both(id, id);
export const outcomeName = (plan: Plan, id: string): Text => plan.outcomes[id]?.name ?? both(id, id);
export const notificationName = (plan: Plan, id: string): Text => plan.notifications[id]?.name ?? both(id, id);
export const dataName = (plan: Plan, id: string): Text => plan.data[id]?.name ?? both(id, id);

const statusWords: Record<string, Text> = {
  draft: both('填写中', 'being filled in'),
  running: both('办理中', 'running'),
  completed: both('已办结', 'completed'),
  refused: both('不予办理', 'refused'),
  withdrawn: both('已撤回', 'withdrawn'),
  expired: both('已过期', 'expired'),
};
export const statusName = (status: string): Text => statusWords[status] ?? both(status, status);

/** A value as people read it: a code by its name, nothing as （空）. */
export function valueWords(plan: Plan, path: string, value: JsonValue, language: Language): string {
  if (value === null || value === '') return language === 'en' ? '(empty)' : '（空）';
  if (Array.isArray(value))
    return value.length === 0
      ? valueWords(plan, path, null, language)
      : value.map((one) => valueWords(plan, path, one, language)).join(language === 'en' ? ', ' : '、');
  if (typeof value === 'boolean') return language === 'en' ? (value ? 'yes' : 'no') : value ? '是' : '否';
  const codes = Object.hasOwn(plan.types, path) ? plan.types[path]!.codes : undefined;
  const code = codes && typeof value === 'string' && Object.hasOwn(codes, value) ? codes[value] : undefined;
  if (code) return pick(code.name, language);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Names joined as a list; （无） for none. */
export function listWords(texts: readonly Text[]): Text {
  return sentence((say, language) => {
    if (texts.length === 0) return language === 'en' ? 'none' : '无';
    return texts.map(say).join(language === 'en' ? ', ' : '、');
  });
}
