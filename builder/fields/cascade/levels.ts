import type { FieldCode } from '../field.ts';

/** The lists to choose from, level by level: each narrows the next; the last one is still open when it has choices. */
export function levelsOf(codes: readonly FieldCode[], chosen: readonly string[]): FieldCode[][] {
  const below = (parent: string | undefined) => codes.filter((entry) => entry.parent === parent);
  const levels = [below(undefined)];
  for (const code of chosen) {
    const next = below(code);
    if (next.length === 0) break;
    levels.push(next);
  }
  return levels.filter((level) => level.length > 0);
}

/** The chosen codes from the first level on, as far as the list still has them. */
export function chosenOf(codes: readonly FieldCode[], value: unknown): string[] {
  const path = Array.isArray(value) ? value : [];
  const kept: string[] = [];
  for (const code of path) {
    const entry = codes.find((one) => one.code === code);
    if (!entry || entry.parent !== kept.at(-1)) break;
    kept.push(entry.code);
  }
  return kept;
}
