/** PDF files: opened, and every object in them looked at for what would act when somebody reads them. */
import { EncryptedPDFError, PDFArray, PDFDict, PDFDocument, PDFName, type PDFObject, PDFStream } from 'pdf-lib';
import type { Refusal } from './types.ts';

/** Keys of dictionaries that run, start, fetch or carry something. */
const activeKeys = new Set(['JS', 'JavaScript', 'AA', 'EmbeddedFiles', 'EmbeddedFile', 'RichMedia', 'XFA', 'Launch', 'RichMediaContent']);
/** Actions (`/S`) that do more than turn to a page. An address to be opened by a click is left to the reader program. */
const activeActions = new Set([
  'JavaScript',
  'Launch',
  'SubmitForm',
  'ImportData',
  'GoToE',
  'Rendition',
  'RichMediaExecute',
  'Movie',
  'Sound',
]);

export async function checkPdf(bytes: Buffer): Promise<Refusal | undefined> {
  // Programs search for the head in the first kilobyte: what stands before it is another file.
  if (bytes.toString('latin1', 0, 5) !== '%PDF-') return 'upload.two_types';
  if (hasTail(bytes) || /<script|<html|<\?php/i.test(bytes.toString('latin1'))) return 'upload.two_types';
  let document: PDFDocument;
  try {
    document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: false });
    if (document.getPageCount() < 1) return 'upload.unreadable';
  } catch (error) {
    return error instanceof EncryptedPDFError ? 'upload.pdf_locked' : 'upload.unreadable';
  }
  // Objects the parser gave up on are not looked into; a reader program may be more patient.
  if (/\/(?:JavaScript|Launch|EmbeddedFiles|RichMedia)\b/.test(bytes.toString('latin1'))) return 'upload.pdf_active';
  for (const [, object] of document.context.enumerateIndirectObjects()) if (isActive(object)) return 'upload.pdf_active';
  return undefined;
}

/** After the last end mark only line ends may follow: other readers begin at the end of a file. */
function hasTail(bytes: Buffer): boolean {
  const end = bytes.lastIndexOf('%%EOF');
  return end < 0 || bytes.toString('latin1', end + 5).trim() !== '';
}

/** With a list, not by recursion: depth is the sender's choice. References lead to objects that are looked at themselves. */
function isActive(first: PDFObject): boolean {
  const open: PDFObject[] = [first];
  for (let object = open.pop(); object; object = open.pop()) {
    if (object instanceof PDFStream) open.push(object.dict);
    else if (object instanceof PDFArray) open.push(...object.asArray());
    else if (object instanceof PDFDict) {
      for (const [key, value] of object.entries()) {
        const name = nameOf(key);
        if (activeKeys.has(name)) return true;
        if (name === 'S' && value instanceof PDFName && activeActions.has(nameOf(value))) return true;
        open.push(value);
      }
    }
  }
  return false;
}

/** Letters may be written as #4a or #4A; the parser reads only the second. */
function nameOf(name: PDFName): string {
  return name.decodeText().replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
