/** Scripts and long texts, merged line by line. How a line ends is merged apart from what it says (MG9). */
import { type Run, runsOf } from './sequences.ts';

interface Line {
  text: string;
  /** '\n', '\r\n', '\r', or nothing after the last line. */
  end: string;
}

export interface MergedLines {
  /** Absent where both sides changed the same lines differently. */
  clean?: string;
  /** Both versions of such lines, ours first. */
  both: string;
}

/** Brings three versions of a text together line by line. */
export function mergeLines(base: string, ours: string, theirs: string): MergedLines {
  const [b, o, t] = [linesOf(base), linesOf(ours), linesOf(theirs)];
  const runs = runsOf(b, o, t, (x, y) => x.text === y.text);
  const change = { base: usualEnd(b), ours: usualEnd(o), theirs: usualEnd(t) };
  const end = pick(change.base, change.ours, change.theirs);
  const joined = (lines: Line[]) => join(lines, end);
  const both = joined(runs.flatMap((run) => (run.kind === 'conflict' ? [...run.ours, ...run.theirs] : linesOfRun(run, change))));
  if (runs.some(({ kind }) => kind === 'conflict')) return { both };
  return { clean: joined(runs.flatMap((run) => linesOfRun(run, change))), both };
}

/** Lines of a text with their ends; '' has none. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const [, words, end] of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    if (words !== '' || end !== '') lines.push({ text: words!, end: end! });
  }
  return lines;
}

type Ends = Record<'base' | 'ours' | 'theirs', string>;

function linesOfRun(run: Run<Line>, ends: Ends): Line[] {
  if (run.kind === 'kept' || run.kind === 'same') {
    return run.ours.map(({ text, end }, at) => ({
      text,
      end: pick(run.kind === 'kept' ? run.base[at]!.end : ends.base, end, run.theirs[at]!.end),
    }));
  }
  const [own, other] = run.kind === 'ours' ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const);
  // The other side gave every line another end: new lines follow it.
  const turned = ends[other] !== ends.base && ends[own] === ends.base ? ends[other] : undefined;
  return run[own === 'ours' ? 'ours' : 'theirs'].map(({ text, end }) => ({ text, end: end !== '' && turned !== undefined ? turned : end }));
}

/** The value of three that somebody changed; of two changes the first in order, whosever it is. */
function pick(base: string, ours: string, theirs: string): string {
  if (ours === base) return theirs;
  if (theirs === base || ours === theirs) return ours;
  return ours < theirs ? ours : theirs;
}

function usualEnd(lines: readonly Line[]): string {
  const counts = new Map<string, number>();
  for (const { end } of lines) if (end !== '') counts.set(end, (counts.get(end) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0] ?? '\n';
}

function join(lines: readonly Line[], end: string): string {
  return lines.map((line, at) => line.text + (line.end === '' && at < lines.length - 1 ? end : line.end)).join('');
}
