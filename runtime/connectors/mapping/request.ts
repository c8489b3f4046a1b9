/** What is sent: constants, renamed keys and translated codes, put where the service wants them. No code of an author runs. */
import type { HttpOperation, RequestMapping, RequestSlot } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { objectOf } from './paths.ts';

export interface MappedRequest {
  query: Record<string, string>;
  headers: Record<string, string>;
  /** undefined: no body. */
  body: Record<string, JsonValue> | undefined;
}
type Slots = Record<string, RequestSlot>;

/** Keys of the resource as the service wants them. Without a mapping they keep their names: in the body, or in the query of a GET. */
export function mapRequest(
  { method, request }: Pick<HttpOperation, 'method' | 'request'>,
  keys: Readonly<Record<string, JsonValue>>,
): MappedRequest {
  if (!request)
    return method === 'GET' ? { query: texts(keys), headers: {}, body: undefined } : { query: {}, headers: {}, body: { ...keys } };
  const { query, headers, body } = request as RequestMapping;
  return {
    query: texts(filled(query, keys)),
    headers: Object.fromEntries(
      Object.entries(texts(filled(headers, keys))).map(([name, value]) => [name.toLowerCase(), headerSafe(value)]),
    ),
    body: method === 'GET' ? undefined : objectOf(filled(body, keys)),
  };
}

function filled(slots: Slots | undefined, keys: Readonly<Record<string, JsonValue>>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(slots ?? {}).map(([name, slot]) => [name, slotValue(slot, keys)]));
}

function slotValue(slot: RequestSlot, keys: Readonly<Record<string, JsonValue>>): JsonValue {
  if ('constant' in slot) return slot.constant;
  const value = Object.hasOwn(keys, slot.key) ? keys[slot.key]! : null;
  const { codes } = slot;
  return codes && typeof value === 'string' && Object.hasOwn(codes, value) ? codes[value]! : value;
}

function texts(values: Readonly<Record<string, JsonValue>>): Record<string, string> {
  const given = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
}

/** A header is one line of Latin letters; anything else goes percent-encoded. */
function headerSafe(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : encodeURIComponent(value);
}
