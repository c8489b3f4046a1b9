/** Built-in functions on ranges and points: the relations of Allen's interval algebra (DMN 10.3.4.9). */
import { compare } from '../compare.ts';
import { type Feel, FeelFunction, FeelRange } from '../values.ts';

/** Every relation is a statement on ends; null as soon as two ends cannot be compared. */
class Incomparable extends Error {}
const incomparable = new Incomparable();

function order(a: Feel, b: Feel): number {
  const result = a === null || b === null ? null : compare(a, b);
  if (result === null) throw incomparable;
  return result;
}

type Point = Exclude<Feel, FeelRange>;
interface Relation {
  points?: (a: Point, b: Point) => boolean;
  pointRange?: (a: Point, b: FeelRange) => boolean;
  rangePoint?: (a: FeelRange, b: Point) => boolean;
  ranges?: (a: FeelRange, b: FeelRange) => boolean;
}

/** Names of the parameters for each kind of pair. */
const signatures = [
  ['point1', 'point2'],
  ['point', 'range'],
  ['range', 'point'],
  ['range1', 'range2'],
];

const relation = (ways: Relation): FeelFunction =>
  new FeelFunction(
    signatures.filter((_names, index) => [ways.points, ways.pointRange, ways.rangePoint, ways.ranges][index]),
    (_run, args) => {
      const [a, b] = args;
      if (args.length !== 2 || a === undefined || b === undefined || a === null || b === null) return null;
      try {
        return decide(ways, a, b);
      } catch (error) {
        if (error instanceof Incomparable) return null;
        throw error;
      }
    },
    false,
    undefined,
    2,
  );

function decide(ways: Relation, a: Feel, b: Feel): Feel {
  if (a instanceof FeelRange) {
    return b instanceof FeelRange ? (ways.ranges?.(a, b) ?? null) : (ways.rangePoint?.(a, b) ?? null);
  }
  return b instanceof FeelRange ? (ways.pointRange?.(a, b) ?? null) : (ways.points?.(a, b) ?? null);
}

const holds = (range: FeelRange, point: Feel): boolean => {
  const [low, high] = [order(range.start, point), order(range.end, point)];
  return (low < 0 && high > 0) || (low === 0 && range.startIncluded) || (high === 0 && range.endIncluded);
};

/** The first range ends before the second starts. */
const endsBefore = (a: FeelRange, b: FeelRange): boolean => {
  const at = order(a.end, b.start);
  return at < 0 || (at === 0 && !(a.endIncluded && b.startIncluded));
};
const startsInside = (a: FeelRange, b: FeelRange): boolean => {
  const at = order(a.start, b.start);
  return at < 0 || (at === 0 && (a.startIncluded || !b.startIncluded));
};
const endsInside = (a: FeelRange, b: FeelRange): boolean => {
  const at = order(a.end, b.end);
  return at > 0 || (at === 0 && (a.endIncluded || !b.endIncluded));
};
/** The first range holds all of the second. */
const includes = (a: FeelRange, b: FeelRange): boolean => startsInside(a, b) && endsInside(a, b);

const startsBefore = (a: FeelRange, b: FeelRange): boolean => {
  const at = order(a.start, b.start);
  return at < 0 || (at === 0 && a.startIncluded && !b.startIncluded);
};
const endsEarlier = (a: FeelRange, b: FeelRange): boolean => {
  const at = order(a.end, b.end);
  return at < 0 || (at === 0 && !a.endIncluded && b.endIncluded);
};
const overlaps = (a: FeelRange, b: FeelRange): boolean => !endsBefore(a, b) && !endsBefore(b, a);
const overlapsBefore = (a: FeelRange, b: FeelRange): boolean => startsBefore(a, b) && overlaps(a, b) && !endsAfter(a, b);
const endsAfter = (a: FeelRange, b: FeelRange): boolean => endsEarlier(b, a);
const startsTogether = (a: FeelRange, b: FeelRange): boolean => order(a.start, b.start) === 0 && a.startIncluded === b.startIncluded;
const endsTogether = (a: FeelRange, b: FeelRange): boolean => order(a.end, b.end) === 0 && a.endIncluded === b.endIncluded;
const meets = (a: FeelRange, b: FeelRange): boolean => a.endIncluded && b.startIncluded && order(a.end, b.start) === 0;
const finishes = (a: FeelRange, b: FeelRange): boolean => endsTogether(a, b) && startsInside(b, a);
const starts = (a: FeelRange, b: FeelRange): boolean => startsTogether(a, b) && endsInside(b, a);
const endsAt = (a: Point, b: FeelRange): boolean => b.endIncluded && order(a, b.end) === 0;
const startsAt = (a: Point, b: FeelRange): boolean => b.startIncluded && order(a, b.start) === 0;

const pointBefore = (a: Point, b: FeelRange): boolean => {
  const at = order(a, b.start);
  return at < 0 || (at === 0 && !b.startIncluded);
};
const pointAfter = (a: Point, b: FeelRange): boolean => {
  const at = order(a, b.end);
  return at > 0 || (at === 0 && !b.endIncluded);
};

export const rangeFunctions = {
  before: relation({
    points: (a, b) => order(a, b) < 0,
    pointRange: pointBefore,
    rangePoint: (a, b) => pointAfter(b, a),
    ranges: endsBefore,
  }),
  after: relation({
    points: (a, b) => order(a, b) > 0,
    pointRange: pointAfter,
    rangePoint: (a, b) => pointBefore(b, a),
    ranges: (a, b) => endsBefore(b, a),
  }),
  meets: relation({ ranges: meets }),
  'met by': relation({ ranges: (a, b) => meets(b, a) }),
  overlaps: relation({ ranges: overlaps }),
  'overlaps before': relation({ ranges: overlapsBefore }),
  'overlaps after': relation({ ranges: (a, b) => overlapsBefore(b, a) }),
  finishes: relation({ pointRange: endsAt, ranges: finishes }),
  'finished by': relation({ rangePoint: (a, b) => endsAt(b, a), ranges: (a, b) => finishes(b, a) }),
  includes: relation({ rangePoint: holds, ranges: includes }),
  during: relation({ pointRange: (a, b) => holds(b, a), ranges: (a, b) => includes(b, a) }),
  starts: relation({ pointRange: startsAt, ranges: starts }),
  'started by': relation({ rangePoint: (a, b) => startsAt(b, a), ranges: (a, b) => starts(b, a) }),
  coincides: relation({
    points: (a, b) => order(a, b) === 0,
    ranges: (a, b) => startsTogether(a, b) && endsTogether(a, b),
  }),
};
