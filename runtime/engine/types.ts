/**
 * What a case is, what may happen to it, and what the engine answers.
 *
 * Everything here is plain JSON, frozen by convention: the engine never changes a value it was given, so
 * `before.tasks[id] !== after.tasks[id]` tells exactly which rows a store must write.
 */
import type { Duration, Text } from '../../schemas/generated/documents.ts';
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
  /** A shared value that a person at its owner gave (协查): whose desk, and when. */
  by?: Provider;
  /** The desk has decided which of two values counts; the owner of the data is told, and what they said. */
  settled?: Settled;
}

/** The desk that answered for a register, as the history shows it. No person is named. */
export interface Provider {
  region?: string;
  department: string;
  at: string;
}

/** A disputed value that was decided. */
export interface Settled {
  use: 'register' | 'applicant';
  reason: string;
  at: string;
  by: Actor;
  /** The owner of the data has looked at it. */
  owner?: { verdict: OwnerVerdict; words: string; at: string };
}
/** The register was right; it was wrong and is put right; or the owner cannot follow the correction. */
export type OwnerVerdict = 'confirmed' | 'corrected' | 'rejected';

/** A question to the owner of data (协查), by the id of its effect. open -> answered | noRecord | refused | withdrawn */
export interface Assist {
  id: string;
  use: string;
  keys: Record<string, JsonValue>;
  /** Fields of the resource that are asked. */
  fields: string[];
  node: string;
  token: string;
  /** Why the interface gave nothing: the kind of failure, or `empty`. */
  problem: string;
  /** The owner of the data. */
  region?: string;
  department: string;
  openedAt: string;
  /** Local date; absent while the calendar of a year it reaches into is not published. */
  due?: string;
  status: 'open' | 'answered' | 'noRecord' | 'refused' | 'withdrawn';
  doneAt?: string;
  by?: Provider;
  /** Why the owner refused. */
  words?: string;
  urges?: { by: Actor; at: string; words?: string }[];
  /** Overdue: the owner's supervisors know. */
  escalatedAt?: string;
}

export interface Token {
  id: string;
  node: string;
  scope: string;
  /** Edge it arrived by; a join counts edges, not tokens. */
  via?: string;
  /** `waiting`: held by a wait (task, timer, effect, join). `active`: to be moved in this burst. */
  status: 'active' | 'waiting';
  /** How often a failure at this stay was tried again. */
  tries?: number;
  /** One of several at its node: the group, and which of them it is, from 0. */
  each?: string;
  index?: number;
  /** Turn of a loop, from 1. */
  round?: number;
  /** Stands before a critical section, or is in it. */
  section?: 'queued' | 'inside';
  /** A step that follows another in a block whose steps people start one at a time: may be started, or was. */
  offered?: 'waiting' | 'started';
  /** The event this node waits for has happened already: an event gateway chose it. */
  happened?: true;
  /** Sent back for a second look: when it leaves, it does not go on, the stay named here does (直送). */
  back?: string;
  /** On its way again after a return: branches that were kept are not begun a second time, until the token is there. */
  replay?: { from?: string; until: string; skip: string[] };
  /** Sent here again by hand: why, and by whom. */
  again?: { words: string; by: Actor };
}

/** The root scope is `s0`; a block opens one more. */
export interface Scope {
  id: string;
  block?: string;
  parent?: string;
  token?: string;
  /** Result of the last end reached in this scope. */
  result?: EndResult;
  /** A block whose steps people start: which were started and which are done, in order. */
  adHoc?: { started: string[]; done: string[] };
  /** What was finished in this scope and can be compensated, oldest first. */
  finished?: Finished[];
  /** A scope in which compensation runs: the handlers still to come, the next one last. */
  compensation?: { rest: Handler[] };
}

/** A step that was finished and can be taken back. A block brings what was finished in it. */
export interface Finished {
  node: string;
  /** The stay at the node. */
  token: string;
  finished?: Finished[];
}

/** One compensation to run: a boundary event, or the start of an event block, with what was finished there. */
export interface Handler {
  node: string;
  of: string;
  finished?: Finished[];
}

