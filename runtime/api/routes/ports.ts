/** What routes need of the services: each method takes who asks, and enforces their rights itself. */
import type {
  Acknowledgement,
  CaseHistory,
  CaseList,
  CaseOperation,
  CaseOptions,
  CasePage,
  CaseStart,
  CaseStarted,
  CaseStepInput,
  CaseSteps,
  CaseUrge,
  CertificateCheck,
  ClockExtension,
  ClockResumption,
  ClockSuspension,
  ConsentDecision,
  Done,
  Draft,
  DraftCheck,
  DraftConsents,
  DraftList,
  DraftStart,
  DraftSubmit,
  DraftValues,
  Fit,
  FitAnswers,
  FormAnswers,
  FormNow,
  JumpChoice,
  MovePreview,
  MyCaseList,
  Rating,
  RatingInput,
  ReturnChoice,
  ServiceKey,
  SupplementAnswer,
  SupplementRequest,
  TaskCompletion,
  TaskDone,
  TaskList,
  TaskListQuery,
  TaskOperation,
  TaskOptions,
  TaskPage,
  Tracking,
  WaitingConsentList,
  Withdrawal,
} from '../../../schemas/generated/api.ts';
import type { FieldProblem } from '../../compile/plan.ts';
import type { AssistServices } from '../../services/assists/index.ts';
import type { BenchServices } from '../../services/bench/index.ts';
import type { ConnectionServices } from '../../services/connections/connections.ts';
import type { Data } from '../../services/data/index.ts';
import type { EventServices } from '../../services/events/ingest.ts';
import type { FieldStandardServices, FormServices } from '../../services/forms/index.ts';
import type { Identity, SessionActor } from '../../services/identity/index.ts';
import type { ImportServices } from '../../services/imports/imports.ts';
import type { createIncidents } from '../../services/incidents/incidents.ts';
import type { MaterialServices } from '../../services/materials/index.ts';
import type { DesignerMigrations } from '../../services/migration/designers.ts';
import type { MyDataServices } from '../../services/my-data/my-data.ts';
import type { ReleaseServices } from '../../services/releases/index.ts';
import type { RepositoryServices } from '../../services/repositories/index.ts';
import type { Studio } from '../../services/studio/index.ts';
import type { Templates } from '../../services/templates/index.ts';
import type { UpgradeArea } from '../../services/upgrades/index.ts';

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
  /** Codes; the route words them. */
  fit(input: ServiceKey & FitAnswers): Promise<Omit<Fit, 'problems'> & { problems: FieldProblem[] }>;
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
  formNow(input: ByCase<FormAnswers>): Promise<FormNow>;
  answerSupplement(input: ByCase<SupplementAnswer>): Promise<Tracking>;
  withdraw(input: ByCase<Withdrawal>): Promise<Tracking>;
  rate(input: ByCase<RatingInput>): Promise<Rating | { rating?: Rating }>;
  document(input: ByCase<{ id: string }>): Promise<CaseDocument>;
  waitingConsents(input: By): Promise<WaitingConsentList>;
  consent(input: ByCase<ConsentDecision>): Promise<Done>;
  inbox(input: By<TaskListQuery>): Promise<TaskList>;
  taskPage(input: ByTask): Promise<TaskPage>;
  taskForm(input: ByTask<FormAnswers>): Promise<FormNow>;
  claim(input: ByTask<{ rev?: number }>): Promise<TaskPage>;
  release(input: ByTask<{ rev?: number }>): Promise<TaskPage>;
  complete(input: ByTask<TaskCompletion>): Promise<TaskDone>;
  requestSupplement(input: ByTask<SupplementRequest>): Promise<unknown>;
  taskOptions(input: ByTask): Promise<TaskOptions>;
  operateTask(input: ByTask<{ operation: TaskOperation }>): Promise<TaskDone>;
  previewReturn(input: ByTask<ReturnChoice>): Promise<MovePreview>;
  caseOptions(input: ByCase): Promise<CaseOptions>;
  operateCase(input: ByCase<{ operation: CaseOperation }>): Promise<TaskDone>;
  previewJump(input: ByCase<JumpChoice>): Promise<MovePreview>;
  urgeOwn(input: ByCase<CaseUrge>): Promise<Done>;
  caseSteps(input: ByCase): Promise<CaseSteps>;
  beginStep(input: ByCase<CaseStepInput>): Promise<TaskDone>;
  searchCases(input: By<{ q?: string; page?: number }>): Promise<CaseList>;
  casePage(input: ByCase): Promise<CasePage>;
  caseHistory(input: ByCase): Promise<CaseHistory>;
  suspendClock(input: ByCase<ClockSuspension & { clock: string }>): Promise<CasePage>;
  resumeClock(input: ByCase<ClockResumption & { clock: string }>): Promise<CasePage>;
  extendClock(input: ByCase<ClockExtension & { clock: string }>): Promise<CasePage>;
  acknowledgePaper(input: ByCase<Acknowledgement & { id: string }>): Promise<Tracking>;
  /** Public check of a certificate's number. */
  verify(input: { number: string; code?: string }): Promise<CertificateCheck>;
}

export interface ApiServices {
  cases: CasePort;
  connections: ConnectionServices;
  imports: ImportServices;
  assists: AssistServices['assists'];
  data: Data;
  disputes: AssistServices['disputes'];
  /** The field standard of regions. */
  elements: FieldStandardServices;
  events: EventServices;
  forms: FormServices;
  identity: Identity;
  /** Templates: published, found, cloned, carried. */
  market: Templates;
  studio: Studio;
  releases: ReleaseServices;
  repositories: RepositoryServices;
  incidents: ReturnType<typeof createIncidents>;
  materials: MaterialServices;
  myData: MyDataServices;
  migrations: DesignerMigrations;
  upgrades: UpgradeArea['upgrades'];
  /** Cases of scenarios: played, generated, compared, replayed. */
  bench: BenchServices;
  proposals: UpgradeArea['proposals'];
  fleet: UpgradeArea['fleet'];
  /** Is each part behind the product there? */
  health(): Promise<Record<string, boolean>>;
}
