/** How the data of a case is set: what is masked, where a group comes from, what needs a whole line. */
import type { FieldView, ValueType } from '../../../schemas/generated/api.ts';

/** Numbers that lead to a person or an account. What a desk must read to decide (names, dates, weights) is never masked. */
const maskedTypes: readonly ValueType[] = ['idCard', 'bankCard', 'mobile', 'email'];

export function isMasked(field: Pick<FieldView, 'sensitive' | 'type' | 'differs'>): boolean {
  return field.sensitive && !field.differs && maskedTypes.includes(field.type);
}

/** First three and last four places; a short text shows nothing at all. */
export function maskedText(shown: string): string {
  return shown.length >= 8 ? `${shown.slice(0, 3)}${'*'.repeat(shown.length - 7)}${shown.slice(-4)}` : '***';
}

type Sourced = Pick<FieldView, 'source' | 'sourceName' | 'at'>;
const sourceKey = ({ source, sourceName, at }: Sourced) =>
  source === 'shared' ? `${source} ${sourceName?.['zh-CN']} ${at?.slice(0, 16)}` : source;

/** The source most fields of a group have, told once at its head; undefined when every field has its own. */
export function commonSource<T extends Sourced>(fields: readonly T[]): T | undefined {
  const counts = new Map<string, { field: T; count: number }>();
  for (const field of fields) {
    const key = sourceKey(field);
    const known = counts.get(key);
    counts.set(key, { field: known?.field ?? field, count: (known?.count ?? 0) + 1 });
  }
  const [first] = [...counts.values()].sort((a, b) => b.count - a.count);
  return first && (first.count > 1 || fields.length === 1) ? first.field : undefined;
}

export const sameSource = (a: Sourced, b: Sourced | undefined): boolean => b !== undefined && sourceKey(a) === sourceKey(b);

/** Longer than half a line holds, counted in Chinese characters. */
export function needsLine(shown: string): boolean {
  const width = [...shown].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e7f ? 1 : 0.55), 0);
  return width > 13;
}

/** Region codes are for machines; the region the case belongs to has a name here, another keeps its code until the server names it. */
export function shownValue(field: Pick<FieldView, 'type' | 'shown'>, regions: Readonly<Record<string, string>>): string {
  return field.type === 'region' ? (regions[field.shown] ?? field.shown) : field.shown;
}
