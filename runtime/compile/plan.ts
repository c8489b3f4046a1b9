/** The compiled form of one version: the only thing the engine reads. Immutable; shared by all its cases. */
import type {
  Calendar,
  CaseTest,
  Clock,
  CodeList,
  DataContract,
  DataElement,
  DataResource,
  DataUse,
  Edge,
  Form,
  Item,
  MaterialSlot,
  Node,
  Notification,
  Outcome,
  Scenario,
  Template,
  Text,
  ValueType,
} from '../../schemas/generated/documents.ts';

import type { FieldLimits, RuleDifference } from './field-rules.ts';

export type { FieldLimits, RuleDifference };
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** Scenario, its forms, elements, data and case tests: the unit of clone, upgrade and git. Maps are by document id. */
export interface ScenarioPackage {
  scenario: Scenario;
  forms: Record<string, Form>;
  elements: Record<string, DataElement>;
  resources: Record<string, DataResource>;
  contracts: Record<string, DataContract>;
  cases: Record<string, CaseTest>;
  template?: Template;
}

/** A problem in a document. `path` points into the package ("scenario/nodes/n_ga/dueDays"). */
export interface Finding {
  code: string;
  severity: 'error' | 'warning';
  /** JSON Pointer-like path into the package, starting with scenario, forms/<id>, … */
  path: string;
  /** What is wrong and what to do, for people. */
  message: Text;
  /** The element a designer selects: node, edge, field, table … id. */
  element?: { kind: string; id: string };
  /** An error that stops publishing only: until somebody else has acted, rehearsal goes on with samples. */
  blocks?: 'publish';
}

/** A value that was refused: worded by `code` in i18n, beside the field. */
export interface FieldProblem {
  path: string;
  /** Of a table: which row (from 0) and which column. */
  row?: number;
  column?: string;
  code: string;
  data?: Record<string, JsonValue>;
}

/** Values visible to an expression: nested by subject, e.g. { mother: { idNumber: "…" } }, plus `param`, `outcome`, `case`. */
export type EvaluationContext = Record<string, unknown>;
export interface EvaluationEnv {
  /** Instant, ISO 8601 UTC. */ now: string;
  /** What the working-day functions count by; without it they answer null. */ calendar?: Calendar;
}
export type Evaluated<T = JsonValue> = { ok: true; value: T } | { ok: false; code: 'budget' | 'type' | 'error'; message: string };
export type Expression = (context: EvaluationContext, env: EvaluationEnv) => Evaluated;
/** True, false, or a typed failure; null and non-booleans count as false. */
export type Condition = (context: EvaluationContext, env: EvaluationEnv) => Evaluated<boolean>;

export interface PlanEdge {
  id: string;
  doc: Edge;
  from: string;
  to: string;
  when?: Condition;
  on?: string;
  isDefault: boolean;
}

export interface PlanNode {
  id: string;
  doc: Node;
  /** Sorted by rank. */
  outgoing: PlanEdge[];
  incoming: PlanEdge[];
  /** Block it lies in; undefined in the root. */
  block?: string;
  /** Nodes from which this node can be reached inside its scope: what an inclusive join looks at. */
  upstream: ReadonlySet<string>;
  /** What the engine evaluates here. Absent where there is nothing to evaluate. */
  expressions?: NodeExpressions;
  /** Edges inside the scope through which each incoming edge can be reached, for inclusive joins. */
  item?: string;
}

/** The expressions of one node besides those of its edges, its event, its form and its data. */
export interface NodeExpressions {
  loop?: { while: Condition };
  each?: { over?: Expression; times?: Expression; until?: Condition; collect: [path: string, value: Expression][] };
  /** Desks whose department is chosen by data. */
  department?: Expression;
  /** Complex joins. */
  activate?: Condition;
  /** Threads. */
  count?: Expression;
  /** Blocks whose steps people start. */
  done?: Condition;
  /** Calls. */
  region?: Expression;
  inputs?: Record<string, Expression>;
  /** Transfers. */
  values?: Record<string, Expression>;
  /** Payments. */
  amount?: Expression;
}