/** A step done for each of several. Its own token waits; every instance has one of its own at the same node. */
export interface EachGroup {
  id: string;
  node: string;
  /** The token that waits; absent when it went on without the rest. */
  token?: string;
  /** Instances there are, those not begun so far included. */
  total: number;
  /** Instances begun. */
  begun: number;
  /** Instances at work. */
  running: number;
  done: number;
  /** How often each outcome was given. */
  outcomes: Record<string, number>;
  /** What they are for: entries of the list, or departments. */
  items?: JsonValue[];
  /** A loop: its instances are turns. */
  turns?: true;
}

/** A partial join that went on: which edges of this round have delivered. */
export interface Round {
  id: string;
  node: string;
  scope: string;
  delivered: string[];
}

export type EndResult = 'completed' | 'refused' | 'withdrawn' | 'expired';

/** `waiting`: for a signer, a delegate, what was sent back, or its turn. */
export type TaskStatus = 'open' | 'supplement' | 'waiting' | 'done' | 'cancelled';

/** One person, as the journal shows them. */
export interface Person {
  id: string;
  name?: string;
}

/** To whom work is given: a desk, or one person of it. */
export interface Desk {
  department: string;
  person?: Person;
}

/**
 * Why there is a task besides the step's own: someone was asked to do it (`delegate`), to sign before, after or beside the
 * desk, to answer a question (`ask`), or to know of it (`copy`).
 */
export type TaskPurpose = 'delegate' | 'before' | 'after' | 'parallel' | 'ask' | 'copy';

/**
 * What the applicant is asked to pay at the unified payment, by the id of its effect.
 *
 *   ordered -> waiting -> paid | unpaid;   ordered | waiting | paid -> closing -> closed | refunded
 */
export interface Payment {
  id: string;
  node: string;
  token: string;
  /** Number of the order outside: the key of the effect. */
  order: string;
  /** Yuan with two places. */
  amount: string;
  title: Text;
  openedAt: string;
  /** Instant after which it cannot be paid any more. */
  closesAt: string;
  /** `closing`: nobody wants it any more; the order is closed, and what was paid is given back. */
  status: 'ordered' | 'waiting' | 'paid' | 'unpaid' | 'closing' | 'closed' | 'refunded';
  /** Where people pay. */
  payUrl?: string;
  /** The case was sent back since: what was paid counts when the step is done again. */
  credit?: true;
  /** When it was paid, lapsed, closed or given back. */
  doneAt?: string;
}

/** Work waiting for a person. A joint node has one task per participant. */
export interface Task {
  id: string;
  node: string;
  token: string;
  /**
   * `fill` waits for the applicant, `consent` for a second party, `desk` for a department. `ask` and `copy` go to a desk as
   * well; the case does not wait for them and they have no token.
   */
  kind: 'fill' | 'consent' | 'desk' | 'ask' | 'copy';
  status: TaskStatus;
  /** Of a step done for each of several: which it is, from 0, and what it is for. */
  each?: { index: number; item?: JsonValue };
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
  /** Which of the articles offered a decision paper names. */
  article?: number;
  doneBy?: Actor;
  /** Local date the step is due, with the node's `dueDays`; undefined when the calendar is not published so far. */
  due?: string;
  /** Open defects of a 补正. */
  defects?: Defect[];
  supplements?: number;
  /** Days that do not count towards `due`. */
  suspensions?: Suspension[];
  /** Who has taken it, or was given it and has not begun; nobody else decides. */
  holder?: Person & { since: string; given?: true };
  /** The instant its days count from, when that is not when it was opened: it was handed on. */
  since?: string;
  /** The task this one was made for, and why; `by` is who asked, `words` what for. */
  of?: string;
  as?: TaskPurpose;
  by?: Actor;
  words?: string;
  /** A refusing signature that was heard: the desk has decided again since. */
  heard?: true;
  /** The task that goes on with it: it was handed on. */
  next?: string;
  /** The stay it waits for: it was sent back from here. */
  parked?: string;
  /** Why it was sent back to this desk, and by whom. */
  returned?: { words: string; by: Actor };
  /** Who asked for it to be done, when. */
  urges?: { by: Actor; at: string; words?: string }[];
  /** Tokens made so far when it was done: what came later may come of it. */
  mark?: number;
  /** What came of the decision, while it can be taken back: the stays that began, and the clocks that were met. */
  sent?: { tokens: string[]; clocks: string[] };
}

