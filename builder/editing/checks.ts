/** Problems of the draft, found while it is edited: the same compile as on the server, plus the server's look at scripts. */
import {
  type CompileInput,
  type CompileResult,
  compile,
  type Finding,
  type Plan,
  type ScenarioPackage,
} from '../../runtime/compile/index.ts';
import type { Calendar } from '../../schemas/generated/documents.ts';
import { adviceFor } from './advice.ts';

export interface ChecksState {
  findings: Finding[];
  /** Of the last document that compiled; absent while it has errors. */
  plan?: Plan;
  /** The document the findings speak of. */
  document?: ScenarioPackage;
}
export interface Checks {
  state(): ChecksState;
  subscribe(listener: () => void): () => void;
  /** To be called after every change; works once things are quiet for a moment. */
  changed(document: ScenarioPackage): void;
  /** What the scenario may read, as the server last said: what is not granted is a problem, and stops being one when it is. */
  setRights(rights: CompileInput['rights']): void;
  stop(): void;
}
export interface ChecksOptions {
  document: ScenarioPackage;
  calendar: Calendar;
  /** Asks the server, which type-checks scripts too; rejects when it cannot be reached. */
  ask(document: ScenarioPackage, signal: AbortSignal): Promise<Finding[]>;
  /** Finds problems here; the whole scenario is compiled when left out. */
  find?(document: ScenarioPackage): ChecksState;
  /** Which findings of the server are worth adding; default those of scripts, which only its type checker sees. */
  fromServer?(finding: Finding): boolean;
  /** Milliseconds; defaults 250 (here) and 1500 (server). */
  quickly?: number;
  calmly?: number;
}

const keyOf = (finding: Finding) => `${finding.code} ${finding.path}`;

const ofScripts = (finding: Finding) => finding.path.startsWith('scenario/scripts');

export function createChecks({ document, calendar, ask, quickly = 250, calmly = 1500, ...options }: ChecksOptions): Checks {
  let rights: CompileInput['rights'];
  let latest = document;
  const { find = (doc: ScenarioPackage) => local(doc, { calendar, rights }), fromServer: wanted = ofScripts } = options;
  let state: ChecksState = find(document);
  let fromServer: Finding[] = [];
  let timers: ReturnType<typeof setTimeout>[] = [];
  let asking: AbortController | undefined;
  const listeners = new Set<() => void>();
  const become = (next: ChecksState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const merge = (found: ChecksState): ChecksState => {
    const known = new Set(found.findings.map(keyOf));
    return { ...found, findings: [...found.findings, ...fromServer.filter((f) => !known.has(keyOf(f)))] };
  };
  const remote = async (doc: ScenarioPackage) => {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await ask(doc, signal);
      if (signal.aborted) return;
      // What this page finds itself is fresher here; from the server only what needs its type checker.
      fromServer = answer.filter(wanted);
      become(merge(find(doc)));
    } catch {
      // Offline or overtaken: the findings of this page stand, and publishing checks everything again.
    }
  };
  const changed = (doc: ScenarioPackage) => {
    latest = doc;
    for (const timer of timers) clearTimeout(timer);
    timers = [setTimeout(() => become(merge(find(doc))), quickly), setTimeout(() => void remote(doc), calmly)];
  };
  timers = [setTimeout(() => void remote(document), calmly)];
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed,
    setRights: (next) => {
      rights = next;
      become(merge(find(latest)));
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
      asking?.abort();
    },
  };
}

function local(document: ScenarioPackage, input: CompileInput): ChecksState {
  const { plan, findings }: CompileResult = compile(document, input);
  return { plan, findings: [...findings, ...adviceFor(document)], document };
}
