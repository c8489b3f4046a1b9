/** Writes XML: elements with attributes, and text that comes back as it was. */

export type Attributes = Record<string, string | number | undefined>;

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML 1.0 forbids
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Characters XML cannot hold become U+FFFD; FEEL texts have an escape for them, see `speakable`. */
export const escaped = (text: string): string => text.replace(forbidden, '\ufffd').replace(/[&<>"\n\r\t]/g, (char) => escapes[char]!);

/** FEEL source whose texts hold no character XML forbids. */
export const speakable = (source: string): string =>
  source.replace(forbidden, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** An element; `inner` are lines already written. */
export function element(name: string, attributes: Attributes = {}, inner?: string[] | string): string[] {
  const given = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escaped(String(value))}"`]));
  const open = `<${name}${given.join('')}`;
  if (inner === undefined || inner.length === 0) return [`${open}/>`];
  if (typeof inner === 'string') return [`${open}>${escaped(inner)}</${name}>`];
  return [`${open}>`, ...inner.map((line) => `  ${line}`), `</${name}>`];
}

/** An element that holds one text element, as DMN wraps its expressions. */
export const textElement = (name: string, text: string, attributes: Attributes = {}): string[] =>
  text === '' ? element(name, attributes, ['<text/>']) : element(name, attributes, element('text', {}, text));
