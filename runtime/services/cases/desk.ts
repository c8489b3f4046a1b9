/** An officer's work on one task: its page, claiming, deciding, asking for 补正. */
import { randomUUID } from 'node:crypto';
import type { DecisionView, FormNow, Holder, TaskDone, TaskPage } from '../../../schemas/generated/api.ts';
import { lampOfDue } from '../../calendar/index.ts';
import { isDesk } from '../../compile/desks.ts';
import type { JsonValue, MergedForm, Plan } from '../../compile/plan.ts';
import { askFormOf } from '../../engine/ask-form.ts';
import { isShown } from '../../engine/checking.ts';
import { articlesOf, paperKindOf } from '../../engine/paper-decisions.ts';
import { isLive, settleForm } from '../../engine/shown.ts';
import type { Actor, CaseState, Defect, Task } from '../../engine/types.ts';
import { stepName } from '../../engine/views/names.ts';
import { paperNames } from '../../engine/views/papers.ts';
import { listDisputes } from '../../store/disputes.ts';
import { listJournal } from '../../store/journal.ts';
import { isHeldByAnother } from '../../store/problems.ts';
import { findTask, type TaskHolder } from '../../store/tasks.ts';
import { assistsOfCase } from '../assists/assists.ts';
import { withEvidence } from '../assists/evidence.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { Grant, SessionActor } from '../identity/actor.ts';
import { takeMaterials } from '../materials/checking.ts';
import { withFiles, withMaterials } from '../materials/views.ts';
import type { LoadedPlan } from '../plans.ts';
import { grantFor, type OfficerTask, openOfficerTask, splitTaskId } from './access.ts';
import { commandIdOf, officerActor } from './commands.ts';
import { documentEntry, documentsOf } from './documents.ts';
import { fieldGroups, visiblePaths } from './field-views.ts';
import { departmentName, formView } from './form-view.ts';
import { nextSteps } from './next-steps.ts';
import type { CaseParts } from './parts.ts';
import { itemOf } from './progress.ts';
import { decisionName, timelineOf } from './timeline.ts';
import { english, say } from './words.ts';

type Values = Record<string, JsonValue>;

