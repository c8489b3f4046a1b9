/** Digits that follow from a text: the same everywhere, spread evenly (two cyrb53-style 32-bit lanes). */
export function digits(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return eight(a) + eight(b);
}

function eight(lane: number): string {
  return String((lane >>> 0) % 100_000_000).padStart(8, '0');
}
