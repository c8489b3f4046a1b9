/** Plain pages of text as PDF: a title and lines, broken where they must. */
import type { PDFDocument } from 'pdf-lib';
import { breakLines } from './lines.ts';
import { centred, drawFrame, type Fonts, ink, page, soft } from './sheet.ts';

export interface LetterInput {
  title: string;
  subtitle: string;
  /** In 【】: a heading. Empty: a gap. */
  lines: readonly string[];
}

const size = 10.5;
const step = 17;
const top = 690;
const bottom = 60;

export function drawLetter(pdf: PDFDocument, { regular, medium }: Fonts, { title, subtitle, lines }: LetterInput): void {
  let sheet = pdf.addPage([page.width, page.height]);
  drawFrame(sheet);
  centred(sheet, medium, title, { y: 750, size: 22 });
  centred(sheet, regular, subtitle, { y: 724, size: 10, color: soft });
  let y = top;
  const width = page.width - 2 * page.margin;
  for (const words of lines) {
    const font = words.startsWith('【') ? medium : regular;
    for (const part of breakLines(words, (text) => font.widthOfTextAtSize(text, size), width)) {
      if (y < bottom) {
        sheet = pdf.addPage([page.width, page.height]);
        drawFrame(sheet);
        y = page.height - 80;
      }
      sheet.drawText(part, { x: page.margin, y, size, font, color: ink });
      y -= step;
    }
    if (words === '') y -= step / 2;
  }
}