export function createDesk(parts: CaseParts) {
  async function pageOf(actor: SessionActor, found: OfficerTask): Promise<TaskPage> {
    const { stored, loaded, region, caseId, task, department } = found;
    const { state } = stored;
    const [row, journal, documents, reasons, calendar, regionName] = await Promise.all([
      findTask(parts.store, { region, caseId, id: task.id }),
      listJournal(parts.store, region, caseId),
      documentsOf(parts, state),
      listDisputes(parts.store, region, caseId),
      parts.plans.calendarOf(region),
      parts.regionName(region),
    ]);
    const { plan } = loaded;
    const now = parts.clock();
    const form = deskForm(plan, task);
    const holder = holderOf(task, row, actor);
    const lamp =
      task.status === 'supplement'
        ? { lamp: 'stopped' as const }
        : task.status !== 'open'
          ? { lamp: 'done' as const }
          : task.due
            ? lampOfDue(task.due, calendar, now)
            : { lamp: 'normal' as const };
    const item = itemOf(plan, task);
    return {
      id: `${caseId}.${task.id}`,
      rev: seenRev(plan, state, task),
      caseNo: stored.caseNo!,
      region,
      regionName,
      scenarioName: plan.scenario.name,
      step: stepName(plan, task),
      ...asksOf(plan, task),
      department: departmentName(plan, department),
      applicant: stored.applicantName,
      status: task.status,
      ...(task.due ? { due: task.due } : {}),
      ...lamp,
      ...(holder ? { holder } : {}),
      openedAt: task.openedAt,
      ...(task.doneAt ? { doneAt: task.doneAt } : {}),
      ...(task.decision ? { decision: decisionOf(plan, task) } : {}),
      groups: await withFiles(
        parts,
        state,
        fieldGroups({ loaded, state, reasons, settles: task.status === 'open' && !task.as && (!holder || holder.me) }, [department]),
      ),
      ...(state.assists
        ? {
            assists: await withEvidence(
              parts,
              { region: state.region, caseId: state.id },
              assistsOfCase(plan, state, { calendar, now, account: actor.accountId }),
            ),
          }
        : {}),
      ...(form
        ? {
            form: {
              sections: (await withMaterials(parts, { actor, loaded, state }, formView({ loaded, state, form, now }))).sections,
              live: isLive(form),
            },
          }
        : {}),
      decisions: decisionsOf(plan, task),
      ...aboutOf(plan, found),
      canDecide: task.status === 'open' && (!holder || holder.me) && !state.suspended && decisionsOf(plan, task).length > 0,
      canSupplement: task.status === 'open' && !task.as && maySupplement(plan, task),
      supplementFields: maySupplement(plan, task) ? supplementFields(loaded, state, { department, now }) : [],
      supplements: task.supplements ?? 0,
      ...(task.defects
        ? { defects: task.defects.map((defect) => ({ ...defect, ...(defect.path ? { label: plan.types[defect.path]?.name } : {}) })) }
        : {}),
      ...(item ? { item: itemView(plan, item) } : {}),
      timeline: timelineOf(loaded, state, journal, { as: 'officer', departments: [department] }),
      documents: documents.filter((row) => row.department === department).map(documentEntry),
    };
  }

  async function heldError(region: string, caseId: string, id: string): Promise<ConflictError> {
    const row = await findTask(parts.store, { region, caseId, id });
    return new ConflictError('task.held', { name: row?.holder_name ?? '', at: row?.held_at ?? '' });
  }

  /** Takes or gives back; who was faster, the case decides. */
  async function hold(actor: SessionActor, found: OfficerTask, type: 'claim' | 'release'): Promise<TaskPage> {
    const { region, caseId, task } = found;
    const command = randomUUID();
    const result = await parts.runBurst({
      region,
      caseId,
      commandsFor: ({ state }) => {
        const { task: current, grant } = mustBeMine(actor, region, state, task.id);
        if (current.status === 'done') throw completedError(current);
        const who = officerActor(actor, region, current.department!, grant);
        return [{ id: command, at: parts.clock(), actor: who, type, taskId: task.id }];
      },
    });
    return pageOf(actor, { ...found, ...result, task: result.stored.state.tasks[task.id]! });
  }

  return {
    async taskPage({ actor, taskId }: { actor: SessionActor; taskId: string }): Promise<TaskPage> {
      return pageOf(actor, await openOfficerTask(parts, actor, taskId));
    },

    /** The desk's form as it is with these answers: what they show, hide and work out. Nothing is kept. */
    async taskForm({ actor, taskId, values }: { actor: SessionActor; taskId: string; values: Values }): Promise<FormNow> {
      const { stored, loaded, task } = await openOfficerTask(parts, actor, taskId);
      const form = task.status === 'open' ? deskForm(loaded.plan, task) : undefined;
      if (!form) throw new ConflictError('fill.not_open');
      const { state } = stored;
      const view = formView({ loaded, state, form, now: parts.clock(), typed: values });
      return { sections: (await withMaterials(parts, { actor, loaded, state }, view)).sections };
    },

    async claim({ actor, taskId }: { actor: SessionActor; taskId: string; rev?: number }): Promise<TaskPage> {
      const found = await openOfficerTask(parts, actor, taskId);
      const { region, caseId, task } = found;
      const row = await findTask(parts.store, { region, caseId, id: task.id });
      // Claimed under an earlier release: known in the list alone.
      if (row?.holder && !row.held_in_state && row.holder !== actor.accountId) throw await heldError(region, caseId, task.id);
      return hold(actor, found, 'claim');
    },

    async release({ actor, taskId }: { actor: SessionActor; taskId: string; rev?: number }): Promise<TaskPage> {
      return hold(actor, await openOfficerTask(parts, actor, taskId), 'release');
    },

    async complete({
      actor,
      taskId,
      rev,
      decision,
      opinion,
      outputs,
      article,
      commandId,
    }: {
      actor: SessionActor;
      taskId: string;
      rev: number;
      decision: string;
      opinion?: string;
      article?: number;
      outputs?: Values;
      commandId: string;
    }): Promise<TaskDone> {
      const { caseId, id } = splitTaskId(taskId);
      const command = commandIdOf(actor, commandId);
      const result = await onOwnRegion(actor, (region) =>
        parts
          .runBurst({
            region,
            caseId,
            commandsFor: async ({ state }, loaded) => {
              const { task, grant } = mustBeMine(actor, region, state, id);
              if (!state.applied.includes(command)) mustBeAsSeen(loaded.plan, state, task, rev);
              if (outputs) await takeMaterials(parts, { actor, loaded, region, caseId, state }, outputs);
              return [
                {
                  id: command,
                  at: parts.clock(),
                  actor: officerActor(actor, region, task.department!, grant),
                  type: 'complete',
                  taskId: id,
                  decision,
                  ...(opinion ? { opinion } : {}),
                  ...(outputs ? { outputs } : {}),
                  ...(article === undefined ? {} : { article }),
                },
              ];
            },
          })
          .catch(async (error: unknown) => {
            throw isHeldByAnother(error) ? await heldError(region, caseId, id) : error;
          }),
      );
      return doneOf(actor, result, caseId, id);
    },

    async requestSupplement({
      actor,
      taskId,
      rev,
      defects,
      commandId,
    }: {
      actor: SessionActor;
      taskId: string;
      rev: number;
      defects: Defect[];
      commandId: string;
    }): Promise<TaskPage> {
      const found = await openOfficerTask(parts, actor, taskId);
      const { region, caseId, task, department } = found;
      const command = commandIdOf(actor, commandId);
      const result = await parts.runBurst({
        region,
        caseId,
        commandsFor: ({ state }, loaded) => {
          const { task: current, grant } = mustBeMine(actor, region, state, task.id);
          if (!state.applied.includes(command)) mustBeAsSeen(loaded.plan, state, current, rev);
          const visible = visiblePaths(loaded.plan, [department]);
          if (defects.some(({ path }) => path !== undefined && !visible.has(path))) throw new NotFoundError('field.unknown');
          return [
            {
              id: command,
              at: parts.clock(),
              actor: officerActor(actor, region, department, grant),
              type: 'requestSupplement',
              taskId: task.id,
              defects,
            },
          ];
        },
      });
      return pageOf(actor, { ...found, ...result, task: result.stored.state.tasks[task.id]! });
    },
  };
}

