/** Values made of parts: a range of dates, a choice by levels, a signature, documents held by a field. */
import type { CodeList } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../plan.ts';
import type { TypeCheck } from './check.ts';
import { checkDate } from './dates.ts';
import { checkString } from './strings.ts';

/** Levels a cascaded list may have. */
const mostLevels = 12;
const mostFiles = 20;
/** Characters of a drawn signature: about two thousand points. */
const mostStrokes = 20_000;

/** { from, to }: both days, the second not before the first. */
export const checkDateRange: TypeCheck = (value, rules, env) => {
  const range = recordWith(value, ['from', 'to']);
  if (!range) return { ok: false, code: 'value.dateRange' };
  const from = checkDate(range.from ?? null, rules, env);
  const to = checkDate(range.to ?? null, rules, env);
  if (!from.ok || !to.ok) return { ok: false, code: 'value.dateRange' };
  if (String(from.value) > String(to.value)) return { ok: false, code: 'value.dateRangeOrder' };
  return { ok: true, value: { from: from.value, to: to.value } };
};

/** The codes from the first level to the last: each belongs to the one before it, and the last has none below. */
export const checkCascade: TypeCheck = (value, { codes }) => {
  if (!Array.isArray(value) || value.length > mostLevels) return { ok: false, code: 'value.cascade' };
  let parent: string | undefined;
  for (const code of value) {
    if (typeof code !== 'string' || !isBelow(codes, code, parent)) return { ok: false, code: 'value.cascade' };
    parent = code;
  }
  return codes && Object.values(codes).some((entry) => entry.parent === parent)
    ? { ok: false, code: 'value.cascadeOpen' }
    : { ok: true, value };
};

function isBelow(codes: CodeList | undefined, code: string, parent: string | undefined): boolean {
  if (codes === undefined) return /^[A-Za-z0-9_.-]{1,32}$/.test(code);
  return Object.hasOwn(codes, code) && codes[code]!.parent === parent;
}

/**
 * Drawn: lines from point to point in a box, in whole numbers ("M10 20L30 40M…"), so that nothing but lines can be shown
 * from it. Typed: the name, for whoever cannot draw.
 */
export const checkSignature: TypeCheck = (value, rules, env) => {
  const typed = recordWith(value, ['kind', 'name']);
  if (typed?.kind === 'typed') {
    const name = checkString(typed.name ?? null, { ...rules, maxLength: 60, minLength: 1, pattern: undefined }, env);
    return name.ok ? { ok: true, value: { kind: 'typed', name: name.value } } : { ok: false, code: 'value.signature' };
  }
  const drawn = recordWith(value, ['kind', 'path', 'width', 'height']);
  const fits =
    drawn?.kind === 'drawn' &&
    isSide(drawn.width) &&
    isSide(drawn.height) &&
    typeof drawn.path === 'string' &&
    drawn.path.length <= mostStrokes &&
    /^(?:M\d{1,4} \d{1,4}(?:L\d{1,4} \d{1,4})+)+$/.test(drawn.path);
  return fits ? { ok: true, value } : { ok: false, code: 'value.signature' };
};

const isSide = (value: JsonValue | undefined): boolean => Number.isInteger(value) && Number(value) >= 40 && Number(value) <= 4000;

/** Ids of stored documents, each once. One id alone, as earlier cases hold it, is a list of one. */
export const checkFile: TypeCheck = (value) => {
  const ids = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(id)))
    return { ok: false, code: 'value.file' };
  const once = [...new Set(ids)];
  return once.length > mostFiles ? { ok: false, code: 'value.tooManyFiles', data: { max: mostFiles } } : { ok: true, value: once };
};

/** A record that has no member but these. */
function recordWith(value: JsonValue, names: readonly string[]): Record<string, JsonValue> | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.keys(value).every((name) => names.includes(name)) ? value : undefined;
}
