/** What BPMN has no place for travels with each element as JSON in an element of our own; other tools keep it untouched. */
import { childOf } from './model.ts';
import type { XmlElement } from './xml.ts';

export const OWN = 'https://lianban.dev/schemas/bpmn/1';

/** For bpmn-moddle. */
export const descriptor = {
  name: 'Lianban',
  prefix: 'lianban',
  uri: OWN,
  xml: { tagAlias: 'lowerCase' },
  types: [{ name: 'Data', superClass: ['Element'], properties: [{ name: 'json', isBody: true, type: 'String' }] }],
};

export type Json = Record<string, unknown>;

/** Our data on an element, when it has some that can be read. */
export function ownData(element: XmlElement): Json | undefined {
  const data = childOf(element, 'extensionElements')?.children.find((one) => one.namespace === OWN && one.name === 'data');
  if (!data) return undefined;
  try {
    const value: unknown = JSON.parse(data.text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
