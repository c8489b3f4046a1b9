/**
 * Reads XML nobody has vouched for: no document type, no entities but the five of XML, bounded in size, depth and number of
 * elements, well-formed or refused with a line. Namespaces are resolved, so that prefixes mean nothing.
 */

import { XmlError } from './problem.ts';
import { decodeXml } from './xml-encoding.ts';

export interface XmlElement {
  /** Local name. */
  name: string;
  namespace: string;
  /** By local name; attributes of other namespaces by `{namespace}name`. Without namespace declarations. */
  attributes: Record<string, string>;
  /** Prefixes in scope that the element itself declares. */
  prefixes: Record<string, string>;
  children: XmlElement[];
  text: string;
  line: number;
  parent?: XmlElement;
}

export const MAX_BYTES = 16 * 1024 * 1024;
export const MAX_DEPTH = 200;
export const MAX_ELEMENTS = 100_000;

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const nameStart = /[A-Za-z_:\u00c0-\u{10ffff}]/u;
const namePattern = /[\w:.\-\u00b7\u00c0-\u{10ffff}]+/uy;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML 1.0 forbids
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** The root element of a file. Throws `XmlError`. */
export function readXml(bytes: Uint8Array): XmlElement {
  if (bytes.length > MAX_BYTES)
    throw new XmlError(
      'xml.too_large',
      undefined,
      '文件超过 16 MB：请拆分后再导入。',
      'The file is larger than 16 MB: split it and import the parts.',
    );
  return new Reader(decodeXml(bytes)).document();
}

class Reader {
  private readonly source: string;
  private at = 0;
  private line = 1;
  private counted = 0;
  private elements = 0;

  constructor(source: string) {
    this.source = source;
  }

  document(): XmlElement {
    const bad = forbidden.exec(this.source);
    if (bad) {
      this.at = bad.index;
      throw this.error('xml.bad_character', '含有 XML 不允许的字符，请删去。', 'holds a character XML does not allow: remove it.');
    }
    this.misc(true);
    if (this.source[this.at] !== '<') throw this.error('xml.not_xml', '这不是 XML 文件。', 'this is no XML.');
    const root = this.tree();
    this.misc(false);
    if (this.at < this.source.length)
      throw this.error('xml.not_well_formed', '根元素之后还有内容。', 'there is something after the root element.');
    return root;
  }

  /** White space, comments and processing instructions around the root. */
  private misc(prolog: boolean): undefined {
    for (;;) {
      this.space();
      if (this.source.startsWith('<?', this.at)) this.skipTo('?>');
      else if (this.source.startsWith('<!--', this.at)) this.skipTo('-->');
      else if (this.source.startsWith('<!', this.at) && prolog)
        throw this.error(
          'xml.doctype',
          '含有 DOCTYPE 声明或实体：出于安全不予读取，请删去后重试。',
          'has a document type declaration or entities: not read for safety. Remove it and try again.',
        );
      else return;
    }
  }

