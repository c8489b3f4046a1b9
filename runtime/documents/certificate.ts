/** E-certificates as PDF: A4, calm, in Chinese and English, with number, check code and a QR code to the public check. */
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PDFDocument, type PDFPage } from 'pdf-lib';
import type { Text } from '../../schemas/generated/documents.ts';
import { localDate } from '../calendar/index.ts';
import { createFontKit } from './font-kit.ts';
import { drawLetter, type LetterInput } from './letter.ts';
import { breakLines } from './lines.ts';
import { drawPaper, type PaperInput } from './paper.ts';
import { centred, drawFrame, drawQr, type Fonts, fitting, ink, line, page, rightAligned, soft } from './sheet.ts';
import { verifyUrl } from './verify-url.ts';

export interface CertificateInput {
  name: Text;
  department: Text;
  regionName: string;
  number: string;
  checkCode: string;
  holder: string;
  fields: { label: Text; shown: string }[];
  statement?: Text;
  /** Instant, ISO 8601 UTC. */
  issuedAt: string;
}
export interface CertificateFile {
  content: Uint8Array;
  /** Hex. */
  sha256: string;
}
export interface CertificateMaker {
  make(input: CertificateInput): Promise<CertificateFile>;
  /** A statutory paper: a letter of as many pages as it needs. */
  makePaper(input: PaperInput): Promise<CertificateFile>;
  /** Plain pages without number or seal. */
  makeLetter(input: LetterInput): Promise<CertificateFile>;
  /** Address of the public check that the QR code holds. */
  verifyUrl(number: string, checkCode: string): string;
}

const require = createRequire(import.meta.url);
const fontFiles = {
  regular: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  medium: '@expo-google-fonts/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf',
};

/** `publicUrl` is where people reach the product; request headers never decide it. */
export function createCertificateMaker({ publicUrl }: { publicUrl: string }): CertificateMaker {
  let bytes: Promise<[Buffer, Buffer]> | undefined;
  const kit = createFontKit();
  const loadFonts = () => {
    bytes ??= Promise.all([readFile(require.resolve(fontFiles.regular)), readFile(require.resolve(fontFiles.medium))]);
    return bytes;
  };
  async function begin(): Promise<{ pdf: PDFDocument; fonts: Fonts }> {
    const [regular, medium] = await loadFonts();
    const pdf = await PDFDocument.create();
    pdf.registerFontkit(kit);
    // Only the glyphs used are kept: some ten kilobytes instead of ten megabytes.
    const embed = (file: Buffer) => pdf.embedFont(file, { subset: true });
    return { pdf, fonts: { regular: await embed(regular), medium: await embed(medium) } };
  }
  const urlOf = (number: string, checkCode: string) => verifyUrl(publicUrl, number, checkCode);

  return {
    verifyUrl: urlOf,
    async make(input) {
      const { pdf, fonts } = await begin();
      describe(pdf, input);
      const sheet = pdf.addPage([page.width, page.height]);
      drawFrame(sheet);
      drawTitle(sheet, fonts, input);
      drawFields(sheet, fonts, input);
      drawFoot(sheet, fonts, input, urlOf(input.number, input.checkCode));
      return finished(pdf);
    },
    async makePaper(input) {
      const { pdf, fonts } = await begin();
      describe(pdf, input);
      drawPaper(pdf, fonts, input, urlOf(input.number, input.checkCode));
      return finished(pdf);
    },
    async makeLetter(input) {
      const { pdf, fonts } = await begin();
      pdf.setTitle(input.title, { showInWindowTitleBar: true });
      pdf.setLanguage('zh-CN');
      drawLetter(pdf, fonts, input);
      return finished(pdf);
    },
  };
}

async function finished(pdf: PDFDocument): Promise<CertificateFile> {
  const content = await pdf.save();
  return { content, sha256: hash('sha256', content, 'hex') };
}

