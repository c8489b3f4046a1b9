/** A citizen's cases after submission: tracking, 补正, second-party consent, withdrawal, rating. */
import type { Done, FormNow, MustDo, MyCase, Section, Tracking, WaitingConsent } from '../../../schemas/generated/api.ts';
import type { JsonValue, MergedForm } from '../../compile/plan.ts';
import { askFormOf } from '../../engine/ask-form.ts';
import { sidesOf } from '../../engine/commands/disputes.ts';
import { supplementParts } from '../../engine/commands/supplement.ts';
import { isLive } from '../../engine/shown.ts';
import type { CaseState } from '../../engine/types.ts';
import { listCases, listOwnCases } from '../../store/cases.ts';
import { listJournal } from '../../store/journal.ts';
import { findRating, upsertRating } from '../../store/ratings.ts';
import { assistsOfCase } from '../assists/assists.ts';
import { settledView } from '../assists/words.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import { refuseUnchanged, settleMaterials, takeMaterials } from '../materials/checking.ts';
import { laterMaterials, withMaterials } from '../materials/views.ts';
import type { LoadedPlan } from '../plans.ts';
import { consentTasksOf, type OpenCase, openOwnCase } from './access.ts';
import { citizenActor, commandIdOf } from './commands.ts';
import { documentEntry, documentsOf } from './documents.ts';
import { departmentName, formView } from './form-view.ts';
import { paperEntries } from './papers.ts';
import type { CaseParts } from './parts.ts';
import { paymentOf, paymentView } from './payment-view.ts';
import { explainedDays, mustAct, partyName, progressOf, trackedItems } from './progress.ts';
import { showValue } from './show.ts';
import { timelineOf } from './timeline.ts';
import { english, say } from './words.ts';

type Values = Record<string, JsonValue>;

