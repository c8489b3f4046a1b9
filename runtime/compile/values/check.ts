/**
 * Checks of values, made once from a data element or a type: each takes a JSON value as it was typed or read and gives
 * the normalised one, or a code that i18n words beside the field. Closures, not schemas: the same code runs in the
 * browser, in the server and in batch imports, where no text of an author may become code.
 */
import type { CodeList, DataElement, ValueType } from '../../../schemas/generated/documents.ts';
import type { FieldPlugin } from '../../plugins/plugin.ts';
import { fieldKind } from '../../plugins/registry.ts';
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
  /** Kind of field a plugin brings: its check comes after that of the type. */
  custom?: string;
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
  const own = rules.custom === undefined ? undefined : fieldKind(rules.custom);
  return (value, env) => {
    if (isNothing(value)) return { ok: true, value: null };
    const checked = check(value, rules, env);
    return checked.ok && own ? checkCustom(own, checked.value) : checked;
  };
}

/** Words of a plugin travel with the problem: no text of ours knows them. */
function checkCustom(own: FieldPlugin, value: JsonValue): CheckedValue {
  const checked = own.check(String(value));
  if (checked.ok) return checked;
  const { 'zh-CN': zh, en = zh } = checked.words;
  return { ok: false, code: 'value.custom', data: { words: { 'zh-CN': zh, en } } };
}

/** True for what counts as not answered. */
export function isNothing(value: JsonValue | undefined): value is null | undefined | '' {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}
