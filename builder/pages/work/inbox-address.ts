/** The inbox's filters live in the address, so that they survive opening a task, a reload and a colleague's link. */
const known = ['state', 'q', 'page', 'sort', 'lamp'] as const;

/** What is sent to the server: known names only, empty ones left out. */
export function listQuery(address: URLSearchParams): string {
  const query = new URLSearchParams();
  for (const name of known) {
    const value = address.get(name)?.trim();
    if (value) query.set(name, value);
  }
  if (!query.has('state')) query.set('state', 'todo');
  return query.toString();
}

/** The address after one filter changed; any change but the page itself goes back to the first page. */
export function changedAddress(address: URLSearchParams, change: Partial<Record<(typeof known)[number], string>>): URLSearchParams {
  const next = new URLSearchParams(address);
  if (!('page' in change)) next.delete('page');
  for (const [name, value] of Object.entries(change)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

/** The tab of another state: the words looked for and the order go along, a lamp of open tasks does not. */
export function tabAddress(address: URLSearchParams, state: string): string {
  const next = new URLSearchParams({ state });
  for (const name of ['q', 'sort'] as const) {
    const value = address.get(name);
    if (value) next.set(name, value);
  }
  return `/work?${next}`;
}

const keptKey = 'work.inbox';

/** Kept in this tab, so that the way back from a task leads to the very list it was opened from. */
export function keepInbox(search: string): void {
  try {
    sessionStorage.setItem(keptKey, search);
  } catch {
    // Storage refused: the way back leads to the plain list.
  }
}

export function inboxPath(): string {
  try {
    return `/work${sessionStorage.getItem(keptKey) ?? ''}`;
  } catch {
    return '/work';
  }
}
