/** Words of a migration: what two versions differ in, what that means for one case, and what a person chose. Plain JSON. */

/** How a node of the old version is found in the new one. */
export type NodeChange =
  /** The same id and the same meaning. */
  | { type: 'same' }
  /** The same id and meaning, in another place of the flow. */
  | { type: 'moved' }
  /** Another id, the same meaning. */
  | { type: 'renamed'; to: string }
  /** The same id, but another desk, another register, another kind: what waits there would be wrong. */
  | { type: 'changed' }
  /** Not there any more. `suggestion`: the next step that is; null when its whole branch is gone. */
  | { type: 'removed'; suggestion?: string | null };

export interface VersionDiff {
  nodes: Record<string, NodeChange>;
  /** Nodes only the new version has. */
  added: string[];
  /** Running limits whose days differ. */
  limits: { clock: string; from: number; to: number }[];
  /** Limits the new version does not have. */
  clocksRemoved: string[];
}

/** What a person decided for all cases of a migration. Everything is optional: what can be derived is. */
export interface MigrationMapping {
  /** Where a case goes that stands at a node; null: this branch is over. The same id: the step begins anew. */
  nodes?: Record<string, string | null>;
  /** What becomes of a branch a case cannot reach any more, by its last edge: it begins now, or counts as done. */
  branches?: Record<string, 'begin' | 'skip'>;
  /** Steps that may be left out for cases that would have come to them before. */
  skip?: string[];
  /** The new id of a limit. */
  clocks?: Record<string, string>;
}

/** `safe`: goes by itself. `mapping`: somebody has to choose. `person`: cannot be moved by rule. `stay`: finishes as it began. */
export type CaseVerdict = 'safe' | 'mapping' | 'person' | 'stay';

/** Why a case is sorted where it is. A `note` does not hold it up but is told. */
export interface MigrationReason {
  level: 'note' | Exclude<CaseVerdict, 'safe'>;
  code: ReasonCode;
  node?: string;
  to?: string;
  clock?: string;
  edge?: string;
  path?: string;
  from?: number;
  days?: number;
  suggestion?: string | null;
}

export const reasonCodes = [
  'case.ended',
  'effect.under_way',
  'supplement.open',
  'node.moved',
  'node.renamed',
  'node.mapped',
  'node.changed',
  'node.removed',
  'node.target_unknown',
  'join.branch_missing',
  'step.missed',
  'step.again',
  'step.new_missed',
  'clock.kept',
  'clock.removed',
  'value.unfit',
  'block.entangled',
  'wait.special',
  'dry_run.failed',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** Where one token goes. */
export interface TokenMove {
  token: string;
  to: string;
  /** `keep`: what it waits for goes on. `begin`: the step begins anew. */
  how: 'keep' | 'begin';
  via?: string;
}

export interface Itinerary {
  moves: TokenMove[];
  /** Tokens whose branch is over. */
  over: string[];
  /** Branches that begin now, and that count as done: one token more each. */
  begun: { node: string; via: string; scope: string }[];
  done: { node: string; via: string; scope: string }[];
}

export interface Examination {
  verdict: CaseVerdict;
  reasons: MigrationReason[];
  itinerary: Itinerary;
}
