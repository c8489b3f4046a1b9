import { halfWidth } from '../identifiers/index.ts';
import type { JsonValue } from '../plan.ts';
import type { CheckedValue, TypeCheck, ValueRules } from './check.ts';

/** A JSON number, or the digits a person typed. */
export const checkNumber: TypeCheck = (value, rules) => {
  const number = numberOf(value);
  return number === undefined ? { ok: false, code: 'value.number' } : withinRange(number, rules);
};

export const checkInteger: TypeCheck = (value, rules) => {
  const number = numberOf(value);
  return number !== undefined && Number.isSafeInteger(number) ? withinRange(number, rules) : { ok: false, code: 'value.integer' };
};

/**
 * Decimal yuan with two places as text: '1234.50'. Thousands separators and ¥ are dropped. Compared in whole cents, so
 * no amount is changed by a floating point number. Below zero only where `minimum` says so.
 */
export const checkMoney: TypeCheck = (value, rules) => {
  if (rules.minimum === undefined && rules.maximum === undefined && typeof value === 'string' && canonicalMoney.test(value))
    return { ok: true, value };
  const cents = centsOf(value);
  if (cents === undefined) return { ok: false, code: 'value.money' };
  const minimum = centsOf(rules.minimum ?? 0);
  const maximum = centsOf(rules.maximum ?? null);
  if (minimum !== undefined && cents < minimum) return outOfRange('value.tooSmall', { min: moneyText(minimum) });
  if (maximum !== undefined && cents > maximum) return outOfRange('value.tooLarge', { max: moneyText(maximum) });
  return { ok: true, value: moneyText(cents) };
};

/** Already as it is kept, and not below zero. */
const canonicalMoney = /^(?:0|[1-9]\d{0,14})\.\d{2}$/;

function outOfRange(code: string, data: Record<string, JsonValue>): CheckedValue {
  return { ok: false, code, data };
}

function numberOf(value: JsonValue): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = halfWidth(value).replaceAll(',', '').trim();
  return /^-?\d{1,15}(\.\d{1,10})?$/.test(text) ? Number(text) : undefined;
}

function withinRange(number: number, rules: ValueRules): CheckedValue {
  if (rules.minimum !== undefined && number < rules.minimum) return { ok: false, code: 'value.tooSmall', data: { min: rules.minimum } };
  if (rules.maximum !== undefined && number > rules.maximum) return { ok: false, code: 'value.tooLarge', data: { max: rules.maximum } };
  return { ok: true, value: number };
}

function centsOf(value: JsonValue): bigint | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = halfWidth(String(value)).replace(/[,\s¥￥]/g, '');
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return undefined;
  const cents = BigInt(match[2]!) * 100n + BigInt((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -cents : cents;
}

/** Cents as yuan with two places. */
function moneyText(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
