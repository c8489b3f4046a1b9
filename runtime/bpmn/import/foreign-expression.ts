/**
 * The simple expressions other engines write (`${amount > 100 && approved}`, `name.contains("a")`, `not done`), translated to
 * FEEL where that can be done exactly; everything else is named and refused. FEEL itself is taken as it is.
 */
import { parseExpression } from '../../expression/index.ts';

export type VariableType = 'text' | 'number' | 'boolean';
/** What the names in an expression mean. `use` is told a type wherever the expression gives one away. */
export interface Names {
  path(name: string, type?: VariableType): string;
}
export type Translated = { ok: true; feel: string } | { ok: false; why: string };

/** Values an engine keeps about instances of an activity, by their names there. */
const builtIns: Record<string, string> = {
  nrOfInstances: 'each.count',
  numberOfInstances: 'each.count',
  nrOfCompletedInstances: 'each.done',
  numberOfCompletedInstances: 'each.done',
  loopCounter: 'each.index',
};

/** `type` is what the place wants; a name alone learns it. */
export function translate(source: string, language: string | undefined, names: Names, type: VariableType = 'boolean'): Translated {
  const text = source.trim();
  if (isFeel(text, language)) return feel(text.replace(/^=/, '').trim(), names);
  if (/XPath/i.test(language ?? '')) return { ok: false, why: 'XPath' };
  const inner = /^[$#]\{([\s\S]*)\}$/.exec(text)?.[1] ?? text;
  if (inner.includes('${')) return { ok: false, why: text };
  try {
    const parser = new Parser(tokensOf(inner), names);
    const result = parser.whole(type);
    return { ok: true, feel: result };
  } catch (error) {
    if (error instanceof NotTranslatable) return { ok: false, why: `${text.slice(0, 120)} (${error.message})` };
    throw error;
  }
}

const isFeel = (text: string, language: string | undefined): boolean => text.startsWith('=') || /FEEL|spec\/DMN/i.test(language ?? '');

function feel(text: string, names: Names): Translated {
  // Simple names become paths; what is already a path, a call or a word of the language stays.
  const renamed = text.replace(/"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*(?:\.\w+)*(?:\s*\()?/g, (word) =>
    word.startsWith('"') || word.includes('.') || word.endsWith('(') || feelWords.has(word) ? word : names.path(word),
  );
  const parsed = parseExpression(renamed);
  // A name of several words would be read as one name of ours.
  const fine = parsed.ok && parsed.reads.every((name) => !/\s/.test(name));
  return fine ? { ok: true, feel: renamed } : { ok: false, why: text.slice(0, 120) };
}
const feelWords = new Set(
  'true false null and or not if then else for in return some every satisfies between instance of function item'.split(' '),
);

class NotTranslatable extends Error {}

interface Token {
  kind: 'number' | 'text' | 'name' | 'sign' | 'end';
  text: string;
}
const pattern =
  /\s*(?:(\d+(?:\.\d+)?)[lLfFdD]?|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([A-Za-z_]\w*)|(===|!==|==|!=|<=|>=|&&|\|\||[-+*/%!<>().,?:]))/y;

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  const end = source.trimEnd().length;
  while (pattern.lastIndex < end) {
    const found = pattern.exec(source);
    if (!found) throw new NotTranslatable('syntax');
    const [, number, double, single, name, sign] = found;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
    else tokens.push({ kind: 'text', text: unescaped(double ?? single ?? '') });
    if (tokens.length > 500) throw new NotTranslatable('length');
  }
  return tokens;
}

const unescaped = (text: string): string =>
  text.replace(/\\(.)/g, (_whole, char: string) => {
    if (/[ubx0-9]/.test(char)) throw new NotTranslatable('escape');
    return ({ n: '\n', t: '\t', r: '\r' } as Record<string, string>)[char] ?? char;
  });

