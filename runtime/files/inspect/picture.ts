/** Pictures: decoded with bounds; whatever a picture carries besides being one is left behind by drawing it anew. */
import sharp from 'sharp';
import type { FileType, Inspection } from './types.ts';
import { archiveEnd } from './zip.ts';

/** Four times what phones take today; a picture of one colour packs a thousand times smaller. */
const mostPixels = 64_000_000;
const thumbnailSize = 320;

sharp.concurrency(1);
sharp.cache(false);

export async function inspectPicture(bytes: Buffer, type: 'jpeg' | 'png' | 'webp'): Promise<Inspection> {
  try {
    const { width = 0, height = 0, format, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width * height * pages > mostPixels) return { ok: false, code: 'upload.too_many_pixels' };
    if (format !== type) return { ok: false, code: 'upload.two_types' };
    const open = () => sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' }).rotate();
    const thumbnail = await open()
      .resize(thumbnailSize, thumbnailSize, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 70 })
      .toBuffer();
    if (!carriesMore(bytes, type)) return { ok: true, type, thumbnail };
    const drawn = type === 'jpeg' ? open().jpeg({ quality: 92 }) : type === 'png' ? open().png() : open().webp({ quality: 92 });
    return { ok: true, type, thumbnail, redrawn: await drawn.toBuffer() };
  } catch {
    return { ok: false, code: 'upload.unreadable' };
  }
}

/** Something after the picture's end, an archive's list, or marks of pages and scripts anywhere. */
function carriesMore(bytes: Buffer, type: 'jpeg' | 'png' | 'webp'): boolean {
  if (archiveEnd(bytes) !== undefined) return true;
  if (/<script|<svg|<html|<\?php|<%|%PDF-|javascript:/i.test(bytes.toString('latin1'))) return true;
  if (type === 'png') return bytes.indexOf(Buffer.from('IEND')) + 8 !== bytes.length;
  if (type === 'webp') return bytes.readUInt32LE(4) + 8 !== bytes.length;
  return bytes.readUInt16BE(bytes.length - 2) !== 0xffd9;
}

/** HEIC cannot be decoded here: its boxes must fill the file exactly, and nothing in it may be of another kind. */
export function inspectHeic(bytes: Buffer): Inspection {
  const type: FileType = 'heic';
  let at = 0;
  while (at + 8 <= bytes.length) {
    const size = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    const length = size === 0 ? bytes.length - at : size === 1 && at + 16 <= bytes.length ? Number(bytes.readBigUInt64BE(at + 8)) : size;
    if (length < 8 || at + length > bytes.length || !/^(?:ftyp|meta|mdat|free|skip|moov|uuid|mpvd|idat)$/.test(name))
      return { ok: false, code: 'upload.two_types' };
    at += length;
  }
  if (at !== bytes.length) return { ok: false, code: 'upload.two_types' };
  if (archiveEnd(bytes) !== undefined || /<script|<html|<svg|%PDF-/i.test(bytes.toString('latin1')))
    return { ok: false, code: 'upload.two_types' };
  return { ok: true, type };
}