/** Names that say where a case stands, as far as expressions read them. */
export interface Surroundings {
  /** Nodes read as `at.x` and `visits.x`. */
  at: string[];
  visits: string[];
  /** `each`, `loop`, `join` or `block` is read. */
  turns: boolean;
}

export interface PlanBlock {
  id: string;
  start: string;
  nodes: string[];
}

/** One question of the merged form, or a value it does not have to ask. */
export interface MergedField {
  path: string;
  subject: string;
  /** Data element, when bound to one. */
  element?: string;
  type: ValueType;
  codes?: CodeList;
  /** Kind of field a plugin brings. */
  custom?: string;
  /** Of a table, in order. */
  columns?: MergedColumn[];
  minRows?: number;
  maxRows?: number;
  display?: 'table' | 'group';
  /** Material slot of the scenario that a file field fills. */
  slot?: string;
  label: Text;
  hint?: Text;
  unit?: Text;
  sensitivity: number;
  section: string;
  /** `asked`: by the applicant. `shared`: a data use supplies it (asked when that fails or is refused). `derived`: computed. */
  supply: 'asked' | 'shared' | 'derived';
  data?: string;
  editable: boolean;
  /** Who needs it and why: one entry per form field united here. */
  needs: MergedNeed[];
  /** The united limits; absent when there are none. */
  limits?: FieldLimits;
  /** Where the forms do not agree: the stricter rule counts. */
  differences?: RuleDifference[];
  required: boolean | Condition;
  visible?: Condition;
  computed?: Expression;
  default?: Expression;
}
/** One form that asks for a value. */
export interface MergedNeed {
  form: string;
  field: string;
  department: string;
  item?: string;
  legalBasis?: Text;
  why?: Text;
  source?: string;
  /** Whether this form requires it: always, sometimes (a condition), or not at all. */
  demand?: 'always' | 'sometimes' | 'no';
}
/** A column of a table, resolved. Its expressions read the same row as `row.<column>`. */
export interface MergedColumn {
  id: string;
  element?: string;
  type: ValueType;
  codes?: CodeList;
  label: Text;
  hint?: Text;
  unit?: Text;
  sensitivity: number;
  required: boolean | Condition;
  computed?: Expression;
}
export interface MergedSection {
  id: string;
  title: Text;
  hint?: Text;
  fields: string[];
  visible?: Condition;
}

/** The merged form of one fill node, ready to show, to cut and to check. */
export interface MergedForm {
  node: string;
  party: string;
  prefill: string[];
  sections: MergedSection[];
  fields: Record<string, MergedField>;
  /** Form fields added up, and what is left after union, data and derivation. */
  counts: { formFields: number; asked: number; shared: number; derived: number };
}

export interface FillContext {
  context: EvaluationContext;
  env: EvaluationEnv;
  /** Paths whose shared value is present; they are read-only unless `editable`. */
  shared: Record<string, JsonValue>;
  /** Data uses that were refused, failed or returned nothing: their fields are asked. */
  missing: ReadonlySet<string>;
  /** Paths that may be left empty although they are required: the owner of the data will be asked. */
  waived?: ReadonlySet<string>;
}
export type Checked = { ok: true; values: Record<string, JsonValue> } | { ok: false; problems: FieldProblem[] };

export interface PlanTable {
  id: string;
  evaluate(context: EvaluationContext, env: EvaluationEnv): Evaluated<{ values: Record<string, JsonValue>; rows: string[] }>;
}

export interface PlanScript {
  id: string;
  js: string;
  reads: string[];
  writes: Record<string, { type: ValueType }>;
  limits: { cpuMs: number; heapMb: number };
  hash: string;
}

/** The expressions of one event. */
export interface PlanEvent {
  /** Condition events. */
  when?: Condition;
  /** Correlation key of a message. */
  key?: Expression;
  /** Instant of a timer. */
  until?: Expression;
  /** What a thrown message carries, by name. */
  values?: Record<string, Expression>;
}

/** A column of a declared table. */
export interface ColumnType {
  id: string;
  type: ValueType;
  codes?: CodeList;
  sensitivity: number;
  name: Text;
}