export interface Defect {
  path?: string;
  words: string;
}

/** Why a case waits; every waiting token has exactly one. */
export type WaitReason = 'task' | 'timer' | 'effect' | 'call' | 'join' | 'scope' | 'event' | 'each' | 'section' | 'incident';

export interface Timer {
  id: string;
  /** Empty for the timer of an event block of the case itself. */
  token: string;
  node: string;
  task?: string;
  dueAt: string;
  /** `event`: of a subscription. */
  purpose: 'timer' | 'expire' | 'event';
}

/**
 * Something that is listened to: by a token (a catch, an event gateway, a boundary event) or by a scope (the start of an
 * event block). Errors, escalations, compensation and cancelling are found by the drawing and not listed.
 */
export interface Subscription {
  id: string;
  on: 'message' | 'signal' | 'condition' | 'timer';
  /** Node that holds the event: catch, boundary, start of an event block, or what follows an event gateway. */
  node: string;
  /** Token that waits, or on whose node the boundary event is. */
  token?: string;
  /** Scope an event block listens in. */
  scope?: string;
  /** The token stands still for it: a catch or an event gateway. */
  holds?: true;
  /** Message or signal. */
  name?: string;
  /** Correlation key; without it any message of this name. */
  key?: string;
  timer?: string;
  /** A cycle: how often it still fires. */
  left?: number;
  /** A condition held when it was looked at last: it fires when it becomes true. */
  held?: true;
  /** A condition that could not be evaluated was told once. */
  failed?: true;
  since: string;
}

/** A message that came before anybody waited for it. */
export interface KeptMessage {
  id: string;
  message: string;
  key?: string;
  values: Record<string, JsonValue>;
  at: string;
}

/** A timer that reaches into a year whose calendar is not published: it gets its date with `recalculate`. */
export interface HeldTimer {
  id: string;
  token: string;
  node: string;
  task?: string;
  purpose: 'timer' | 'expire' | 'event';
  from: string;
  duration: Duration;
}

export interface Suspension {
  from: string;
  to?: string;
  reason: string;
  basis?: string;
  /** The instants, for limits in hours. */
  fromAt?: string;
  toAt?: string;
  /** Stopped by a person's command, not by where the case stands; they end it, too. */
  byHand?: true;
  /** The limit ran anew when it was over. */
  restarts?: true;
}

/** More time, given once, by the head, with the reason told to the applicant. */
export interface Extension {
  days: number;
  reason: string;
  approvedBy: string;
  at: string;
  by: Actor;
}

/** A legal clock of the case. Dates are local (Asia/Shanghai). */
export interface ClockState {
  id: string;
  status: 'running' | 'suspended' | 'met' | 'cancelled';
  startedAt: string;
  endedAt?: string;
  /** How many of the unit, extensions not counted. */
  days: number;
  /** Absent: working days. */
  unit?: LimitUnit;
  /** What arrives after closing counts as the next working day. Absent in clocks of earlier releases: the day itself. */
  afterHours?: 'nextDay';
  /** The limit runs anew from this instant; what was before does not count. */
  restartedAt?: string;
  /** Local date; absent while provisional (the calendar of a year it reaches into is not published). */
  due?: string;
  /** Limits in hours: the instant. */
  dueAt?: string;
  provisional?: { certainUntil: string; remainingDays: number; remainingMinutes?: number; year: number };
  suspensions: Suspension[];
  extension?: Extension;
  /** Region and version of the calendar the date was counted by. */
  counted?: string;
  /** Units a corrected calendar would have added: the date promised is kept all the same. */
  kept?: number;
}

