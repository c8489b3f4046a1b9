/** Does a value from outside (script, table, data, officer) fit the declared type? It is brought into its one JSON form. */
import { Decimal } from 'decimal.js';
import type { JsonValue, Plan } from '../compile/plan.ts';

type Declared = Pick<Plan['types'][string], 'type' | 'codes'>;
export type Coerced = { ok: true; value: JsonValue } | { ok: false };

const REFUSED: Coerced = { ok: false };
const MONEY = /^-?\d{1,15}(\.\d{1,2})?$/;
/** Already as it is kept. */
const EXACT_MONEY = /^(0|[1-9]\d{0,14})\.\d{2}$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** Example: coerce({ type: 'money' }, 1200.5) -> { ok: true, value: '1200.50' }. Null always fits: it means no value. */
export function coerce(declared: Declared, value: unknown): Coerced {
  if (value === null || value === undefined) return { ok: true, value: null };
  switch (declared.type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? { ok: true, value } : REFUSED;
    case 'integer':
      return Number.isSafeInteger(value) ? { ok: true, value: value as number } : REFUSED;
    case 'money':
      return money(value);
    case 'boolean':
      return typeof value === 'boolean' ? { ok: true, value } : REFUSED;
    case 'date':
      return typeof value === 'string' && isDate(value) ? { ok: true, value } : REFUSED;
    case 'dateTime':
      return typeof value === 'string' && DATE_TIME.test(value) && isDate(value.slice(0, 10)) ? { ok: true, value } : REFUSED;
    case 'code':
      return typeof value === 'string' && known(declared, value) ? { ok: true, value } : REFUSED;
    case 'codes':
      return Array.isArray(value) && value.every((code) => typeof code === 'string' && known(declared, code))
        ? { ok: true, value }
        : REFUSED;
    case 'file':
    case 'cascade':
    case 'table':
    case 'dateRange':
    case 'signature':
      // Made of parts: the checks of the declared type look into them.
      return typeof value === 'string' ? wordOf(declared, value) : { ok: true, value: value as JsonValue };
    default:
      return typeof value === 'string' ? { ok: true, value } : REFUSED;
  }
}

/** A file may be named by its one id. */
function wordOf({ type }: Declared, value: string): Coerced {
  return type === 'file' ? { ok: true, value } : REFUSED;
}

function known({ codes }: Declared, code: string): boolean {
  return !codes || Object.hasOwn(codes, code);
}

/** Numbers are rounded half up to fen; strings must already be exact. */
function money(value: unknown): Coerced {
  if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e15) {
    return { ok: true, value: new Decimal(value).toFixed(2, Decimal.ROUND_HALF_UP) };
  }
  if (typeof value !== 'string' || !MONEY.test(value)) return REFUSED;
  return { ok: true, value: EXACT_MONEY.test(value) ? value : new Decimal(value).toFixed(2) };
}

function isDate(value: string): boolean {
  const match = DATE.exec(value);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (lengths[month - 1] ?? 0);
}
