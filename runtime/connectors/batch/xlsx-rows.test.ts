import { deflateRawSync } from 'node:zlib';
import exceljs from 'exceljs';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { FileProblem, type SourceRow } from './rows.ts';
import { openWorkbook } from './xlsx-rows.ts';

async function workbook(fill: (sheet: exceljs.Worksheet, book: exceljs.Workbook) => void): Promise<Uint8Array> {
  const book = new exceljs.Workbook();
  fill(book.addWorksheet('参保'), book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}
async function rowsOf(file: Uint8Array, sheet?: string): Promise<{ headings: string[]; rows: SourceRow[] }> {
  const opened = openWorkbook(file).open(sheet);
  const rows: SourceRow[] = [];
  for await (const part of opened.rows) rows.push(...part);
  return { headings: opened.headings, rows };
}
const codeOf = async (file: Uint8Array) =>
  rowsOf(file).then(
    () => 'taken',
    (error: unknown) => (error instanceof FileProblem ? error.code : String(error)),
  );

describe('a workbook', () => {
  it('gives texts, numbers with all their digits, dates, truth and the kept value of formulas', async () => {
    const file = await workbook((sheet) => {
      sheet.addRow(['姓名', '身份证号', '金额', '日期', '有效', '合计']);
      sheet.addRow([
        '张 <三> & "四"',
        '11010519491231002X',
        1234.5,
        new Date(Date.UTC(2026, 3, 1)),
        true,
        { formula: 'C2*2', result: 2469 },
      ]);
      sheet.addRow([]);
      sheet.addRow([{ richText: [{ text: '李' }, { text: '四' }] }, null, 0.1]);
    });

    expect(await rowsOf(file)).toEqual({
      headings: ['姓名', '身份证号', '金额', '日期', '有效', '合计'],
      rows: [
        { row: 2, cells: ['张 <三> & "四"', '11010519491231002X', '1234.5', '2026-04-01', true, '2469'] },
        { row: 4, cells: ['李四', null, '0.1', null, null, null] },
      ],
    });
  });

  it('opens the sheet that is named, and says when there is none', async () => {
    const file = await workbook((sheet, book) => {
      sheet.addRow(['a']);
      book.addWorksheet('第二张').addRows([['b'], ['x']]);
    });

    expect(openWorkbook(file).sheets).toEqual(['参保', '第二张']);
    expect((await rowsOf(file, '第二张')).rows).toEqual([{ row: 2, cells: ['x'] }]);
    expect(() => openWorkbook(file).open('别的')).toThrow(expect.objectContaining({ code: 'file.sheet_missing' }));
  });

  it('that is none, is cut off or is a picture of one is refused', async () => {
    const file = await workbook((sheet) => sheet.addRow(['a']));

    expect(await codeOf(file.subarray(0, file.length - 200))).toBe('file.damaged');
    expect(await codeOf(strToU8('not a workbook'))).toBe('file.damaged');
    expect(await codeOf(zipSync({ 'a.txt': strToU8('x') }))).toBe('file.not_workbook');
    expect(await codeOf(zipSync({ '../../etc/x': strToU8('x') }))).toBe('file.damaged');
  });

  it('with entities that grow is refused', async () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><workbook><sheets><sheet name="&b;" r:id="r1"/></sheets></workbook>';

    expect(await codeOf(zipSync({ 'xl/workbook.xml': strToU8(bomb), 'xl/_rels/workbook.xml.rels': strToU8('<Relationships/>') }))).toBe(
      'file.damaged',
    );
  });

  it('that unpacks into far more than it is, says so or not, is refused before it is unpacked', async () => {
    const large = new Uint8Array(24 * 1024 * 1024);
    const honest = zipSync({ 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/media/x.bin': large }, { level: 9 });
    expect(await codeOf(honest)).toBe('file.bomb');

    // The same with a header that says one megabyte.
    const lying = lyingZip(deflateRawSync(large), 1_000_000);
    const before = process.memoryUsage().rss;
    expect(await codeOf(lying)).not.toBe('taken');
    expect(process.memoryUsage().rss - before).toBeLessThan(20 * 1024 * 1024);
  });
});

/** An archive of one part, xl/workbook.xml, that claims to be `size` bytes long. */
function lyingZip(packed: Buffer, size: number): Uint8Array {
  const name = Buffer.from('xl/workbook.xml');
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, name, packed]);
  const tail = Buffer.alloc(14);
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, tail.subarray(0, 14), name]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
