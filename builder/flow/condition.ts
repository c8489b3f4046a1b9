/**
 * Conditions as sentences. A FEEL condition that is a plain row of comparisons joined by one word (and / or) is shown and edited as
 * rows; anything else stays an expression, with the names of values in place of their paths.
 */

export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | 'in' | 'contains' | 'lacks' | 'empty' | 'filled';
export interface Term {
  path: string;
  operator: Operator;
  /** Literals without quotes for text; several only with `in`. */
  values: string[];
  /** Text, number, boolean or date, as the literal was written. */
  kind: 'text' | 'number' | 'boolean' | 'date';
}
export interface Rows {
  join: 'and' | 'or';
  terms: Term[];
}

const pathPattern = '[a-z][A-Za-z0-9]*\\.[A-Za-z][A-Za-z0-9_]*';
const literalPattern = '"(?:[^"\\\\]|\\\\.)*"|-?\\d+(?:\\.\\d+)?|true|false|date\\("\\d{4}-\\d{2}-\\d{2}"\\)|@"\\d{4}-\\d{2}-\\d{2}"';
const comparison = new RegExp(`^(${pathPattern})\\s*(=|!=|>=|<=|>|<)\\s*(${literalPattern}|null)$`);
const membership = new RegExp(`^(${pathPattern})\\s+in\\s*[([]\\s*((?:${literalPattern})(?:\\s*,\\s*(?:${literalPattern}))*)\\s*[)\\]]$`);
const lacking = new RegExp(`^not\\(\\s*list contains\\(\\s*(${pathPattern})\\s*,\\s*(${literalPattern})\\s*\\)\\s*\\)$`);
const containing = new RegExp(`^list contains\\(\\s*(${pathPattern})\\s*,\\s*(${literalPattern})\\s*\\)$`);

/** The condition as rows, or undefined when it is more than that. */
export function rowsOf(source: string): Rows | undefined {
  const joins = [' and ', ' or '].filter((word) => outsideText(source).includes(word));
  if (joins.length > 1) return undefined;
  const join = joins[0] === ' or ' ? 'or' : 'and';
  const terms = splitOutside(source, ` ${join} `).map(termOf);
  return terms.every((term) => term !== undefined) ? { join, terms: terms as Term[] } : undefined;
}

/** FEEL of rows; empty rows give an empty text. */
export function feelOfRows({ join, terms }: Rows): string {
  return terms.map(feelOfTerm).join(` ${join} `);
}

function termOf(text: string): Term | undefined {
  const source = text.trim();
  const compared = comparison.exec(source);
  if (compared) {
    const [, path, operator, literal] = compared as unknown as [string, string, Operator, string];
    if (literal === 'null')
      return operator === '=' || operator === '!='
        ? { path, operator: operator === '=' ? 'empty' : 'filled', values: [], kind: 'text' }
        : undefined;
    return { path, operator, ...literalOf(literal) };
  }
  const member = membership.exec(source);
  if (member) {
    const literals = splitOutside(member[2]!, ',').map((part) => literalOf(part.trim()));
    return { path: member[1]!, operator: 'in', values: literals.flatMap((l) => l.values), kind: literals[0]!.kind };
  }
  const lacked = lacking.exec(source);
  if (lacked) return { path: lacked[1]!, operator: 'lacks', ...literalOf(lacked[2]!) };
  const contained = containing.exec(source);
  return contained ? { path: contained[1]!, operator: 'contains', ...literalOf(contained[2]!) } : undefined;
}

function literalOf(literal: string): Pick<Term, 'values' | 'kind'> {
  if (literal.startsWith('date(') || literal.startsWith('@'))
    return { values: [literal.slice(literal.indexOf('"') + 1, literal.lastIndexOf('"'))], kind: 'date' };
  if (literal.startsWith('"')) return { values: [literal.slice(1, -1).replaceAll('\\"', '"')], kind: 'text' };
  return { values: [literal], kind: literal === 'true' || literal === 'false' ? 'boolean' : 'number' };
}

function feelOfTerm({ path, operator, values, kind }: Term): string {
  const literal = (value: string) => (kind === 'text' ? `"${value.replaceAll('"', '\\"')}"` : kind === 'date' ? `date("${value}")` : value);
  if (operator === 'empty') return `${path} = null`;
  if (operator === 'filled') return `${path} != null`;
  if (operator === 'in') return `${path} in (${values.map(literal).join(', ')})`;
  if (operator === 'lacks') return `not(list contains(${path}, ${literal(values[0] ?? '')}))`;
  if (operator === 'contains') return `list contains(${path}, ${literal(values[0] ?? '')})`;
  return `${path} ${operator} ${literal(values[0] ?? '')}`;
}

const outsideText = (source: string) => source.replace(/"(?:[^"\\]|\\.)*"/g, '""');

/** Splits at a separator that stands outside text literals and brackets. */
function splitOutside(source: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < source.length; i++) {
    const char = source[i]!;
    if (char === '"' && source[i - 1] !== '\\') quoted = !quoted;
    else if (!quoted && '([{'.includes(char)) depth++;
    else if (!quoted && ')]}'.includes(char)) depth--;
    else if (!quoted && depth === 0 && source.startsWith(separator, i)) {
      parts.push(source.slice(from, i));
      from = i + separator.length;
      i = from - 1;
    }
  }
  return [...parts, source.slice(from)];
}
