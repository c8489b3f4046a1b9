/**
 * Office files and OFD are archives. The list at the end is read and believed in nothing: entries may not overlap, each is
 * unpacked with a bound, and names stay inside.
 */
import { inflateRawSync } from 'node:zlib';
import type { Refusal } from './types.ts';

const mostEntries = 2_000;
const mostBytes = 200 * 1024 * 1024;
/** Text packs to a hundredth at times; a bomb packs to less than a thousandth. */
const mostTimes = 400;
const activeNames = /(?:^|\/)(?:vbaProject\.bin|.*\.(?:js|vbs|exe|dll|bat|cmd|ps1|jar|sh|html?|hta|svg|swf|zip|rar|7z|docm|xlsm))$/i;

export interface Entry {
  name: string;
  flags: number;
  method: number;
  packed: number;
  size: number;
  at: number;
}

/** Where the list of an archive lies, when these bytes end with one. */
export function archiveEnd(bytes: Buffer): { at: number; entries: number; list: number; length: number } | undefined {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 65_557); at -= 1) {
    if (bytes.readUInt32LE(at) !== 0x06054b50 || at + 22 + bytes.readUInt16LE(at + 20) !== bytes.length) continue;
    return { at, entries: bytes.readUInt16LE(at + 10), length: bytes.readUInt32LE(at + 12), list: bytes.readUInt32LE(at + 16) };
  }
  return undefined;
}

export function entriesOf(bytes: Buffer): Entry[] | Refusal {
  const end = archiveEnd(bytes);
  if (!end || end.list + end.length !== end.at || bytes.readUInt32LE(0) !== 0x04034b50) return 'upload.unreadable';
  if (end.entries > mostEntries) return 'upload.archive_bomb';
  const entries: Entry[] = [];
  let at = end.list;
  for (let index = 0; index < end.entries; index += 1) {
    if (at + 46 > end.at || bytes.readUInt32LE(at) !== 0x02014b50) return 'upload.unreadable';
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      at: bytes.readUInt32LE(at + 42),
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return at === end.at ? entries : 'upload.unreadable';
}

/** What is wrong with an archive before it is opened: not one, or more inside than so many bytes or than its list says. */
export function archiveTrouble(bytes: Buffer, most: number): 'unreadable' | 'bomb' | undefined {
  const entries = entriesOf(bytes);
  if (typeof entries === 'string') return entries === 'upload.unreadable' ? 'unreadable' : 'bomb';
  if (entries.reduce((sum, { size }) => sum + size, 0) > most) return 'bomb';
  return checkArchive(bytes, entries) === 'upload.archive_bomb' ? 'bomb' : undefined;
}

/** Is every entry what its list says, inside the archive, of bounded size, and nothing that acts? */
export function checkArchive(bytes: Buffer, entries: readonly Entry[]): Refusal | undefined {
  let total = 0;
  let free = 0;
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    const begin = entry.at + 30 + nameAndExtra(bytes, entry.at);
    // One stretch of bytes unpacked under many names is how small bombs are made.
    if (Number.isNaN(begin) || entry.at < free || begin + entry.packed > bytes.length) return 'upload.archive_bomb';
    free = begin + entry.packed;
    if (isUnsafeName(entry.name)) return 'upload.archive_active';
    if (entry.flags & 1 || ![0, 8].includes(entry.method)) return 'upload.unreadable';
    total += entry.size;
    if (total > mostBytes || entry.size > Math.max(1_048_576, entry.packed * mostTimes)) return 'upload.archive_bomb';
    if (!unpacksTo(bytes.subarray(begin, free), entry)) return 'upload.archive_bomb';
  }
  return undefined;
}

function nameAndExtra(bytes: Buffer, at: number): number {
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== 0x04034b50) return Number.NaN;
  return bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
}

function isUnsafeName(name: string): boolean {
  const climbs = name.split(/[\\/]/).includes('..') || /^[\\/]|^[A-Za-z]:|\\|\0/.test(name);
  return climbs || activeNames.test(name);
}

/** The size in the list is the sender's word; unpacking stops where it ends. */
function unpacksTo(packed: Buffer, { method, size }: Entry): boolean {
  if (method === 0) return packed.length === size;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) }).length === size;
  } catch {
    return false;
  }
}
