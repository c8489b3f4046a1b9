/**
 * Formulas as sentences: the common ones are read from FEEL and written back; anything else stays an expression.
 * Dates are counted in days; ages in full years on the day of the application.
 */

export type Formula =
  | { kind: 'sum' | 'product'; paths: string[] }
  | { kind: 'difference'; paths: [string, string] }
  | { kind: 'percent'; path: string; number: string }
  | { kind: 'days'; from: string; to: string }
  | { kind: 'later'; path: string; number: string }
  | { kind: 'age'; path: string }
  | { kind: 'birth'; path: string }
  | { kind: 'copy'; path: string }
  | { kind: 'columnSum'; path: string; column: string }
  | { kind: 'rowCount'; path: string };
export type FormulaKind = Formula['kind'];

export const formulaKinds: readonly FormulaKind[] = [
  'sum',
  'difference',
  'product',
  'percent',
  'columnSum',
  'rowCount',
  'days',
  'later',
  'age',
  'birth',
  'copy',
];

const p = '([a-z][A-Za-z0-9]*\\.[A-Za-z][A-Za-z0-9_]*)';
const patterns: readonly [RegExp, (match: string[]) => Formula][] = [
  [new RegExp(`^${p}$`), ([, path]) => ({ kind: 'copy', path: path! })],
  [new RegExp(`^${p} - ${p}$`), ([, a, b]) => ({ kind: 'difference', paths: [a!, b!] })],
  [new RegExp(`^${p} \\* (\\d+(?:\\.\\d+)?) / 100$`), ([, path, number]) => ({ kind: 'percent', path: path!, number: number! })],
  [new RegExp(`^sum\\(${p}\\.([A-Za-z][A-Za-z0-9_]*)\\)$`), ([, path, column]) => ({ kind: 'columnSum', path: path!, column: column! })],
  [new RegExp(`^count\\(${p}\\)$`), ([, path]) => ({ kind: 'rowCount', path: path! })],
  [new RegExp(`^\\(${p} - ${p}\\)\\.days$`), ([, to, from]) => ({ kind: 'days', from: from!, to: to! })],
  [new RegExp(`^${p} \\+ duration\\("P(\\d+)D"\\)$`), ([, path, number]) => ({ kind: 'later', path: path!, number: number! })],
  [new RegExp(`^years and months duration\\(${p}, case\\.submittedDate\\)\\.years$`), ([, path]) => ({ kind: 'age', path: path! })],
  [
    new RegExp(`^date\\(substring\\(${p}, 7, 4\\) \\+ "-" \\+ substring\\(\\1, 11, 2\\) \\+ "-" \\+ substring\\(\\1, 13, 2\\)\\)$`),
    ([, path]) => ({ kind: 'birth', path: path! }),
  ],
];
const chain = (sign: string) => new RegExp(`^${p}(?: ${sign} ${p})+$`);

/** The formula as a sentence knows it, or undefined when it is more than that. */
export function formulaOf(feel: string): Formula | undefined {
  const source = feel.trim().replace(/\s+/g, ' ');
  for (const [pattern, make] of patterns) {
    const match = pattern.exec(source);
    if (match) return make(match);
  }
  if (chain('\\+').test(source)) return { kind: 'sum', paths: source.split(' + ') };
  if (chain('\\*').test(source)) return { kind: 'product', paths: source.split(' * ') };
  return undefined;
}

export function feelOfFormula(formula: Formula): string {
  switch (formula.kind) {
    case 'sum':
      return formula.paths.join(' + ');
    case 'product':
      return formula.paths.join(' * ');
    case 'difference':
      return formula.paths.join(' - ');
    case 'percent':
      return `${formula.path} * ${formula.number} / 100`;
    case 'days':
      return `(${formula.to} - ${formula.from}).days`;
    case 'later':
      return `${formula.path} + duration("P${formula.number}D")`;
    case 'age':
      return `years and months duration(${formula.path}, case.submittedDate).years`;
    case 'birth': {
      const part = (from: number, length: number) => `substring(${formula.path}, ${from}, ${length})`;
      return `date(${part(7, 4)} + "-" + ${part(11, 2)} + "-" + ${part(13, 2)})`;
    }
    case 'copy':
      return formula.path;
    case 'columnSum':
      return `sum(${formula.path}.${formula.column})`;
    case 'rowCount':
      return `count(${formula.path})`;
  }
}
