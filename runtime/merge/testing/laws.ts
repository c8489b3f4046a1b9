/** The laws of the merge, each as a function that says what is wrong; a merge is given in, so that a broken one can be tried. */
import { documentKind, validateDocument } from '../../../schemas/validate.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { decisionHash } from '../hash.ts';
import type { mergeElements } from '../merge.ts';
import { danglingIn } from '../references.ts';
import type { Choice, Decision, MergeItem } from '../types.ts';
import { lostChanges } from './loss.ts';
import { alike } from './parts.ts';

export type Merge = typeof mergeElements;
export interface Triple {
  base: ScenarioPackage;
  ours: ScenarioPackage;
  theirs: ScenarioPackage;
  /** Another version of upstream, behind theirs. */
  later: ScenarioPackage;
  /** Drives which choice is taken where. */
  choice: number;
}
/** What a triple breaks; undefined when it holds. */
export type Law = (merge: Merge, triple: Triple) => string | undefined;

type Side = Exclude<Choice, 'edit'>;
const differs = (what: string, a: ScenarioPackage, b: ScenarioPackage) => (alike(a, b) ? undefined : `${what}: ${firstDifference(a, b)}`);

function firstDifference(a: unknown, b: unknown, path = ''): string {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) || Array.isArray(b))
    return alike(a, b) ? '' : `${path} ${JSON.stringify(a)} / ${JSON.stringify(b)}`;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = firstDifference((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}/${key}`);
    if (found) return found;
  }
  return '';
}

/** A decision for every question, quiet ones too. */
function decideAll(items: readonly MergeItem[], take: (item: MergeItem, at: number) => Side, isBound = true): Record<string, Decision> {
  const asked = items.filter(({ state, follows }) => state === 'conflict' && follows === undefined);
  return Object.fromEntries(
    asked.flatMap((item, at): [string, Decision][] => {
      const wanted = take(item, at);
      const choice = item.choices.includes(wanted) ? wanted : item.choices.find((one) => one !== 'edit');
      if (choice === undefined) return [];
      return [[item.key, { take: choice, ...(isBound ? { for: decisionHash(item) } : {}) }]];
    }),
  );
}
const turn: readonly Side[] = ['ours', 'theirs', 'both'];
const byTurns = (choice: number) => (_: MergeItem, at: number) => turn[(choice + at) % turn.length]!;
const withoutLocks = (pkg: ScenarioPackage): ScenarioPackage => {
  const { locks: _, ...scenario } = pkg.scenario;
  return { ...pkg, scenario };
};
/** Documents already looked at: versions share what nobody changed. */
const fitting = new WeakSet<object>();
function unfitIn(pkg: ScenarioPackage): string | undefined {
  const documents: unknown[] = [
    pkg.scenario,
    pkg.template,
    ...[pkg.forms, pkg.resources, pkg.contracts, pkg.cases].flatMap((map) => Object.values(map as Record<string, unknown>)),
  ];
  for (const document of documents) {
    if (document === undefined || fitting.has(document as object)) continue;
    const kind = documentKind((document as { format?: unknown }).format);
    const [problem] = kind ? validateDocument(kind, document) : [{ path: 'format', message: { 'zh-CN': '' } }];
    if (problem) return `${problem.path} ${problem.message['zh-CN']}`;
    fitting.add(document as object);
  }
  return undefined;
}

export const laws: Record<string, Law> = {
  'upstream changed nothing: ours stays': (merge, { base, ours }) => differs('result', merge({ base, ours, theirs: base }).result, ours),
  'the clone changed nothing: theirs is taken': (merge, { base, theirs }) => {
    const { result, open } = merge({ base, ours: base, theirs });
    return open.length > 0 ? `open: ${open[0]}` : differs('result', result, theirs);
  },
  'both changed the same: nothing is asked': (merge, { base, ours }) => {
    const { result, open } = merge({ base: withoutLocks(base), ours: withoutLocks(ours), theirs: withoutLocks(ours) });
    return open.length > 0 ? `open: ${open[0]}` : differs('result', result, withoutLocks(ours));
  },
  'the sides exchanged, the same is asked and comes out': (merge, triple) => {
    const [base, ours, theirs] = [triple.base, triple.ours, triple.theirs].map(withoutLocks) as [
      ScenarioPackage,
      ScenarioPackage,
      ScenarioPackage,
    ];
    const there = merge({ base, ours, theirs });
    const back = merge({ base, ours: theirs, theirs: ours });
    if (!alike([...there.open].sort(), [...back.open].sort())) return `open: ${there.open} / ${back.open}`;
    const taken = merge({ base, ours, theirs, decisions: decideAll(there.items, () => 'ours') });
    const mirrored = merge({ base, ours: theirs, theirs: ours, decisions: decideAll(back.items, () => 'theirs') });
    return differs('result', taken.result, mirrored.result);
  },
  'taken once, the same upstream has nothing more to say': (merge, { base, ours, theirs }) => {
    const first = merge({ base, ours, theirs });
    const decided = merge({ base, ours, theirs, decisions: decideAll(first.items, () => 'theirs') });
    const again = merge({ base, ours: decided.result, theirs });
    if (again.open.length > 0) return `asked again: ${again.open}`;
    return differs('result', again.result, decided.result);
  },
  'nothing is lost in silence': (merge, { base, ours, theirs }) => lostChanges({ base, ours, theirs }, merge({ base, ours, theirs }))[0],
  'the result fits the schemas, decided or not': (merge, { base, ours, theirs, choice }) => {
    const first = merge({ base, ours, theirs });
    return unfitIn(first.result) ?? unfitIn(merge({ base, ours, theirs, decisions: decideAll(first.items, byTurns(choice)) }).result);
  },
  'decisions made twice count once': (merge, { base, ours, theirs, choice }) => {
    const decisions = decideAll(merge({ base, ours, theirs }).items, byTurns(choice));
    const once = merge({ base, ours, theirs, decisions });
    if (
      once.open.length > 0 &&
      once.open.every((key) => Object.hasOwn(decisions, key) && once.items.find((item) => item.key === key)?.stale === undefined)
    )
      return `still open: ${once.open}`;
    const twice = merge({ base, ours: once.result, theirs, decisions });
    return differs('result', twice.result, once.result);
  },
  'what is decided stays decided when upstream moves on elsewhere': (merge, { base, ours, theirs, later, choice }) => {
    const first = merge({ base, ours, theirs });
    const decisions = decideAll(first.items, byTurns(choice));
    const next = merge({ base, ours, theirs: later, decisions });
    const before = new Map(first.items.map((item) => [item.key, item]));
    const asked = next.items.find((item) => {
      const was = before.get(item.key);
      const isSame =
        was?.state === 'conflict' &&
        was.follows === item.follows &&
        alike(was.choices, item.choices) &&
        decisionHash(was) === decisionHash(item);
      return isSame && Object.hasOwn(decisions, item.key) && !item.decided && !item.stale;
    });
    return asked ? `forgotten: ${asked.key}` : undefined;
  },
  'no reference leads nowhere that led somewhere on both sides': (merge, { base, ours, theirs, choice }) => {
    const first = merge({ base, ours, theirs });
    const decided = merge({ base, ours, theirs, decisions: decideAll(first.items, byTurns(choice)) });
    const known = new Set([...danglingIn(ours).keys(), ...danglingIn(theirs).keys()]);
    return [...danglingIn(first.result).keys(), ...danglingIn(decided.result).keys()].find((name) => !known.has(name));
  },
};
