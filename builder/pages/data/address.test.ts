import { describe, expect, it } from 'vitest';
import { changedFilters, listQuery } from './address.ts';

describe('filters in the address', () => {
  it('go back to the first page when one of them changes', () => {
    const address = new URLSearchParams('q=户口&page=3');

    expect(changedFilters(address, { owner: 'ga' }).toString()).toBe(new URLSearchParams({ q: '户口', owner: 'ga' }).toString());
    expect(changedFilters(address, { page: '4' }).get('page')).toBe('4');
  });

  it('disappear when they are emptied, blanks included', () => {
    expect(changedFilters(new URLSearchParams('q=户口&owner=ga'), { q: '  ' }).toString()).toBe('owner=ga');
  });

  it('are sent by known names only, with what the page adds itself', () => {
    const address = new URLSearchParams('owner=ga&q=%20hk%20&tab=fields&page=2');

    expect(listQuery(address, ['q', 'owner', 'page'], { side: 'answer', state: undefined })).toBe('q=hk&owner=ga&page=2&side=answer');
  });
});
