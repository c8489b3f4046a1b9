/** Larger than any honest frame. */
export const MAX_FRAME_BYTES: number;
export function encodeFrames(texts: readonly string[]): Buffer;
/** Returns a function that takes chunks and hands on whole frames. Throws on a length no honest side would send. */
export function frameReader(onFrame: (text: string) => void, maxBytes?: number): (chunk: Buffer) => void;
