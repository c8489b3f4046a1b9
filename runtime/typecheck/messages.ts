/** TypeScript's diagnostics in both languages. It words them in English; the Chinese is its own, filled with the same parts. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript-5';
import type { Text } from '../../schemas/generated/documents.ts';

interface Template {
  /** Finds the parts of the English sentence. */
  pattern: RegExp;
  /** Which `{n}` each group of the pattern is. */
  order: number[];
  chinese: string;
}

/** Not in TypeScript's public types, but in every release: code, key and English text of each message. */
interface Internals {
  Diagnostics: Record<string, { code: number; key: string; message: string }>;
}

export function createWording(): (message: string | ts.DiagnosticMessageChain, code: number) => Text {
  const folder = dirname(createRequire(import.meta.url).resolve('typescript-5'));
  const translated = JSON.parse(readFileSync(join(folder, 'zh-cn/diagnosticMessages.generated.json'), 'utf8')) as Record<string, string>;
  const byCode = new Map<number, { key: string; message: string }>();
  for (const one of Object.values((ts as unknown as Internals).Diagnostics)) byCode.set(one.code, one);
  const templates = new Map<number, Template | undefined>();

  function templateOf(code: number): Template | undefined {
    if (templates.has(code)) return templates.get(code);
    const source = byCode.get(code);
    const chinese = source && translated[source.key];
    const template = source && chinese ? { ...patternOf(source.message), chinese } : undefined;
    templates.set(code, template);
    return template;
  }

  function inChinese(english: string, code: number): string {
    const template = templateOf(code);
    const match = template?.pattern.exec(english);
    if (!template || !match) return english;
    const parts: string[] = [];
    template.order.forEach((n, i) => {
      parts[n] = match[i + 1] ?? '';
    });
    return template.chinese.replace(/\{(\d)\}/g, (_, n: string) => parts[Number(n)] ?? '');
  }

  return (message, code) => {
    const zh: string[] = [];
    const en: string[] = [];
    const add = (text: string, itsCode: number, depth: number) => {
      en.push(`${'  '.repeat(depth)}${text}`);
      zh.push(`${'  '.repeat(depth)}${inChinese(text, itsCode)}`);
    };
    const walk = (chain: ts.DiagnosticMessageChain, depth: number): void => {
      add(chain.messageText, chain.code, depth);
      for (const next of chain.next ?? []) walk(next, depth + 1);
    };
    if (typeof message === 'string') add(message, code, 0);
    else walk(message, 0);
    return { 'zh-CN': zh.join('\n'), en: en.join('\n') };
  };
}

function patternOf(message: string): { pattern: RegExp; order: number[] } {
  const order: number[] = [];
  const pattern = message
    .split(/(\{\d\})/)
    .map((piece) => {
      const slot = /^\{(\d)\}$/.exec(piece);
      if (!slot) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      order.push(Number(slot[1]));
      return '([\\s\\S]*?)';
    })
    .join('');
  return { pattern: new RegExp(`^${pattern}$`), order };
}
