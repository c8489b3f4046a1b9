/**
 * Words that are proposed until somebody writes their own. A proposal may come late (it waits for the comparison of versions): it never
 * arrives under the hands of whoever is in the box, and what was written is never replaced.
 *
 * free (follows the proposal) -> held (somebody is in the box) -> own (changed) | free (left as it was)
 */
export type Proposed = { state: 'free' } | { state: 'held' | 'own'; words: string };

export const free: Proposed = { state: 'free' };
export const wordsOf = (now: Proposed, proposal: string): string => (now.state === 'free' ? proposal : now.words);

export const entered = (now: Proposed, proposal: string): Proposed => (now.state === 'free' ? { state: 'held', words: proposal } : now);
export const written = (words: string): Proposed => ({ state: 'own', words });
export const left = (now: Proposed): Proposed => (now.state === 'held' ? free : now);
