/**
 * Commands on one entry of a map of the package: an item, a clock, a notification. They are all alike: some keys change,
 * undefined removes a key; the name goes into the label.
 */
import type {
  Clock,
  DataUse,
  ErrorCode,
  EscalationCode,
  Item,
  Lane,
  MaterialSlot,
  Message,
  Notification,
  Outcome,
  Param,
  Scenario,
  Signal,
  Subject,
  Text,
  ValueSpec,
} from '../../../schemas/generated/documents.ts';
import { command } from '../command.ts';
import { getIn } from '../document.ts';
import { placeAt, type Ranked, ranked } from '../rank.ts';
import type { Recording } from '../recording.ts';

/** Writes some keys of one entry; undefined removes a key. */
export function change(recording: Recording, path: readonly string[], changes: object): void {
  for (const [key, value] of Object.entries(changes)) recording.set([...path, key], value);
}

interface Entries {
  items: Item;
  clocks: Clock;
  notifications: Notification;
  outcomes: Outcome;
  params: Param;
  data: DataUse;
  subjects: Subject;
  departments: Lane;
  variables: ValueSpec;
  materials: MaterialSlot;
  messages: Message;
  signals: Signal;
  errors: ErrorCode;
  escalations: EscalationCode;
}
type Maps = keyof Entries;

function editOf<M extends Maps>(map: M) {
  return command<{ id: string; changes: Partial<Entries[M]> }>({
    run: (r, { id, changes }) => change(r, ['scenario', map, id], changes),
    label: (doc, { id }) => ({ key: `editing.${map}.edit`, name: nameOf(doc, map, id) }),
  });
}
function addOf<M extends Maps>(map: M) {
  return command<{ id: string; entry: Omit<Entries[M], 'rank'> }>({
    run: (r, { id, entry }) => {
      const siblings = ranked((r.document.scenario[map] ?? {}) as unknown as Record<string, Ranked>).filter(
        ([, e]) => e.rank !== undefined,
      );
      const withRank = rankedMaps.has(map) ? { ...entry, rank: placeAt(siblings, id, siblings.length)[id] } : entry;
      r.set(['scenario', map, id], withRank);
    },
    label: (_doc, { entry }) => ({ key: `editing.${map}.add`, name: entry.name }),
  });
}
function deleteOf<M extends Maps>(map: M) {
  return command<{ id: string }>({
    run: (r, { id }) => r.remove(['scenario', map, id]),
    label: (doc, { id }) => ({ key: `editing.${map}.delete`, name: nameOf(doc, map, id) }),
  });
}
const rankedMaps: ReadonlySet<Maps> = new Set<Maps>(['items', 'data', 'subjects', 'departments', 'materials']);
const nameOf = (doc: unknown, map: Maps, id: string) => getIn(doc, ['scenario', map, id, 'name']) as Text | undefined;

export const entryCommands = {
  'item.add': addOf('items'),
  'item.edit': editOf('items'),
  'item.delete': deleteOf('items'),
  'clock.add': addOf('clocks'),
  'clock.edit': editOf('clocks'),
  'clock.delete': deleteOf('clocks'),
  'notification.edit': editOf('notifications'),
  'outcome.edit': editOf('outcomes'),
  'param.add': addOf('params'),
  'param.edit': editOf('params'),
  'param.delete': deleteOf('params'),
  'data.edit': editOf('data'),
  'subject.add': addOf('subjects'),
  'subject.edit': editOf('subjects'),
  'department.add': addOf('departments'),
  'department.edit': editOf('departments'),
  'material.add': addOf('materials'),
  'material.edit': editOf('materials'),
  'material.delete': deleteOf('materials'),
  'variable.add': addOf('variables'),
  'variable.edit': editOf('variables'),
  'message.add': addOf('messages'),
  'message.edit': editOf('messages'),
  'signal.add': addOf('signals'),
  'signal.edit': editOf('signals'),
  'error.add': addOf('errors'),
  'escalation.add': addOf('escalations'),
  'scenario.edit': command<{ changes: Partial<Pick<Scenario, 'name' | 'summary' | 'audience'>> }>({
    run: (r, { changes }) => change(r, ['scenario'], changes),
    label: () => ({ key: 'editing.scenario.edit' }),
  }),
  /** Any text of the package by its place: names, hints, statements, in one language. */
  'text.edit': command<{ path: readonly string[]; language: 'zh-CN' | 'en'; value: string }>({
    run: (r, { path, language, value }) => {
      if (value.trim() === '' && language === 'zh-CN') r.remove(path);
      else r.set([...path, language], value.trim() === '' ? undefined : value);
    },
    label: (_doc, { value }) => ({ key: 'editing.text.edit', name: value }),
  }),
};
