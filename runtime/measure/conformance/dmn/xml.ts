/** Reads the XML of DMN models and their tests: elements, attributes and text; prefixes are dropped. */
export interface Xml {
  name: string;
  attributes: Record<string, string>;
  children: Xml[];
  text: string;
}

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decoded = (text: string): string =>
  text.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return entities[name] ?? whole;
  });

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [, name = '', double, single] of text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (!name.startsWith('xmlns')) attributes[name.startsWith('xsi:') ? name : local(name)] = decoded(double ?? single ?? '');
  }
  return attributes;
}

const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<!DOCTYPE[^>]*>|<(\/?)([\w:.-]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/g;

/** The root element of a document. */
export function parseXml(source: string): Xml {
  const root: Xml = { name: '', attributes: {}, children: [], text: '' };
  const open: Xml[] = [root];
  for (const [, cdata, closing, name, attributes = '', empty, text] of source.matchAll(token)) {
    const parent = open[open.length - 1] ?? root;
    if (cdata !== undefined) parent.text += cdata;
    else if (text !== undefined) parent.text += decoded(text);
    else if (name && closing) open.pop();
    else if (name) {
      const element: Xml = { name: local(name), attributes: attributesOf(attributes), children: [], text: '' };
      parent.children.push(element);
      if (!empty) open.push(element);
    }
  }
  return root.children[0] ?? root;
}

export const all = (element: Xml | undefined, name: string): Xml[] => element?.children.filter((child) => child.name === name) ?? [];
export const first = (element: Xml | undefined, name: string): Xml | undefined => element?.children.find((child) => child.name === name);
/** Text of a child, trimmed; undefined when there is none. */
export const textIn = (element: Xml | undefined, name: string): string | undefined => first(element, name)?.text.trim();
