/** Values in words: names for codes, yes and no, and sensitive numbers with their middle masked. */
import type { JsonValue, Question } from '../../schemas/generated/api.ts';
import { regionName } from '../../schemas/regions/region-names.ts';
import { rangeOf } from '../fields/date-range/DateRangeField.tsx';
import { signatureOf } from '../fields/signature/strokes.ts';
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
  if (question.type === 'table') return rowsWords(Array.isArray(value) ? value.length : 0, language);
  if (question.type === 'file') return filesWords(Array.isArray(value) ? value.length : 1, language);
  if (question.type === 'dateRange') return rangeWords(value, language);
  if (question.type === 'signature') return signatureWords(value, language);
  if (Array.isArray(value)) return value.map(nameOf).join(question.type === 'cascade' ? ' / ' : '、');
  if (question.type === 'code') return nameOf(value);
  if (question.type === 'region') return regionName(String(value), language);
  if (question.type === 'dateTime') return String(value).replace('T', ' ').slice(0, 16);
  const text = `${String(value)}${question.unit ? ` ${textIn(language, question.unit)}` : ''}`;
  return mask && ['idCard', 'mobile', 'bankCard', 'string'].includes(question.type) ? masked(text) : text;
}

const rowsWords = (count: number, language: Language) => (language === 'en' ? `${count} rows` : `${count} 行`);
const filesWords = (count: number, language: Language) => (language === 'en' ? `${count} files` : `${count} 份文件`);

function rangeWords(value: JsonValue, language: Language): string {
  const { from, to } = rangeOf(value);
  return language === 'en' ? `${from} to ${to}` : `${from} 至 ${to}`;
}

function signatureWords(value: JsonValue, language: Language): string {
  const signature = signatureOf(value);
  if (signature?.kind === 'typed') return signature.name;
  if (!signature) return '';
  return language === 'en' ? 'Signed by hand' : '已手写签名';
}
