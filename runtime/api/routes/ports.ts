/** What routes need of the services: each method takes who asks, and enforces their rights itself. */
import type {
  CaseList,
  CasePage,
  CaseStart,
  CaseStarted,
  CertificateCheck,
  ConsentDecision,
  Done,
  Draft,
  DraftCheck,
  DraftConsents,
  DraftList,
  DraftStart,
  DraftSubmit,
  DraftValues,
  MyCaseList,
  Rating,
  RatingInput,
  SupplementAnswer,
  SupplementRequest,
  TaskCompletion,
  TaskDone,
  TaskList,
  TaskListQuery,
  TaskPage,
  Tracking,
  WaitingConsentList,
  Withdrawal,
} from '../../../schemas/generated/api.ts';
import type { FieldProblem } from '../../compile/plan.ts';
import type { Identity, SessionActor } from '../../services/identity/index.ts';
import type { Studio } from '../../services/studio/index.ts';

type By<T = unknown> = { actor: SessionActor } & T;
type ById<T = unknown> = By<{ id: string } & T>;
type ByCase<T = unknown> = By<{ caseNo: string } & T>;
type ByTask<T = unknown> = By<{ taskId: string } & T>;

export interface CaseDocument {
  content: Uint8Array;
  fileName: string;
}

/** The part of `runtime/services/cases` that is reached over HTTP. */
export interface CasePort {
  startDraft(input: By<DraftStart>): Promise<Draft>;
  drafts(input: By): Promise<DraftList>;
  draft(input: ById): Promise<Draft>;
  saveConsents(input: ById<DraftConsents>): Promise<Draft>;
  saveValues(input: ById<DraftValues>): Promise<Draft>;
  /** Codes; the route words them. */
  check(input: ById<DraftCheck>): Promise<{ problems: FieldProblem[] }>;
  submit(input: ById<DraftSubmit>): Promise<CaseStarted>;
  startAndSubmit(input: By<CaseStart>): Promise<CaseStarted>;
  myCases(input: By): Promise<MyCaseList>;
  tracking(input: ByCase): Promise<Tracking>;
  answerSupplement(input: ByCase<SupplementAnswer>): Promise<Tracking>;
  withdraw(input: ByCase<Withdrawal>): Promise<Tracking>;
  rate(input: ByCase<RatingInput>): Promise<Rating | { rating?: Rating }>;
  document(input: ByCase<{ id: string }>): Promise<CaseDocument>;
  waitingConsents(input: By): Promise<WaitingConsentList>;
  consent(input: ByCase<ConsentDecision>): Promise<Done>;
  inbox(input: By<TaskListQuery>): Promise<TaskList>;
  taskPage(input: ByTask): Promise<TaskPage>;
  claim(input: ByTask<{ rev?: number }>): Promise<TaskPage>;
  release(input: ByTask<{ rev?: number }>): Promise<TaskPage>;
  complete(input: ByTask<TaskCompletion>): Promise<TaskDone>;
  requestSupplement(input: ByTask<SupplementRequest>): Promise<unknown>;
  searchCases(input: By<{ q?: string; page?: number }>): Promise<CaseList>;
  casePage(input: ByCase): Promise<CasePage>;
  /** Public check of a certificate's number. */
  verify(input: { number: string; code?: string }): Promise<CertificateCheck>;
}

export interface ApiServices {
  cases: CasePort;
  identity: Identity;
  studio: Studio;
  /** Is each part behind the product there? */
  health(): Promise<Record<string, boolean>>;
}
