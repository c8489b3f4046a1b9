import type { Text } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import type { Call, CaseState, JournalEntry, Outcome } from '../engine/types.ts';
import type { ContentLine } from './content.ts';

/** Answers a script call: the sandbox in the CLI and on the server, an outcome asked from the server in the browser. */
export type AnswerCall = (call: Call) => Promise<Outcome>;

/** One thing that is not as the case test says. Words name the step, field or clock as people know it. */
export interface CaseProblem {
  /** `step.*`: the journey could not go on; `expect.*`: it ended otherwise than expected. */
  code: string;
  message: Text;
  /** Position in `steps`, from 0. */
  step?: number;
  /** Node, path, clock, outcome … the problem is about. */
  about?: string;
  expected?: JsonValue;
  got?: JsonValue;
}

/** A node entered, in order. */
export interface TraceEntry {
  at: string;
  node: string;
  name: Text;
  kind: string;
  /** Position of the step that led here; absent before the first. */
  step?: number;
}

/** What would have left the house: nothing does, in a case test. */
export interface Sent {
  at: string;
  kind:
    | 'notify'
    | 'issue'
    | 'data'
    | 'message'
    | 'signal'
    | 'call'
    | 'cancel'
    | 'archive'
    | 'transfer'
    | 'paper'
    | 'assist'
    | 'report'
    | 'pay'
    | 'refund';
  /** Notification, outcome, data use, message, signal, scenario, effect, node, connection or paper. */
  of: string;
  node?: string;
  /** Words of a message, by language. */
  text?: Record<string, string>;
  /** Number of a document. */
  number?: string;
  /** What is to be paid, or given back, in yuan. */
  amount?: string;
  /** How a read went. */
  answer?: string;
  /** What it says, line by line. */
  lines?: ContentLine[];
}

/** What a journey, or several, walked over. Outcomes are `node.outcome`, rows `table.row`. */
export interface Coverage {
  nodes: string[];
  edges: string[];
  outcomes: string[];
  rows: string[];
}

export interface CaseRun {
  passed: boolean;
  problems: CaseProblem[];
  state: CaseState;
  trace: TraceEntry[];
  sent: Sent[];
  journal: JournalEntry[];
  /** Paths the applicant had to type. */
  asked: string[];
  coverage: Coverage;
}