  /** A loop, not a recursion: depth costs no stack. */
  private tree(): XmlElement {
    const root = this.open(undefined, { xml: 'http://www.w3.org/XML/1998/namespace' });
    const stack = root.empty ? [] : [root];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const next = this.source.indexOf('<', this.at);
      if (next < 0) throw this.error('xml.not_well_formed', `元素 ${top.qualified} 没有结束。`, `element ${top.qualified} is not closed.`);
      if (next > this.at) top.element.text += this.decoded(this.source.slice(this.at, next));
      this.at = next;
      if (this.source.startsWith('<![CDATA[', next)) {
        const end = this.source.indexOf(']]>', next);
        if (end < 0) throw this.error('xml.not_well_formed', 'CDATA 没有结束。', 'a CDATA section is not closed.');
        top.element.text += this.source.slice(next + 9, end);
        this.at = end + 3;
      } else if (this.source.startsWith('<!--', next)) this.skipTo('-->');
      else if (this.source.startsWith('<?', next)) this.skipTo('?>');
      else if (this.source.startsWith('</', next)) {
        this.close(top.qualified);
        stack.pop();
      } else {
        const child = this.open(top.element, top.scope);
        if (child.empty) continue;
        stack.push(child);
        if (stack.length > MAX_DEPTH)
          throw this.error('xml.too_deep', `嵌套超过 ${MAX_DEPTH} 层。`, `is nested more than ${MAX_DEPTH} deep.`);
      }
    }
    return root.element;
  }

  private open(parent: XmlElement | undefined, inherited: Record<string, string>) {
    this.elements += 1;
    if (this.elements > MAX_ELEMENTS)
      throw this.error('xml.too_many', `元素超过 ${MAX_ELEMENTS} 个。`, `has more than ${MAX_ELEMENTS} elements.`);
    const line = this.lineHere();
    this.at += 1;
    const qualified = this.name();
    const raw: [string, string][] = [];
    for (;;) {
      const spaced = this.space();
      const char = this.source[this.at];
      if (char === '>' || char === '/') break;
      if (!spaced || char === undefined) throw this.error('xml.not_well_formed', '标签写法有误。', 'a tag is not well-formed.');
      const name = this.name();
      this.space();
      this.expect('=');
      this.space();
      raw.push([name, this.quoted()]);
    }
    const empty = this.source[this.at] === '/';
    this.expect(empty ? '/>' : '>');
    const prefixes = prefixesOf(raw);
    const scope = Object.keys(prefixes).length === 0 ? inherited : { ...inherited, ...prefixes };
    const [namespace, name] = this.resolve(qualified, scope, true);
    const element: XmlElement = { name, namespace, attributes: Object.create(null), prefixes, children: [], text: '', line };
    for (const [key, value] of raw) {
      if (key === 'xmlns' || key.startsWith('xmlns:')) continue;
      const [space, local] = this.resolve(key, scope, false);
      const short = space === '' || (space === namespace && !raw.some(([other]) => other === local));
      const full = short ? local : `{${space}}${local}`;
      if (Object.hasOwn(element.attributes, full))
        throw this.error('xml.not_well_formed', `属性 ${key} 写了两次。`, `attribute ${key} is given twice.`);
      element.attributes[full] = value;
    }
    if (parent) {
      element.parent = parent;
      parent.children.push(element);
    }
    return { element, qualified, scope, empty };
  }

  private resolve(qualified: string, scope: Record<string, string>, useDefault: boolean): [string, string] {
    const colon = qualified.indexOf(':');
    if (colon < 0) return [useDefault ? (scope[''] ?? '') : '', qualified];
    const space = scope[qualified.slice(0, colon)];
    if (space === undefined)
      throw this.error('xml.unknown_prefix', `前缀 ${qualified} 没有声明。`, `the prefix of ${qualified} is not declared.`);
    return [space, qualified.slice(colon + 1)];
  }

  private close(qualified: string): undefined {
    this.at += 2;
    const name = this.name();
    this.space();
    if (name !== qualified)
      throw this.error('xml.not_well_formed', `${qualified} 的结束标签写成了 ${name}。`, `${qualified} is closed by ${name}.`);
    this.expect('>');
  }

  private quoted(): string {
    const quote = this.source[this.at];
    if (quote !== '"' && quote !== "'") throw this.error('xml.not_well_formed', '属性值没有引号。', 'an attribute has no quotes.');
    const end = this.source.indexOf(quote, this.at + 1);
    if (end < 0) throw this.error('xml.not_well_formed', '属性值的引号没有结束。', 'the quotes of an attribute are not closed.');
    const value = this.source.slice(this.at + 1, end);
    if (value.includes('<')) throw this.error('xml.not_well_formed', '属性值里有 <。', 'an attribute holds <.');
    this.at = end + 1;
    return this.decoded(value.replace(/[\t\r\n]/g, ' '));
  }

  private decoded(text: string): string {
    if (!text.includes('&')) return text;
    return text.replace(/&([^;\s&]{0,12};?)/g, (_whole, body: string) => {
      const name = body.endsWith(';') ? body.slice(0, -1) : undefined;
      const value = name === undefined ? undefined : name.startsWith('#') ? characterOf(name) : named[name];
      if (value === undefined)
        throw this.error(
          'xml.entity',
          `实体 &${body} 没有定义，出于安全不予读取。`,
          `the entity &${body} is not defined, and none may be.`,
        );
      return value;
    });
  }

  private name(): string {
    namePattern.lastIndex = this.at;
    const found = namePattern.exec(this.source)?.[0];
    if (!found || !nameStart.test(found[0]!)) throw this.error('xml.not_well_formed', '标签写法有误。', 'a tag is not well-formed.');
    this.at += found.length;
    return found;
  }

  private space(): boolean {
    const from = this.at;
    while (' \t\r\n'.includes(this.source[this.at] ?? 'x')) this.at += 1;
    return this.at > from;
  }

  private expect(text: string): undefined {
    if (!this.source.startsWith(text, this.at)) throw this.error('xml.not_well_formed', `这里应为 ${text}。`, `${text} is missing here.`);
    this.at += text.length;
  }

  private skipTo(end: string): undefined {
    const found = this.source.indexOf(end, this.at + 2);
    if (found < 0) throw this.error('xml.not_well_formed', `缺少 ${end}。`, `${end} is missing.`);
    this.at = found + end.length;
  }

  private lineHere(): number {
    for (; this.counted < this.at; this.counted++) if (this.source.charCodeAt(this.counted) === 10) this.line += 1;
    return this.line;
  }

  private error(code: string, zh: string, en: string): XmlError {
    const line = this.lineHere();
    return new XmlError(code, line, `第 ${line} 行：${zh}`, `Line ${line}: ${en}`);
  }
}

function prefixesOf(raw: readonly [string, string][]): Record<string, string> {
  const prefixes: Record<string, string> = Object.create(null);
  for (const [key, value] of raw) {
    if (key === 'xmlns') prefixes[''] = value;
    else if (key.startsWith('xmlns:')) prefixes[key.slice(6)] = value;
  }
  return prefixes;
}

function characterOf(reference: string): string | undefined {
  const code = /^#x[0-9a-f]{1,6}$/i.test(reference)
    ? Number.parseInt(reference.slice(2), 16)
    : /^#\d{1,7}$/.test(reference)
      ? Number(reference.slice(1))
      : -1;
  const allowed =
    code === 9 || code === 10 || code === 13 || (code >= 32 && code < 0xd800) || (code >= 0xe000 && code < 0xfffe) || code >= 0x10000;
  return allowed && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
