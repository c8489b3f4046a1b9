/** Values that pass the checks of a field: for cases nobody typed. Made from the field alone, so that they are always the same. */
import { localDate } from '../calendar/index.ts';
import { idCardCheckDigit, usccCheckCharacter } from '../compile/identifiers/index.ts';
import type { JsonValue, MergedField } from '../compile/plan.ts';

/** What is needed to invent a value: a field of a form, or a column of a table. */
export type Inventable = Pick<MergedField, 'type' | 'codes'> & Partial<Pick<MergedField, 'limits' | 'columns' | 'minRows'>>;

export interface Surrounding {
  /** Instant the case is at. */
  now: string;
  region: string;
  /** Values known to be right: the field standard's example, samples of a register. */
  examples?: readonly JsonValue[];
}

/** Every value worth trying for a field, the plainest first. Never empty but for kinds that only people can give. */
export function inventions(field: Inventable, surrounding: Surrounding): JsonValue[] {
  return [...(surrounding.examples ?? []), ...invented(field, surrounding)];
}

function invented(field: Inventable, { now, region }: Surrounding): JsonValue[] {
  const { type, codes, limits } = field;
  const today = localDate(now);
  const { min, max } = { min: limits?.minimum, max: limits?.maximum };
  const around = (usual: number) =>
    [Math.min(Math.max(usual, min ?? usual), max ?? Number.POSITIVE_INFINITY), min, max].filter((n) => n !== undefined);
  switch (type) {
    case 'boolean':
      return [true, false];
    case 'integer':
      return around(1);
    case 'number':
      return around(1);
    case 'money':
      return around(100).map((amount) => amount.toFixed(2));
    case 'date':
      return [today, daysFrom(today, -30), daysFrom(today, 30), '1990-01-15'];
    case 'dateTime':
      return [`${today}T09:00`];
    case 'dateRange':
      return [{ from: today, to: daysFrom(today, 30) }];
    case 'code':
      return codes ? Object.keys(codes) : ['1'];
    case 'codes':
      return codes ? [...Object.keys(codes).map((code) => [code]), Object.keys(codes)] : [];
    case 'cascade':
      return cascades(codes);
    case 'region':
      return codes ? Object.keys(codes) : [region];
    case 'address':
      return [fitting('样例街道样例路 1 号', limits)];
    case 'idCard':
      return [idCard(region, '1990011500'), idCard(region, '1985060701')];
    case 'uscc':
      return [uscc(region)];
    case 'mobile':
      return ['13800000000'];
    case 'email':
      return ['sample@example.cn'];
    case 'bankCard':
      return ['6215581204000123458'];
    case 'file':
      return [['sample']];
    case 'signature':
      return [{ kind: 'typed', name: '样例' }];
    case 'table':
      return [rowsOf(field, { now, region })];
    default:
      return [fitting('样例', limits), '1', 'A1', '08:30', '000001', '2026', 'A00000001'];
  }
}

function fitting(words: string, limits: Inventable['limits']): string {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = limits ?? {};
  return words.padEnd(minLength, '样').slice(0, maxLength);
}

function daysFrom(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function idCard(region: string, born: string): string {
  const first = `${region}${born}2`.slice(0, 17).padEnd(17, '0');
  return `${first}${idCardCheckDigit(first)}`;
}

function uscc(region: string): string {
  const first = `91${region}MA2B3C4D5`;
  return `${first}${usccCheckCharacter(first)}`;
}

/** From the first level down to one that has none below. */
function cascades(codes: Inventable['codes']): JsonValue[] {
  const below = (parent: string | undefined) => Object.keys(codes ?? {}).filter((code) => codes![code]!.parent === parent);
  const ways: string[][] = [];
  const walk = (way: string[]): void => {
    const next = below(way.at(-1));
    if (next.length === 0 && way.length > 0) ways.push(way);
    if (ways.length < 20 && way.length < 12) for (const code of next) walk([...way, code]);
  };
  walk([]);
  return ways;
}

function rowsOf({ columns = [], minRows = 1 }: Inventable, surrounding: Surrounding): JsonValue {
  const row = Object.fromEntries(
    columns.filter((column) => !column.computed).map((column) => [column.id, inventions(column, surrounding)[0] ?? null]),
  );
  return Array.from({ length: Math.max(1, minRows) }, () => row);
}
