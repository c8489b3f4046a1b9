/** Errors as RFC 9457 problem documents: a stable code, words for the person, a trace id for the operator. */
import type { FieldProblem, Finding, Problem } from '../../schemas/generated/api.ts';
import { CodedError } from '../services/errors.ts';
import { isDatabaseAway } from '../store/problems.ts';
import { type Language, wordsOf } from './wording/index.ts';

/** Status, headers and body of a failed request. Everything unknown is a neutral 500. */
export function problemOf(
  error: unknown,
  { language, traceId }: { language: Language; traceId: string },
): {
  status: number;
  retryAfter?: number;
  known: boolean;
  body: Problem;
} {
  const coded = codedOf(error);
  const { code, status, data, problems, retryAfter } = coded;
  const { title, detail } = wordsOf(code, language, data);
  const findings = (coded as CodedError & { findings?: Finding[] }).findings;
  const facts = Object.fromEntries(
    Object.entries(data).filter(([, value]) => value === null || typeof value !== 'object'),
  ) as Problem['data'];
  const body: Problem = {
    type: `urn:lianban:problem:${code}`,
    title,
    status,
    code,
    ...(detail ? { detail } : {}),
    traceId,
    ...(problems ? { problems: problems.map(worded) } : {}),
    ...(findings ? { findings } : {}),
    ...(Object.keys(data).length > 0 ? { data: facts } : {}),
  };
  return { status, ...(retryAfter === undefined ? {} : { retryAfter }), known: code !== 'server.error', body };
}

function codedOf(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  if (isDatabaseAway(error)) return new CodedError('service.unavailable', { status: 503, retryAfter: 2, cause: error });
  return new CodedError('server.error', { status: 500, cause: error });
}

/** A refused value in both languages. */
export function worded({ path, code, data, row, column }: Refused): FieldProblem {
  const zh = wordsOf(code, 'zh-CN', data ?? {});
  const en = wordsOf(code, 'en', data ?? {});
  if (row === undefined) return { path, code, message: { 'zh-CN': zh.title, en: en.title } };
  const message = { 'zh-CN': `第 ${row + 1} 行：${zh.title}`, en: `Row ${row + 1}: ${en.title}` };
  return { path, code, message, row, ...(column === undefined ? {} : { column }) };
}

interface Refused {
  path: string;
  code: string;
  data?: Record<string, unknown>;
  row?: number;
  column?: string;
}