interface Term {
  feel: string;
  type?: VariableType;
  /** A bare variable: its type may still be learnt. */
  variable?: string;
}
const words: Record<string, string> = {
  and: '&&',
  or: '||',
  not: '!',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  div: '/',
  mod: '%',
};
const comparisons: Record<string, string> = { '==': '=', '===': '=', '!=': '!=', '!==': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' };

class Parser {
  private at = 0;
  private depth = 0;
  private readonly tokens: Token[];
  private readonly names: Names;

  constructor(tokens: Token[], names: Names) {
    this.tokens = tokens;
    this.names = names;
  }

  whole(type: VariableType): string {
    const term = this.choice();
    if (this.peek().kind !== 'end') throw new NotTranslatable(`unexpected ${this.peek().text}`);
    return this.typed(term, term.type ?? type, false).feel;
  }

  private peek(): Token {
    const token = this.tokens[this.at] ?? { kind: 'end', text: '' };
    const sign = token.kind === 'name' ? words[token.text] : undefined;
    return sign ? { kind: 'sign', text: sign } : token;
  }

  private take(...signs: string[]): string | undefined {
    const token = this.peek();
    if (token.kind !== 'sign' || !signs.includes(token.text)) return undefined;
    this.at += 1;
    return token.text;
  }

  private choice(): Term {
    this.depth += 1;
    if (this.depth > 50) throw new NotTranslatable('depth');
    const test = this.or();
    this.depth -= 1;
    if (!this.take('?')) return test;
    const yes = this.choice();
    if (!this.take(':')) throw new NotTranslatable('? without :');
    const no = this.choice();
    return { feel: `if ${this.typed(test, 'boolean').feel} then ${yes.feel} else ${no.feel}`, type: yes.type ?? no.type };
  }

  private or(): Term {
    let left = this.and();
    while (this.take('||'))
      left = { feel: `(${this.typed(left, 'boolean').feel} or ${this.typed(this.and(), 'boolean').feel})`, type: 'boolean' };
    return left;
  }

  private and(): Term {
    let left = this.comparison();
    while (this.take('&&'))
      left = { feel: `(${this.typed(left, 'boolean').feel} and ${this.typed(this.comparison(), 'boolean').feel})`, type: 'boolean' };
    return left;
  }

  private comparison(): Term {
    const left = this.sum();
    const sign = this.take(...Object.keys(comparisons));
    if (!sign) return left;
    const right = this.sum();
    const equality = comparisons[sign] === '=' || comparisons[sign] === '!=';
    const type = left.type ?? right.type ?? (equality ? undefined : 'number');
    const [a, b] = type ? [this.typed(left, type), this.typed(right, type)] : [left, right];
    return { feel: `${this.known(a)} ${comparisons[sign]} ${this.known(b)}`, type: 'boolean' };
  }

  private sum(): Term {
    let left = this.product();
    for (let sign = this.take('+', '-'); sign; sign = this.take('+', '-')) {
      const right = this.product();
      const type = sign === '+' && (left.type === 'text' || right.type === 'text') ? 'text' : 'number';
      left = { feel: `${this.typed(left, type).feel} ${sign} ${this.typed(right, type).feel}`, type };
      left.feel = `(${left.feel})`;
    }
    return left;
  }

  private product(): Term {
    let left = this.unary();
    for (let sign = this.take('*', '/', '%'); sign; sign = this.take('*', '/', '%')) {
      const [a, b] = [this.typed(left, 'number').feel, this.typed(this.unary(), 'number').feel];
      if (sign === '%') throw new NotTranslatable('%');
      left = { feel: `(${a} ${sign} ${b})`, type: 'number' };
    }
    return left;
  }

  private unary(): Term {
    if (this.take('!')) {
      // `not a == b` binds the comparison in the language this comes from only with brackets; `!` binds the operand.
      return { feel: `not(${this.typed(this.unary(), 'boolean').feel})`, type: 'boolean' };
    }
    if (this.take('-')) return { feel: `-${this.typed(this.unary(), 'number').feel}`, type: 'number' };
    if (this.peek().kind === 'name' && this.peek().text === 'empty') {
      this.at += 1;
      const one = this.known(this.unary());
      return { feel: `(${one} = null or ${one} = "")`, type: 'boolean' };
    }
    return this.postfix();
  }

  private postfix(): Term {
    let term = this.primary();
    while (this.take('.')) {
      const method = this.peek();
      if (method.kind !== 'name') throw new NotTranslatable('.');
      this.at += 1;
      term = this.call(term, method.text);
    }
    return term;
  }

  private call(on: Term, method: string): Term {
    const args = this.arguments(method);
    const one = () => {
      if (args.length !== 1) throw new NotTranslatable(method);
      return args[0]!;
    };
    const none = () => {
      if (args.length > 0) throw new NotTranslatable(method);
    };
    const text = () => this.typed(on, 'text').feel;
    switch (method) {
      case 'contains':
        return { feel: `contains(${text()}, ${this.typed(one(), 'text').feel})`, type: 'boolean' };
      case 'startsWith':
        return { feel: `starts with(${text()}, ${this.typed(one(), 'text').feel})`, type: 'boolean' };
      case 'endsWith':
        return { feel: `ends with(${text()}, ${this.typed(one(), 'text').feel})`, type: 'boolean' };
      case 'equals': {
        const other = one();
        const type = on.type ?? other.type ?? 'text';
        return { feel: `${this.typed(on, type).feel} = ${this.typed(other, type).feel}`, type: 'boolean' };
      }
      case 'isEmpty':
        none();
        return { feel: `${text()} = ""`, type: 'boolean' };
      case 'length':
        none();
        return { feel: `string length(${text()})`, type: 'number' };
      default:
        throw new NotTranslatable(`${method}()`);
    }
  }

  private arguments(method: string): Term[] {
    if (!this.take('(')) throw new NotTranslatable(`.${method}`);
    const args: Term[] = [];
    if (this.take(')')) return args;
    do args.push(this.choice());
    while (this.take(','));
    if (!this.take(')')) throw new NotTranslatable('()');
    return args;
  }

  private primary(): Term {
    if (this.take('(')) {
      const inner = this.choice();
      if (!this.take(')')) throw new NotTranslatable('()');
      return inner.variable ? inner : { ...inner, feel: `(${inner.feel})` };
    }
    const token = this.peek();
    this.at += 1;
    if (token.kind === 'number') return { feel: token.text, type: 'number' };
    if (token.kind === 'text') return { feel: JSON.stringify(token.text), type: 'text' };
    if (token.kind !== 'name') throw new NotTranslatable(token.text || 'end');
    if (token.text === 'true' || token.text === 'false') return { feel: token.text, type: 'boolean' };
    if (token.text === 'null') return { feel: 'null' };
    if (this.peek().kind === 'sign' && this.peek().text === '(') throw new NotTranslatable(`${token.text}()`);
    const builtIn = Object.hasOwn(builtIns, token.text) ? builtIns[token.text] : undefined;
    if (builtIn) return { feel: builtIn, type: 'number' };
    return { feel: token.text, variable: token.text };
  }

  /** The term as a value of a type; a variable learns it. */
  private typed(term: Term, type: VariableType, strict = true): Term {
    if (term.variable) return { feel: this.names.path(term.variable, type), type };
    if (strict && term.type && term.type !== type) throw new NotTranslatable(`${term.feel}: ${term.type}, not ${type}`);
    return term;
  }

  private known(term: Term): string {
    return term.variable ? this.names.path(term.variable) : term.feel;
  }
}
