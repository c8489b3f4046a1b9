/**
 * States and histories as they are stored: what every value or entry of a burst has in common is written once.
 *
 * A form of 20 fields is 20 values of one source, one form and one instant, and a burst of 15 entries has one instant and
 * few actors. Written out, that was two thirds of all bytes: written by us, sent, parsed and logged by PostgreSQL, hashed.
 * What was stored before is read as it is.
 */
import type { JsonValue } from '../compile/plan.ts';
import type { Actor, CaseState, FieldSource, FieldValue, JournalEntry } from '../engine/types.ts';

/** Plain values by path that have source, origin and instant in common. */
interface ValueGroup {
  source: FieldSource;
  origin?: string;
  at: string;
  values: Record<string, JsonValue>;
}
type PackedState = Omit<CaseState, 'fields'> & { fields?: CaseState['fields']; grouped?: ValueGroup[] };

/** The text a state is stored as. */
export function packState({ fields, ...rest }: CaseState): string {
  const single: CaseState['fields'] = {};
  const grouped: ValueGroup[] = [];
  let last: ValueGroup | undefined;
  for (const path in fields) {
    const field = fields[path]!;
    if (field.disputed !== undefined || field.shared !== undefined || field.by || field.settled) {
      single[path] = field;
      continue;
    }
    if (!last || !belongs(last, field)) {
      last = grouped.find((group) => belongs(group, field));
      if (!last) {
        last = { source: field.source, origin: field.origin, at: field.at, values: {} };
        grouped.push(last);
      }
    }
    last.values[path] = field.value;
  }
  const packed: PackedState = { ...rest, fields: single, grouped };
  return JSON.stringify(packed);
}

function belongs(group: ValueGroup, { source, origin, at }: FieldValue): boolean {
  return group.at === at && group.origin === origin && group.source === source;
}

/** The state that was stored, from its text or from its parsed JSON. */
export function unpackState(stored: string | object): CaseState {
  const { grouped, ...packed } = (typeof stored === 'string' ? JSON.parse(stored) : stored) as PackedState;
  const state = packed as CaseState;
  if (!grouped) return state;
  const fields = { ...state.fields };
  for (const { source, origin, at, values } of grouped) {
    for (const path in values) fields[path] = { value: values[path]!, source, ...(origin === undefined ? {} : { origin }), at };
  }
  return { ...state, fields };
}

/** An entry whose number follows from the one before, and which leaves out what is as it was there. */
type PackedEntry = Omit<JournalEntry, 'seq' | 'at' | 'actor' | 'command'> & Partial<JournalEntry>;

/** The text the entries of a burst are stored as. Their numbers run on from the first. */
export function packEntries(entries: readonly JournalEntry[]): string {
  const packed: PackedEntry[] = [];
  let before: JournalEntry | undefined;
  for (const entry of entries) {
    packed.push(before ? packEntry(entry, before) : entry);
    before = entry;
  }
  return JSON.stringify(packed);
}

/** Member by member: taking four out of a copy of the rest cost four times as much. */
function packEntry({ seq, at, code, actor, command, node, task, data }: JournalEntry, before: JournalEntry): PackedEntry {
  const packed: PackedEntry = { code };
  if (node !== undefined) packed.node = node;
  if (task !== undefined) packed.task = task;
  if (data !== undefined) packed.data = data;
  if (seq !== before.seq + 1) packed.seq = seq;
  if (at !== before.at) packed.at = at;
  if (!sameActor(actor, before.actor)) packed.actor = actor;
  if (command !== before.command) packed.command = command;
  return packed;
}

function sameActor(a: Actor, b: Actor): boolean {
  return a === b || (a.id === b.id && a.kind === b.kind && JSON.stringify(a) === JSON.stringify(b));
}

/** The entries of one stored row, each whole. */
export function unpackEntries(stored: readonly PackedEntry[]): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (const { seq, at, code, actor, command, ...rest } of stored) {
    const before = entries.at(-1);
    entries.push({
      seq: seq ?? before!.seq + 1,
      at: at ?? before!.at,
      code,
      actor: actor ?? before!.actor,
      command: command ?? before!.command,
      ...rest,
    });
  }
  return entries;
}
