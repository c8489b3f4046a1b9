/** What officers find: their inbox, cases by number or name, and the page of a case cut to their departments. */
import type { CaseList, CasePage, Lamp, TaskList, TaskRow, TimelineEntry } from '../../../schemas/generated/api.ts';
import type { Calendar } from '../../../schemas/generated/documents.ts';
import { addWorkingDays, lampOfDue, localDate } from '../../calendar/index.ts';
import { stepName } from '../../engine/views/names.ts';
import { listCases, mostCounted, searchCases } from '../../store/cases.ts';
import { listDisputes } from '../../store/disputes.ts';
import { listJournal } from '../../store/journal.ts';
import { type Desk, type InboxRow, type InboxState, listInbox } from '../../store/tasks.ts';
import type { SessionActor } from '../identity/actor.ts';
import { withFiles } from '../materials/views.ts';
import { openOfficerCase } from './access.ts';
import { caseClocks } from './clocks.ts';
import { documentEntry, documentsOf } from './documents.ts';
import { fieldGroups } from './field-views.ts';
import { departmentName } from './form-view.ts';
import { historyOf } from './history.ts';
import { cameFrom } from './next-steps.ts';
import { mayOperate } from './operators.ts';
import { paperEntries } from './papers.ts';
import type { CaseParts } from './parts.ts';
import { progressOf, trackedItems } from './progress.ts';
import { mayBegin } from './steps.ts';
import { timelineOf } from './timeline.ts';

const pageSize = 50;

export function createLists(parts: CaseParts) {
  async function taskRow(row: InboxRow, actor: SessionActor): Promise<TaskRow> {
    const { plan } = await parts.plans.getPlan(row.region, row.scenario, { hash: row.hash });
    const calendar = await parts.plans.calendarOf(row.region);
    return {
      id: `${row.case_id}.${row.id}`,
      caseNo: row.case_no,
      region: row.region,
      regionName: await parts.regionName(row.region),
      scenarioName: plan.scenario.name,
      step: plan.nodes[row.node]?.doc.name ?? plan.scenario.name,
      applicant: row.applicant_name,
      cameFrom: cameFrom(plan, row.node),
      openedAt: row.opened_at,
      ...(row.done_at ? { doneAt: row.done_at } : {}),
      ...(row.due ? { due: row.due } : {}),
      ...rowLamp(row, calendar, parts.clock()),
      ...(row.holder ? { holder: { name: row.holder_name ?? '', since: row.held_at ?? '', me: isOwn(actor, row.holder) } } : {}),
      ...(row.purpose ? { purpose: row.purpose as NonNullable<TaskRow['purpose']> } : {}),
      ...(row.urged ? { urged: row.urged } : {}),
      ...deputyFor(actor, row),
      status: row.status as TaskRow['status'],
      department: departmentName(plan, row.department),
    };
  }

  return {
    async inbox({
      actor,
      state = 'todo',
      q,
      page = 1,
      sort = 'due',
      lamp,
    }: {
      actor: SessionActor;
      state?: InboxState;
      q?: string;
      page?: number;
      sort?: 'due' | 'opened';
      lamp?: Lamp;
    }): Promise<TaskList> {
      const desks = desksOf(actor);
      const bounds = lamp && desks[0] ? lampBounds(lamp, await parts.plans.calendarOf(desks[0].region), parts.clock()) : {};
      const found = await listInbox(parts.store, {
        desks,
        account: actor.accountId,
        standsInFor: standsInFor(actor),
        state,
        sort,
        ...(q ? { q } : {}),
        ...bounds,
        limit: pageSize,
        offset: (Math.max(page, 1) - 1) * pageSize,
      });
      return {
        rows: await Promise.all(found.rows.map((row) => taskRow(row, actor))),
        total: found.total,
        page,
        pageSize,
        counts: found.counts,
      };
    },

    async searchCases({ actor, q = '', page = 1 }: { actor: SessionActor; q?: string; page?: number }): Promise<CaseList> {
      const supervised = actor.grants
        .filter((grant) => grant.role === 'supervisor' || grant.role === 'operator')
        .map(({ region }) => ({ region }));
      const { rows, total } = await searchCases(parts.store, [...desksOf(actor), ...supervised], {
        q: q.trim(),
        limit: pageSize,
        offset: (Math.max(page, 1) - 1) * pageSize,
      });
      const states = new Map((await listCases(parts.store, rows)).map((one) => [one.id, one.state]));
      const list = await Promise.all(
        rows.map(async (row) => {
          const loaded = await parts.plans.getPlan(row.region, row.scenario, { hash: row.hash });
          const state = states.get(row.id)!;
          const progress = progressOf(loaded, state, await parts.plans.calendarOf(row.region), parts.clock());
          return {
            caseNo: row.case_no,
            region: row.region,
            regionName: await parts.regionName(row.region),
            scenarioName: loaded.plan.scenario.name,
            applicant: row.applicant_name,
            status: state.status,
            line: progress.line,
            submittedAt: row.submitted_at,
            ...(progress.due ? { due: progress.due } : {}),
            lamp: progress.lamp,
          };
        }),
      );
      return { rows: list, total, page, pageSize, ...(total >= mostCounted ? { more: true } : {}) };
    },

    /** Every line of the journal as a sentence. */
    async caseHistory({ actor, caseNo }: { actor: SessionActor; caseNo: string }): Promise<TimelineEntry[]> {
      const { stored, loaded, region } = await openOfficerCase(parts, actor, caseNo);
      return historyOf(loaded, stored.state, await listJournal(parts.store, region, stored.state.id));
    },

    async casePage({ actor, caseNo }: { actor: SessionActor; caseNo: string }): Promise<CasePage> {
      const { stored, loaded, departments, region } = await openOfficerCase(parts, actor, caseNo);
      const { state } = stored;
      const [journal, documents, reasons, calendar] = await Promise.all([
        listJournal(parts.store, region, state.id),
        documentsOf(parts, state),
        listDisputes(parts.store, region, state.id),
        parts.plans.calendarOf(region),
      ]);
      const progress = progressOf(loaded, state, calendar, parts.clock());
      const { plan } = loaded;
      return {
        caseNo: stored.caseNo!,
        region,
        regionName: await parts.regionName(region),
        scenarioName: plan.scenario.name,
        version: loaded.version,
        applicant: stored.applicantName,
        status: state.status,
        line: progress.line,
        ...(mayOperate(actor, region) ? { mayOperate: true } : {}),
        ...(mayBegin(loaded.plan, state, departments.length > 0 || mayOperate(actor, region)) ? { mayBegin: true } : {}),
        ...(state.submittedAt ? { submittedAt: state.submittedAt } : {}),
        ...(state.endedAt ? { endedAt: state.endedAt } : {}),
        ...(progress.due ? { due: progress.due } : {}),
        lamp: progress.lamp,
        ...(progress.provisional ? { provisional: progress.provisional } : {}),
        groups: await withFiles(parts, state, fieldGroups({ loaded, state, reasons }, departments)),
        departments: trackedItems(loaded, state),
        tasks: Object.values(state.tasks)
          .filter((task) => task.kind === 'desk')
          .map((task) => ({
            id: `${state.id}.${task.id}`,
            step: stepName(plan, task),
            status: task.status,
            mine: departments.includes(task.department ?? ''),
          })),
        documents: documents.filter((row) => departments.includes(row.department)).map(documentEntry),
        timeline: timelineOf(loaded, state, journal, { as: 'officer', departments }),
        ...(state.papers ? { papers: paperEntries(loaded, state) } : {}),
        clocks: caseClocks(loaded, state, parts.clock(), departments),
      };
    },
  };
}

