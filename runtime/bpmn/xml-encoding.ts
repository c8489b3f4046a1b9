/** Bytes to text: byte order mark, then the declared encoding, then UTF-8; what does not decode cleanly is refused. */
import { XmlError } from './problem.ts';

/** Encodings files of BPMN tools really come in; `TextDecoder` knows more, but a label it guesses at helps nobody. */
const known: Record<string, string> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  'iso-8859-15': 'iso-8859-15',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  gb18030: 'gb18030',
  big5: 'big5',
};

/** Throws `XmlError`. */
export function decodeXml(bytes: Uint8Array): string {
  const marked = byMark(bytes);
  const encoding = marked ?? byShape(bytes) ?? declared(bytes) ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new XmlError(
      'xml.encoding',
      1,
      `文件不是它声明的编码（${encoding}）：请另存为 UTF-8。`,
      `The file is not in the encoding it declares (${encoding}): save it as UTF-8.`,
    );
  }
}

function byMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** UTF-16 without a mark: every other byte of `<` and what follows is zero. */
function byShape(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be';
  return undefined;
}

function declared(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const label = /^<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1]?.toLowerCase();
  if (label === undefined) return undefined;
  const encoding = known[label];
  // A file in single bytes cannot be the UTF-16 it says; the text that was read proves it.
  if (encoding === undefined || encoding.startsWith('utf-16'))
    throw new XmlError(
      'xml.encoding',
      1,
      `不支持声明的编码「${label.slice(0, 40)}」：请另存为 UTF-8。`,
      `The declared encoding “${label.slice(0, 40)}” is not supported: save the file as UTF-8.`,
    );
  return encoding;
}