export type LimitUnit = 'workingDays' | 'days' | 'months' | 'workingHours' | 'hours';

/** 受理通知书, 补正告知书, 不予受理决定书, 不予许可决定书, 延期告知书, and the notice of time that does not count (行政许可法 第四十五条). */
export type PaperKind = 'acceptance' | 'supplement' | 'nonAcceptance' | 'refusal' | 'extension' | 'suspension';

/** A statutory paper: what it says is fixed when it is made. Life: made -> delivered (the document is there) -> acknowledged. */
export interface Paper {
  id: string;
  kind: PaperKind;
  number: string;
  at: string;
  department: string;
  by?: string;
  item?: string;
  node?: string;
  /** What the paper is about, in words of both languages: decision, reasons, article, defects, dates. */
  facts: PaperFacts;
  document?: string;
  checkCode?: string;
  deliveredAt?: string;
  acknowledgedAt?: string;
  acknowledgedBy?: string;
  problem?: string;
}
export interface PaperFacts {
  reasons?: string;
  article?: Text;
  /** 补正: everything that is missing, at once. */
  defects?: Defect[];
  /** Limit the paper speaks of: its name, and its date before and now. */
  clock?: string;
  days?: number;
  due?: string;
  before?: string;
  approvedBy?: string;
}

/** An effect or call the case waits for, until its answer arrives. */
export interface Pending {
  id: string;
  token?: string;
  node?: string;
  kind:
    | 'data'
    | 'assist'
    | 'script'
    | 'issue'
    | 'notify'
    | 'message'
    | 'signal'
    | 'call'
    | 'archive'
    | 'transfer'
    | 'paper'
    | 'pay'
    | 'refund';
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
  /** Outcome with which the token was leaving. */
  outcome?: string;
  /** How often it was tried again at this stay. */
  tries?: number;
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
  /** Fields of the resource that came empty though its register is known to have gaps: their owner can be asked. */
  lacking?: string[];
  /** A person at the owner has answered: nobody is asked once more. */
  by?: Provider;
}

export interface Issued {
  outcome: string;
  number: string;
  at: string;
  checkCode?: string;
  document?: string;
}

/** A case that was suspended (挂起): nobody decides, and the clocks and timers stand still. */
export interface CaseSuspension {
  at: string;
  by: Actor;
  reason: string;
  basis: string;
  /** Timers that stand still, with what was left of them in milliseconds. */
  timers: Record<string, Timer & { left: number }>;
}

/** The case that called this one, the effect it waits with, and the values it wants to know. */
export interface ParentCase {
  region: string;
  caseId: string;
  effect: string;
  outputs: string[];
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
  parent?: ParentCase;
  scopes: Record<string, Scope>;
  tokens: Record<string, Token>;
  tasks: Record<string, Task>;
  timers: Record<string, Timer>;
  /** Timers that wait for a calendar to be published. */
  held?: Record<string, HeldTimer>;
  /** What is listened to. Absent where nothing ever was. */
  subscriptions?: Record<string, Subscription>;
  /** Messages that came early. */
  kept?: Record<string, KeptMessage>;
  /** Steps at work for each of several. */
  each?: Record<string, EachGroup>;
  /** Partial joins that went on and are not reset. */
  rounds?: Record<string, Round>;
  clocks: Record<string, ClockState>;
  pending: Record<string, Pending>;
  incidents: Record<string, Incident>;
  suspended?: CaseSuspension;
  /** By path (subject.name). */
  fields: Record<string, FieldValue>;
  /** Values typed so far into the open form; not yet part of the case. */
  draft: Record<string, JsonValue>;
  /** Fetch state by data use. */
  fetches: Record<string, Fetch>;
  /** Questions to the owners of data. Absent where there never was one. */
  assists?: Record<string, Assist>;
  /** What was asked to be paid. Absent where there never was anything. */
  payments?: Record<string, Payment>;
  /** Consents by data use id, and by consent node id for second parties. */
  consents: Record<string, Consent>;
  /** Last outcome by node: a decision id, agree, refuse, expire. */
  outcomes: Record<string, string>;
  issued: Record<string, Issued>;
  /** What was done at steps, and limits that ended, of an earlier version that this one does not have: for people to read. */
  past?: { tasks?: Record<string, Task>; clocks?: Record<string, ClockState> };
  /** Statutory papers, by effect id. */
  papers?: Record<string, Paper>;
  /** Nodes entered, with counts: for loops, tracking and coverage. */
  visits: Record<string, number>;
  counters: {
    token: number;
    task: number;
    timer: number;
    pending: number;
    incident: number;
    journal: number;
    scope: number;
    event?: number;
    group?: number;
    round?: number;
  };
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
  /** A deputy acts for somebody who is away (代). */
  for?: Person;
}

