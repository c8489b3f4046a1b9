/**
 * What a case is, what may happen to it, and what the engine answers.
 *
 * Everything here is plain JSON, frozen by convention: the engine never changes a value it was given, so
 * `before.tasks[id] !== after.tasks[id]` tells exactly which rows a store must write.
 */
import type { Duration } from '../../schemas/generated/documents.ts';
import type { FieldProblem, JsonValue } from '../compile/plan.ts';

/** `draft`: the form is open and no clock runs. `running`: submitted. The rest are final. */
export type CaseStatus = 'draft' | 'running' | 'completed' | 'refused' | 'withdrawn' | 'expired';

/** Where a value came from. `typed`: by the applicant or an officer. `shared`: read under a contract. */
export type FieldSource = 'typed' | 'shared' | 'computed' | 'output';

/** Fetch state of a shared field: see design section 6. */
export type FetchState = 'idle' | 'waiting' | 'fetched' | 'failed' | 'disputed';

export interface FieldValue {
  value: JsonValue;
  source: FieldSource;
  /** Data use, script, table, node or form that gave the value. */
  origin?: string;
  /** Instant, ISO 8601 UTC. */
  at: string;
  /** What the applicant says instead of a shared value that is wrong; the officer sees both. */
  disputed?: JsonValue;
  /** The shared value an applicant changed where the data use lets them; the officer sees both. */
  shared?: JsonValue;
}

export interface Token {
  id: string;
  node: string;
  scope: string;
  /** Edge it arrived by; a join counts edges, not tokens. */
  via?: string;
  /** `waiting`: held by a wait (task, timer, effect, join). `active`: to be moved in this burst. */
  status: 'active' | 'waiting';
}

/** The root scope is `s0`; a block opens one more. */
export interface Scope {
  id: string;
  block?: string;
  parent?: string;
  token?: string;
  /** Result of the last end reached in this scope. */
  result?: EndResult;
}

export type EndResult = 'completed' | 'refused' | 'withdrawn' | 'expired';

export type TaskStatus = 'open' | 'supplement' | 'done' | 'cancelled';

/** Work waiting for a person. A joint node has one task per participant. */
export interface Task {
  id: string;
  node: string;
  token: string;
  /** `fill` waits for the applicant, `consent` for a second party, `desk` for a department. */
  kind: 'fill' | 'consent' | 'desk';
  status: TaskStatus;
  participant?: string;
  /** Desk tasks: who may do it. */
  department?: string;
  role?: string;
  /** Fill and consent tasks: subject id. */
  party?: string;
  openedAt: string;
  doneAt?: string;
  decision?: string;
  opinion?: string;
  doneBy?: Actor;
  /** Local date the step is due, with the node's `dueDays`; undefined when the calendar is not published so far. */
  due?: string;
  /** Open defects of a 补正. */
  defects?: Defect[];
  supplements?: number;
  /** Days that do not count towards `due`. */
  suspensions?: Suspension[];
}

export interface Defect {
  path?: string;
  words: string;
}

/** Why a case waits; every waiting token has exactly one. */
export type WaitReason = 'task' | 'timer' | 'effect' | 'call' | 'join' | 'scope' | 'incident';

export interface Timer {
  id: string;
  token: string;
  node: string;
  task?: string;
  dueAt: string;
  purpose: 'timer' | 'expire';
}

/** A timer that reaches into a year whose calendar is not published: it gets its date with `recalculate`. */
export interface HeldTimer {
  id: string;
  token: string;
  node: string;
  task?: string;
  purpose: 'timer' | 'expire';
  from: string;
  duration: Duration;
}

export interface Suspension {
  from: string;
  to?: string;
  reason: string;
  basis?: string;
}

/** A legal clock of the case. Days are working days; dates are local (Asia/Shanghai). */
export interface ClockState {
  id: string;
  status: 'running' | 'suspended' | 'met' | 'cancelled';
  startedAt: string;
  endedAt?: string;
  days: number;
  /** Local date; absent while provisional (the calendar of a year it reaches into is not published). */
  due?: string;
  provisional?: { certainUntil: string; remainingDays: number; year: number };
  suspensions: Suspension[];
}

/** An effect or call the case waits for, until its answer arrives. */
export interface Pending {
  id: string;
  token?: string;
  node?: string;
  kind: 'data' | 'script' | 'issue' | 'notify';
  key: string;
  /** Data use, script, outcome or notification. */
  of?: string;
}

export interface Incident {
  id: string;
  token: string;
  node: string;
  code: string;
  detail?: string;
  at: string;
  /** What a retry does again: enter the node, leave it, or wait at the join once more. Default: enter. */
  stage?: 'enter' | 'leave' | 'join';
  /** Effect that failed; its retry keeps id and key, so that the outside does it once. */
  effect?: string;
}

/** A person's yes or no to a data source or to taking part, kept as evidence. */
export interface Consent {
  granted: boolean;
  at: string;
  by: Actor;
}

/** How far the read of one data use has come, and for which keys. */
export interface Fetch {
  state: FetchState;
  at: string;
  problem?: string;
  keys?: Record<string, JsonValue>;
}

export interface Issued {
  outcome: string;
  number: string;
  at: string;
  checkCode?: string;
  document?: string;
}

