/** `for`, `some` and `every`. */
import type { Ast, Iteration } from './ast.ts';
import { grow, type Run, spend } from './limits.ts';
import type { Code, Names, Scope } from './names.ts';
import { integerOf, numberOf } from './numbers.ts';
import { FeelDate } from './temporal.ts';
import { type Feel, FeelRange, isList } from './values.ts';

type Inner = (child: Ast, scope: Names | null) => Code;
interface Source {
  from: Code;
  to?: Code;
}

/** Nested iterations: later ones see the names of earlier ones. */
function sourcesOf(iterations: Iteration[], names: Names | null, inner: Inner): { sources: Source[]; inside: Names | null } {
  let inside = names;
  const sources = iterations.map((one) => {
    const source = { from: inner(one.from, inside), to: one.to && inner(one.to, inside) };
    inside = { up: inside, kind: 'one', name: one.name };
    return source;
  });
  return { sources, inside };
}

/** `for … return …` as a list. `partial` is the list made so far. */
export function loopCode(iterations: Iteration[], body: Ast, names: Names | null, inner: Inner, weight: number): Code {
  const outer: Names = { up: names, kind: 'one', name: 'partial', growing: true };
  const { sources, inside } = sourcesOf(iterations, outer, inner);
  const code = inner(body, inside);
  return (run, scope) => {
    const made: Feel[] = [];
    const complete = walk(run, sources, 0, { up: scope, value: made }, (frame) => {
      spend(run, weight);
      grow(run, 1);
      made.push(code(run, frame));
      return true;
    });
    return complete === null ? null : made;
  };
}

/** Three-valued: `some` is true at the first true, `every` false at the first false; else null when any was null. */
export function quantifiedCode(
  kind: 'some' | 'every',
  iterations: Iteration[],
  body: Ast,
  names: Names | null,
  inner: Inner,
  weight: number,
): Code {
  const { sources, inside } = sourcesOf(iterations, names, inner);
  const code = inner(body, inside);
  const stop = kind === 'some';
  return (run, scope) => {
    let unknown = false;
    let decided = false;
    const complete = walk(run, sources, 0, scope, (frame) => {
      spend(run, weight);
      const value = code(run, frame);
      if (value === stop) decided = true;
      else if (value !== !stop) unknown = true;
      return !decided;
    });
    if (decided) return stop;
    return complete === null || unknown ? null : !stop;
  };
}

/** Visits every combination until `visit` says stop (false); null when a source cannot be iterated. */
function walk(run: Run, sources: Source[], level: number, scope: Scope | null, visit: (frame: Scope | null) => boolean): boolean | null {
  const source = sources[level];
  if (!source) return visit(scope);
  const values = valuesOf(run, source, scope);
  if (values === null) return null;
  for (const value of values) {
    spend(run, 1);
    const more = walk(run, sources, level + 1, { up: scope, value }, visit);
    if (more !== true) return more;
  }
  return true;
}

function valuesOf(run: Run, source: Source, scope: Scope | null): Iterable<Feel> | null {
  const from = source.from(run, scope);
  if (source.to) return between(from, source.to(run, scope));
  if (isList(from)) return from;
  if (from instanceof FeelRange) return rangeValues(from);
  return from === null ? null : [from];
}

function rangeValues(range: FeelRange): Iterable<Feel> | null {
  if (range.start === null || range.end === null) return null;
  return between(range.start, range.end, range.startIncluded, range.endIncluded);
}

/** Whole numbers or days from one end to the other, up or down; made one by one, so a huge range costs what is used. */
function between(start: Feel, end: Feel, startIncluded = true, endIncluded = true): Iterable<Feel> | null {
  if (start instanceof FeelDate && end instanceof FeelDate) {
    return counted(start.epochDay, end.epochDay, startIncluded, endIncluded, (day) => FeelDate.ofEpochDay(day));
  }
  const first = integerOf(start);
  const last = integerOf(end);
  return first === null || last === null ? null : counted(first, last, startIncluded, endIncluded, numberOf);
}

function* counted(first: number, last: number, startIncluded: boolean, endIncluded: boolean, make: (at: number) => Feel): Iterable<Feel> {
  const step = first <= last ? 1 : -1;
  const from = startIncluded ? first : first + step;
  const to = endIncluded ? last : last - step;
  for (let at = from; step > 0 ? at <= to : at >= to; at += step) yield make(at);
}