function describe(pdf: PDFDocument, input: Pick<CertificateInput, 'name' | 'department' | 'number' | 'issuedAt'>): void {
  pdf.setTitle(input.name['zh-CN'], { showInWindowTitleBar: true });
  pdf.setAuthor(input.department['zh-CN']);
  pdf.setSubject(input.number);
  pdf.setLanguage('zh-CN');
  pdf.setCreator('联办 Lianban');
  pdf.setProducer('联办 Lianban');
  pdf.setCreationDate(new Date(input.issuedAt));
  pdf.setModificationDate(new Date(input.issuedAt));
}

function drawTitle(sheet: PDFPage, { regular, medium }: Fonts, { name, number, regionName }: CertificateInput): void {
  centred(sheet, medium, name['zh-CN'], { y: 730, size: fitting(medium, name['zh-CN'], 28) });
  if (name.en) centred(sheet, regular, name.en, { y: 704, size: fitting(regular, name.en, 12), color: soft });
  sheet.drawText(regionName, { x: page.margin, y: 664, size: 10, font: regular, color: soft });
  const words = `编号 No. ${number}`;
  sheet.drawText(words, {
    x: page.width - page.margin - regular.widthOfTextAtSize(words, 10),
    y: 664,
    size: 10,
    font: regular,
    color: soft,
  });
  sheet.drawLine({ start: { x: page.margin, y: 652 }, end: { x: page.width - page.margin, y: 652 }, thickness: 0.8, color: line });
}

function drawFields(sheet: PDFPage, { regular, medium }: Fonts, input: CertificateInput): void {
  const rows = [{ label: { 'zh-CN': '持证人', en: 'Holder' }, shown: input.holder }, ...input.fields];
  const valueX = page.margin + 150;
  const width = page.width - page.margin - valueX;
  // A long certificate is set closer, so that it stays on its one page.
  const step = Math.min(34, 380 / Math.max(rows.length, 1));
  let y = 622;
  for (const { label, shown } of rows) {
    sheet.drawText(label['zh-CN'], { x: page.margin, y, size: 11, font: regular, color: soft });
    if (label.en && step > 24) sheet.drawText(label.en, { x: page.margin, y: y - 11, size: 7, font: regular, color: soft });
    const lines = breakLines(shown || '—', (text) => medium.widthOfTextAtSize(text, 12), width).slice(0, 2);
    for (const [index, text] of lines.entries()) sheet.drawText(text, { x: valueX, y: y - index * 14, size: 12, font: medium, color: ink });
    y -= lines.length > 1 ? Math.max(step, 32) : step;
  }
  if (!input.statement) return;
  const statement = breakLines(input.statement['zh-CN'], (text) => regular.widthOfTextAtSize(text, 11), page.width - 2 * page.margin);
  for (const [index, text] of statement.slice(0, 3).entries()) {
    sheet.drawText(text, { x: page.margin, y: y - 10 - index * 17, size: 11, font: regular, color: ink });
  }
}

function drawFoot(sheet: PDFPage, { regular, medium }: Fonts, input: CertificateInput, url: string): void {
  sheet.drawLine({ start: { x: page.margin, y: 196 }, end: { x: page.width - page.margin, y: 196 }, thickness: 0.8, color: line });
  drawQr(sheet, url, { x: page.margin, y: 84, size: 96 });
  const x = page.margin + 112;
  const [year, month, day] = localDate(input.issuedAt).split('-').map(Number);
  sheet.drawText('校验码 Check code', { x, y: 166, size: 8, font: regular, color: soft });
  sheet.drawText(input.checkCode, { x, y: 150, size: 13, font: medium, color: ink });
  sheet.drawText('扫码或在门户「证照查验」中输入编号和校验码核实。', { x, y: 128, size: 8, font: regular, color: soft });
  sheet.drawText('Scan to check, or enter number and check code on the portal.', { x, y: 116, size: 7, font: regular, color: soft });
  rightAligned(sheet, medium, input.department['zh-CN'], { y: 166, size: 12 });
  rightAligned(sheet, regular, `${year}年${month}月${day}日`, { y: 146, size: 11 });
}
