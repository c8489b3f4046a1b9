/**
 * The parts of a workbook that are read, unpacked within limits. A zip says how large its parts are, and may lie: no part is
 * unpacked into more than it said, and what it says is added up before anything is unpacked.
 */
import { unzipSync } from 'fflate';
import { FileProblem } from './rows.ts';

/** Bytes. A sheet of 200,000 rows with ten columns is about half of it. */
export const limits = {
  file: 64 * 1024 * 1024,
  part: 160 * 1024 * 1024,
  strings: 48 * 1024 * 1024,
  all: 400 * 1024 * 1024,
  parts: 2000,
  ratio: 200,
};

const text = new TextDecoder('utf-8', { fatal: true });

/** Unpacks the parts `wanted` names; everything in the archive counts towards the limits. */
export function unpack(file: Uint8Array, wanted: (name: string) => boolean): Map<string, Uint8Array> {
  if (file.length > limits.file) throw new FileProblem('file.too_large', { limitMb: limits.file / 1024 / 1024 });
  let parts = 0;
  let all = 0;
  try {
    const found = unzipSync(file, {
      filter({ name, size, originalSize }) {
        parts += 1;
        all += originalSize;
        const most = name.endsWith('sharedStrings.xml') ? limits.strings : limits.part;
        if (parts > limits.parts || all > limits.all || originalSize > most || originalSize > Math.max(1_000_000, size * limits.ratio))
          throw new FileProblem('file.bomb');
        // A name that climbs is never used as a path here; it only shows that no spreadsheet program wrote this.
        if (name.includes('..') || name.startsWith('/') || name.includes('\\')) throw new FileProblem('file.damaged');
        return wanted(name);
      },
    });
    return new Map(Object.entries(found));
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    throw new FileProblem('file.damaged');
  }
}

/** A part as text. A document type could bring entities that grow: no workbook has one. */
export function partText(part: Uint8Array): string {
  let xml: string;
  try {
    xml = text.decode(part);
  } catch {
    throw new FileProblem('file.damaged');
  }
  if (xml.slice(0, 2000).includes('<!DOCTYPE') || xml.includes('<!ENTITY')) throw new FileProblem('file.damaged');
  return xml;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text of an XML node: the five names and character numbers; `_x000D_` is how workbooks write a control character. */
export function unescapeXml(raw: string): string {
  const plain = raw.includes('&')
    ? raw.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{2,4});/g, (whole, name: string) => {
        if (!name.startsWith('#')) return entities[name] ?? whole;
        const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
      })
    : raw;
  return plain.includes('_x')
    ? plain.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : plain;
}

/** Attribute of a tag's text. */
export function attribute(tag: string, name: string): string | undefined {
  const at = tag.indexOf(` ${name}="`);
  if (at < 0) return undefined;
  const from = at + name.length + 3;
  return unescapeXml(tag.slice(from, tag.indexOf('"', from)));
}
