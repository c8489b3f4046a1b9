/** Lists of three versions brought together: sets by their members, sequences run by run. */
import type { JsonValue } from '../compile/plan.ts';
import { commonPlaces, type Run, runsOf } from './sequences.ts';
import { equal, jsonOrder } from './tree.ts';

export interface MergedList {
  /** Absent where both sides changed the same place differently. */
  clean?: JsonValue[];
  /** Both versions of such places, ours first. */
  both: JsonValue[];
}

/** Lists whose order says something: both sides may change them, in different places. */
export function mergeSequences(base: JsonValue[], ours: JsonValue[], theirs: JsonValue[]): MergedList {
  const runs = runsOf(base, ours, theirs, equal).map(withBothTakenOut);
  const taken = (kind: string, run: (typeof runs)[number]) => (kind === 'theirs' ? run.theirs : run.ours);
  const both = runs.flatMap((run) => (run.kind === 'conflict' ? [...run.ours, ...run.theirs] : taken(run.kind, run)));
  if (runs.some(({ kind }) => kind === 'conflict')) return { both };
  return { clean: both, both };
}

/** Where both sides only took out, what either took out is out. */
function withBothTakenOut(run: Run<JsonValue>): Run<JsonValue> {
  if (run.kind !== 'conflict') return run;
  const [inOurs, inTheirs] = [keptPlaces(run.base, run.ours), keptPlaces(run.base, run.theirs)];
  if (inOurs.size < run.ours.length || inTheirs.size < run.theirs.length) return run;
  const left = run.base.filter((_, at) => inOurs.has(at) && inTheirs.has(at));
  return { ...run, kind: 'same', ours: left, theirs: left };
}
const keptPlaces = (base: JsonValue[], side: JsonValue[]) => new Set(commonPlaces(base, side, equal).map(([at]) => at));

/**
 * Lists in which every value stands once: what either side added or took out is added or taken out. The order is that of
 * the side that changed it; new values follow what they follow there, of both sides in an order of their own.
 */
export function mergeSets(base: JsonValue[], ours: JsonValue[], theirs: JsonValue[]): MergedList {
  const has = (list: readonly JsonValue[], value: JsonValue) => list.some((other) => equal(other, value));
  const gone = (value: JsonValue) => has(base, value) && (!has(ours, value) || !has(theirs, value));
  const kept = (list: readonly JsonValue[]) => list.filter((value) => has(base, value) && !gone(value));
  const [b, o, t] = [kept(base), kept(ours), kept(theirs)];
  const spine = equal(b, o) ? t : equal(b, t) || equal(o, t) ? o : undefined;
  const union = (order: JsonValue[]) => withNew(order, { ours, theirs }, (value) => !has(base, value));
  const both = union(spine ?? o);
  // An empty list where neither side has one: a step without forms, a contract without fields.
  if (!spine || (both.length === 0 && ours.length > 0 && theirs.length > 0)) {
    return { both: [...ours, ...theirs.filter((value) => !has(ours, value))] };
  }
  return { clean: both, both };
}

/** New values behind the value of the spine they follow: the later place where both sides added one, in an order that is nobody's. */
function withNew(
  spine: readonly JsonValue[],
  sides: { ours: JsonValue[]; theirs: JsonValue[] },
  isNew: (value: JsonValue) => boolean,
): JsonValue[] {
  const places: { value: JsonValue; after: number }[] = [];
  for (const list of [sides.ours, sides.theirs]) {
    let after = -1;
    for (const value of list) {
      const place = spine.findIndex((other) => equal(other, value));
      if (place >= 0) after = place;
      else if (isNew(value)) {
        const known = places.find((other) => equal(other.value, value));
        if (known) known.after = Math.max(known.after, after);
        else places.push({ value, after });
      }
    }
  }
  const behind = (at: number) =>
    places
      .filter(({ after }) => after === at)
      .map(({ value }) => value)
      .sort(jsonOrder);
  return [...behind(-1), ...spine.flatMap((value, at) => [value, ...behind(at)])];
}
