/** Statutory papers as PDF: a letter in Chinese, its English below, signed by the department, with number, check code and QR code. */
import type { PDFDocument, PDFPage } from 'pdf-lib';
import type { Text } from '../../schemas/generated/documents.ts';
import { localDate } from '../calendar/index.ts';
import { breakLines } from './lines.ts';
import { centred, drawFrame, drawQr, type Fonts, fitting, ink, line, page, rightAligned, soft } from './sheet.ts';

export interface PaperInput {
  name: Text;
  department: Text;
  regionName: string;
  number: string;
  checkCode: string;
  /** To whom it is. */
  to: string;
  paragraphs: readonly Text[];
  /** Instant, ISO 8601 UTC. */
  issuedAt: string;
}

/** Where the next line goes; `room` is kept free at the foot of the last page for seal and code. */
interface Pen {
  sheet: PDFPage;
  y: number;
}
const top = 690;
const bottom = 60;
const footRoom = 150;

export function drawPaper(pdf: PDFDocument, fonts: Fonts, input: PaperInput, url: string): void {
  const pen = newPage(pdf);
  drawHead(pen.sheet, fonts, input);
  pen.y = 628;
  const chinese = { font: fonts.regular, size: 12, step: 21, color: ink };
  const english = { font: fonts.regular, size: 9, step: 14, color: soft };
  write(pdf, pen, `${input.to}：`, chinese);
  for (const paragraph of input.paragraphs) write(pdf, pen, paragraph['zh-CN'], chinese, '\u3000\u3000');
  pen.y -= 10;
  for (const { en } of input.paragraphs) if (en) write(pdf, pen, en, english);
  if (pen.y < bottom + footRoom) Object.assign(pen, newPage(pdf));
  drawFoot(pen.sheet, fonts, input, url);
}

function newPage(pdf: PDFDocument): Pen {
  const sheet = pdf.addPage([page.width, page.height]);
  drawFrame(sheet);
  return { sheet, y: top };
}

interface Style {
  font: Fonts['regular'];
  size: number;
  step: number;
  color: typeof ink;
}

function write(pdf: PDFDocument, pen: Pen, text: string, { font, size, step, color }: Style, indent = ''): void {
  const width = page.width - 2 * page.margin;
  const lines = breakLines(indent + text, (part) => font.widthOfTextAtSize(part, size), width);
  for (const [index, part] of lines.entries()) {
    if (pen.y < bottom) Object.assign(pen, newPage(pdf));
    // Spaces at the beginning of a line are cut with the line; the first line keeps its two.
    const x = page.margin + (index === 0 && indent !== '' ? 2 * size : 0);
    pen.sheet.drawText(part.trimStart(), { x, y: pen.y, size, font, color });
    pen.y -= step;
  }
}

function drawHead(sheet: PDFPage, { regular, medium }: Fonts, { name, department, regionName, number }: PaperInput): void {
  centred(sheet, regular, `${regionName}${department['zh-CN']}`, { y: 752, size: 13, color: soft });
  centred(sheet, medium, name['zh-CN'], { y: 716, size: fitting(medium, name['zh-CN'], 24) });
  if (name.en) centred(sheet, regular, name.en, { y: 696, size: 10, color: soft });
  rightAligned(sheet, regular, `编号 No. ${number}`, { y: 668, size: 10 });
  sheet.drawLine({ start: { x: page.margin, y: 656 }, end: { x: page.width - page.margin, y: 656 }, thickness: 0.8, color: line });
}

function drawFoot(sheet: PDFPage, { regular, medium }: Fonts, input: PaperInput, url: string): void {
  drawQr(sheet, url, { x: page.margin, y: 64, size: 84 });
  const x = page.margin + 98;
  const [year, month, day] = localDate(input.issuedAt).split('-').map(Number);
  sheet.drawText('校验码 Check code', { x, y: 134, size: 8, font: regular, color: soft });
  sheet.drawText(input.checkCode, { x, y: 118, size: 12, font: medium, color: ink });
  sheet.drawText('扫码或在门户「证照查验」中输入编号和校验码核实。', { x, y: 98, size: 8, font: regular, color: soft });
  rightAligned(sheet, medium, input.department['zh-CN'], { y: 134, size: 12 });
  rightAligned(sheet, regular, `${year}年${month}月${day}日`, { y: 112, size: 11 });
}
