/** A handwritten signature as an SVG path: whole coordinates, one `M … L …` per stroke. */
import type { JsonValue } from '../../../runtime/compile/plan.ts';

/** Size of the sheet the strokes are drawn on, whatever the screen. */
export const sheet = { width: 600, height: 200 } as const;

export type Signature = { kind: 'drawn'; path: string; width: number; height: number } | { kind: 'typed'; name: string };
export type Point = readonly [number, number];

export const pathOf = (strokes: readonly (readonly Point[])[]): string =>
  strokes
    .map(([first, ...rest]) => (first ? `M${at(first)}${(rest.length > 0 ? rest : [first]).map((p) => `L${at(p)}`).join('')}` : ''))
    .join('');
const at = ([x, y]: Point) => `${Math.round(x)} ${Math.round(y)}`;

/** A drawn path is shown only when it is nothing but moves and lines. */
const onlyLines = /^(?:[ML]\s*-?\d+(?:\.\d+)?[ ,]-?\d+(?:\.\d+)?\s*)+$/;

export function signatureOf(value: JsonValue): Signature | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { kind, path, width, height, name } = value;
  if (kind === 'typed' && typeof name === 'string') return { kind, name };
  if (kind !== 'drawn' || typeof path !== 'string' || !onlyLines.test(path)) return undefined;
  return { kind, path, width: Number(width) || sheet.width, height: Number(height) || sheet.height };
}
