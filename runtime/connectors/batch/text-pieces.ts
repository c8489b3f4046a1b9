/**
 * Bytes to text, strictly: nothing is ever replaced in silence. Pieces end at line feeds (which no multi-byte character of
 * these encodings contains), so a wrong byte spoils its own line and no other.
 *
 * TextDecoder, not iconv-lite: it can be told to refuse wrong bytes, and knows GB 18030.
 */
import { isUtf8 } from 'node:buffer';
import { FileProblem } from './rows.ts';

export type Encoding = 'utf-8' | 'gb18030' | 'gbk' | 'utf-16le' | 'utf-16be';

export interface TextPiece {
  text: string;
  /** Lines of this piece (0 is the first) with wrong bytes. */
  bad?: Map<number, BadBytes>;
}
export interface BadBytes {
  /** Of the first wrong byte, from the beginning of the file. */
  offset: number;
  /** The file ends in the middle of a character. */
  truncated: boolean;
}

const lineFeed = 0x0a;
/** One line may not be longer: a file without line feeds is no table. */
const maxLine = 4 * 1024 * 1024;

/** What the first bytes say: a byte order mark, else UTF-8 where that is what they are, else GB 18030. */
export function detectEncoding(head: Uint8Array, complete: boolean): { encoding: Encoding; bom: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bom: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bom: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bom: 2 };
  // The head may end inside a character: up to three bytes of it are left out.
  const whole = complete ? head : head.subarray(0, head.lastIndexOf(lineFeed) + 1 || Math.max(0, head.length - 3));
  if (isUtf8(whole)) return { encoding: 'utf-8', bom: 0 };
  return { encoding: looksLikeGb(whole) ? 'gb18030' : 'utf-8', bom: 0 };
}

/**
 * More lines that decode as GB 18030 than as UTF-8 say it is GB 18030. Almost any bytes decode as GB 18030, so a file with
 * one wrong byte in UTF-8 must not become Chinese by it: lines that are UTF-8 and more than Latin decide first.
 */
function looksLikeGb(bytes: Uint8Array): boolean {
  let utf8 = 0;
  let gb = 0;
  let wide = 0;
  for (const line of linesOf(bytes)) {
    if (!line.some((byte) => byte > 0x7f)) continue;
    wide += 1;
    if (isUtf8(line)) utf8 += 1;
    else if (decoded('gb18030', line) !== undefined) gb += 1;
  }
  return utf8 === 0 && gb > 0 && (wide > 1 || gb === wide) && hanShare(bytes) > 0.5;
}

/** Of what is not Latin, how much are common Chinese characters when read as GB 18030. */
function hanShare(bytes: Uint8Array): number {
  const text = new TextDecoder('gb18030').decode(bytes);
  const wide = [...text].filter((letter) => letter > '\u007f' && letter !== '\ufffd');
  const common = wide.filter((letter) => /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/.test(letter));
  return wide.length === 0 ? 0 : common.length / wide.length;
}

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  let from = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, from)) {
    yield bytes.subarray(from, at);
    from = at + 1;
  }
  if (from < bytes.length) yield bytes.subarray(from);
}

