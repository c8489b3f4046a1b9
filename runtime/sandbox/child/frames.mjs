/** Length-prefixed text over a pipe: four bytes big-endian, then that many bytes of UTF-8. */

/** Larger than any honest frame: a group of 32 answers of 1 MB each, escaped. */
export const MAX_FRAME_BYTES = 96 * 1024 * 1024;

/** @param {readonly string[]} texts */
export function encodeFrames(texts) {
  let bytes = 0;
  const sizes = texts.map((text) => {
    const size = Buffer.byteLength(text);
    bytes += size + 4;
    return size;
  });
  const buffer = Buffer.allocUnsafe(bytes);
  let at = 0;
  texts.forEach((text, i) => {
    at = buffer.writeUInt32BE(sizes[i] ?? 0, at);
    at += buffer.write(text, at);
  });
  return buffer;
}

/** Returns a function that takes chunks and hands on whole frames. Throws on a length no honest side would send. */
export function frameReader(onFrame, maxBytes = MAX_FRAME_BYTES) {
  let parts = [];
  let held = 0;
  /** Bytes needed before there is anything to do: avoids joining the parts of a large frame again and again. */
  let needed = 4;
  return (chunk) => {
    parts.push(chunk);
    held += chunk.length;
    if (held < needed) return;
    let buffer = parts.length === 1 ? chunk : Buffer.concat(parts, held);
    needed = 4;
    while (buffer.length >= 4) {
      const size = buffer.readUInt32BE(0);
      if (size > maxBytes) throw new Error(`frame of ${size} bytes`);
      if (buffer.length < size + 4) {
        needed = size + 4;
        break;
      }
      const text = buffer.toString('utf8', 4, size + 4);
      buffer = buffer.subarray(size + 4);
      onFrame(text);
    }
    parts = buffer.length > 0 ? [buffer] : [];
    held = buffer.length;
  };
}
