import { describe, expect, it } from 'vitest';
import { match } from './router.ts';

describe('match', () => {
  it('reads the parts of an address and decodes them', () => {
    expect(match('/go/a/:draft/:section', '/go/a/12/s%201')).toEqual({ draft: '12', section: 's 1' });
  });
  it('takes a closing slash, and neither a longer nor another address', () => {
    expect(match('/go', '/go/')).toEqual({});
    expect(match('/go/a/:draft', '/go/a')).toBeUndefined();
    expect(match('/go/a/:draft', '/go/c/1')).toBeUndefined();
  });
});
