import type { JsonValue, Plan } from '../compile/plan.ts';
import type { CaseState, Effect, JournalEntry, Subscription, Task } from '../engine/types.ts';
import type { Burst, BurstEvents, ClockRow, HolderRow, JobRow, TaskRow } from '../store/bursts.ts';
import type { StoredCase } from '../store/cases.ts';
import { chainEntries, chainStart } from '../store/journal.ts';
import { packState } from '../store/packing.ts';
import { incidentRows } from './incidents/rows.ts';

/** A draft nobody touches is forgotten after so many days. */
export const draftDays = 30;

export interface BurstInput {
  plan: Plan;
  before: StoredCase | undefined;
  after: CaseState;
  effects: readonly Effect[];
  journal: readonly JournalEntry[];
  at: string;
  /** Jobs whose answers were taken in. */
  doneJobs: readonly string[];
  caseNo: string | null;
  account: string;
  startKey: string | null;
  /** Data reads this process performs itself right after the commit; they go to a worker when it dies. */
  lease?: { owner: string; seconds: number };
  /** Finds a second party by identity number without keeping the number in the row. */
  partyKey: (idNumber: string) => string;
  /** Messages this burst took in; the commit is refused when somebody else has one of them. */
  taken?: BurstEvents['taken'];
}

/** The rows one burst writes, and the case as it is afterwards. Only what changed is written: maps are compared by identity. */
export function buildBurst(input: BurstInput): { burst: Burst; stored: StoredCase } {
  const { before, after, at } = input;
  const { row, chain } = chainEntries(before?.chain ?? chainStart, after.region, after.id, input.journal);
  const incidents = incidentRows(before?.state, after);
  const isDraft = after.status === 'draft';
  const stored: StoredCase = {
    rev: (before?.rev ?? 0) + 1,
    state: after,
    caseNo: input.caseNo,
    account: before?.account ?? input.account,
    applicantName: applicantName(input.plan, after),
    startKey: before?.startKey ?? input.startKey,
    chain,
    savedAt: at,
    expiresAt: isDraft ? new Date(Date.parse(at) + draftDays * 86_400_000).toISOString() : null,
  };
  const burst: Burst = {
    id: after.id,
    rev: before?.rev ?? 0,
    row: {
      status: after.status,
      scenario: after.scenario.id,
      version: after.scenario.version,
      hash: after.scenario.hash,
      case_no: stored.caseNo,
      start_key: stored.startKey,
      account: stored.account,
      applicant_name: stored.applicantName,
      started_at: after.startedAt,
      submitted_at: after.submittedAt ?? null,
      ended_at: after.endedAt ?? null,
      expires_at: stored.expiresAt,
      saved_at: at,
      chain,
    },
    state: packState(after),
    tasks: changed(before?.state.tasks, after.tasks)
      .filter(isListed)
      .map((task) => taskRow(task, after, input.partyKey)),
    clocks: changed(before?.state.clocks, after.clocks).map(clockRow),
    jobs: [...input.effects.flatMap((effect) => jobRow(effect, after, input.lease)), ...incidents.jobs],
    doneJobs: [
      ...input.doneJobs,
      ...input.effects.flatMap((effect) => (effect.type === 'cancelTimer' ? [effect.timer] : [])),
      ...incidents.done,
    ],
    journal: row,
  };
  const events = eventsOf(input.plan, before?.state.subscriptions, after.subscriptions, input.taken);
  if (events) burst.events = events;
  const holders = holdersOf(before?.state.tasks, after.tasks);
  if (holders.length > 0) burst.holders = holders;
  return { burst, stored };
}

function changed<T>(before: Record<string, T> | undefined, after: Record<string, T>): T[] {
  if (before === after) return [];
  const rows: T[] = [];
  for (const id in after) if (before?.[id] !== after[id]) rows.push(after[id]!);
  return rows;
}

/**
 * What the case listens to outside itself, where that changed: messages, and signals that reach the region. What is gone is
 * dropped whatever it was: a version the case was moved to may list other signals than the one before.
 */
