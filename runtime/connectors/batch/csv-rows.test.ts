import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { csvRecords, csvSheet } from './csv-rows.ts';
import { csvText, neutralised } from './csv-text.ts';
import { FileProblem, placesOf, type SourceRow } from './rows.ts';
import { textPieces } from './text-pieces.ts';

async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function read(bytes: Buffer | string, size = 7, encoding: 'auto' | 'gb18030' | 'utf-8' = 'auto') {
  const sheet = await csvSheet(textPieces(inParts(Buffer.from(bytes), size), encoding));
  const rows: SourceRow[] = [];
  for await (const part of sheet.rows) rows.push(...part);
  return { headings: sheet.headings, rows };
}
async function records(bytes: Buffer, size: number): Promise<string[][]> {
  const all: string[][] = [];
  for await (const part of csvRecords(textPieces(inParts(bytes, size), 'utf-8'), ',')) all.push(...part.map(({ cells }) => cells));
  return all;
}

describe('CSV', () => {
  it('is read the same in whatever pieces it comes, as csv-parse reads it', async () => {
    const cell = fc
      .oneof(fc.constantFrom('', 'a', '"', ',', 'x"y', '\n', '\r\n', '张三', '𠮷', ' b '), fc.string({ maxLength: 8 }))
      .map((text) => text.replaceAll('\0', ''));
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
        const text = rows.map((cells) => cells.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join('\n');

        expect(await records(Buffer.from(text), size)).toEqual(parse(text, { relax_column_count: true }));
      }),
      { numRuns: 300 },
    );
  });

  it('tells rows with another number of cells, keeps the others, and counts as a spreadsheet does', async () => {
    expect((await read('a,b,c\n1,2\n1,2,3,4\n\n1,2,3\n')).rows).toEqual([
      { row: 2, problem: { code: 'row.columns', data: { found: 2, wanted: 3 }, value: '1,2' } },
      { row: 3, problem: { code: 'row.columns', data: { found: 4, wanted: 3 }, value: '1,2,3,4' } },
      { row: 5, cells: ['1', '2', '3'] },
    ]);
  });

  it('names the byte that is no UTF-8, and takes no replacement for it', async () => {
    const rows = (await read(Buffer.from('a,b\n1,\xc3(\n2,ok\n', 'latin1'), 3, 'utf-8')).rows;

    expect(rows).toMatchObject([
      { row: 2, problem: { code: 'row.bytes_invalid', data: { offset: 6 } } },
      { row: 3, cells: ['2', 'ok'] },
    ]);
  });

  it('says that a GB 18030 file ends in the middle of a character', async () => {
    const bytes = Buffer.concat([iconv.encode('姓名,金额\n张三,1\n', 'gb18030'), Buffer.from([0xc0])]);

    expect((await read(bytes, 100)).rows).toMatchObject([
      { row: 2, cells: ['张三', '1'] },
      { row: 3, problem: { code: 'row.bytes_truncated', data: { offset: bytes.length - 1 } } },
    ]);
  });

  it.each(['utf-8', 'gb18030', 'utf-16le', 'utf-16be'])('finds out by itself that a file is %s', async (encoding) => {
    const text = '姓名,备注\n欧阳　娜娜,"第一行\n第二行 ￥88"\n';
    const mark = encoding.startsWith('utf-16');

    expect((await read(iconv.encode(text, encoding, { addBOM: mark }), 5)).rows).toEqual([
      { row: 2, cells: ['欧阳　娜娜', '第一行\n第二行 ￥88'] },
    ]);
  });

  it('is not taken for GB 18030 because of one wrong byte', async () => {
    const bytes = Buffer.concat([Buffer.from('姓名,备注\n张三,'), Buffer.from([0xff]), Buffer.from('\n李四,好\n')]);

    expect((await read(bytes, 1000)).rows).toMatchObject([{ problem: { code: 'row.bytes_invalid' } }, { cells: ['李四', '好'] }]);
  });

  it('refuses a row with U+0000 and a quote that never ends', async () => {
    expect((await read('a,b\n1,x\0y\n2,z\n')).rows).toMatchObject([
      { row: 2, problem: { code: 'row.nul' } },
      { row: 3, cells: ['2', 'z'] },
    ]);
    expect((await read('a,b\n1,"x\n2,y\n')).rows).toMatchObject([{ row: 2, problem: { code: 'row.quote_open' } }]);
    await expect(read(`a,b\n1,"${'x\n'.repeat(600_000)}`, 100_000)).rejects.toThrow(FileProblem);
  });

  it('names the column that stands there twice, and those that are missing', () => {
    expect(() => placesOf(['姓名', '姓名 '], {})).toThrow(
      expect.objectContaining({ code: 'file.heading_twice', data: { column: '姓名' } }),
    );
    expect(() => placesOf(['姓名'], { mobile: '手机' })).toThrow(
      expect.objectContaining({ code: 'file.column_missing', data: { columns: ['手机'] } }),
    );
  });
});

describe('CSV that goes out', () => {
  it('calculates nothing in a spreadsheet, and leaves numbers alone', () => {
    expect(['=1+1', '+86 138', '-1', '-1.5', '@SUM(A1)', '\tx', '王'].map(neutralised)).toEqual([
      "'=1+1",
      "'+86 138",
      '-1',
      '-1.5',
      "'@SUM(A1)",
      "'\tx",
      '王',
    ]);
    expect(
      csvText([
        ['a', 'b"c'],
        ['1\n2', '=x'],
      ]),
    ).toBe('\ufeffa,"b""c"\r\n"1\n2",\'=x\r\n');
  });
});
