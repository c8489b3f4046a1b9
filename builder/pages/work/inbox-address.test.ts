import { describe, expect, it } from 'vitest';
import { changedAddress, listQuery } from './inbox-address.ts';

describe('the address of the inbox', () => {
  it('asks for what is to do unless it says otherwise, and passes on nothing unknown', () => {
    expect(listQuery(new URLSearchParams('q=%20&evil=1'))).toBe('state=todo');
    expect(listQuery(new URLSearchParams('state=done&q=周&page=2'))).toBe('state=done&q=%E5%91%A8&page=2');
  });
  it('goes back to the first page when a filter changes, and keeps the other filters', () => {
    expect(changedAddress(new URLSearchParams('state=todo&q=a&page=3'), { lamp: 'amber' }).toString()).toBe('state=todo&q=a&lamp=amber');
    expect(changedAddress(new URLSearchParams('q=a'), { page: '2' }).toString()).toBe('q=a&page=2');
    expect(changedAddress(new URLSearchParams('q=a'), { q: '' }).toString()).toBe('');
  });
});
