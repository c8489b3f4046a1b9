/** What services and worker need from parts that are built elsewhere. main.ts hands in the real ones. */
import type {
  BatchConnection,
  Calendar,
  Connection,
  DataContract,
  DataResource,
  DataUse,
  FileShape,
  Text,
} from '../../schemas/generated/documents.ts';
import type { JsonValue, ScenarioPackage } from '../compile/plan.ts';
import type { Outcome } from '../engine/types.ts';
import type { AuditLine } from '../store/audit.ts';

/** Instant, ISO 8601 UTC. */
export type Clock = () => string;

/** Runs author scripts in child processes: runtime/sandbox. */
export interface SandboxPort {
  run(call: {
    region: string;
    /** Content hash of the scenario version. */
    version: string;
    script: { id: string; js: string; hash: string; limits: { cpuMs: number; heapMb: number } };
    input: JsonValue;
    now: string;
    seed: string;
    /** Told how long the script itself took, where that can be said. */
    took?: (milliseconds: number) => void;
  }): Promise<Outcome>;
}

/** Reads and writes the outside world under contracts: runtime/connectors. Every call carries its idempotency key. */
export interface ConnectorPort {
  read(request: {
    dataUse: DataUse & { id: string };
    contract: DataContract | undefined;
    resource: DataResource;
    scenario: string;
    region: string;
    caseId: string;
    purpose: Text | undefined;
    keys: Record<string, JsonValue>;
    /** Idempotency key. */
    key: string;
    node: string | undefined;
    /** Account on whose behalf it is read, for the read log. */
    actor?: string;
    /** What a person answered under this contract: taken instead of a call, checked and logged like any read. */
    answered?: (contract: { id: string; fields: readonly string[] }) => Promise<Outcome | undefined>;
  }): Promise<Outcome>;
  sendSms(message: { key: string; region: string; to: string; text: string }): Promise<Outcome>;
  /** Hands a case to another system, once per key; without it nothing can be handed over. */
  handOver?(request: { key: string; region: string; to: string; body: Record<string, JsonValue> }): Promise<Outcome>;
  sealDocument(request: { key: string; region: string; department: string; number: string; sha256: string }): Promise<Outcome>;
  /** Opens an order at the unified payment, once per key; the answer: `{ order, payUrl, status }`. Without it nothing can be paid. */
  createPayment?(request: { key: string; region: string; order: PaymentOrder }): Promise<Outcome>;
  /** `{ order, status: waiting | paid | closed, paidAt? }`, as the payment sees it now. */
  queryPayment?(request: { key: string; region: string; order: string }): Promise<Outcome>;
  /** Closes an order so that nobody pays it any more; the answer is how it stands: `closed`, or `paid` when it is too late. */
  closePayment?(request: { key: string; region: string; order: string }): Promise<Outcome>;
  /** Gives money back, once per key. */
  refundPayment?(request: { key: string; region: string; order: string; amount: string; reason: string }): Promise<Outcome>;
  /** Hands a parcel to the courier, once per key; the answer: `{ waybill }`. */
  sendParcel?(request: { key: string; region: string; parcel: Parcel }): Promise<Outcome>;
  /** What whoever keeps connections and files needs of them. */
  tools?: ConnectionTools;
}

export interface ConnectionTools {
  /** One try, step by step, with samples only. */
  test(request: {
    region: string;
    connection: Connection;
    resource?: DataResource;
    keys?: Record<string, JsonValue>;
  }): Promise<ConnectionTestResult>;
  health(region: string, connectionId: string): { breaker: 'closed' | 'open' | 'halfOpen'; used: number; waiting: number };
  /** A connection or its secret changed: kept answers go. */
  forget(region: string, connectionId: string): void;
  /** Entry of the secret store a connection uses. */
  secretName(connection: Connection): string | undefined;
  changeSecret(region: string, name: string, value: string, times: { at: string; oldUntil: string | null }, line: AuditLine): Promise<void>;
  /** Fetches the file of a connection into a file of ours. */
  fetchFile?(request: {
    region: string;
    connection: BatchConnection;
    to: string;
  }): Promise<{ ok: true; bytes: number; name: string } | { ok: false; code: string }>;
  /** Headings and first rows of a file, as an import would read it; throws `FileRefused` for one that cannot be read. */
  preview(file: FileHead): Promise<FilePreview>;
}
export interface ConnectionTestResult {
  ok: boolean;
  code: string;
  words: Text;
  advice?: Text;
  at: string;
  ms: number;
  traceId: string;
  trace: { step: 'address' | 'name' | 'secret' | 'signIn' | 'call' | 'answer' | 'rows'; words: Text; ok: boolean; ms: number }[];
}
export interface FileHead {
  fileName: string;
  content: Uint8Array;
  format?: FileShape['format'];
  encoding?: FileShape['encoding'];
  delimiter?: FileShape['delimiter'];
  sheet?: string;
}
export interface FilePreview {
  format: FileShape['format'];
  encoding?: string;
  delimiter?: string;
  sheets?: string[];
  headings: string[];
  rows: string[][];
  /** The file cannot be read as it is: file.*, worded like the problems of imports. */
  problem?: { code: string; data: Record<string, JsonValue> };
}

export interface PaymentOrder {
  /** Ours: the effect's key. */
  order: string;
  /** Yuan with two places. */
  amount: string;
  subject: string;
  /** Instant after which it can no longer be paid. */
  closesAt: string;
  /** Where the payment tells that it was paid. */
  notifyUrl?: string;
}
export interface Parcel {
  name: string;
  mobile: string;
  address: string;
  content: string;
}

/** Secrets of a region by name: runtime/connectors keeps them sealed. */
export interface SecretsPort {
  find(region: string, name: string): Promise<string | undefined>;
  /** The secret, and the one before it while that still counts at `now`. */
  findBoth?(region: string, name: string, now: string): Promise<{ secret: string; old?: string } | undefined>;
  /** Saves it where there is none yet; answers the one that stands. */
  saveOnce?(region: string, name: string, value: string): Promise<string>;
  save?(region: string, name: string, value: string): Promise<void>;
}

/** A published version as services/studio keeps it. */
export interface PublishedVersion {
  region: string;
  scenario: string;
  version: number;
  hash: string;
  package: ScenarioPackage;
  /** Type-stripped scripts by id. */
  scripts: Record<string, string>;
}

/** Where published versions and calendars come from. */
export interface VersionSource {
  /** By content hash, or by number. */
  findVersion(
    key: { region: string; scenario: string; hash: string } | { region: string; scenario: string; version: number },
  ): Promise<PublishedVersion | undefined>;
  /** Content hash of the version new cases start on, of the one a share of them tries, and whether none may start. */
  findLive(
    region: string,
    scenario: string,
  ): Promise<{ hash: string; trial?: { hash: string; share: number }; withdrawn?: { message: string } } | undefined>;
  /** Newest version of the calendar that counts for the region. */
  findCalendar(region: string): Promise<Calendar | undefined>;
}

/** The parts of a pino logger that are used; no personal data goes in. */
export interface LoggerPort {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}
