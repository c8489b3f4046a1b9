import type { CodeList } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../plan.ts';
import type { TypeCheck } from './check.ts';

/** One code of the list; without a list any well-formed code. */
export const checkCode: TypeCheck = (value, rules) =>
  isCode(value, rules.codes) ? { ok: true, value } : { ok: false, code: 'value.code' };

/** Several codes of the list, each once. */
export const checkCodes: TypeCheck = (value, rules) => {
  if (!Array.isArray(value) || !value.every((code) => isCode(code, rules.codes))) return { ok: false, code: 'value.code' };
  return { ok: true, value: [...new Set(value)] };
};

function isCode(value: JsonValue, codes: CodeList | undefined): boolean {
  if (typeof value !== 'string') return false;
  return codes === undefined ? /^[A-Za-z0-9_.-]{1,32}$/.test(value) : Object.hasOwn(codes, value);
}