/** The region a case lies in is not part of a task's id: the officer's few regions are tried in turn. */
async function onOwnRegion<T>(actor: SessionActor, work: (region: string) => Promise<T>): Promise<T> {
  const regions = [...new Set(actor.grants.filter((grant) => grant.role === 'officer' && grant.department).map((grant) => grant.region))];
  for (const [index, region] of regions.entries()) {
    try {
      return await work(region);
    } catch (error) {
      if (!(error instanceof NotFoundError) || index === regions.length - 1) throw error;
    }
  }
  throw new NotFoundError('task.unknown');
}

/** The task, and the right to it; what one may not know of is not found. */
export function mustBeMine(actor: SessionActor, region: string, state: CaseState, id: string): { task: Task; grant: Grant } {
  const task = Object.hasOwn(state.tasks, id) ? state.tasks[id] : undefined;
  const grant = task && grantFor(actor, region, state, task);
  if (!task?.department || !grant) throw new NotFoundError('task.unknown');
  return { task, grant };
}

/** Refuses what was decided on a page that is no longer true, and says who was faster and when. */
function mustBeAsSeen(plan: Plan, state: CaseState, task: Task, rev: number): void {
  if (task.status === 'done') throw completedError(task);
  if (task.status === 'cancelled') throw new ConflictError('task.cancelled');
  if (rev !== seenRev(plan, state, task)) throw new ConflictError('task.stale');
}

function completedError(task: Task): ConflictError {
  return new ConflictError('task.already_completed', { name: task.doneBy?.name ?? '', at: task.doneAt ?? '' });
}

/**
 * What a page of this task was made from, as one number: the moment of the last change of the task and of the fields its
 * department sees. Other departments work on the same case at the same time; their steps do not make this page old.
 */
