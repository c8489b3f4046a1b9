import { useCallback, useRef } from 'react';
import { useSearchParams } from 'react-router';

/** Entries of the address to set; an empty one is taken out, the others stay. */
export type AddressChange = Record<string, string | undefined>;

/**
 * What stands in the address behind the question mark, and a way to change it. A change replaces the page in the browser's history;
 * with `step` one goes back from it. The router's own setter is another function after every change; this one stays the same,
 * so that what it is handed to is not drawn again. A change that changes nothing is none: it would call off a move to another page
 * that is just being loaded.
 */
export function useAddress(): [URLSearchParams, (changes: AddressChange, step?: 'step') => void] {
  const [params, setParams] = useSearchParams();
  const now = useRef({ params, setParams });
  now.current = { params, setParams };
  const change = useCallback((changes: AddressChange, step?: 'step') => {
    const next = new URLSearchParams(now.current.params);
    for (const [key, value] of Object.entries(changes)) {
      if (value) next.set(key, value);
      else next.delete(key);
    }
    if (next.toString() === now.current.params.toString()) return;
    // A second change before the page is drawn again goes on from the first.
    now.current.params = next;
    now.current.setParams(next, { replace: step === undefined });
  }, []);
  return [params, change];
}
