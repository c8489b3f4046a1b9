/** What a file is, by its bytes: neither its name nor what its sender says counts. Runs in a child process only. */
import { fileTypeFromBuffer } from 'file-type';
import { checkPdf } from './pdf.ts';
import { inspectHeic, inspectPicture } from './picture.ts';
import type { Inspection } from './types.ts';
import { archiveEnd, checkArchive, entriesOf } from './zip.ts';

export async function inspect(given: Uint8Array): Promise<Inspection> {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  // A head wherever in the first kilobyte makes a PDF of it for some readers.
  if (bytes.toString('latin1', 0, 1024).includes('%PDF-')) return ofPdf(bytes);
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === 0x04034b50) return ofArchive(bytes);
  const sniffed = await fileTypeFromBuffer(bytes);
  switch (sniffed?.mime) {
    case 'image/jpeg':
      return inspectPicture(bytes, 'jpeg');
    case 'image/png':
      return inspectPicture(bytes, 'png');
    case 'image/webp':
      return inspectPicture(bytes, 'webp');
    case 'image/heic':
    case 'image/heif':
      return inspectHeic(bytes);
    default:
      return { ok: false, code: 'upload.type_unknown' };
  }
}

async function ofPdf(bytes: Buffer): Promise<Inspection> {
  if (archiveEnd(bytes) !== undefined) return { ok: false, code: 'upload.two_types' };
  const code = await checkPdf(bytes);
  return code ? { ok: false, code } : { ok: true, type: 'pdf' };
}

function ofArchive(bytes: Buffer): Inspection {
  const entries = entriesOf(bytes);
  if (typeof entries === 'string') return { ok: false, code: entries };
  const code = checkArchive(bytes, entries);
  if (code) return { ok: false, code };
  const names = new Set(entries.map(({ name }) => name));
  if (names.has('OFD.xml')) return { ok: true, type: 'ofd' };
  if (!names.has('[Content_Types].xml')) return { ok: false, code: 'upload.type_unknown' };
  if (names.has('word/document.xml')) return { ok: true, type: 'docx' };
  return names.has('xl/workbook.xml') ? { ok: true, type: 'xlsx' } : { ok: false, code: 'upload.type_unknown' };
}
