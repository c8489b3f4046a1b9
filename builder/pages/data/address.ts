/** Filters live in the address: they survive a reload, the way back, and a colleague's link. */
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

export type Filters = Readonly<Record<string, string | undefined>>;

/** The address after some filters changed; any change but the page itself goes back to the first page. */
export function changedFilters(address: URLSearchParams, change: Filters): URLSearchParams {
  const next = new URLSearchParams(address);
  if (!('page' in change)) next.delete('page');
  for (const [name, value] of Object.entries(change)) {
    const words = value?.trim();
    if (words) next.set(name, words);
    else next.delete(name);
  }
  return next;
}

/** What is sent to the server: known names only, empty ones left out, in one order so that equal lists are asked for once. */
export function listQuery(address: URLSearchParams, known: readonly string[], fixed: Filters = {}): string {
  const query = new URLSearchParams();
  for (const name of known) {
    const value = address.get(name)?.trim();
    if (value) query.set(name, value);
  }
  for (const [name, value] of Object.entries(fixed)) if (value) query.set(name, value);
  return query.toString();
}

export function useFilters() {
  const [address, setAddress] = useSearchParams();
  const change = useCallback((filters: Filters) => setAddress((before) => changedFilters(before, filters)), [setAddress]);
  return { address, change, page: Math.max(1, Number(address.get('page')) || 1) };
}