/** A material slot: where its documents lie, and whether it may come later. */
export interface PlanMaterial {
  id: string;
  doc: MaterialSlot;
  path: string;
  /** What kind of document it is, the same in every scenario. */
  document: string;
  /** Absent when it may not come later. */
  tolerated?: Condition;
}

export interface Plan {
  /** Content hash of the package: layout and lineage left out. */
  hash: string;
  scenario: Scenario;
  calendar?: Calendar;
  nodes: Record<string, PlanNode>;
  edges: Record<string, PlanEdge>;
  blocks: Record<string, PlanBlock>;
  /** Start node of the root. */
  start: string;
  items: Record<string, Item>;
  data: Record<string, DataUse & { resourceDoc: DataResource; keyExpressions: Record<string, Expression> }>;
  tables: Record<string, PlanTable>;
  scripts: Record<string, PlanScript>;
  clocks: Record<string, Clock>;
  notifications: Record<string, Notification>;
  outcomes: Record<string, Outcome>;
  /** Material slots by id. Absent where there is none. */
  materials?: Record<string, PlanMaterial>;
  /** Paths of the situation questions, asked before anything else; absent when there are none. */
  situation?: readonly string[];
  /** Merged form by fill node. */
  fills: Record<string, MergedForm>;
  /** Officer form (merged of one form) by task node that has one. */
  deskForms: Record<string, MergedForm>;
  /** Timer `until` expressions by node. */
  until: Record<string, Expression>;
  /** What the events of nodes compute: boundary, catch, throw, end, start. Absent where there is nothing to compute. */
  events?: Record<string, PlanEvent>;
  /** Some step belongs to a critical section. */
  sections?: true;
  /** Some block has steps that people start. */
  adHoc?: true;
  /** Absent when no expression looks at where the case stands. */
  surroundings?: Surroundings;
  /** Declared type by path, for every path of the package. */
  types: Record<string, { type: ValueType; codes?: CodeList; columns?: ColumnType[]; sensitivity: number; name: Text }>;
  /** Paths each department may see: fields of its forms, its items' outputs, and its nodes' `reads`. */
  views: Record<string, ReadonlySet<string>>;
  /** Checks and normalises submitted values of a merged form: refuses hidden, foreign and tampered read-only fields. */
  checkFill(form: MergedForm, values: Record<string, JsonValue>, context: FillContext, only?: ReadonlySet<string>): Checked;
  /** Checks and normalises one value by its declared type: disputes, outputs of scripts, tables, officers and data. */
  checkValue(path: string, value: JsonValue, env: EvaluationEnv): { ok: true; value: JsonValue } | { ok: false; problem: FieldProblem };
  /** Nested evaluation context from flat path values. */
  contextOf(
    values: Record<string, JsonValue>,
    extra: { outcomes: Record<string, string>; case: Record<string, JsonValue> },
  ): EvaluationContext;
}
/** An application for data, as far as a scenario is checked against it. */
export interface PendingApplication {
  number: string;
  state: string;
  /** The state, whose turn it is and until when. */
  words: Text;
  ownerName: Text;
  /** Fields asked for. */
  fields: string[];
}
/** What the region's contracts allow at this moment, and what was applied for; both by contract id. */
export interface ContractRights {
  contracts: Record<string, DataContract>;
  applications: Record<string, PendingApplication>;
}
export interface CompileInput {
  calendar?: Calendar;
  /** Results of the type checker by script id; without them scripts are taken as unchecked and need no js (pure use). */
  scripts?: Record<string, { js: string; problems: { line: number; column: number; message: Text }[] }>;
  /** Values of `params` that the region sets. */
  params?: Record<string, JsonValue>;
  /** Local date of the check: contracts that have expired by then are reported. Without it, expiry is not looked at. */
  today?: string;
  /**
   * What counts as a right to read. Without it the contracts in the package do. `atRead`: not looked at, because it was when
   * the version was published, and is again at each read.
   */
  rights?: ContractRights | 'atRead';
}
export interface CompileResult {
  plan?: Plan;
  findings: Finding[];
}
