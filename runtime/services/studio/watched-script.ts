/**
 * A script made to tell what it does, for a trial: which values it reads, what it notes, and where it fails. It is still a
 * script like any other and runs behind the same walls; what it tells is worth as much as what its author wrote.
 */
import type { JsonValue } from '../../compile/plan.ts';
import type { Outcome } from '../../engine/types.ts';
import { quietNotes } from '../../typecheck/quiet-notes.ts';

/** Lines kept, and characters of each. */
export const notesKept = { lines: 100, characters: 500 };

/** Lines that stand before the script's own first line. */
const before = `return function watched(given) {
const told = { log: [], reads: [] };
const seen = (value) => { try { return typeof value === 'string' ? value : JSON.stringify(value) ?? String(value); } catch { return String(value); } };
const note = (...values) => { if (told.log.length < ${notesKept.lines}) told.log.push(values.map(seen).join(' ').slice(0, ${notesKept.characters}).toWellFormed().replaceAll('\\u0000', '')); };
const watch = (path, from, to, name) => { let value = from[name]; Object.defineProperty(to, name, { enumerable: true, configurable: true, get() { if (!told.reads.includes(path)) told.reads.push(path); return value; }, set(next) { value = next; } }); };
const input = {};
for (const subject of Object.keys(given)) { const inner = given[subject]; if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) { input[subject] = inner; continue; } input[subject] = {}; for (const name of Object.keys(inner)) watch(subject + '.' + name, inner, input[subject], name); }
try { const value = (function (console) {
`;
const after = `
})({ log: note })(input); JSON.stringify(value); } catch (thrown) { told.stack = thrown !== null && typeof thrown === 'object' && typeof thrown.stack === 'string' ? thrown.stack.slice(0, 2000).toWellFormed() : ''; }
return told;
};`;
const linesBefore = before.split('\n').length - 1;

/** The body of a script that answers with what `js` did instead of with its result. */
export function watchedScript(js: string): string {
  return `${before}${js.startsWith(quietNotes) ? js.slice(quietNotes.length) : js}${after}`;
}

export interface Told {
  log: string[];
  /** Paths, in the order they were first read. */
  reads: string[];
  /** Line of the source where it failed. */
  line?: number;
}

/** What a watched script answered; nothing when it was stopped on the way. `lines` leads from the JavaScript to the source. */
export function whatItTold(outcome: Outcome, lines: readonly number[]): Told {
  if (!outcome.ok || outcome.value === null || typeof outcome.value !== 'object' || Array.isArray(outcome.value))
    return { log: [], reads: [] };
  const { log, reads, stack } = outcome.value;
  const at = typeof stack === 'string' ? placeIn(stack, lines) : undefined;
  return { log: textsOf(log).slice(0, notesKept.lines), reads: textsOf(reads), ...(at === undefined ? {} : { line: at }) };
}

/** The innermost frame that lies in the author's own lines. */
function placeIn(stack: string, lines: readonly number[]): number | undefined {
  for (const [, row] of stack.matchAll(/script:(\d+):\d+/g)) {
    const line = lines[Number(row) - 1 - linesBefore];
    if (line !== undefined) return line;
  }
  return undefined;
}

const textsOf = (value: JsonValue | undefined): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