function eventsOf(
  plan: Plan,
  before: CaseState['subscriptions'],
  after: CaseState['subscriptions'],
  taken: BurstEvents['taken'] = [],
): BurstEvents | undefined {
  if (before === after && taken.length === 0) return undefined;
  const isEvent = ({ on }: Subscription) => on === 'message' || on === 'signal';
  const isListed = (one: Subscription) => one.on === 'message' || plan.scenario.signals?.[one.name!]?.reach === 'region';
  const isSame = (one: Subscription, other: Subscription | undefined) =>
    one === other || (other !== undefined && one.on === other.on && one.name === other.name && one.key === other.key);
  const added = changed(before, after ?? {}).filter((one) => isEvent(one) && isListed(one) && !isSame(one, before?.[one.id]));
  const dropped = Object.values(before ?? {}).filter((one) => isEvent(one) && !(after?.[one.id] && isSame(one, after[one.id])));
  if (added.length + dropped.length + taken.length === 0) return undefined;
  return {
    added: added.map(({ id, on, name, key, node, since }) => ({
      id,
      kind: on as 'message' | 'signal',
      name: name!,
      key: key ?? null,
      node,
      since,
    })),
    dropped: dropped.map(({ id }) => id),
    taken,
  };
}

/** The applicant's own forms are found through the case; lists exist for desks and for second parties. */
function isListed(task: Task): boolean {
  return task.kind !== 'fill';
}

/** Tasks whose holder, purpose or urging changed. */
function holdersOf(before: CaseState['tasks'] | undefined, after: CaseState['tasks']): HolderRow[] {
  return changed(before, after).flatMap((task) => {
    const known = before?.[task.id];
    if (known ? known.holder === task.holder && known.urges === task.urges : !task.holder && !task.as) return [];
    const { id, holder, as, urges } = task;
    return [
      {
        id,
        holder: holder?.id ?? null,
        holder_name: holder?.name ?? null,
        held_at: holder?.since ?? null,
        purpose: as ?? null,
        urged: urges?.length ?? 0,
      },
    ];
  });
}

function taskRow(task: Task, state: CaseState, partyKey: (idNumber: string) => string): TaskRow {
  const idNumber = task.kind === 'consent' && task.party ? state.fields[`${task.party}.idNumber`]?.value : undefined;
  return {
    id: task.id,
    // A question is a desk's work like any other.
    kind: task.kind === 'ask' ? 'desk' : task.kind,
    status: task.status,
    node: task.node,
    department: task.department ?? null,
    role: task.role ?? null,
    party_key: typeof idNumber === 'string' ? partyKey(idNumber) : null,
    opened_at: task.openedAt,
    due: task.due ?? null,
    done_at: task.doneAt ?? null,
    done_by: task.doneBy?.id ?? null,
    done_name: task.doneBy?.name ?? null,
    decision: task.decision ?? null,
  };
}

function clockRow(clock: CaseState['clocks'][string]): ClockRow {
  return {
    id: clock.id,
    status: clock.status,
    due: clock.due ?? null,
    provisional_year: clock.provisional?.year ?? null,
    started_at: clock.startedAt,
    ended_at: clock.endedAt ?? null,
  };
}

/** Effects nobody waits for: done once, then forgotten. */
const unanswered = new Set<Effect['type']>(['cancelChild', 'childEnded', 'childEscalated', 'cancelAssist', 'qualityReport']);

/** Effects become jobs in the statement that stores the state; one the same burst took back is none. */
function jobRow(effect: Effect, state: CaseState, lease: BurstInput['lease']): JobRow[] {
  if (effect.type === 'cancelTimer') return [];
  if (effect.type === 'timer') {
    if (!state.timers[effect.timer]) return [];
    return [
      { id: effect.timer, kind: 'timer', key: effect.key, run_at: effect.dueAt, lease_seconds: null, locked_by: null, payload: effect },
    ];
  }
  if (!state.pending[effect.id] && !unanswered.has(effect.type)) return [];
  // A read in the middle of the flow is the workers'; one an open form waits for is done by the request itself.
  const held = effect.type === 'data' && state.pending[effect.id]?.token === undefined ? lease : undefined;
  return [
    {
      id: effect.id,
      kind: effect.type,
      key: effect.key,
      run_at: null,
      lease_seconds: held?.seconds ?? null,
      locked_by: held?.owner ?? null,
      payload: effect,
    },
  ];
}

/** What lists and searches show: the applicant's name in the case, or of the account before it is known. */
export function applicantName(plan: Plan, state: CaseState): string {
  for (const [subject, { role, kind }] of Object.entries(plan.scenario.subjects)) {
    if (role !== 'applicant' || kind === 'thing' || kind === 'matter') continue;
    const name: JsonValue | undefined = state.fields[`${subject}.name`]?.value ?? state.draft[`${subject}.name`];
    if (typeof name === 'string' && name !== '') return name;
  }
  return state.applicant?.name ?? '';
}
