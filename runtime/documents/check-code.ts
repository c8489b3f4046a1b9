import { createHmac, timingSafeEqual } from 'node:crypto';

/** Letters and digits that cannot be mistaken for each other on paper. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * Check codes of certificates: an HMAC of region and number by a key of this installation, shortened to ten characters
 * (50 bits) that can be typed from paper. Nobody can make one for a number that was not issued here.
 */
export function createCheckCodes(masterKey: string) {
  const key = createHmac('sha256', Buffer.from(masterKey, 'base64')).update('lianban.certificate.check-code/1').digest();

  function codeOf(number: string): string {
    const digest = createHmac('sha256', key).update(number).digest();
    let bits = 0n;
    for (const byte of digest.subarray(0, 7)) bits = (bits << 8n) | BigInt(byte);
    let code = '';
    for (let index = 0; index < 10; index += 1) {
      code += alphabet[Number(bits & 31n)];
      bits >>= 5n;
    }
    return code;
  }

  return {
    codeOf,
    /** Compares in constant time; spaces, hyphens and case do not count. */
    matches(number: string, given: string): boolean {
      const expected = Buffer.from(codeOf(number));
      const actual = Buffer.from(given.replace(/[\s-]/g, '').toUpperCase());
      return actual.length === expected.length && timingSafeEqual(actual, expected);
    },
  };
}
export type CheckCodes = ReturnType<typeof createCheckCodes>;
