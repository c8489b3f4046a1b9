import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecisionTable, TableInputType, ValueType } from '../../schemas/generated/documents.ts';
import { documentKind, validateDocument } from '../../schemas/validate.ts';
import { samplePackage } from '../compile/testing/sample.ts';
import { exportDmn, importDmn } from './index.ts';

const cells: Partial<Record<TableInputType, string[]>> = {
  number: ['-', '> 5', '[1..3]', '1, 2, 3', 'not(4)', '? > param.limit'],
  integer: ['-', '<= 0', '(2..9]'],
  money: ['-', '>= 100.50'],
  boolean: ['-', 'true', 'false'],
  string: ['-', '"a<b & c"', '"say \\"hi\\""', 'not("外县")', '"第一行\\n第二行"', '"\u0001"'],
  code: ['"1"', '"2", "3"'],
  codes: ['list contains(?, "a")', '-'],
  date: ['< @"2026-01-01"', '[date("2026-01-01")..date("2026-12-31")]'],
  dateTime: ['>= date and time("2026-01-01T09:00:00")'],
  time: ['< @"17:30:00"'],
  dayTimeDuration: ['> duration("P3D")', '<= @"PT36H"'],
  yearMonthDuration: ['>= duration("P18Y")'],
};
const results: Partial<Record<ValueType, string[]>> = {
  number: ['1', '-2.5', 'applicant.age + 1'],
  string: ['"同意"', 'null', '"tab\\there"'],
  boolean: ['true', 'false'],
  date: ['date("2026-01-01")', 'add working days(case.submittedDate, 5)'],
};

const pick = <T>(list: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...list);
const words = fc.record(
  { 'zh-CN': pick(['年龄', '户籍 <县>', 'A & B', '金额“元”', '  x']), en: pick(['Age', 'Where "at"', 'x']) },
  { requiredKeys: ['zh-CN'] },
);
const trimmed = words.map((text) => ({ ...text, 'zh-CN': text['zh-CN'].trim() }));
const rank = fc.integer({ min: 0, max: 999 }).map((value) => `b${String(value).padStart(3, '0')}`);

const tables: fc.Arbitrary<DecisionTable> = fc
  .record({
    policy: pick(['UNIQUE', 'ANY', 'FIRST', 'RULE_ORDER', 'COLLECT', 'COLLECT+SUM', 'COLLECT+COUNT', 'PRIORITY', 'OUTPUT_ORDER'] as const),
    inputs: fc.array(pick(Object.keys(cells) as TableInputType[]), { minLength: 0, maxLength: 4 }),
    outputs: fc.array(pick(Object.keys(results) as ValueType[]), { minLength: 1, maxLength: 3 }),
    count: fc.integer({ min: 1, max: 5 }),
    seed: fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 }),
    names: fc.array(trimmed, { minLength: 12, maxLength: 12 }),
    ranks: fc.uniqueArray(rank, { minLength: 12, maxLength: 12 }),
    notes: fc.array(fc.option(trimmed, { nil: undefined }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ policy, inputs, outputs: given, count, seed, names, ranks, notes }) => {
    let at = 0;
    const next = <T>(list: readonly T[]): T => list[seed[at++ % seed.length]! % list.length]!;
    const [hitPolicy = 'UNIQUE', aggregation] = policy.split('+') as [DecisionTable['hitPolicy'], DecisionTable['aggregation']?];
    const outputs: ValueType[] = aggregation ? ['number'] : given;
    const ordered = hitPolicy === 'PRIORITY' || hitPolicy === 'OUTPUT_ORDER';
    return {
      name: names[0]!,
      hitPolicy,
      ...(aggregation ? { aggregation } : {}),
      inputs: Object.fromEntries(
        inputs.map((type, index) => [
          `i_${index}`,
          { name: names[index + 1]!, rank: ranks[index]!, expression: `applicant.v${index}`, type },
        ]),
      ),
      outputs: Object.fromEntries(
        outputs.map((type, index) => [
          `o_${index}`,
          {
            name: names[index + 5]!,
            rank: ranks[index]!,
            path: `result.v${index}`,
            type,
            ...(ordered
              ? { allowed: results[type]!.filter((cell) => !cell.includes('(') && !cell.includes('.age') && cell !== 'null') }
              : {}),
            ...(seed[index]! % 3 === 0 && !ordered ? { default: 'null' } : {}),
          },
        ]),
      ),
      rows: Object.fromEntries(
        Array.from({ length: count }, (_, row) => [
          `r_${row}`,
          {
            rank: ranks[row]!,
            when: Object.fromEntries(
              inputs.flatMap((type, index) => (seed[at++ % 60]! % 4 === 0 ? [] : [[`i_${index}`, next(cells[type]!)]])),
            ),
            // biome-ignore lint/suspicious/noThenProperty: the word of the document's schema
            then: Object.fromEntries(outputs.map((type, index) => [`o_${index}`, ordered ? results[type]![0]! : next(results[type]!)])),
            ...(notes[row] ? { note: notes[row] } : {}),
          },
        ]),
      ),
    } as DecisionTable;
  })
  // A ranked column needs a value that can be listed; dates have none among the samples.
  .filter((table) => Object.values(table.outputs).every(({ allowed }) => allowed === undefined || allowed.length > 0));

function packageWith(named: Record<string, DecisionTable>) {
  return samplePackage((pkg) => {
    pkg.scenario.tables = named;
  });
}
const encoded = (xml: string) => new TextEncoder().encode(xml);
/** Raw control characters become the escape FEEL has for them: the same text. */
const speakable = (table: DecisionTable) => JSON.parse(JSON.stringify(table).replaceAll('\\u0001', '\\\\u0001')) as DecisionTable;

describe('tables out and in again', () => {
  it('are the same tables, whatever their types, policies, words and cells', () => {
    fc.assert(
      fc.property(fc.array(tables, { minLength: 1, maxLength: 3 }), (list) => {
        const named = Object.fromEntries(list.map((table, index) => [`t_${index}`, table]));

        const { xml, report } = exportDmn(packageWith(named));
        const back = importDmn(encoded(xml));

        expect(report.filter(({ verdict }) => verdict === 'refused')).toEqual([]);
        expect(back.report.filter(({ verdict }) => verdict === 'refused')).toEqual([]);
        expect(back.scenario.tables).toEqual(Object.fromEntries(Object.entries(named).map(([id, table]) => [id, speakable(table)])));
      }),
      { numRuns: 150 },
    );
  });

  it('make documents that fit their schemas', () => {
    const [table] = fc.sample(tables, { numRuns: 1, seed: 7 });
    const back = importDmn(encoded(exportDmn(packageWith({ t_0: table! })).xml));

    for (const document of Object.values(back.files) as { format: string }[])
      expect(validateDocument(documentKind(document.format)!, document)).toEqual([]);
  });

  it('stay the same when they go round a second time', () => {
    for (const table of fc.sample(tables, { numRuns: 30, seed: 11 })) {
      const once = exportDmn(packageWith({ t_0: speakable(table) })).xml;
      const again = importDmn(encoded(once));
      expect(exportDmn(packageWith(again.scenario.tables!)).xml).toBe(once);
    }
  });
});