export function seenRev(plan: Plan, state: CaseState, task: Task): number {
  const view = plan.views[task.department ?? ''];
  let last = Date.parse(task.doneAt ?? task.openedAt) + (task.supplements ?? 0) * 2 + (task.status === 'supplement' ? 1 : 0);
  for (const path in state.fields) {
    const field = state.fields[path]!;
    // The number of a paper that was issued meanwhile is news, but nothing an officer has to look at before deciding.
    const isPaper = field.source === 'output' && plan.nodes[field.origin ?? '']?.doc.kind === 'issue';
    if (view?.has(path) && !isPaper) last = Math.max(last, Date.parse(field.at));
  }
  return last;
}

function holderOf(task: Task, row: TaskHolder | undefined, actor: SessionActor): Holder | undefined {
  const holder = task.holder ?? earlierHolder(row);
  if (!holder) return undefined;
  const mine = actor.grants.some((grant) => grant.for?.id === holder.id) || holder.id === actor.accountId;
  return { name: holder.name ?? '', since: holder.since, me: mine };
}

/** Claimed under an earlier release: known in the list alone. */
function earlierHolder(row: TaskHolder | undefined): { id: string; name?: string; since: string } | undefined {
  if (!row?.holder || row.held_in_state) return undefined;
  return { id: row.holder, name: row.holder_name ?? '', since: row.held_at ?? '' };
}

/** The officer's form of a step: its own, or for 协查 the questions the data owner answers. */
function deskForm(plan: Plan, task: Task): MergedForm | undefined {
  if (plan.nodes[task.node]?.doc.kind === 'data') return askFormOf(plan, task.node);
  return plan.deskForms[task.node];
}

function asksOf(plan: Plan, task: Task): Pick<TaskPage, 'asks'> {
  const doc = plan.nodes[task.node]!.doc;
  const asks = isDesk(doc) || doc.kind === 'joint' ? doc.asks : undefined;
  if (doc.kind === 'data')
    return { asks: say('接口没有给出数据，请查询后答复', 'The interface gave no data: please look it up and answer') };
  return asks ? { asks } : {};
}

/** Why the task is here besides the flow: asked, sent back, urged, standing still, or for a colleague. */
function aboutOf(
  plan: Plan,
  { task, stored: { state }, grant }: OfficerTask,
): Pick<TaskPage, 'purpose' | 'asked' | 'returned' | 'urges' | 'suspended' | 'deputyFor'> {
  const from = (by: Actor) => ({ by: by.name ?? '', ...(by.department ? { department: departmentName(plan, by.department) } : {}) });
  return {
    ...(task.as ? { purpose: task.as } : {}),
    ...(task.as && task.by ? { asked: { words: task.words ?? '', ...from(task.by) } } : {}),
    ...(task.returned ? { returned: { words: task.returned.words, ...from(task.returned.by) } } : {}),
    ...(task.urges ? { urges: task.urges.map(({ by, at, words }) => ({ by: by.name ?? '', at, ...(words ? { words } : {}) })) } : {}),
    ...(state.suspended ? { suspended: { reason: state.suspended.reason, basis: state.suspended.basis, at: state.suspended.at } } : {}),
    ...(grant.for ? { deputyFor: grant.for.name } : {}),
  };
}

/** The paper a decision makes, and the articles it may name. */
function paperOf(plan: Plan, task: Task, decision: string): Pick<DecisionView, 'paper' | 'articles'> {
  const kind = paperKindOf(plan, task, decision);
  if (!kind) return {};
  const articles = kind === 'acceptance' ? [] : articlesOf(plan, task, decision);
  return { paper: paperNames[kind], ...(articles.length > 0 ? { articles } : {}) };
}

function needsReasons(kind: ReturnType<typeof paperKindOf>): boolean {
  return kind === 'refusal' || kind === 'nonAcceptance';
}

