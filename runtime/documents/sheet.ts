/** What certificates and letters are drawn with: A4, colours, frame, QR code. */
import { type PDFFont, type PDFPage, rgb } from 'pdf-lib';
import QRCode from 'qrcode';

export const page = { width: 595.28, height: 841.89, margin: 64 };
export const ink = rgb(0.12, 0.14, 0.18);
export const soft = rgb(0.38, 0.41, 0.46);
export const line = rgb(0.78, 0.8, 0.84);
export const accent = rgb(0.62, 0.13, 0.11);

export interface Fonts {
  regular: PDFFont;
  medium: PDFFont;
}

export function drawFrame(sheet: PDFPage): void {
  const inset = 30;
  const size = { x: inset, y: inset, width: page.width - 2 * inset, height: page.height - 2 * inset };
  sheet.drawRectangle({ ...size, borderColor: line, borderWidth: 1 });
  sheet.drawRectangle({ x: inset, y: page.height - inset - 6, width: size.width, height: 6, color: accent });
}

export function drawQr(sheet: PDFPage, url: string, { x, y, size }: { x: number; y: number; size: number }): void {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' });
  const unit = size / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    // Neighbours are one rectangle: fewer marks, and no hairlines between them on screen.
    for (let column = 0; column < modules.size; column += 1) {
      const first = column;
      while (column < modules.size && modules.get(row, column)) column += 1;
      if (column === first) continue;
      sheet.drawRectangle({
        x: x + first * unit,
        y: y + size - (row + 1) * unit,
        width: (column - first) * unit,
        height: unit,
        color: ink,
      });
    }
  }
}

export function fitting(font: PDFFont, text: string, size: number): number {
  const room = page.width - 2 * page.margin;
  return Math.min(size, (size * room) / Math.max(font.widthOfTextAtSize(text, size), 1));
}

export function centred(
  sheet: PDFPage,
  font: PDFFont,
  text: string,
  { y, size, color = ink }: { y: number; size: number; color?: typeof ink },
): void {
  sheet.drawText(text, { x: (page.width - font.widthOfTextAtSize(text, size)) / 2, y, size, font, color });
}

export function rightAligned(sheet: PDFPage, font: PDFFont, text: string, { y, size }: { y: number; size: number }): void {
  sheet.drawText(text, { x: page.width - page.margin - font.widthOfTextAtSize(text, size), y, size, font, color: ink });
}
