import { localDate } from '../../calendar/index.ts';
import {
  bankCardProblem,
  compactIdentifier,
  compactMobile,
  halfWidth,
  isMobile,
  isProvince,
  readIdCard,
  usccProblem,
} from '../identifiers/index.ts';
import type { JsonValue } from '../plan.ts';
import type { CheckedValue, TypeCheck, ValueRules } from './check.ts';
import { matches } from './strings.ts';

export const checkIdCard: TypeCheck = (value, rules, env) => {
  const number = compacted(value);
  const card = readIdCard(number);
  if (!card.ok) return card;
  if (card.birthDate > localDate(env.now)) return { ok: false, code: 'idCard.birthDate' };
  return patterned(number, rules);
};

export const checkUscc: TypeCheck = (value, rules) => {
  const code = compacted(value);
  const problem = usccProblem(code);
  return problem ? { ok: false, code: problem } : patterned(code, rules);
};

export const checkMobile: TypeCheck = (value, rules) => {
  const number = typeof value === 'string' ? compactMobile(value) : '';
  return isMobile(number) ? patterned(number, rules) : { ok: false, code: 'value.mobile' };
};

export const checkBankCard: TypeCheck = (value, rules) => {
  const number = compacted(value);
  const problem = bankCardProblem(number);
  return problem ? { ok: false, code: problem } : patterned(number, rules);
};

export const checkEmail: TypeCheck = (value, rules) => {
  const text = typeof value === 'string' ? halfWidth(value).trim() : '';
  const wellFormed = text.length <= 254 && /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$/.test(text);
  return wellFormed ? patterned(text, rules) : { ok: false, code: 'value.email' };
};

/** Six digits of GB/T 2260, of a province that exists. */
export const checkRegion: TypeCheck = (value, rules) => {
  const code = compacted(value);
  return /^\d{6}$/.test(code) && isProvince(code) ? patterned(code, rules) : { ok: false, code: 'value.region' };
};

function compacted(value: JsonValue): string {
  return typeof value === 'string' ? compactIdentifier(value) : '';
}

function patterned(text: string, rules: ValueRules): CheckedValue {
  return matches(text, rules) ? { ok: true, value: text } : { ok: false, code: 'value.pattern' };
}
