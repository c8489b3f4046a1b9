import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

export type Language = 'zh-CN' | 'en';
/** A title that says what happened, and a detail that says what to do. `{name}` is filled from the error's data. */
export type Words = string | { title: string; detail: string };
export type Wording = Record<string, Words>;

const wording: Record<Language, Wording> = { 'zh-CN': zhCN, en };

/** The first language the person prefers that we speak; Chinese unless English comes first. */
export function languageOf(header: string | undefined): Language {
  for (const part of (header ?? '').split(',')) {
    const tag = part.split(';')[0]?.trim().toLowerCase() ?? '';
    if (tag.startsWith('zh')) return 'zh-CN';
    if (tag.startsWith('en')) return 'en';
  }
  return 'zh-CN';
}

/** Words for a code. An unknown code of a field or a request falls back to its group, so no code is ever shown. */
export function wordsOf(code: string, language: Language, data: Record<string, unknown>): { title: string; detail?: string } {
  const words = wording[language];
  const group = code.split('.')[0] ?? '';
  const found = words[code] ?? words[`${group}.*`] ?? words['server.error'] ?? '';
  const { title, detail } = typeof found === 'string' ? { title: found, detail: undefined } : found;
  return { title: fill(title, data, language), ...(detail ? { detail: fill(detail, data, language) } : {}) };
}

const fill = (sentence: string, data: Record<string, unknown>, language: Language) =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = inLanguage(data[name], language);
    if (typeof value === 'string' || typeof value === 'number') return String(shown(value));
    return '';
  });

/** A name that comes in both languages is filled in the one that is spoken. */
function inLanguage(value: unknown, language: Language): unknown {
  if (typeof value !== 'object' || value === null || !('zh-CN' in value)) return value;
  const text = value as Partial<Record<Language, unknown>>;
  return text[language] ?? text['zh-CN'];
}

/** Instants read as local time (Asia/Shanghai, UTC+8 all year). */
function shown(value: string | number): string | number {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return value;
  return new Date(Date.parse(value) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
