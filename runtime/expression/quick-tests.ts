/**
 * Reads the cells nearly every table is made of (`"a", "b"`, `>= 18`, `[1..5)`, `not(true)`) without the grammar, which
 * costs up to a millisecond a cell. Whatever it does not know it leaves to the grammar, and the two give the same tree.
 */
import type { Ast, CompareOp, TestsAst } from './ast.ts';
import { FeelNumber, finite, zero } from './numbers.ts';
import { parseTemporal } from './temporal-literal.ts';
import { unescapeText } from './text-literal.ts';

const token =
  /\s*(?:("(?:[^"\\\n\r]|\\.)*")|(\d+(?:\.\d+)?(?![\w.]|\s*[-+*/^]))|(@"[^"\\\n\r]*")|(true|false|null)(?![\p{L}\p{N}_])|(<=|>=|!=|<|>|=)|(\.\.)|([[\](),-]))/uy;

interface Token {
  text: string;
  kind: 'text' | 'number' | 'temporal' | 'word' | 'operator' | 'dots' | 'mark';
  from: number;
  to: number;
}
const kinds: Token['kind'][] = ['text', 'number', 'temporal', 'word', 'operator', 'dots', 'mark'];

/** The tree of a simple cell; undefined when the grammar has to read it. */
export function quickTests(source: string): TestsAst | undefined {
  if (source.trim() === '-') return { any: true, negated: false, tests: [] };
  const inside = /^\s*not\s*\((.*)\)\s*$/s.exec(source);
  const shift = inside ? source.indexOf('(') + 1 : 0;
  const tokens = tokensOf(inside ? inside[1]! : source, shift);
  if (!tokens) return undefined;
  const reader = new Tokens(tokens);
  const tests = reader.list();
  return tests && tests.length > 0 ? { any: false, negated: inside !== null, tests } : undefined;
}

function tokensOf(source: string, shift: number): Token[] | undefined {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const match = token.exec(source);
    if (!match) return undefined;
    const at = match.findIndex((group, index) => index > 0 && group !== undefined);
    const text = match[at]!;
    tokens.push({ text, kind: kinds[at - 1]!, from: shift + token.lastIndex - text.length, to: shift + token.lastIndex });
  }
  return tokens;
}

class Tokens {
  readonly #tokens: readonly Token[];
  #at = 0;
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  list(): Ast[] | undefined {
    const tests: Ast[] = [];
    for (;;) {
      const test = this.#test();
      if (!test) return undefined;
      tests.push(test);
      const next = this.#next();
      if (!next) return tests;
      if (next.text !== ',' || next.kind !== 'mark') return undefined;
    }
  }

  #next(): Token | undefined {
    const next = this.#tokens[this.#at];
    this.#at += 1;
    return next;
  }

  #test(): Ast | undefined {
    const first = this.#tokens[this.#at];
    if (first?.kind === 'operator') {
      this.#at += 1;
      const value = this.#value();
      return value && { type: 'test', op: first.text as CompareOp, value, from: first.from, to: value.to };
    }
    return first?.kind === 'mark' && '[]('.includes(first.text) ? this.#range() : this.#value();
  }

  #range(): Ast | undefined {
    const open = this.#next()!;
    const start = this.#value();
    const dots = this.#next();
    const end = this.#value();
    const close = this.#next();
    if (!start || !end || dots?.kind !== 'dots' || close?.kind !== 'mark' || !')[]'.includes(close.text)) return undefined;
    return { type: 'range', start, end, startIncluded: open.text === '[', endIncluded: close.text === ']', from: open.from, to: close.to };
  }

  #value(): Ast | undefined {
    const next = this.#next();
    if (next?.kind === 'mark' && next.text === '-') {
      const number = this.#next();
      const adjacent = number?.kind === 'number' && number.from === next.to;
      return adjacent ? constantOf({ ...number, text: `-${number.text}`, from: next.from }) : undefined;
    }
    return next && constantOf(next);
  }
}

function constantOf({ kind, text, from, to }: Token): Ast | undefined {
  const constant = (value: (Ast & { type: 'constant' })['value']): Ast => ({ type: 'constant', value, from, to });
  switch (kind) {
    case 'text':
      return constant(unescapeText(text.slice(1, -1)));
    case 'number':
      return constant(finite(new FeelNumber(text).plus(zero)));
    case 'temporal': {
      const value = parseTemporal(unescapeText(text.slice(2, -1)));
      return value === null ? undefined : constant(value);
    }
    case 'word':
      return constant(text === 'null' ? null : text === 'true');
    default:
      return undefined;
  }
}