function decisionsOf(plan: Plan, task: Task): DecisionView[] {
  if (task.as === 'delegate' || task.as === 'ask' || task.as === 'copy') return [];
  if (task.as) return signatures;
  const doc = plan.nodes[task.node]!.doc;
  if (isDesk(doc)) {
    return Object.entries(doc.decisions)
      .sort(([, a], [, b]) => (a.rank < b.rank ? -1 : 1))
      .map(([id, one]) => ({
        id,
        name: one.name,
        effect: one.effect,
        opinionRequired: (one.opinionRequired ?? false) || needsReasons(paperKindOf(plan, task, id)),
        next: nextSteps(plan, task.node, id),
        ...paperOf(plan, task, id),
      }));
  }
  const fixed: [string, DecisionView['effect']][] =
    doc.kind === 'joint'
      ? [
          ['agree', 'agree'],
          ['refuse', 'refuse'],
        ]
      : [
          ['answer', 'agree'],
          ['noRecord', 'other'],
        ];
  return fixed.map(([id, effect]) => ({
    id,
    name: decisionName(plan, task.node, id),
    effect,
    opinionRequired: doc.kind === 'joint' && id === 'refuse',
    next: nextSteps(plan, task.node, id),
  }));
}

/** What a signer says; what follows is the asking desk's matter. */
const signatures: DecisionView[] = [
  {
    id: 'agree',
    name: say('同意', 'Agree'),
    effect: 'agree',
    opinionRequired: false,
    next: say('下一步：回到请您签署的部门', 'Next: back to the desk that asked you'),
  },
  {
    id: 'refuse',
    name: say('不同意', 'Disagree'),
    effect: 'refuse',
    opinionRequired: true,
    next: say('下一步：由请您签署的部门重新考虑', 'Next: the desk that asked you thinks again'),
  },
];

function decisionOf(plan: Plan, task: Task): NonNullable<TaskPage['decision']> {
  return {
    id: task.decision!,
    name: decisionName(plan, task.node, task.decision!),
    ...(task.opinion ? { opinion: task.opinion } : {}),
    by: task.doneBy?.name ?? '',
    at: task.doneAt ?? '',
  };
}

function maySupplement(plan: Plan, task: Task): boolean {
  const doc = plan.nodes[task.node]!.doc;
  return isDesk(doc) && doc.supplement !== false;
}

/**
 * Fields this department sees, that a person can type and that this case shows: a hidden one cannot be put right, nor one of a
 * form that nobody has filled in so far.
 */
function supplementFields(
  { plan }: LoadedPlan,
  state: CaseState,
  { department, now }: { department: string; now: string },
): TaskPage['supplementFields'] {
  const view = plan.views[department];
  const seen = new Set<string>();
  return Object.values(plan.fills).flatMap((form) => {
    const { context } = settleForm({ plan, state, form, values: {}, now });
    const isFilled = Object.values(state.tasks).some((task) => task.node === form.node && task.status === 'done');
    return Object.values(form.fields).flatMap((field) => {
      if (!view?.has(field.path) || field.computed || seen.has(field.path) || !isShown(field, context, now)) return [];
      if (!isFilled && state.fields[field.path] === undefined) return [];
      seen.add(field.path);
      return [{ path: field.path, label: field.label }];
    });
  });
}

function itemView(plan: Plan, id: string): NonNullable<TaskPage['item']> {
  const { name, promisedDays, statutoryDays, legalBasis } = plan.items[id]!;
  return { id, name, promisedDays, ...(statutoryDays === undefined ? {} : { statutoryDays }), ...(legalBasis ? { legalBasis } : {}) };
}

/** What happened, and the next task of the same case that is the officer's own. */
function doneOf(
  actor: SessionActor,
  { stored, loaded }: { stored: { state: CaseState }; loaded: LoadedPlan },
  caseId: string,
  id: string,
): TaskDone {
  const { state } = stored;
  const task = state.tasks[id]!;
  const mine = new Set(
    actor.grants.flatMap((grant) =>
      grant.role === 'officer' && grant.region === state.region && grant.department ? [grant.department] : [],
    ),
  );
  const next = Object.values(state.tasks).find((one) => one.kind === 'desk' && one.status === 'open' && mine.has(one.department ?? ''));
  const name = decisionName(loaded.plan, task.node, task.decision ?? '');
  const then =
    state.status === 'running' ? nextSteps(loaded.plan, task.node, task.decision ?? '') : say('办件已结束', 'The case has ended');
  return {
    done: say(`已办理：${name['zh-CN']}。${then['zh-CN']}`, `Done: ${english(name)}. ${english(then)}`),
    ...(next ? { next: `${caseId}.${next.id}` } : {}),
  };
}
