/** A real case that is over, as inputs of one that goes by itself: who said, read and decided what, when. */
import type { CaseDataAnswer } from '../../schemas/generated/documents.ts';
import type { JsonValue, Plan } from '../compile/plan.ts';
import type { CaseState, JournalEntry, Task } from '../engine/types.ts';
import { type Choice, type DriveInputs, localOf } from './drive.ts';
import { plainInputs } from './inputs.ts';

export interface PastCase {
  state: CaseState;
  journal: readonly JournalEntry[];
}

/** What happened to it that no journey repeats: it was led by hand, or another version took over. */
export const byHand: Readonly<Record<string, 'byHand' | 'moved' | 'returned'>> = {
  'case.migrated': 'moved',
  'case.jumped': 'byHand',
  'case.skipped': 'byHand',
  'case.ended_by_hand': 'byHand',
  'case.suspended': 'byHand',
  'task.returned': 'returned',
  'task.recalled': 'returned',
  'clock.extended': 'byHand',
  'sign.added': 'byHand',
  'case.withdrawn': 'byHand',
};

const faults: Readonly<Record<string, 'noRecord' | 'severalRecords' | 'timeout' | 'down' | 'wrongData' | 'refused'>> = {
  noRecord: 'noRecord',
  severalRecords: 'severalRecords',
  timeout: 'timeout',
  down: 'down',
  invalid: 'wrongData',
  refused: 'refused',
};

export function inputsOfPast(plan: Plan, { state, journal }: PastCase): DriveInputs {
  const inputs = plainInputs(state.region, localOf(state.startedAt));
  if (state.submittedAt !== undefined) inputs.submittedAt = localOf(state.submittedAt);
  inputs.values = typedValues(state);
  for (const use of Object.keys(plan.data)) {
    const answer = answerOf(plan, state, use);
    if (answer) inputs.data[use] = answer;
    const consent = state.consents[use];
    if (consent) inputs.consents[use] = consent.granted;
  }
  const corrections = correctionsOf(journal);
  const tasks = Object.values(state.tasks).sort((a, b) => ((a.doneAt ?? '') < (b.doneAt ?? '') ? -1 : 1));
  for (const task of tasks) takeTask(plan, state, inputs, task, corrections);
  for (const { node, status } of Object.values(state.payments ?? {}))
    inputs.payments[node] = status === 'paid' || status === 'refunded' ? 'paid' : 'unpaid';
  return inputs;
}

/** What the applicant typed, also where a register was contradicted. */
function typedValues(state: CaseState): Record<string, JsonValue> {
  const values: Record<string, JsonValue> = {};
  for (const [path, { value, source, shared }] of Object.entries(state.fields))
    if (source === 'typed' || shared !== undefined) values[path] = value;
  return values;
}

/** The record a register gave, as far as the case kept it. */
function answerOf(plan: Plan, state: CaseState, use: string): CaseDataAnswer | undefined {
  const fetch = state.fetches[use];
  if (!fetch || fetch.state === 'idle' || fetch.state === 'waiting') return undefined;
  if (fetch.state === 'failed') return { fault: faults[fetch.problem ?? ''] ?? 'noRecord' };
  const record: Record<string, JsonValue> = {};
  for (const [name, path] of Object.entries(plan.data[use]!.provides)) {
    const field = state.fields[path];
    if (field && (field.origin === use || field.shared !== undefined)) record[name] = field.shared ?? field.value;
  }
  return { record: record as Extract<CaseDataAnswer, { record: unknown }>['record'] };
}

interface Correction {
  at?: string;
  answeredAt?: string;
  paths?: string[];
}

/** When corrections were asked for and given, and of what, by task. */
function correctionsOf(journal: readonly JournalEntry[]): Map<string, Correction> {
  const found = new Map<string, Correction>();
  for (const { code, task, at, data } of journal) {
    if (task === undefined || (code !== 'supplement.requested' && code !== 'supplement.answered')) continue;
    const known = found.get(task) ?? {};
    found.set(
      task,
      code === 'supplement.requested'
        ? { ...known, at: known.at ?? localOf(at), paths: known.paths ?? pathsOf(data?.paths) }
        : { ...known, answeredAt: known.answeredAt ?? localOf(at) },
    );
  }
  return found;
}

const pathsOf = (paths: JsonValue | undefined): string[] => (Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : []);

function takeTask(plan: Plan, state: CaseState, inputs: DriveInputs, task: Task, corrections: ReadonlyMap<string, Correction>): void {
  if (task.kind === 'consent') {
    const outcome = state.outcomes[task.node];
    const decision = outcome === 'refuse' || outcome === 'expire' ? outcome : 'agree';
    inputs.parties[task.node] = { decision, ...(task.doneAt === undefined ? {} : { at: localOf(task.doneAt) }) };
    return;
  }
  if (task.kind !== 'desk' || task.status !== 'done' || task.decision === undefined || task.as !== undefined) return;
  const key = task.participant === undefined ? task.node : `${task.node}.${task.participant}`;
  const fields = Object.keys(plan.deskForms[task.node]?.fields ?? {});
  const outputs = Object.fromEntries(
    fields.flatMap((path): [string, JsonValue][] => (state.fields[path] ? [[path, state.fields[path].value]] : [])),
  );
  const correction = task.supplements ? corrections.get(task.id) : undefined;
  const choice: Choice = {
    decision: task.decision,
    ...(task.opinion === undefined ? {} : { opinion: task.opinion }),
    ...(Object.keys(outputs).length > 0 ? { outputs } : {}),
    ...(task.doneAt === undefined ? {} : { at: localOf(task.doneAt) }),
    ...(correction ? { supplement: supplementOf(correction) } : {}),
  };
  inputs.choices[key] = [...(inputs.choices[key] ?? []), choice];
}

function supplementOf({ paths = [], ...times }: Correction): NonNullable<Choice['supplement']> {
  const defects = paths.length > 0 ? paths.map((path) => ({ path, words: '补正' })) : [{ words: '补正' }];
  return { defects, ...times };
}