interface CommandBase {
  /** Idempotency key; the same id applied twice changes nothing. */
  id: string;
  /** Instant, ISO 8601 UTC. Time enters only here. */
  at: string;
  actor: Actor;
}
export type Command =
  | (CommandBase & {
      type: 'start';
      caseId: string;
      region: string;
      version: number;
      /** Values the case begins with: given by the case that called it, or by a message. */
      values?: Record<string, JsonValue>;
      parent?: ParentCase;
      /** The start it begins at, when that is not the one with the form, and what its message brings. */
      trigger?: { node: string; values?: Record<string, JsonValue> };
    })
  /** A person agrees or refuses that a data source is read; agreeing starts the prefill read. */
  | (CommandBase & { type: 'consentData'; grants: Record<string, boolean> })
  | (CommandBase & { type: 'saveDraft'; values: Record<string, JsonValue> })
  | (CommandBase & { type: 'submit'; taskId?: string; values: Record<string, JsonValue>; disputes?: Record<string, JsonValue> })
  | (CommandBase & {
      type: 'complete';
      taskId: string;
      decision: string;
      opinion?: string;
      outputs?: Record<string, JsonValue>;
      article?: number;
    })
  | (CommandBase & { type: 'consent'; taskId: string; decision: 'agree' | 'refuse' })
  | (CommandBase & { type: 'requestSupplement'; taskId: string; defects: Defect[] })
  | (CommandBase & { type: 'answerSupplement'; taskId?: string; values: Record<string, JsonValue> })
  | (CommandBase & { type: 'callAnswered'; callId: string; outcome: Outcome })
  | (CommandBase & { type: 'effectAnswered'; effectId: string; outcome: Outcome })
  | (CommandBase & { type: 'timerDue'; timerId: string })
  /** 催办 of a question to the owner of data. */
  | (CommandBase & { type: 'urgeAssist'; assistId: string; words?: string })
  /** The answer is overdue: the owner's supervisors were told. */
  | (CommandBase & { type: 'assistOverdue'; assistId: string })
  /** A desk decides which of two values counts where the applicant contests a shared one. */
  | (CommandBase & { type: 'settleDispute'; path: string; use: 'register' | 'applicant'; reason: string })
  /** The owner of the data answers the correction that reached them. */
  | (CommandBase & { type: 'disputeAnswered'; path: string; verdict: OwnerVerdict; words: string; department: string })
  /** A message for this case. Without a key it goes to whoever waits for that message here. */
  | (CommandBase & {
      type: 'message';
      message: string;
      key?: string;
      values?: Record<string, JsonValue>;
      /** Refused when nobody waits, also where the message could be kept: somebody else may be waiting. */
      onlyIfAwaited?: boolean;
    })
  | (CommandBase & { type: 'signal'; signal: string })
  /** The case that a step called raises an escalation; `effectId` is the one that started it. */
  | (CommandBase & { type: 'childEscalated'; effectId: string; code?: string })
  /** The case is ended from outside: the step that called it was cancelled. */
  | (CommandBase & { type: 'cancelCase'; reason: string })
  /** One more of a step that is done for each of several; `item` is the entry it is for, or the department. */
  | (CommandBase & { type: 'addInstance'; node: string; item?: JsonValue })
  /** Begins a step of a block whose steps people start. */
  | (CommandBase & { type: 'startStep'; node: string })
  | (CommandBase & { type: 'withdraw'; reason?: string })
  | (CommandBase & { type: 'retryIncident'; incidentId: string; reason?: string })
  | ApprovalCommand
  | OperatorCommand
  /** The calendar changed (a year was published): provisional clocks are fixed. */
  | (CommandBase & { type: 'recalculate' })
  /** A person stops a clock with its legal basis. `continue`: it goes on where it stopped; `restart`: it runs anew. */
  | (CommandBase & { type: 'suspendClock'; clock?: string; reason: SuspensionReason; basis?: string; mode?: 'continue' | 'restart' })
  | (CommandBase & { type: 'resumeClock'; clock?: string })
  /** Once per clock: approved by the head, its reason told to the applicant (行政许可法 第四十二条). */
  | (CommandBase & { type: 'extendClock'; clock: string; days: number; reason: string; approvedBy: string })
  /** The applicant has read a paper; the time is kept. */
  | (CommandBase & { type: 'acknowledgePaper'; paper: string });

