/** What became of every element of the file. */
import type { Text } from '../../../schemas/generated/documents.ts';
import { attr } from '../model.ts';
import type { XmlElement } from '../xml.ts';

/** `mapped`: it means the same. `loss`: something of it is gone, the message says what. `refused`: it is not in the result. */
export type Fate = 'mapped' | 'loss' | 'refused';

export interface ReportEntry {
  element: string;
  id?: string;
  name?: string;
  line: number;
  fate: Fate;
  /** Node, edge, department … it became, for example `nodes/review`. */
  to?: string;
  message?: Text;
}

export interface Report {
  mapped(element: XmlElement, to?: string): undefined;
  loss(element: XmlElement, zh: string, en: string, to?: string): undefined;
  refused(element: XmlElement, zh: string, en: string): undefined;
  fateOf(element: XmlElement): Fate | undefined;
  entries(all: readonly XmlElement[]): ReportEntry[];
}

interface Note {
  fate: Fate;
  to?: string;
  messages: Text[];
}
const weight: Record<Fate, number> = { mapped: 0, loss: 1, refused: 2 };

/** The worst that was said about an element counts; what nobody spoke of is said to be lost, never left out. */
export function createReport(): Report {
  const notes = new Map<XmlElement, Note>();
  const tell = (element: XmlElement, fate: Fate, message: Text | undefined, to: string | undefined) => {
    const note = notes.get(element) ?? { fate, messages: [] };
    if (weight[fate] > weight[note.fate]) note.fate = fate;
    if (message && !note.messages.some((one) => one.en === message.en)) note.messages.push(message);
    note.to ??= to;
    notes.set(element, note);
    return undefined;
  };
  return {
    mapped: (element, to) => tell(element, 'mapped', undefined, to),
    loss: (element, zh, en, to) => tell(element, 'loss', { 'zh-CN': zh, en }, to),
    refused: (element, zh, en) => tell(element, 'refused', { 'zh-CN': zh, en }, undefined),
    fateOf: (element) => notes.get(element)?.fate,
    entries: (all) => all.map((element) => entryOf(element, notes.get(element) ?? unspoken)),
  };
}

const unspoken: Note = {
  fate: 'loss',
  messages: [{ 'zh-CN': '场景语言没有对应的内容，没有导入。', en: 'The scenario language has nothing like it: not imported.' }],
};

function entryOf(element: XmlElement, { fate, to, messages }: Note): ReportEntry {
  const [id, name] = [attr(element, 'id'), attr(element, 'name')];
  return {
    element: element.name,
    ...(id ? { id } : {}),
    ...(name ? { name } : {}),
    line: element.line,
    fate,
    ...(to ? { to } : {}),
    ...(messages.length === 0
      ? {}
      : {
          message: {
            'zh-CN': messages.map((one) => one['zh-CN']).join(' '),
            en: messages.map((one) => one.en ?? one['zh-CN']).join(' '),
          },
        }),
  };
}
