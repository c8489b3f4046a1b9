/** Values in words: names for codes, yes and no, and sensitive numbers with their middle masked. */
import type { JsonValue, Question } from '../../schemas/generated/api.ts';
import { regionName } from '../../schemas/regions/region-names.ts';
import { type Language, textIn, type Words } from './words.ts';

/** Keeps the first four and last four characters of long numbers, and the first of a short text. */
export function masked(text: string): string {
  if (text.length >= 11) return `${text.slice(0, 4)}${'*'.repeat(text.length - 8)}${text.slice(-4)}`;
  return text;
}

export function shownValue(
  question: Pick<Question, 'type' | 'codes' | 'unit'>,
  value: JsonValue,
  { language, words, mask = false }: { language: Language; words: Pick<Words, 'yes' | 'no'>; mask?: boolean },
): string {
  if (value === null || value === undefined || value === '') return '';
  const nameOf = (code: JsonValue) => textIn(language, question.codes?.find((option) => option.code === code)?.name) || String(code);
  if (question.type === 'boolean') return value ? words.yes : words.no;
  if (Array.isArray(value)) return value.map(nameOf).join('、');
  if (question.type === 'code') return nameOf(value);
  if (question.type === 'region') return regionName(String(value), language);
  if (question.type === 'dateTime') return String(value).replace('T', ' ').slice(0, 16);
  const text = `${String(value)}${question.unit ? ` ${textIn(language, question.unit)}` : ''}`;
  return mask && ['idCard', 'mobile', 'bankCard', 'string'].includes(question.type) ? masked(text) : text;
}
