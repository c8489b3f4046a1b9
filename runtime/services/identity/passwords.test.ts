import { describe, expect, it } from 'vitest';
import { hashPassword, isWeakPassword, verifyPassword } from './passwords.ts';

describe('passwords', () => {
  it('are kept as scrypt with a salt of their own, and only the right one fits', async () => {
    const [one, two] = await Promise.all([hashPassword('Seaside-2026'), hashPassword('Seaside-2026')]);

    expect(one).toMatch(/^scrypt\$32768\$8\$1\$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword('Seaside-2026', one)).toBe(true);
    expect(await verifyPassword('seaside-2026', one)).toBe(false);
  });

  it('fit however the keyboard composed them', async () => {
    expect(await verifyPassword('Caf\u00e9-Seaside-1', await hashPassword('Cafe\u0301-Seaside-1'))).toBe(true);
  });

  it('of an account without one never fit, and take as long', async () => {
    const started = performance.now();

    expect(await verifyPassword('anything', null)).toBe(false);
    expect(performance.now() - started).toBeGreaterThan(5);
  });

  it.each([
    ['Seaside-2026', false],
    ['a quiet evening by the sea', false],
    ['short-1A', true],
    ['onlylowercase', true],
    ['aaaaaaaaaaaaaaaaaaaa', true],
    ['Wang.Ping-2026', true],
  ])('%s: too weak is %s', (password, weak) => {
    expect(isWeakPassword(password, 'wang.ping')).toBe(weak);
  });
});