/** What may stop a clock by a person's command. */
export type SuspensionReason = 'publicity' | 'hearing' | 'expertReview' | 'inspection' | 'quarantine' | 'appraisal' | 'bidding';

/** How a task is sent back: to a step, to the step before, or to the applicant. */
export interface ReturnOrder {
  taskId: string;
  to: { node: string } | 'previous' | 'applicant';
  /** `straight`: from there back to this desk (直送). `replay`: every step in between again (重走). */
  back: 'straight' | 'replay';
  /** What becomes of the other branches that came of that step. */
  branches: 'keep' | 'cancel';
}

/** What desks do besides deciding. */
export type ApprovalCommand =
  /** 认领, 释放 */
  | (CommandBase & { type: 'claim'; taskId: string })
  | (CommandBase & { type: 'release'; taskId: string })
  /** 转办: another desk or person does it instead. */
  | (CommandBase & { type: 'transfer'; taskId: string; to: Desk; reason?: string })
  /** 委派: somebody does it for me, it comes back to me. */
  | (CommandBase & { type: 'delegate'; taskId: string; to: Desk; words: string })
  /** The answer of a delegate, or to a question. */
  | (CommandBase & { type: 'reply'; taskId: string; words: string })
  /** 拿回: what I handed on or gave away, while it is not done. The id is of the task that was mine. */
  | (CommandBase & { type: 'takeBack'; taskId: string; reason?: string })
  /** 加签 */
  | (CommandBase & { type: 'addSigners'; taskId: string; when: 'before' | 'after' | 'parallel'; signers: Desk[]; words: string })
  /** 减签: the id is of the signer's task. */
  | (CommandBase & { type: 'removeSigner'; taskId: string; reason?: string })
  /** 退回 */
  | (CommandBase & { type: 'return'; reason: string } & ReturnOrder)
  /** 撤回: my decision, while nobody has begun with what came of it. */
  | (CommandBase & { type: 'recall'; taskId: string; reason?: string })
  /** 催办 */
  | (CommandBase & { type: 'urge'; taskId: string; words?: string })
  /** 抄送 */
  | (CommandBase & { type: 'copy'; to: Desk[]; taskId?: string; words?: string })
  /** 沟通 */
  | (CommandBase & { type: 'ask'; taskId: string; to: Desk; words: string })
  /** A copy was read. */
  | (CommandBase & { type: 'acknowledge'; taskId: string });

/** What operators do when a case needs a hand; every one with its reason. */
export type OperatorCommand =
  /** 挂起, 激活 */
  | (CommandBase & { type: 'suspend'; reason: string; basis: string })
  | (CommandBase & { type: 'resume'; reason?: string })
  /** The token goes to another node, and the rest of the case stays or is cancelled. */
  | (CommandBase & { type: 'jump'; tokenId: string; to: string; branches: 'keep' | 'cancel'; reason: string })
  /** The step is left as if it had been done, with an outcome and with values. */
  | (CommandBase & { type: 'skip'; tokenId: string; outcome?: string; values?: Record<string, JsonValue>; reason: string })
  | (CommandBase & { type: 'reassign'; taskId: string; to: Desk; reason: string })
  | (CommandBase & { type: 'end'; result: EndResult; reason: string });

