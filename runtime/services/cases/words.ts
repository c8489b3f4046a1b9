import type { Text } from '../../../schemas/generated/documents.ts';

/** A sentence of this folder in both languages. */
export const say = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });

/** The English words of a text, or its Chinese ones. */
export const english = (text: Text): string => text.en ?? text['zh-CN'];

/** Names in a row: 卫生健康局、公安局 / Health commission, Public security. */
export function row(names: readonly Text[]): Text {
  return say(names.map((name) => name['zh-CN']).join('、'), names.map(english).join(', '));
}

/** Calendar day as people write it. */
export function dayWords(date: string): Text {
  const [year, month, day] = date.split('-').map(Number);
  return say(`${year}年${month}月${day}日`, date);
}
