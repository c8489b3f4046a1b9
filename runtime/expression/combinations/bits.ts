/** Sets of small whole numbers: the pieces of a column's values. */
export type Bits = Uint32Array;

export const noBits = (size: number): Bits => new Uint32Array((size + 31) >>> 5);

export function allBits(size: number): Bits {
  const bits = noBits(size);
  fill(bits, 0, size - 1);
  return bits;
}

export function has(bits: Bits, index: number): boolean {
  return (bits[index >>> 5]! & (1 << (index & 31))) !== 0;
}

export function put(bits: Bits, index: number): void {
  bits[index >>> 5]! |= 1 << (index & 31);
}

/** Adds `from` to `to`, both included. */
export function fill(bits: Bits, from: number, to: number): void {
  for (let index = from; index <= to; index += 1) {
    if ((index & 31) === 0 && index + 31 <= to) {
      bits[index >>> 5] = 0xffffffff;
      index += 31;
    } else put(bits, index);
  }
}

export const both = (a: Bits, b: Bits): Bits => a.map((word, index) => word & b[index]!);
export const either = (a: Bits, b: Bits): Bits => a.map((word, index) => word | b[index]!);
export const without = (a: Bits, b: Bits): Bits => a.map((word, index) => word & ~b[index]!);

export function isEmpty(bits: Bits): boolean {
  for (let index = 0; index < bits.length; index += 1) if (bits[index] !== 0) return false;
  return true;
}

export function meets(a: Bits, b: Bits): boolean {
  for (let index = 0; index < a.length; index += 1) if ((a[index]! & b[index]!) !== 0) return true;
  return false;
}

/** Whether `inner` lies within `outer`. */
export function within(inner: Bits, outer: Bits): boolean {
  for (let index = 0; index < inner.length; index += 1) if ((inner[index]! & ~outer[index]!) !== 0) return false;
  return true;
}

/** The numbers in the set, in order, from `from` on. */
export function* members(bits: Bits): Iterable<number> {
  for (let word = 0; word < bits.length; word += 1) {
    for (let rest = bits[word]!; rest !== 0; rest &= rest - 1) yield word * 32 + (31 - Math.clz32(rest & -rest));
  }
}