export interface CaseState {
  /** Shape of this state, for upgrades of stored states. */
  v: 1;
  id: string;
  region: string;
  scenario: { id: string; version: number; hash: string };
  status: CaseStatus;
  startedAt: string;
  submittedAt?: string;
  endedAt?: string;
  applicant?: Actor;
  scopes: Record<string, Scope>;
  tokens: Record<string, Token>;
  tasks: Record<string, Task>;
  timers: Record<string, Timer>;
  /** Timers that wait for a calendar to be published. */
  held?: Record<string, HeldTimer>;
  clocks: Record<string, ClockState>;
  pending: Record<string, Pending>;
  incidents: Record<string, Incident>;
  /** By path (subject.name). */
  fields: Record<string, FieldValue>;
  /** Values typed so far into the open form; not yet part of the case. */
  draft: Record<string, JsonValue>;
  /** Fetch state by data use. */
  fetches: Record<string, Fetch>;
  /** Consents by data use id, and by consent node id for second parties. */
  consents: Record<string, Consent>;
  /** Last outcome by node: a decision id, agree, refuse, expire. */
  outcomes: Record<string, string>;
  issued: Record<string, Issued>;
  /** Nodes entered, with counts: for loops, tracking and coverage. */
  visits: Record<string, number>;
  counters: { token: number; task: number; timer: number; pending: number; incident: number; journal: number; scope: number };
  /** Script calls answered in a row in this burst: a loop of scripts ends too. */
  callsInBurst?: number;
  /** Ids of the last commands applied (at most 200): a repeated command changes nothing. */
  applied: string[];
}

/** Who acts. `name` is what the journal shows; no personal data beyond it. */
export interface Actor {
  kind: 'citizen' | 'officer' | 'system' | 'window';
  id: string;
  name?: string;
  department?: string;
  region?: string;
}

interface CommandBase {
  /** Idempotency key; the same id applied twice changes nothing. */
  id: string;
  /** Instant, ISO 8601 UTC. Time enters only here. */
  at: string;
  actor: Actor;
}
export type Command =
  | (CommandBase & { type: 'start'; caseId: string; region: string; version: number })
  /** A person agrees or refuses that a data source is read; agreeing starts the prefill read. */
  | (CommandBase & { type: 'consentData'; grants: Record<string, boolean> })
  | (CommandBase & { type: 'saveDraft'; values: Record<string, JsonValue> })
  | (CommandBase & { type: 'submit'; taskId?: string; values: Record<string, JsonValue>; disputes?: Record<string, JsonValue> })
  | (CommandBase & { type: 'complete'; taskId: string; decision: string; opinion?: string; outputs?: Record<string, JsonValue> })
  | (CommandBase & { type: 'consent'; taskId: string; decision: 'agree' | 'refuse' })
  | (CommandBase & { type: 'requestSupplement'; taskId: string; defects: Defect[] })
  | (CommandBase & { type: 'answerSupplement'; taskId?: string; values: Record<string, JsonValue> })
  | (CommandBase & { type: 'callAnswered'; callId: string; outcome: Outcome })
  | (CommandBase & { type: 'effectAnswered'; effectId: string; outcome: Outcome })
  | (CommandBase & { type: 'timerDue'; timerId: string })
  | (CommandBase & { type: 'withdraw'; reason?: string })
  | (CommandBase & { type: 'retryIncident'; incidentId: string })
  /** The calendar changed (a year was published): provisional clocks are fixed. */
  | (CommandBase & { type: 'recalculate' });

/** What a script, a connector or an outside service answered. `kind` decides: retry, fall back, or incident. */
export type Outcome =
  | { ok: true; value: JsonValue }
  | {
      ok: false;
      kind: 'timeout' | 'memory' | 'error' | 'output' | 'refused' | 'noRecord' | 'severalRecords' | 'invalid' | 'down' | 'denied' | 'quota';
      message: string;
    };

/** No outside effect; answered at once by the driver, before commit, with `callAnswered`. */
export interface Call {
  id: string;
  type: 'script';
  script: string;
  node: string;
  input: JsonValue;
  now: string;
  seed: string;
}

/** Runs after commit, at least once, under `key`; its answer comes back as `effectAnswered` (timers: `timerDue`). */
export type Effect =
  | { id: string; type: 'data'; key: string; dataUse: string; keys: Record<string, JsonValue>; node?: string }
  | { id: string; type: 'notify'; key: string; notification: string; to?: JsonValue; text: Record<string, string>; node?: string }
  | {
      id: string;
      type: 'issue';
      key: string;
      outcome: string;
      node: string;
      number?: string;
      fields: { label: Record<string, string>; value: JsonValue }[];
    }
  | { id: string; type: 'timer'; key: string; timer: string; dueAt: string }
  | { id: string; type: 'cancelTimer'; key: string; timer: string };

/** One line of the history. `code` is dotted and worded in i18n; `data` holds no personal data. */
export interface JournalEntry {
  seq: number;
  at: string;
  code: string;
  actor: Actor;
  command: string;
  node?: string;
  task?: string;
  data?: Record<string, JsonValue>;
}

export interface Rejection {
  code: string;
  problems?: FieldProblem[];
  data?: Record<string, JsonValue>;
}

/** What the step walked over, in order: for coverage and replay. */
export interface Trace {
  nodes: string[];
  edges: string[];
  rows: { table: string; row: string }[];
}

export interface StepResult {
  /** Unchanged (the same object) when the command was a repeat or was rejected. */
  state: CaseState;
  calls: Call[];
  effects: Effect[];
  journal: JournalEntry[];
  trace: Trace;
  /** A precondition failed: nothing changed. A repeat of an applied command is not a rejection. */
  rejected?: Rejection;
}
