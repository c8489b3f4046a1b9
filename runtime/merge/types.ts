/** What a diff and a merge speak of: changes, items, decisions, findings. Keys are addresses by id, never by position. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { Finding, JsonValue, ScenarioPackage } from '../compile/plan.ts';

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved' | 'renamed' | 'split';
export type ChangeGroup = 'flow' | 'form' | 'data' | 'rule' | 'people' | 'text' | 'case' | 'layout';

/** One difference between two packages. */
export interface Change {
  /** Stable address: `scenario/nodes/n_ga/item`, `forms/birth/fields/x/label`. A slash in an id is written `~1`. */
  key: string;
  kind: ChangeKind;
  group: ChangeGroup;
  before?: JsonValue;
  after?: JsonValue;
  /** Of a split: keys of the steps it became; of a renamed one its new key. */
  into?: string[];
}

/** What was decided about one item. `for` is `decisionHash` of the values it was made for: when they move on, it is void. */
export type Decision = ({ take: 'ours' | 'theirs' | 'both' } | { take: 'edit'; value: JsonValue }) & { for?: string };
export type Choice = Decision['take'];

/**
 * Who changed an item. `same`: both, alike. `merged`: both, differently, and both are in the result without a question.
 * `conflict`: both, in a way that only a person can decide.
 */
export type MergeState = 'ours' | 'theirs' | 'same' | 'merged' | 'conflict';

/** Why a local value may not be kept. */
export type LockCode = 'locked' | 'range' | 'insert' | 'bypassed' | 'locks' | 'must';

export interface MergeItem {
  key: string;
  group: ChangeGroup;
  kind: ChangeKind;
  base?: JsonValue;
  ours?: JsonValue;
  theirs?: JsonValue;
  result?: JsonValue;
  state: MergeState;
  /** What may be chosen. Empty when the item follows another one. */
  choices: Choice[];
  /** The decision that made the result; absent while open. */
  decided?: Decision;
  /** A decision that no longer holds: made for other values, or for a choice that is not there. */
  stale?: Decision;
  /** Why ours may not be kept. */
  locked?: LockCode;
  /** Key of the item that is decided for both: an edge goes with the step it leads to. */
  follows?: string;
  /** Of a split: keys of the steps it became. */
  into?: string[];
  /** A conflict that is never asked: layout, lineage, the template's own document. */
  quiet?: true;
}

export interface MergeInput {
  base: ScenarioPackage;
  ours: ScenarioPackage;
  theirs: ScenarioPackage;
  decisions?: Readonly<Record<string, Decision>>;
  /** Upstream's changes may not be declined, except where its locks leave a choice. Default: what the release of theirs says. */
  must?: boolean;
}

/** A finding of the compiler, or a lock that is broken, with the items that brought it. */
export interface MergeFinding extends Finding {
  keys: string[];
}

export interface MergeResult {
  items: MergeItem[];
  /** Keys still to decide, in the order of `items`. */
  open: string[];
  /** Always fits the schemas when ours did; where a conflict is open it holds ours. */
  result: ScenarioPackage;
  findings: MergeFinding[];
}

export interface LockViolation {
  /** The property or element that was changed. */
  key: string;
  /** Address in `locks` that forbids it. */
  lock: string;
  code: Exclude<LockCode, 'must'>;
  message: Text;
  before?: JsonValue;
  after?: JsonValue;
}
