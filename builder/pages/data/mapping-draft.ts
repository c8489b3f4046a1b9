/** How a request is filled and an answer read, while it is being set up: every part has words, none is code. */
import type { HttpOperation, RequestMapping, ResponseMapping } from '../../../schemas/generated/documents.ts';

export type Place = 'query' | 'body' | 'headers';
type Slot = NonNullable<RequestMapping['query']>[string];
export type Source = NonNullable<ResponseMapping['fields']>[string];
export type Paging = NonNullable<HttpOperation['paging']>;
export type Codes = Readonly<Record<string, string>>;

/** One line of what is sent: a key of ours or something that never changes. */
export interface Sent {
  place: Place;
  /** As the other side calls it; dots make objects. */
  name: string;
  slot: Slot;
}

/** What is sent without a mapping: every key under its own code. */
export const plainSent = (method: HttpOperation['method'], keys: readonly string[]): Sent[] =>
  keys.map((key) => ({ place: method === 'GET' ? 'query' : 'body', name: key, slot: { key } }));

export function sentOf({ method, request }: Pick<HttpOperation, 'method' | 'request'>, keys: readonly string[]): Sent[] {
  if (!request) return plainSent(method, keys);
  const places: readonly Place[] = ['query', 'body', 'headers'];
  return places.flatMap((place) => Object.entries(request[place] ?? {}).map(([name, slot]) => ({ place, name, slot })));
}

/** Undefined where it says no more than what is sent anyway. Two lines of one name: the later one counts. */
export function requestOf(method: HttpOperation['method'], sent: readonly Sent[], keys: readonly string[]): RequestMapping | undefined {
  if (JSON.stringify(sent) === JSON.stringify(plainSent(method, keys))) return undefined;
  const request: RequestMapping = {};
  for (const { place, name, slot } of sent) if (name.trim()) request[place] = { ...request[place], [name.trim()]: slot };
  return request;
}

/** `1=男` a line, ours first; what has no two sides is left out. */
export function codesOf(words: string): Codes | undefined {
  const pairs = words.split('\n').flatMap((line) => {
    const [ours, theirs] = line.split(/[=＝]/).map((part) => part.trim());
    return ours && theirs ? [[ours, theirs] as const] : [];
  });
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}
export const codeWords = (codes: Codes | undefined): string =>
  Object.entries(codes ?? {})
    .map(([from, to]) => `${from}=${to}`)
    .join('\n');

/** A number or yes and no when it looks like one: services tell "1" from 1. Quotes keep it a text. */
export function constantOf(words: string): string | number | boolean {
  const plain = words.trim();
  if (/^".*"$/.test(plain)) return plain.slice(1, -1);
  if (plain === 'true' || plain === 'false') return plain === 'true';
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(plain) ? Number(plain) : words;
}
export function constantWords(value: string | number | boolean): string {
  return typeof value === 'string' && constantOf(value) !== value ? `"${value}"` : String(value);
}

/** Only what says something stays. */
export function responseWith(before: ResponseMapping | undefined, change: Partial<ResponseMapping>): ResponseMapping | undefined {
  const next = { ...before, ...change };
  const { records, fields, status } = next;
  const kept: ResponseMapping = {
    ...(records?.trim() ? { records: records.trim() } : {}),
    ...(fields && Object.keys(fields).length > 0 ? { fields } : {}),
    ...(status?.path.trim() ? { status } : {}),
  };
  return Object.keys(kept).length > 0 ? kept : undefined;
}

export function sourceOf(kind: 'same' | 'path' | 'constant', id: string): Source | undefined {
  if (kind === 'same') return undefined;
  return kind === 'path' ? { path: id } : { constant: '' };
}

export function pagingOf(kind: 'none' | Paging['kind']): Paging | undefined {
  if (kind === 'none') return undefined;
  if (kind === 'pages') return { kind, page: 'page', size: 'size', rows: 100, first: 1, maxPages: 20 };
  return { kind, cursor: 'cursor', next: 'next', maxPages: 20 };
}

const path = /^[^.[\]\s]{1,64}(\[\d{1,3}\])?(\.[^.[\]\s]{1,64}(\[\d{1,3}\])?)*$/;

/** Text keys by entry; nothing is sent to the server that it would refuse for its form. */
export function mappingProblems(operation: HttpOperation): Record<string, string> {
  const problems: Record<string, string> = {};
  const { request, response, paging } = operation;
  const names = Object.values(request ?? {}).flatMap((slots) => Object.keys(slots ?? {}));
  if (names.some((name) => !path.test(name))) problems.sent = 'mapping.nameWrong';
  const paths = [
    ...(response?.records ? [response.records] : []),
    ...(response?.status ? [response.status.path] : []),
    ...Object.values(response?.fields ?? {}).flatMap((source) => ('path' in source ? [source.path] : [])),
    ...(paging?.kind === 'cursor' ? [paging.next] : []),
  ];
  if (paths.some((one) => !path.test(one))) problems.read = 'mapping.pathWrong';
  if (response?.status && response.status.ok.length === 0) problems.status = 'mapping.okNeeded';
  if (paging && !(Number.isInteger(paging.maxPages) && paging.maxPages >= 1 && paging.maxPages <= 1000))
    problems.paging = 'mapping.pagesWrong';
  return problems;
}
