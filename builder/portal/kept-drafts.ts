/** Answers on this device until the server has them: they outlive a closed page, a lost network and an ended session. */
import type { Dispute, JsonValue } from '../../schemas/generated/api.ts';

export interface Kept {
  /** What the server does not hold yet, as it was typed. */
  values: Record<string, JsonValue>;
  /** Paths answered on this device. */
  typed: string[];
  disputes: Record<string, Dispute>;
  commandId: string;
}
const prefix = 'portal.draft.';
const keyOf = (id: string) => `${prefix}${id}`;

/** On signing out: the next person at this device finds no answers. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // Nothing could be kept, so nothing is left.
  }
}

const none = (): Kept => ({ values: {}, typed: [], disputes: {}, commandId: crypto.randomUUID() });

export function readKept(id: string): Kept {
  try {
    const kept = localStorage.getItem(keyOf(id));
    if (kept) return { ...none(), ...(JSON.parse(kept) as Partial<Kept>) };
  } catch {
    // A broken copy is no reason to refuse the form; the server has what was saved.
  }
  return none();
}

export function writeKept(id: string, kept: Kept): void {
  try {
    localStorage.setItem(keyOf(id), JSON.stringify(kept));
  } catch {
    // Full or forbidden storage: typing goes on, the server saves per page.
  }
}

/**
 * What is left to send after a save: what was typed meanwhile, and what the server did not take as it stood. The rest
 * goes, so that an old copy here never overwrites what another device said later.
 */
export function unsent(kept: Kept, sent: Record<string, JsonValue>, held: ReadonlyMap<string, JsonValue>): Kept {
  const same = (left: JsonValue | undefined, right: JsonValue | undefined) =>
    JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
  const values = Object.fromEntries(
    Object.entries(kept.values).filter(
      ([path, value]) => !(Object.hasOwn(sent, path) && same(sent[path], value) && same(held.get(path), value)),
    ),
  );
  return { ...kept, values };
}

/** Submitted: the server has everything. */
export function forgetDraft(id: string): void {
  try {
    localStorage.removeItem(keyOf(id));
  } catch {
    // See writeKept.
  }
}
