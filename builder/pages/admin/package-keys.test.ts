import { describe, expect, it } from 'vitest';
import { fingerprintWords, trustOf } from './package-keys.ts';

const fingerprint = 'ab12'.repeat(16);
const publicKey = `${'A'.repeat(43)}=`;

describe('keys of publishers', () => {
  it('are shown in fours and typed back with blanks, colons or capitals', () => {
    const shown = fingerprintWords(fingerprint);
    expect(shown.split(' ')).toHaveLength(16);

    const asked = trustOf({ region: '330000', regionName: ' 浙江省 ', publicKey, fingerprint: `${shown.toUpperCase()}\n` });

    expect(asked).toEqual({ region: '330000', regionName: '浙江省', publicKey, fingerprint });
    expect(trustOf({ region: '330000', regionName: '浙江省', publicKey, fingerprint: shown.replaceAll(' ', ':') })).toEqual(asked);
  });

  it('are not sent before everything is there', () => {
    const whole = { region: '330000', regionName: '浙江省', publicKey, fingerprint };
    expect(trustOf(whole)).toEqual(whole);
    expect(trustOf({ ...whole, region: '3300' })).toBeUndefined();
    expect(trustOf({ ...whole, regionName: ' ' })).toBeUndefined();
    expect(trustOf({ ...whole, publicKey: 'A' })).toBeUndefined();
    expect(trustOf({ ...whole, fingerprint: fingerprint.slice(1) })).toBeUndefined();
  });
});
