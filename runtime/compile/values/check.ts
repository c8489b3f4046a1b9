/**
 * Checks of values, made once from a data element or a type: each takes a JSON value as it was typed or read and gives
 * the normalised one, or a code that i18n words beside the field. Closures, not schemas: the same code runs in the
 * browser, in the server and in batch imports, where no text of an author may become code.
 */
import type { CodeList, DataElement, ValueType } from '../../../schemas/generated/documents.ts';
import type { EvaluationEnv, JsonValue } from '../plan.ts';
import { checkCode, checkCodes } from './codes.ts';
import { checkDate, checkDateTime } from './dates.ts';
import { checkBankCard, checkEmail, checkIdCard, checkMobile, checkRegion, checkUscc } from './identifiers.ts';
import { checkInteger, checkMoney, checkNumber } from './numbers.ts';
import { checkAddress, checkString, checkText } from './strings.ts';
import { checkCascade, checkDateRange, checkFile, checkSignature } from './structured.ts';
import { checkTable, type TableRules } from './tables.ts';

/** What is wrong in one cell of a table; rows count from 0. */
export interface CellProblem {
  row: number;
  column: string;
  code: string;
  data?: Record<string, JsonValue>;
}
/** A table that is refused lists its cells; `code` is then that of the first. */
export type CheckedValue =
  | { ok: true; value: JsonValue }
  | { ok: false; code: string; data?: Record<string, JsonValue>; cells?: CellProblem[] };
export interface ValueRules extends Partial<Pick<DataElement, 'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'pattern'>> {
  type: ValueType;
  codes?: CodeList;
  /** Of a table. */
  table?: TableRules;
}
/** A check may know what time it is: a birth date can lie ahead. */
export type TypeCheck = (value: JsonValue, rules: ValueRules, env: EvaluationEnv) => CheckedValue;
export type ValueCheck = (value: JsonValue, env: EvaluationEnv) => CheckedValue;

const checks: Record<ValueType, TypeCheck> = {
  string: checkString,
  text: checkText,
  number: checkNumber,
  integer: checkInteger,
  money: checkMoney,
  boolean: (value) => (typeof value === 'boolean' ? { ok: true, value } : { ok: false, code: 'value.boolean' }),
  date: checkDate,
  dateTime: checkDateTime,
  code: checkCode,
  codes: checkCodes,
  region: checkRegion,
  address: checkAddress,
  idCard: checkIdCard,
  uscc: checkUscc,
  mobile: checkMobile,
  email: checkEmail,
  bankCard: checkBankCard,
  file: checkFile,
  table: checkTable,
  signature: checkSignature,
  dateRange: checkDateRange,
  cascade: checkCascade,
};

/** The check of a value's type, codes, limits and pattern. Nothing (null, empty text, empty list) is always null, never wrong. */
export function valueCheck(rules: ValueRules): ValueCheck {
  const check = checks[rules.type];
  return (value, env) => (isNothing(value) ? { ok: true, value: null } : check(value, rules, env));
}

/** True for what counts as not answered. */
export function isNothing(value: JsonValue | undefined): value is null | undefined | '' {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}
