/** Files for tests: good ones, and those that are not what they seem. */

import { crc32, deflateSync } from 'node:zlib';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { PDFDocument, PDFName, PDFString } from 'pdf-lib';
import sharp from 'sharp';

/** The test text every scanner knows; in two parts, so that no scanner takes this file for one. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

export const picture = (type: 'jpeg' | 'png' | 'webp' = 'jpeg', { width = 640, height = 480 } = {}): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: 40, g: 90, b: 160 } } })
    .composite([
      {
        input: Buffer.from(`<svg width="${width}" height="${height}"><text x="20" y="60" font-size="40">合同</text></svg>`),
        top: 0,
        left: 0,
      },
    ])
    .toFormat(type)
    .toBuffer();

/** Random dots do not pack: a picture of about the wanted size. */
export async function largePicture(width: number, height: number): Promise<Buffer> {
  const dots = Buffer.alloc(width * height * 3);
  let seed = 7;
  for (let place = 0; place < dots.length; place += 1) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    dots[place] = seed >> 16;
  }
  return sharp(dots, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

export async function pdf(words = 'Lease', change?: (document: PDFDocument) => void): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage([300, 200]).drawText(words, { x: 20, y: 150 });
  change?.(document);
  return Buffer.from(await document.save());
}

const action = (document: PDFDocument, entries: Record<string, string>) =>
  document.context.obj({ ...Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, PDFString.of(value)])) });

export const pdfWithScript = () => pdf('script', (document) => document.addJavaScript('main', 'app.alert("x")'));

export const pdfWithOpenAction = () =>
  pdf('open', (document) => {
    const open = action(document, { JS: 'app.launchURL("http://127.0.0.1")' });
    open.set(PDFName.of('S'), PDFName.of('JavaScript'));
    document.catalog.set(PDFName.of('OpenAction'), document.context.register(open));
  });

export const pdfWithLaunch = () =>
  pdf('launch', (document) => {
    const launch = action(document, { F: 'cmd.exe' });
    launch.set(PDFName.of('S'), PDFName.of('Launch'));
    document.catalog.set(PDFName.of('OpenAction'), launch);
  });

export const pdfWithFile = () =>
  pdf('file', (document) => void document.attach(Buffer.from('MZ…'), 'setup.exe', { mimeType: 'application/octet-stream' }));

/** The key is written as #4a#53, as a reader program reads it all the same. */
export async function pdfWithHiddenScript(): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.addPage();
  const open = document.context.obj({ S: 'JavaScript', JS: PDFString.of('1') });
  document.catalog.set(PDFName.of('OpenAction'), open);
  const bytes = Buffer.from(await document.save({ useObjectStreams: false })).toString('latin1');
  return Buffer.from(bytes.replace('/JavaScript', '/#4aavaScript').replace('/JS', '/#4aS'), 'latin1');
}

export const archive = (files: Zippable): Buffer => Buffer.from(zipSync(files, { level: 9 }));
const types = strToU8('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>');
export const docx = (more: Zippable = {}): Buffer =>
  archive({ '[Content_Types].xml': types, 'word/document.xml': strToU8('<w:document/>'), ...more });
/** 30 MB of nothing in 30 kB. */
export const bomb = (): Buffer => docx({ 'word/media.bin': new Uint8Array(30 * 1024 * 1024) });

/** The list says a hundred bytes, the content is a megabyte. */
export function lyingArchive(): Buffer {
  const bytes = docx({ 'word/more.xml': new Uint8Array(1024 * 1024) });
  const at = bytes.lastIndexOf(Buffer.from('word/more.xml')) - 46;
  bytes.writeUInt32LE(100, at + 24);
  return bytes;
}

/** Two names for the same bytes. */
export function overlappingArchive(): Buffer {
  const bytes = docx({ 'word/a.xml': strToU8('a'.repeat(500)), 'word/b.xml': strToU8('b'.repeat(500)) });
  const a = bytes.lastIndexOf(Buffer.from('word/a.xml')) - 46;
  const b = bytes.lastIndexOf(Buffer.from('word/b.xml')) - 46;
  bytes.writeUInt32LE(bytes.readUInt32LE(a + 42), b + 42);
  return bytes;
}

/** A picture of 20,000 × 20,000 dots of one colour: some kilobytes. */
export function pixelBomb(): Buffer {
  const side = 20_000;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 1;
  const rows = deflateSync(Buffer.alloc((1 + side / 8) * side), { level: 9 });
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
