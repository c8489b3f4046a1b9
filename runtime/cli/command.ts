import type { ParseArgsConfig } from 'node:util';
import type { Text } from '../../schemas/generated/documents.ts';

export type Language = 'zh-CN' | 'en';

/** What one command prints and reads; tests give their own. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** All of standard input, for `--input -`. */
  stdin(): Promise<string>;
}

export type OptionValues = Record<string, string | boolean | (string | boolean)[] | undefined>;

export interface Invocation {
  positionals: string[];
  values: OptionValues;
  /** Prints the answer: words for people, or with `--json` one JSON object and nothing else. */
  report(report: Report): void;
  say(text: Text): string;
  language: Language;
  terminal: Terminal;
}

export interface Report {
  json: unknown;
  /** Lines of words; made only when they are wanted. */
  words: () => string[];
}

/** A command of `lianban`. Answers with the exit code: 0 fine, 1 problems found; wrong use throws `UsageError` (2). */
export interface CliCommand {
  name: string;
  summary: Text;
  /** What follows the name, one line per form. */
  usage: string[];
  options: NonNullable<ParseArgsConfig['options']>;
  run(invocation: Invocation): Promise<number>;
}

/** The command line itself is wrong: one sentence, exit code 2. */
export class UsageError extends Error {
  readonly text: Text;
  constructor(zh: string, en: string) {
    super(en);
    this.text = { 'zh-CN': zh, en };
  }
}

/** What was asked cannot be done, though the command line is right: one sentence, exit code 1. */
export class CommandError extends Error {
  readonly text: Text;
  constructor(zh: string, en: string) {
    super(en);
    this.text = { 'zh-CN': zh, en };
  }
}

export const both = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });
export const inLanguage = (text: Text, language: Language): string => text[language] ?? text['zh-CN'];

/** The value of a text option, when it was given. */
export function optionText(values: OptionValues, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A text option that must be there. */
export function requiredOption(values: OptionValues, name: string): string {
  const value = optionText(values, name);
  if (value === undefined || value === '') throw new UsageError(`请写上 --${name}。`, `Give --${name}.`);
  return value;
}
