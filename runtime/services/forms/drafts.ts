import type { FormCreate, FormDraft, FormList, FormRow } from '../../../schemas/generated/api.ts';
import type { DataElement, Form } from '../../../schemas/generated/documents.ts';
import type { Finding } from '../../compile/plan.ts';
import { listOrganisations } from '../../store/accounts.ts';
import { elementsById } from '../../store/elements.ts';
import {
  countFormUsers,
  type FormDraftRow,
  type FormWrite,
  findForm,
  findFormVersion,
  insertForm,
  listForms,
  type FormRow as StoredForm,
  updateFormDraft,
} from '../../store/forms.ts';
import { CodedError, ConflictError, InvalidError, NotFoundError } from '../errors.ts';
import { keeps, regionsWith, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { enforceFormLocks } from '../templates/locks.ts';
import { formRegion, mustKeep, mustSee, seenDepartments } from './access.ts';
import { countsOf, elementIds, fieldRows, findingsOf, formHash, versionHash } from './form-content.ts';
import { freeId, searchText, slugOf } from './names.ts';
import type { Asked, FormParts } from './parts.ts';

export type ByForm<T = unknown> = Asked<{ formId: string } & T>;

export interface FormDraftServices {
  list(input: Asked<{ department?: string; q?: string; status?: string; offset?: number; limit?: number }>): Promise<FormList>;
  create(input: Asked<FormCreate>): Promise<{ id: string; region: string; rev: number }>;
  draft(input: ByForm): Promise<FormDraft>;
  /** Saves unless somebody else saved first or the form is under review. */
  saveDraft(input: ByForm<{ rev: number; form: Form }>): Promise<{ rev: number; savedAt: string; findings: ReturnType<typeof countsOf> }>;
  check(input: ByForm<{ form: Form }>): Promise<{ findings: Finding[] }>;
}

export function createFormDrafts({ store, clock }: FormParts): FormDraftServices {
  const load = formLoader({ store });

  async function prepared(region: string, form: Form) {
    const elements = await elementsById(store, region, elementIds(form));
    return countsOf(findingsOf(form, elements));
  }

  /** The document a new form begins with. */
  async function origin(region: string, { actor, department, name, from }: Asked<FormCreate>, id: string): Promise<Form> {
    if (from && 'document' in from) return { ...from.document, id, department, name, version: 1 };
    if (from) {
      const other = await findForm(store, region, from.form);
      if (!other) throw new NotFoundError('form.not_found');
      mustSee(actor, other, 'form.not_found');
      const { lineage: _, ...form } = other.form;
      return { ...form, id, department, name, version: 1 };
    }
    return emptyForm(id, department, name);
  }

  return {
    async list({ actor, region, department, q, status, offset = 0, limit = 50 }) {
      const regions = region === undefined ? regionsWith(actor, 'keeper', 'designer') : [formRegion(actor, region)];
      const scope = regions.map((one) => ({ region: one, departments: narrowed(seenDepartments(actor, one), department) }));
      const [{ rows, total }, users] = await Promise.all([
        listForms(store, { scope, ...(q ? { q } : {}), ...(status ? { status } : {}), offset, limit }),
        countFormUsers(store, regions),
      ]);
      const usedIn = new Map(users.map((one) => [`${one.region} ${one.department} ${one.form}`, one.users]));
      return { rows: rows.map((row) => rowOf(row, usedIn.get(`${row.region} ${row.department} ${row.id}`) ?? 0)), total };
    },

    async create(input) {
      const { actor, department, name } = input;
      const region = formRegion(actor, input.region);
      mustKeep(actor, { region, department }, 'form.department_unknown');
      const organisations = await listOrganisations(store, [region]);
      if (!organisations.some((one) => one.department === department)) throw new NotFoundError('form.department_unknown');
      const id = input.id ?? (await freeId(slugOf(name['zh-CN']), async (one) => (await findForm(store, region, one)) !== undefined, '-'));
      const form = await origin(region, input, id);
      const at = clock();
      const line = auditLine(input, { region, at, action: 'form.created', object: id, data: { department } });
      const write = writeOf({ region, id, form, at, actor, counts: await prepared(region, form) });
      if (!(await insertForm(store, { ...write, department, line }))) throw new ConflictError('form.exists', { id });
      return { id, region, rev: 1 };
    },

    async draft(input) {
      return pageOf(store, input.actor, await load(input));
    },

    async saveDraft(input) {
      const { actor, rev, form } = input;
      const row = await load(input);
      mustKeep(actor, row, 'form.not_found');
      if (form.id !== row.id || form.department !== row.department)
        throw new InvalidError('form.id_differs', [{ path: 'form/id', code: 'form.id_differs' }]);
      await enforceFormLocks(store, { region: row.region, form, before: row.form });
      const at = clock();
      const counts = await prepared(row.region, form);
      const saved = await updateFormDraft(store, { ...writeOf({ region: row.region, id: row.id, form, at, actor, counts }), rev });
      if (saved === 'review') throw new ConflictError('form.in_review');
      if (saved !== 'stale') return { rev: saved, savedAt: at, findings: counts };
      const now = await load(input);
      throw staleError(now);
    },

    async check(input) {
      const row = await load(input);
      const elements = await elementsById(store, row.region, elementIds(input.form));
      return { findings: findingsOf(input.form, elements) };
    },
  };
}

export const staleError = (row: Pick<FormDraftRow, 'rev' | 'editedByName' | 'editedAt'>) =>
  new ConflictError('draft.stale', { rev: row.rev, editedBy: row.editedByName, editedAt: row.editedAt });

/** Finds a form the actor may know of. */
export function formLoader({ store }: Pick<FormParts, 'store'>) {
  return async ({ actor, region, formId }: ByForm): Promise<FormDraftRow> => {
    const regions = region === undefined ? regionsWith(actor, 'keeper', 'designer') : [formRegion(actor, region)];
    for (const one of regions) {
      const row = await findForm(store, one, formId);
      if (!row) continue;
      const departments = seenDepartments(actor, one);
      if (departments === null || departments.includes(row.department)) return row;
    }
    throw new NotFoundError('form.not_found');
  };
}

/** The page of a form: its draft with the elements it is bound to, and what this person may do. */
export async function pageOf(store: FormParts['store'], actor: SessionActor, row: FormDraftRow): Promise<FormDraft> {
  const elements: Record<string, DataElement> = await elementsById(store, row.region, elementIds(row.form));
  const live = liveOf(row);
  const released = live ? await findFormVersion(store, row.region, row.id, live.version) : undefined;
  const changed = !released || versionHash(row.form, elements) !== released.hash;
  const { submitted, remarks, withdrawn } = row;
  return {
    id: row.id,
    region: row.region,
    department: row.department,
    departmentName: row.departmentName,
    name: row.name,
    status: statusOf(row),
    rev: row.rev,
    form: row.form,
    elements,
    editedBy: row.editedByName,
    editedAt: row.editedAt,
    ...(live ? { live } : {}),
    changed,
    findings: { errors: row.errors, warnings: row.warnings },
    may: mayOf(actor, row, changed),
    ...(submitted
      ? { review: { submittedBy: submitted.byName, submittedAt: submitted.at, notes: submitted.notes, mapping: submitted.mapping } }
      : {}),
    ...(remarks ? { remarks: { text: remarks.text, by: remarks.byName, at: remarks.at } } : {}),
    ...(withdrawn ? { withdrawn: { reason: withdrawn.reason, by: withdrawn.byName, at: withdrawn.at } } : {}),
  };
}

/** What the person may do now; the routes decide the same again. */
function mayOf(actor: SessionActor, row: FormDraftRow, changed: boolean): FormDraft['may'] {
  const keeper = keeps(actor, row.region, row.department);
  const wrote = row.authors.includes(actor.accountId) || row.submitted?.by === actor.accountId;
  const inReview = row.state === 'review';
  return {
    edit: keeper && !inReview,
    submit: keeper && !inReview && changed && row.errors === 0,
    recall: keeper && inReview && wrote,
    release: keeper && inReview && !wrote,
    return: keeper && inReview && !wrote,
    withdraw: keeper && row.liveVersion !== null && row.withdrawn === null,
  };
}

function narrowed(departments: string[] | null, wanted: string | undefined): string[] | null {
  if (wanted === undefined) return departments;
  return departments === null || departments.includes(wanted) ? [wanted] : [];
}

function emptyForm(id: string, department: string, name: Form['name']): Form {
  return {
    format: 'lianban.form/1',
    id,
    name,
    department,
    version: 1,
    subjects: { applicant: { name: { 'zh-CN': '申请人', en: 'Applicant' }, rank: 'a0', kind: 'person', role: 'applicant' } },
    sections: { s_main: { title: { 'zh-CN': '基本信息', en: 'Basics' }, rank: 'a0' } },
    fields: {},
  };
}

function writeOf({
  region,
  id,
  form,
  at,
  actor,
  counts,
}: {
  region: string;
  id: string;
  form: Form;
  at: string;
  actor: SessionActor;
  counts: ReturnType<typeof countsOf>;
}): FormWrite {
  const by = { id: actor.accountId, name: actor.name };
  return {
    region,
    id,
    name: form.name,
    search: searchText([id], form.name),
    form,
    hash: hashOf(form),
    fields: fieldRows(form),
    ...counts,
    by,
    at,
  };
}

/** A form that cannot be hashed (a text that is no text) is refused like any other wrong body. */
function hashOf(form: Form): string {
  try {
    return formHash(form);
  } catch (cause) {
    throw new CodedError('request.invalid', { status: 400, problems: [{ path: 'form', code: 'request.value' }], cause });
  }
}

export function liveOf({ liveVersion, liveHash, publishedAt }: StoredForm): FormRow['live'] {
  return liveVersion === null || liveHash === null || publishedAt === null
    ? undefined
    : { version: liveVersion, hash: liveHash, publishedAt };
}

export function statusOf(row: StoredForm): FormRow['status'] {
  if (row.state !== 'draft') return row.state;
  if (row.withdrawn) return 'withdrawn';
  return row.liveFormHash === row.hash ? 'released' : 'draft';
}

function rowOf(row: StoredForm, usedIn: number): FormRow {
  const live = liveOf(row);
  return {
    id: row.id,
    region: row.region,
    department: row.department,
    departmentName: row.departmentName,
    name: row.name,
    status: statusOf(row),
    fields: row.fields,
    draft: {
      rev: row.rev,
      editedBy: row.editedByName,
      editedAt: row.editedAt,
      changed: row.liveFormHash !== row.hash,
      errors: row.errors,
      warnings: row.warnings,
    },
    ...(live ? { live } : {}),
    usedIn,
  };
}