export function createMine(parts: CaseParts) {
  const partyKeyOf = (actor: SessionActor) => (actor.person?.idNumber ? parts.partyKey(actor.person.idNumber) : undefined);

  /** The applicant's own case; a second party may look at its consent only. */
  async function openApplied(actor: SessionActor, caseNo: string): Promise<OpenCase> {
    const found = await openOwnCase(parts, actor, caseNo);
    if (!found.isApplicant) throw new NotFoundError('case.unknown');
    return found;
  }

  async function trackingOf(actor: SessionActor, found: OpenCase): Promise<Tracking> {
    const { stored, loaded } = found;
    const { state } = stored;
    const [calendar, journal, documents, rating, regionName] = await Promise.all([
      parts.plans.calendarOf(state.region),
      listJournal(parts.store, state.region, state.id),
      documentsOf(parts, state),
      findRating(parts.store, state.region, state.id),
      parts.regionName(state.region),
    ]);
    const progress = progressOf(loaded, state, calendar, parts.clock());
    const must = await withMaterialsToDo(actor, found, mustDoOf(loaded, state, { now: parts.clock() }));
    const later = await laterMaterials(parts, { actor, loaded, state });
    const payment = paymentOf(state);
    const explained = explainedDays(loaded, state, parts.clock());
    const over = state.status === 'completed' || state.status === 'refused';
    return {
      caseNo: stored.caseNo!,
      region: state.region,
      regionName,
      scenario: loaded.scenario,
      version: loaded.version,
      name: loaded.plan.scenario.name,
      status: state.status,
      line: progress.line,
      ...(progress.due ? { due: progress.due } : {}),
      lamp: progress.lamp,
      ...(progress.provisional ? { provisional: progress.provisional } : {}),
      ...(explained.length > 0 ? { explained } : {}),
      ...(state.submittedAt ? { submittedAt: state.submittedAt } : {}),
      ...(state.endedAt ? { endedAt: state.endedAt } : {}),
      ...(must ? { mustDo: must } : {}),
      ...(payment ? { payment: paymentView(payment) } : {}),
      ...(later.length > 0 ? { later } : {}),
      departments: trackedItems(loaded, state),
      documents: documents.map(documentEntry),
      ...(state.papers ? { papers: paperEntries(loaded, state) } : {}),
      ...(state.assists ? { assists: assistsOfCase(loaded.plan, state, { calendar, now: parts.clock() }) } : {}),
      ...disputesOf(loaded, state),
      ...(rating ? { rating } : {}),
      canRate: over && !rating,
      canWithdraw: state.status === 'running' && Object.keys(state.issued).length === 0,
      timeline: timelineOf(loaded, state, journal, { as: 'citizen' }),
    };
  }

  async function withMaterialsToDo(
    actor: SessionActor,
    { stored, loaded }: OpenCase,
    must: MustDo | undefined,
  ): Promise<MustDo | undefined> {
    if (!must?.sections) return must;
    const { sections } = await withMaterials(parts, { actor, loaded, state: stored.state }, { sections: must.sections });
    return { ...must, ...askedNow(sections) };
  }

  return {
    async myCases({ actor }: { actor: SessionActor }): Promise<MyCase[]> {
      if (actor.kind !== 'person') return [];
      const cases = await listCases(parts.store, await listOwnCases(parts.store, actor.accountId, undefined));
      const submitted = cases.filter((one) => one.case_no !== null && one.account === actor.accountId);
      return Promise.all(
        submitted.map(async (one) => {
          const loaded = await parts.plans.getPlan(one.region, one.scenario, { hash: one.hash });
          const progress = progressOf(loaded, one.state, await parts.plans.calendarOf(one.region), parts.clock());
          return {
            caseNo: one.case_no!,
            region: one.region,
            regionName: await parts.regionName(one.region),
            name: loaded.plan.scenario.name,
            status: one.state.status,
            line: progress.line,
            ...(progress.due ? { due: progress.due } : {}),
            lamp: progress.lamp,
            mustDo: mustAct(one.state),
            ...(one.submitted_at ? { submittedAt: one.submitted_at } : {}),
          };
        }),
      );
    },

    async tracking({ actor, caseNo }: { actor: SessionActor; caseNo: string }): Promise<Tracking> {
      return trackingOf(actor, await openApplied(actor, caseNo));
    },

    /** The open form as it is with these answers: what they show, hide and work out. Nothing is kept. */
    async formNow({ actor, caseNo, values }: { actor: SessionActor; caseNo: string; values: Values }): Promise<FormNow> {
      const found = await openApplied(actor, caseNo);
      const { stored, loaded } = found;
      const must = mustDoOf(loaded, stored.state, { now: parts.clock(), typed: values });
      if (!must) throw new ConflictError('fill.not_open');
      return { sections: (await withMaterialsToDo(actor, found, must))?.sections ?? [] };
    },

    /** Answers every open 补正, or the form the case asks for in its middle. */
    async answerSupplement({
      actor,
      caseNo,
      values,
      commandId,
    }: {
      actor: SessionActor;
      caseNo: string;
      values: Values;
      commandId: string;
    }): Promise<Tracking> {
      const { stored } = await openApplied(actor, caseNo);
      const id = commandIdOf(actor, commandId);
      const result = await parts.runBurst({
        region: stored.state.region,
        caseId: stored.state.id,
        commandsFor: async ({ state }, loaded) => {
          const base = { id, at: parts.clock(), actor: citizenActor(actor), values };
          const site = { actor, loaded, region: state.region, caseId: state.id, state };
          if (!state.applied.includes(id)) refuseUnchanged(site, values);
          if (!state.applied.includes(id)) await takeMaterials(parts, site, values);
          const supplement = Object.values(state.tasks).some((task) => task.status === 'supplement');
          return [supplement || state.applied.includes(id) ? { ...base, type: 'answerSupplement' } : { ...base, type: 'submit' }];
        },
      });
      await settleMaterials(parts, result);
      return trackingOf(actor, result);
    },

    async withdraw({
      actor,
      caseNo,
      reason,
      commandId,
    }: {
      actor: SessionActor;
      caseNo: string;
      reason?: string;
      commandId: string;
    }): Promise<Tracking> {
      const { stored } = await openApplied(actor, caseNo);
      const result = await parts.runBurst({
        region: stored.state.region,
        caseId: stored.state.id,
        commandsFor: () => [
          {
            id: commandIdOf(actor, commandId),
            at: parts.clock(),
            actor: citizenActor(actor),
            type: 'withdraw',
            ...(reason ? { reason } : {}),
          },
        ],
      });
      return trackingOf(actor, result);
    },

    /** The applicant has received a paper; the time is kept. */
    async acknowledgePaper({
      actor,
      caseNo,
      id,
      commandId,
    }: {
      actor: SessionActor;
      caseNo: string;
      id: string;
      commandId: string;
    }): Promise<Tracking> {
      const { stored } = await openApplied(actor, caseNo);
      const result = await parts.runBurst({
        region: stored.state.region,
        caseId: stored.state.id,
        commandsFor: () => [
          { id: commandIdOf(actor, commandId), at: parts.clock(), actor: citizenActor(actor), type: 'acknowledgePaper', paper: id },
        ],
      });
      return trackingOf(actor, result);
    },

    async rate({ actor, caseNo, stars, words }: { actor: SessionActor; caseNo: string; stars: number; words?: string }): Promise<Tracking> {
      const found = await openApplied(actor, caseNo);
      const { state } = found.stored;
      if (state.status !== 'completed' && state.status !== 'refused') throw new ConflictError('rating.not_finished');
      const rating = { stars, ...(words ? { words } : {}) };
      await upsertRating(parts.store, { region: state.region, caseId: state.id, account: actor.accountId, at: parts.clock(), ...rating });
      return trackingOf(actor, found);
    },

    async waitingConsents({ actor }: { actor: SessionActor }): Promise<WaitingConsent[]> {
      const partyKey = partyKeyOf(actor);
      if (!partyKey) return [];
      const cases = await listCases(parts.store, await listOwnCases(parts.store, '', partyKey));
      const lists = await Promise.all(
        cases.map(async (one) => {
          const loaded = await parts.plans.getPlan(one.region, one.scenario, { hash: one.hash });
          const open = consentTasksOf(one.state, actor).filter((task) => task.status === 'open');
          return open.map((task): WaitingConsent => {
            const doc = loaded.plan.nodes[task.node]!.doc;
            const timer = Object.values(one.state.timers).find((set) => set.task === task.id);
            const uses = Object.values(loaded.plan.data).filter((use) => use.consent === task.party);
            return {
              caseNo: one.case_no ?? '',
              name: loaded.plan.scenario.name,
              statement: doc.kind === 'consent' ? doc.statement : doc.name,
              from: one.applicant_name,
              ...(timer ? { expiresAt: timer.dueAt } : {}),
              fields: uses.flatMap((use) => Object.values(use.provides)).map((path) => loaded.plan.types[path]?.name ?? say(path, path)),
            };
          });
        }),
      );
      return lists.flat();
    },

    async consent({
      actor,
      caseNo,
      decision,
      commandId,
    }: {
      actor: SessionActor;
      caseNo: string;
      decision: 'agree' | 'refuse';
      commandId: string;
    }): Promise<Done> {
      const { stored } = await openOwnCase(parts, actor, caseNo);
      const id = commandIdOf(actor, commandId);
      await parts.runBurst({
        region: stored.state.region,
        caseId: stored.state.id,
        commandsFor: ({ state }) => {
          const mine = consentTasksOf(state, actor);
          const task = mine.find((one) => one.status === 'open') ?? mine.at(-1);
          if (!task) throw new ForbiddenError('consent.not_yours');
          return [{ id, at: parts.clock(), actor: citizenActor(actor), type: 'consent', taskId: task.id, decision }];
        },
      });
      return { done: decision === 'agree' ? say('已同意', 'You agreed') : say('已拒绝', 'You refused') };
    },
  };
}