const strict = new Map<string, TextDecoder>();
function decoded(encoding: string, bytes: Uint8Array): string | undefined {
  let decoder = strict.get(encoding);
  if (!decoder) {
    decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    strict.set(encoding, decoder);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Texts of whole lines, in order. `encoding` 'auto' looks at the first bytes. */
export async function* textPieces(bytes: AsyncIterable<Uint8Array>, wanted: Encoding | 'auto'): AsyncGenerator<TextPiece> {
  let known: { encoding: Encoding; bom: number } | undefined;
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  let wide: WideText | undefined;
  for await (const part of sliced(bytes)) {
    rest = rest.length === 0 ? Buffer.from(part.buffer, part.byteOffset, part.length) : Buffer.concat([rest, part]);
    if (!known) {
      if (rest.length < 65_536 && !rest.includes(lineFeed)) continue;
      known = encodingOf(rest, wanted, false);
      rest = rest.subarray(known.bom);
      offset = known.bom;
      if (known.encoding.startsWith('utf-16')) wide = new WideText(known.encoding);
    }
    if (wide) {
      const piece = wide.take(rest);
      rest = Buffer.alloc(0);
      if (piece.text !== '') yield piece;
      continue;
    }
    const end = rest.lastIndexOf(lineFeed) + 1;
    if (end === 0) {
      if (rest.length > maxLine) throw new FileProblem('file.line_too_long');
      continue;
    }
    yield pieceOf(rest.subarray(0, end), known.encoding, offset);
    offset += end;
    rest = rest.subarray(end);
  }
  if (!known) {
    known = encodingOf(rest, wanted, true);
    rest = rest.subarray(known.bom);
    offset = known.bom;
    if (known.encoding.startsWith('utf-16')) wide = new WideText(known.encoding);
  }
  if (wide) yield wide.end(rest);
  else if (rest.length > 0) yield pieceOf(rest, known.encoding, offset);
}

function encodingOf(head: Buffer, wanted: Encoding | 'auto', complete: boolean): { encoding: Encoding; bom: number } {
  const found = detectEncoding(head, complete);
  if (wanted === 'auto') return found;
  // A mark is no part of the text, whatever the encoding was said to be; another mark contradicts it.
  if (found.bom > 0 && found.encoding !== wanted) throw new FileProblem('file.encoding_differs', { found: found.encoding, said: wanted });
  return { encoding: wanted, bom: found.bom };
}

/** Parts of a size that memory does not notice. */
async function* sliced(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const size = 256 * 1024;
  for await (const part of bytes) for (let at = 0; at < part.length; at += size) yield part.subarray(at, at + size);
}

function pieceOf(bytes: Buffer, encoding: Encoding, offset: number): TextPiece {
  if (encoding === 'utf-8' ? isUtf8(bytes) : true) {
    const text = encoding === 'utf-8' ? bytes.toString('utf8') : decoded(encoding, bytes);
    if (text !== undefined) return { text };
  }
  // Somewhere in here is a wrong byte: line by line.
  const bad = new Map<number, BadBytes>();
  const lines: string[] = [];
  let at = 0;
  for (const line of linesOf(bytes)) {
    const text = decoded(encoding, line);
    if (text === undefined) {
      const wrong = firstWrong(line, encoding);
      bad.set(lines.length, {
        offset: offset + at + wrong,
        truncated: at + line.length === bytes.length && endsShort(line, encoding, wrong),
      });
    }
    lines.push(text ?? new TextDecoder(encoding).decode(line));
    at += line.length + 1;
  }
  return { text: lines.join('\n') + (bytes.at(-1) === lineFeed ? '\n' : ''), bad };
}

/** The longest beginning that is right ends where the wrong byte stands. */
function firstWrong(line: Uint8Array, encoding: Encoding): number {
  let right = 0;
  let wrong = line.length;
  while (right < wrong) {
    const middle = (right + wrong + 1) >> 1;
    if (isBeginning(line.subarray(0, middle), encoding)) right = middle;
    else wrong = middle - 1;
  }
  // The character that cannot be finished begins up to three bytes before.
  for (let back = 0; back < 4 && right - back >= 0; back += 1)
    if (decoded(encoding, line.subarray(0, right - back)) !== undefined) return right - back;
  return right;
}
function isBeginning(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
const endsShort = (line: Uint8Array, encoding: Encoding, wrong: number) => line.length - wrong < 4 && isBeginning(line, encoding);

/** UTF-16: a line feed byte may be half of a letter, so the text is cut, not the bytes. */
class WideText {
  private readonly decoder: TextDecoder;
  private rest = '';
  constructor(encoding: Encoding) {
    this.decoder = new TextDecoder(encoding, { ignoreBOM: true });
  }
  take(bytes: Uint8Array): TextPiece {
    const text = this.rest + this.decoder.decode(bytes, { stream: true });
    const end = text.lastIndexOf('\n') + 1;
    this.rest = text.slice(end);
    if (this.rest.length > maxLine) throw new FileProblem('file.line_too_long');
    return marked(text.slice(0, end));
  }
  end(bytes: Uint8Array): TextPiece {
    return marked(this.rest + this.decoder.decode(bytes));
  }
}

/** Half a pair, or half a letter at the end, became U+FFFD: its line is a bad one. Nobody writes that character themselves. */
function marked(text: string): TextPiece {
  if (!text.includes('\ufffd')) return { text };
  const bad = new Map<number, BadBytes>();
  const lines = text.split('\n');
  for (const [index, line] of lines.entries())
    if (line.includes('\ufffd')) bad.set(index, { offset: -1, truncated: index === lines.length - 1 });
  return { text, bad };
}