/** What a script, a connector or an outside service answered. `kind` decides: retry, fall back, or incident. */
export type Outcome =
  | {
      ok: true;
      value: JsonValue;
      /** Fields of the record that are empty where the register is known to have gaps: its owner can be asked. */
      lacking?: string[];
      /** A person at the owner of the data answered. */
      by?: Provider;
    }
  | {
      ok: false;
      kind: 'timeout' | 'memory' | 'error' | 'output' | 'refused' | 'noRecord' | 'severalRecords' | 'invalid' | 'down' | 'denied' | 'quota';
      message: string;
      /** Error code of the scenario: followed where the flow has an event for it. */
      code?: string;
      /** A person at the owner of the data answered so; `message` is then what they wrote. */
      by?: Provider;
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
  /** A question to the owner of data, whose answer comes back as `effectAnswered` some day. */
  | {
      id: string;
      type: 'assist';
      key: string;
      dataUse: string;
      keys: Record<string, JsonValue>;
      fields: string[];
      problem: string;
      due?: string;
      node: string;
    }
  /** The question is not wanted any more; `effect` is the one that asked it. Nobody answers this one. */
  | { id: string; type: 'cancelAssist'; key: string; effect: string; node?: string }
  /** What a desk found out about a register, for its owner. Nobody answers this one. */
  | { id: string; type: 'qualityReport'; key: string; dataUse: string; path: string; node?: string }
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
  /** Opens an order at the unified payment and looks after it until it is paid or closed; `{ status, payUrl? }` may be told several times. */
  | { id: string; type: 'pay'; key: string; amount: string; title: Text; closesAt: string; node: string }
  /** Closes an order nobody wants any more and gives back what was paid. `order` is the key of the effect that opened it. */
  | { id: string; type: 'refund'; key: string; payment: string; order: string; amount: string; reason: RefundReason; node: string }
  /** Makes and seals a statutory paper; what it says is in the state. */
  | { id: string; type: 'paper'; key: string; paper: string; node?: string }
  | { id: string; type: 'cancelTimer'; key: string; timer: string }
  /** Starts another scenario as a child; answered when it has ended. Without a region: the same. */
  | {
      id: string;
      type: 'startChild';
      key: string;
      scenario: string;
      region?: string;
      inputs: Record<string, JsonValue>;
      outputs: string[];
      node: string;
    }
  /** A called case has ended: the answer of its parent’s effect. Nobody answers this one. */
  | {
      id: string;
      type: 'childEnded';
      key: string;
      parent: ParentCase;
      result: EndResult;
      values: Record<string, JsonValue>;
      /** It ended with an error nobody took there; null: one without a code. */
      error?: string | null;
      node?: string;
    }
  /** A called case raised an escalation nobody took there. Nobody answers this one. */
  | { id: string; type: 'childEscalated'; key: string; parent: ParentCase; code?: string; node?: string }
  /** The child is not wanted any more; `effect` is the one that started it. */
  | { id: string; type: 'cancelChild'; key: string; effect: string; node?: string }
  | { id: string; type: 'archive'; key: string; node: string; department?: string; years?: number }
  | { id: string; type: 'transfer'; key: string; node: string; to: string; values: Record<string, JsonValue> }
  /** To whichever case of the region waits for it, or to a new one. */
  | { id: string; type: 'message'; key: string; message: string; correlation?: string; values: Record<string, JsonValue>; node?: string }
  /** To every waiting case of the region; this case has heard it already. */
  | { id: string; type: 'signal'; key: string; signal: string; at: string; node?: string };

/** Why a payment is not wanted any more. */
export type RefundReason = 'withdrawn' | 'ended' | 'stepLeft';

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