/** Colleagues whose tasks are this officer's for the time being. */
function standsInFor(actor: SessionActor): string[] {
  return [...new Set(actor.grants.flatMap((grant) => (grant.for ? [grant.for.id] : [])))];
}

function isOwn(actor: SessionActor, id: string): boolean {
  return id === actor.accountId || standsInFor(actor).includes(id);
}

/** A desk, or a colleague's task, that is theirs only because somebody is away. */
function deputyFor(actor: SessionActor, { region, department, holder }: InboxRow): Pick<TaskRow, 'deputyFor'> {
  const grants = actor.grants.filter((grant) => grant.role === 'officer' && grant.region === region && grant.department === department);
  const grant =
    grants.find((one) => one.for !== undefined && one.for.id === holder) ?? (grants.some((one) => !one.for) ? undefined : grants[0]);
  return grant?.for ? { deputyFor: grant.for.name } : {};
}

function desksOf(actor: SessionActor): Desk[] {
  return actor.grants.flatMap(({ role, region, department, posts }) =>
    role === 'officer' && department ? [{ region, department, ...(posts ? { posts } : {}) }] : [],
  );
}

function rowLamp(row: InboxRow, calendar: Calendar, now: string): Pick<TaskRow, 'lamp' | 'workingDaysLeft'> {
  if (row.status === 'supplement') return { lamp: 'stopped' };
  if (row.status !== 'open') return { lamp: 'done' };
  return row.due ? lampOfDue(row.due, calendar, now) : { lamp: 'normal' };
}

/** A lamp as a range of due dates, so that the database can page over it. Amber: today and the next working day. */
function lampBounds(lamp: Lamp, calendar: Calendar, now: string): { dueBefore?: string; dueFrom?: string } {
  const today = localDate(now);
  const amberUntil = addWorkingDays(calendar, today, 1).due ?? today;
  const afterAmber = localDate(new Date(Date.parse(`${amberUntil}T04:00:00.000Z`) + 86_400_000).toISOString());
  if (lamp === 'overdue') return { dueBefore: today };
  if (lamp === 'amber') return { dueFrom: today, dueBefore: afterAmber };
  if (lamp === 'normal') return { dueFrom: afterAmber };
  return {};
}