/** What waits for the applicant: a 补正 first, then a form in the middle of the flow. */
function mustDoOf(loaded: LoadedPlan, state: CaseState, { now, typed = {} }: { now: string; typed?: Values }): MustDo | undefined {
  if (state.status !== 'running') return undefined;
  const { plan } = loaded;
  const supplement = Object.values(state.tasks).filter((task) => task.status === 'supplement');
  if (supplement.length > 0) {
    const defects = supplement.flatMap((task) => task.defects ?? []);
    const paths = new Set(defects.flatMap(({ path }) => (path === undefined ? [] : [path])));
    const values = { ...state.draft, ...typed };
    const open = supplementParts(plan, state, { named: paths, values, now });
    const sections = open.flatMap(({ form, paths: only }) => formView({ loaded, state, form, now, typed, only }).sections);
    const department = departmentName(plan, supplement[0]!.department ?? '');
    return {
      kind: 'supplement',
      text: say(
        `${department['zh-CN']}请您补正 ${defects.length} 处`,
        `${english(department)} asks you to correct ${defects.length} point(s)`,
      ),
      department,
      defects: defects.map(({ path, words }) => ({ ...(path ? { path, label: labelOf(loaded, path) } : {}), words })),
      ...askedNow(sections),
      live: open.some(({ form: one }) => isLive(one)),
    };
  }
  const fill = Object.values(state.tasks).find((task) => task.kind === 'fill' && task.status === 'open');
  if (!fill) return undefined;
  const form = formOfTask(loaded, fill.node);
  const { sections } = formView({ loaded, state, form, now, typed });
  const party = partyName(plan, fill.party);
  return {
    kind: 'fill',
    text: fill.returned
      ? say(`已退回，请${party['zh-CN']}重新填写：${fill.returned.words}`, `Sent back to ${english(party)}: ${fill.returned.words}`)
      : say(`请${party['zh-CN']}继续填写`, `${english(party)}: please go on filling in`),
    ...askedNow(sections),
    live: isLive(form),
    ...(fill.due ? { due: fill.due } : {}),
    taskId: `${state.id}.${fill.id}`,
  };
}

/** The form, and of it what is asked now: clients that know no sections show only that. */
function askedNow(sections: Section[]): Required<Pick<MustDo, 'sections' | 'fields'>> {
  return { sections, fields: sections.flatMap((section) => section.fields.filter(({ visible, editable }) => visible && editable)) };
}

function formOfTask({ plan }: LoadedPlan, node: string): MergedForm {
  return plan.fills[node] ?? askFormOf(plan, node);
}

function labelOf({ plan }: LoadedPlan, path: string) {
  const field = Object.values(plan.fills)
    .map((form) => form.fields[path])
    .find((one) => one !== undefined);
  return field?.label ?? plan.types[path]?.name ?? say(path, path);
}

/** Values the applicant contests, and what became of them. The desk is named by no person. */
function disputesOf({ plan }: LoadedPlan, state: CaseState): Pick<Tracking, 'disputes'> {
  const disputes = Object.entries(state.fields).flatMap(([path, field]): NonNullable<Tracking['disputes']> => {
    const sides = sidesOf(field);
    const label = plan.types[path]?.name;
    if (!sides || !label) return [];
    const { register, applicant } = sides;
    const shown = { register: showValue(plan, path, register.value), applicant: showValue(plan, path, applicant) };
    return [{ label, ...shown, ...(field.settled ? { settled: settledView(field.settled, false) } : {}) }];
  });
  return disputes.length > 0 ? { disputes } : {};
}
