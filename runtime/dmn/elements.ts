/** Small helpers over XML elements, whoever read them. */
export interface Xml {
  name: string;
  attributes: Record<string, string>;
  children: Xml[];
  text: string;
  line?: number;
}

export const all = (element: Xml | undefined, name: string): Xml[] => element?.children.filter((child) => child.name === name) ?? [];
export const first = (element: Xml | undefined, name: string): Xml | undefined => element?.children.find((child) => child.name === name);
/** Text of a child, trimmed; undefined when there is none. */
export const textIn = (element: Xml | undefined, name: string): string | undefined => first(element, name)?.text.trim();
export const nameOf = (element: Xml | undefined): string => element?.attributes.name ?? '';
/** The id behind `#` of a reference. */
export const idOfHref = (href: string | undefined): string => (href ?? '').replace(/^.*#/, '');

/** Namespace of what only Lianban writes into a model: exact types, paths, order keys, English words. */
export const LIANBAN = 'https://lianban.dev/dmn';
export const own = (element: Xml | undefined, name: string): string | undefined => element?.attributes[`{${LIANBAN}}${name}`];
