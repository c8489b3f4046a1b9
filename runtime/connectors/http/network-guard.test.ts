import { describe, expect, it } from 'vitest';
import { checkAddress, guardedLookup, isInside, NotAllowedError } from './network-guard.ts';

describe('isInside', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '[::ffff:7f00:1]',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    'fc00::1',
    'fe80::1%eth0',
    'not an address',
  ])('counts %s as inside', (address) => {
    expect(isInside(address)).toBe(true);
  });
  it.each(['8.8.8.8', '202.101.172.35', '2400:3200::1', '172.32.0.1'])('counts %s as outside', (address) => {
    expect(isInside(address)).toBe(false);
  });
});

describe('checkAddress', () => {
  const allowed = ['data.example.gov.cn', 'service.example.gov.cn:8443', '127.0.0.1:4180'];

  it.each([
    'https://data.example.gov.cn/x',
    'http://data.example.gov.cn',
    'https://service.example.gov.cn:8443/a',
    'http://127.0.0.1:4180/ga',
  ])('lets %s through', (address) => {
    expect(checkAddress(address, allowed)).toBeInstanceOf(URL);
  });
  it.each([
    'https://evil.example',
    'https://data.example.gov.cn.evil.example',
    'https://data.example.gov.cn:6379/',
    'http://127.0.0.1:4181/',
    'http://127.1:80/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]:4180/',
    'file:///etc/passwd',
    'gopher://data.example.gov.cn/',
    'https://user:pass@data.example.gov.cn/',
    'https://data.example.gov.cn@evil.example/',
    'not a url',
    '',
  ])('refuses %s', (address) => {
    expect(() => checkAddress(address, allowed)).toThrow(NotAllowedError);
  });
  it('allows nothing when no host is listed', () => {
    expect(() => checkAddress('https://data.example.gov.cn/', [])).toThrow(NotAllowedError);
  });
});

describe('guardedLookup', () => {
  it('refuses a name that leads inside', async () => {
    const error = await new Promise((resolve) => guardedLookup('localhost', { all: true }, (problem) => resolve(problem)));

    expect(error).toBeInstanceOf(NotAllowedError);
  });
});
