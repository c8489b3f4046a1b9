/**
 * A scenario of a region published as a template version. One person submits it with the reasons, another releases it or sends
 * it back; what is released is what was submitted.
 *
 *   nothing -> review -> released
 *              review -> returned (by the reviewer with remarks, or taken back) -> review
 */
import type {
  ReleaseChangeNote,
  ReleaseForecast,
  TemplateReleased,
  TemplateReleasePage,
  TemplateReleaseReview,
  TemplateReleaseSettings,
  TemplateReleaseSubmit,
} from '../../../schemas/generated/api.ts';
import type { Template } from '../../../schemas/generated/documents.ts';
import { validateDocument } from '../../../schemas/validate.ts';
import { canonicalJson, hashOfPackage } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { type DraftRow, findScenarioDraft, listScenarios, updateScenarioDraft } from '../../store/scenarios.ts';
import { endReview, findSubmission, releaseSubmission, type SubmissionRow, submitRelease } from '../../store/template-market.ts';
import { findRelease, listReleases, type ReleaseDocument } from '../../store/template-releases.ts';
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../errors.ts';
import { regionFor, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { checkPackage, countsOf } from '../studio/check-package.ts';
import { FindingsError } from '../studio/publishing.ts';
import { originOf, templateKey } from './cloned-package.ts';
import { serviceFields } from './fields.ts';
import { forecastOf } from './forecast.ts';
import { labelOf } from './gallery.ts';
import type { createLineages } from './lineages.ts';
import { enforceLocks } from './locks.ts';
import type { Asked, TemplateParts } from './parts.ts';
import { pointsOf } from './points.ts';
import { noteAuthors, notesOf, releaseChanges } from './release-changes.ts';
import { tracksFor } from './tracks.ts';

type ByScenario<T = unknown> = Asked<{ id: string } & T>;

/** The next version beside the last. */
interface Compared {
  region: string;
  id: string;
  last: ReleaseDocument | undefined;
  next: ScenarioPackage;
  notes: readonly ReleaseChangeNote[] | undefined;
}

export function createReleasing(parts: TemplateParts, lineages: ReturnType<typeof createLineages>) {
  const { store, clock } = parts;

  async function load({ actor, id, region: wanted }: ByScenario) {
    const region = regionFor(actor, 'designer', wanted);
    const draft = await findScenarioDraft(store, region, id);
    if (!draft) throw new NotFoundError('scenario.not_found');
    const submission = await findSubmission(store, region, id);
    return { region, draft, submission };
  }

  /** What the template was last released as, by this region. */
  async function lastOf(
    region: string,
    id: string,
    draft: DraftRow,
    submission: SubmissionRow | undefined,
  ): Promise<ReleaseDocument | undefined> {
    const scenario = (await listScenarios(store, [region])).find((row) => row.id === id);
    const origin = scenario?.lineage ? originOf(scenario.lineage.origin) : undefined;
    const templateId = submission?.templateId ?? (origin?.region === region ? origin.templateId : draft.package.scenario.id);
    const [newest] = await listReleases(store, region, templateId);
    return newest && findRelease(store, region, templateId, newest.version);
  }

  return {
    async releasePage(input: ByScenario): Promise<TemplateReleasePage> {
      const { actor, id } = input;
      const { region, draft, submission } = await load(input);
      const last = await lastOf(region, id, draft, submission);
      const versions = last ? await lineages.versionsOf(region, last.templateId) : [];
      const next = (versions[0]?.version ?? 0) + 1;
      const open = submission && submission.state !== 'released' ? submission : undefined;
      const review = open?.state === 'review';
      const own = open?.submittedBy === actor.accountId;
      return {
        region,
        rev: draft.rev,
        settings: settingsOf(open?.package ?? last?.package, draft.package, id, last?.templateId),
        next,
        nextLabel: labelOf(next),
        versions,
        ...(last ? { template: templateKey(last) } : {}),
        changes: await changesOf({
          region,
          id,
          last,
          next: open?.state === 'review' ? open.package : draft.package,
          notes: open?.notes.changes,
        }),
        ...(open ? { submission: submissionView(open, id) } : {}),
        fields: Object.entries(serviceFields).map(([field, name]) => ({ id: field, name })),
        lists: (await tracksFor(parts, region)).lists,
        may: { submit: !review, release: review && !own, return: review && !own, recall: review && open?.submittedBy === actor.accountId },
      };
    },

    /** Reckoned when it is asked for: a merge per clone. */
    async forecast(input: ByScenario): Promise<ReleaseForecast> {
      const { region, draft, submission } = await load(input);
      const last = await lastOf(region, input.id, draft, submission);
      if (!last) return { clones: 0, current: 0, behind: 0, conflicts: 0, regions: [] };
      const next = submission?.state === 'review' ? submission.package : draft.package;
      return forecastOf(store, { region, templateId: last.templateId, newest: last.version, next });
    },

    async submitTemplate(input: ByScenario<TemplateReleaseSubmit>): Promise<TemplateReleased> {
      const { actor, id, rev, settings } = input;
      const { region, draft } = await load(input);
      if (draft.rev !== rev) throw new ConflictError('draft.stale', { rev: draft.rev, editedBy: draft.editedBy, editedAt: draft.editedAt });
      const [newest] = await listReleases(store, region, settings.templateId);
      if (newest && newest.scenario !== null && newest.scenario !== id) throw new ConflictError('template.of_other_scenario');
      const locked = withLocks(draft.package, settings.locks);
      const last = newest && (await findRelease(store, region, settings.templateId, newest.version));
      const said = await changesOf({ region, id, last, next: locked, notes: input.notes.changes });
      const notes = { ...withoutChanges(input.notes), ...(said.length > 0 ? { changes: notesOf(said) } : {}) };
      await enforceLocks(store, { region, scenarioId: id, package: locked, before: draft.package });
      const pkg = released({ ...locked, contracts: {} }, { settings, notes, region, version: (newest?.version ?? 0) + 1 });
      await mustBeReady(region, pkg);
      const hash = hashOfPackage(pkg);
      if (newest?.hash === hash && newest.withdrawn === null && sameSettings(newest.version, pkg, last))
        throw new ConflictError('template.unchanged');
      const kept = locked === draft.package ? rev : await saveLocks(actor, region, draft, locked);
      const at = clock();
      const line = auditLine(input, {
        region,
        at,
        action: 'template.submitted',
        object: settings.templateId,
        data: { scenario: id, hash },
      });
      const submission = { region, scenarioId: id, templateId: settings.templateId, hash, package: pkg, notes };
      const by = { submittedBy: actor.accountId, submittedByName: actor.name, submittedAt: at };
      if (!(await submitRelease(store, { ...submission, ...by }, line))) throw new ConflictError('template.in_review');
      return { state: 'review', template: templateKey({ region, templateId: settings.templateId }), at, rev: kept };
    },

    async reviewTemplate(input: ByScenario<TemplateReleaseReview>): Promise<TemplateReleased> {
      const { actor, id, do: step, rev, remarks } = input;
      const { region, draft, submission } = await load(input);
      const elsewhere = () => new ConflictError('template.elsewhere');
      if (submission?.state !== 'review' || submission.rev !== rev) throw elsewhere();
      const at = clock();
      const { templateId, hash, notes } = submission;
      const answer = { template: templateKey({ region, templateId }), at, rev: draft.rev };
      if (step !== 'release') {
        const own = submission.submittedBy === actor.accountId;
        if (step === 'recall' ? !own : own) throw new ForbiddenError(step === 'recall' ? 'template.others_work' : 'template.own_work');
        if (step === 'return' && !remarks)
          throw new InvalidError('template.remarks_missing', [{ path: 'remarks', code: 'template.remarks_missing' }]);
        const line = auditLine(input, {
          region,
          at,
          action: step === 'return' ? 'template.returned' : 'template.recalled',
          object: templateId,
        });
        const said = step === 'return' ? { text: remarks!, byName: actor.name, at } : null;
        if (!(await endReview(store, { region, scenarioId: id, rev, remarks: said, line }))) throw elsewhere();
        return { ...answer, state: step === 'return' ? 'returned' : 'recalled' };
      }
      if (submission.submittedBy === actor.accountId) throw new ForbiddenError('template.own_work');
      await enforceLocks(store, { region, scenarioId: id, package: submission.package });
      const version = await releaseSubmission(store, {
        rev,
        release: {
          region,
          regionName: await parts.regionName(region),
          templateId,
          name: submission.package.template!.name,
          hash,
          package: submission.package,
          notes,
          author: { name: submission.submittedByName, reviewer: actor.name },
          scenario: id,
          source: 'published',
          fingerprint: null,
          at,
          line: auditLine(input, { region, at, action: 'template.released', object: templateId, data: { scenario: id, hash } }),
        },
        numbered: (number) => ({ ...submission.package, template: { ...submission.package.template!, version: number } }),
      });
      if (version === undefined) throw elsewhere();
      return { ...answer, state: 'released', version, hash };
    },
  };

  /** Data contracts are each region's own matter: what only stops publishing does not stop a template. */
  async function mustBeReady(region: string, pkg: ScenarioPackage): Promise<void> {
    const wrong = validateDocument('template', pkg.template);
    const { findings } = await checkPackage(parts.typecheck, pkg, await parts.calendarOf(region), { rights: 'atRead' });
    const errors = [...wrong, ...findings.filter(({ blocks }) => blocks === undefined)].filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new FindingsError(errors);
    const lost = Object.keys(pkg.template?.localise ?? {}).filter((id) => !pointsOf(pkg).some((point) => point.id === id));
    if (lost.length > 0)
      throw new InvalidError(
        'template.point_lost',
        lost.map((id) => ({ path: `settings/localise/${id}`, code: 'template.point_lost' })),
      );
  }

  function changesOf({ id, notes, ...compared }: Compared) {
    return releaseChanges(parts, { ...compared, scenarioId: id, templateId: compared.last?.templateId ?? id, ...(notes ? { notes } : {}) });
  }

  async function saveLocks(actor: SessionActor, region: string, draft: DraftRow, pkg: ScenarioPackage): Promise<number> {
    const rights = await parts.rightsOf?.(region, draft.scenarioId);
    const { findings } = await checkPackage(parts.typecheck, pkg, await parts.calendarOf(region), { rights });
    const saved = await updateScenarioDraft(store, {
      region,
      scenarioId: draft.scenarioId,
      rev: draft.rev,
      package: pkg,
      name: pkg.scenario.name,
      hash: hashOfPackage(pkg),
      ...countsOf(findings),
      editedBy: { id: actor.accountId, name: actor.name },
      at: clock(),
    });
    if (saved !== undefined) {
      const who = { region, scenarioId: draft.scenarioId, byName: actor.name, at: clock() };
      await noteAuthors(store, { ...who, before: draft.package, after: pkg });
    }
    if (saved === undefined) throw new ConflictError('draft.stale', { rev: draft.rev, editedBy: draft.editedBy, editedAt: draft.editedAt });
    return saved;
  }
}

/** Who made which change is ours to say; of what came in only the words are taken. */
function withoutChanges({ changes: _, ...notes }: TemplateReleaseSubmit['notes']): TemplateReleaseSubmit['notes'] {
  return notes;
}

function withLocks(pkg: ScenarioPackage, locks: TemplateReleaseSettings['locks']): ScenarioPackage {
  if (locks === undefined || canonicalJson(locks) === canonicalJson(pkg.scenario.locks ?? {})) return pkg;
  return { ...pkg, scenario: { ...pkg.scenario, locks } };
}

function released(
  pkg: ScenarioPackage,
  { settings, notes, region, version }: Pick<TemplateReleaseSubmit, 'settings' | 'notes'> & { region: string; version: number },
): ScenarioPackage {
  const { templateId, locks: _, ...rest } = settings;
  const { lineage, ...scenario } = pkg.scenario;
  // A working copy's own link to what it is the copy of goes; that of a clone stays, through every release.
  const from = lineage && originOf(lineage.origin).region !== region ? lineage : undefined;
  const template: Template = {
    format: 'lianban.template/1',
    id: templateId,
    ...rest,
    region,
    version,
    scenario: scenario.id,
    release: notes,
    ...(from ? { lineage: from } : {}),
  };
  return { ...pkg, scenario: { ...scenario, ...(from ? { lineage: from } : {}) }, template };
}

/** The same content may be released again when what is said about it changed. */
function sameSettings(version: number, pkg: ScenarioPackage, last: ReleaseDocument | undefined): boolean {
  const said = ({ template }: ScenarioPackage) => canonicalJson({ ...template, version, release: undefined });
  return last !== undefined && said(pkg) === said(last.package);
}

function settingsOf(
  from: ScenarioPackage | undefined,
  draft: ScenarioPackage,
  id: string,
  templateId: string | undefined,
): TemplateReleaseSettings {
  const template = from?.template;
  const locks = draft.scenario.locks ?? from?.scenario.locks;
  const summary = template?.summary ?? draft.scenario.summary;
  const synonyms = template?.synonyms ?? draft.scenario.audience?.synonyms;
  return {
    templateId: template?.id ?? templateId ?? id,
    name: template?.name ?? draft.scenario.name,
    ...(summary ? { summary } : {}),
    field: template?.field ?? 'family',
    level: template?.level ?? 'shared',
    ...(template?.tracks ? { tracks: template.tracks } : {}),
    ...(synonyms ? { synonyms } : {}),
    ...(template?.figures ? { figures: template.figures } : {}),
    ...(template?.localise ? { localise: template.localise } : {}),
    ...(locks ? { locks } : {}),
  };
}

function submissionView(row: SubmissionRow, id: string): NonNullable<TemplateReleasePage['submission']> {
  const { rev, state, notes, hash, submittedByName, submittedAt, remarks } = row;
  return {
    rev,
    state: state === 'returned' ? 'returned' : 'review',
    settings: settingsOf(row.package, row.package, id, row.templateId),
    notes,
    hash,
    submittedBy: submittedByName,
    submittedAt,
    ...(remarks ? { remarks } : {}),
  };
}
