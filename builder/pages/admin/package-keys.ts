/** Keys of publishers as people read and type them. */
import type { PublisherTrust } from '../../../schemas/generated/api.ts';

/** In fours, so that two people can compare it over the telephone. */
export const fingerprintWords = (fingerprint: string): string => (fingerprint.match(/.{1,4}/g) ?? []).join(' ');

/** What was typed, as it is sent; undefined until it is whole. Blanks and capitals in a fingerprint mean nothing. */
export function trustOf({ region, regionName, publicKey, fingerprint }: PublisherTrust): PublisherTrust | undefined {
  const asked = {
    region: region.trim(),
    regionName: regionName.trim(),
    publicKey: publicKey.trim(),
    fingerprint: fingerprint.replace(/[\s:：-]/g, '').toLowerCase(),
  };
  const whole =
    /^\d{6}$/.test(asked.region) && asked.regionName !== '' && asked.publicKey.length >= 40 && /^[0-9a-f]{64}$/.test(asked.fingerprint);
  return whole ? asked : undefined;
}
