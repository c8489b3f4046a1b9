/** Forms of departments: drafts with a rev, released versions that never change, and who asks what. */
import type { Knex } from 'knex';
import type { DataElement, Form, Text } from '../../schemas/generated/documents.ts';
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';

export type FormState = 'draft' | 'review' | 'returned';
export interface Submitted {
  by: string;
  byName: string;
  at: string;
  notes: string;
  mapping: Record<string, string>;
}
export interface Remarks {
  text: string;
  byName: string;
  at: string;
}
export interface Withdrawn {
  reason: string;
  byName: string;
  at: string;
}

export interface FormRow {
  region: string;
  id: string;
  department: string;
  departmentName: Text;
  name: Text;
  state: FormState;
  rev: number;
  hash: string;
  fields: number;
  errors: number;
  warnings: number;
  editedBy: string;
  editedByName: string;
  editedAt: string;
  authors: string[];
  submitted: Submitted | null;
  remarks: Remarks | null;
  withdrawn: Withdrawn | null;
  liveVersion: number | null;
  liveHash: string | null;
  liveFormHash: string | null;
  publishedAt: string | null;
}
export interface FormDraftRow extends FormRow {
  form: Form;
}

const columns = `f.region, f.id, f.department, o.name AS "departmentName", f.name, f.state, f.rev, f.hash, f.fields, f.errors, f.warnings,
  f.edited_by AS "editedBy", f.edited_by_name AS "editedByName", f.edited_at AS "editedAt", f.authors, f.submitted, f.remarks, f.withdrawn,
  f.live_version AS "liveVersion", v.hash AS "liveHash", v.form_hash AS "liveFormHash", v.published_at AS "publishedAt"`;
const source = `form_library f JOIN organisations o ON o.region = f.region AND o.department = f.department
  LEFT JOIN form_versions v ON v.region = f.region AND v.form_id = f.id AND v.version = f.live_version`;
/** What a form is told to be: `shown_state` of the list. */
const shownState = `CASE WHEN f.state <> 'draft' THEN f.state WHEN f.withdrawn IS NOT NULL THEN 'withdrawn'
  WHEN v.form_hash = f.hash THEN 'released' ELSE 'draft' END`;

export interface FormListQuery {
  /** Departments by region; null means every department of the region. */
  scope: { region: string; departments: string[] | null }[];
  q?: string;
  status?: string;
  offset: number;
  limit: number;
}

/** Forms in the order they were last edited; the words of a search are looked for as they are. */
export async function listForms(store: Store, query: FormListQuery): Promise<{ rows: FormRow[]; total: number }> {
  const rows = await store.query<FormRow & { total: number }>({
    name: 'forms.list',
    text: `SELECT ${columns}, count(*) OVER () AS total FROM ${source}
           JOIN jsonb_to_recordset($1::jsonb) AS s(region text, departments jsonb) ON s.region = f.region
             AND (s.departments IS NULL OR jsonb_typeof(s.departments) = 'null' OR s.departments ? f.department)
           WHERE ($2::text IS NULL OR position($2 IN f.search) > 0) AND ($3::text IS NULL OR ${shownState} = $3)
           ORDER BY f.edited_at DESC, f.region, f.id OFFSET $4 LIMIT $5`,
    values: [JSON.stringify(query.scope), query.q?.toLowerCase() || null, query.status ?? null, query.offset, query.limit],
  });
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export async function findForm(store: Store, region: string, id: string): Promise<FormDraftRow | undefined> {
  const rows = await store.query<FormDraftRow>({
    name: 'forms.find',
    text: `SELECT ${columns}, f.form FROM ${source} WHERE f.region = $1 AND f.id = $2`,
    values: [region, id],
  });
  return rows[0];
}

export interface FormFieldRow {
  field: string;
  element: string | null;
  subject: string;
  subjectName: Text | null;
  label: Text | null;
  type: string | null;
}
export interface FormWrite {
  region: string;
  id: string;
  name: Text;
  search: string;
  form: Form;
  hash: string;
  fields: FormFieldRow[];
  errors: number;
  warnings: number;
  by: { id: string; name: string };
  at: string;
}

/** A new form with its first draft; false when the id is taken in the region. */
export async function insertForm(store: Store, input: FormWrite & { department: string; line: AuditLine }): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const made = await trx('form_library')
      .insert({
        ...rowOf(input),
        region: input.region,
        id: input.id,
        department: input.department,
        rev: 1,
        authors: [input.by.id],
        created_at: input.at,
        created_by: input.by.id,
      })
      .onConflict()
      .ignore()
      .returning('id');
    if (made.length === 0) return false;
    await writeFields(trx, input);
    await audit(input.line);
    return true;
  });
}

/** Writes the draft if nobody was faster and it is not under review: the new rev, or what stands in the way. */
export async function updateFormDraft(store: Store, input: FormWrite & { rev: number }): Promise<number | 'stale' | 'review'> {
  return withAudit(store, async (trx) => {
    const row = await lockedForm(trx, input);
    if (!row || row.rev !== input.rev) return 'stale';
    if (row.state === 'review') return 'review';
    const authors = row.authors.includes(input.by.id) ? row.authors : [...row.authors, input.by.id];
    const rev = row.rev + 1;
    await trx('form_library')
      .where({ region: input.region, id: input.id })
      .update({ ...rowOf(input), rev, authors });
    await writeFields(trx, input);
    return rev;
  });
}

const rowOf = (input: FormWrite) => ({
  name: JSON.stringify(input.name),
  search: input.search,
  form: JSON.stringify(input.form),
  hash: input.hash,
  fields: input.fields.length,
  errors: input.errors,
  warnings: input.warnings,
  edited_by: input.by.id,
  edited_by_name: input.by.name,
  edited_at: input.at,
});

async function writeFields(trx: Knex.Transaction, { region, id, fields }: FormWrite): Promise<void> {
  await trx('form_fields').where({ region, form_id: id }).delete();
  const rows = fields.map(({ field, element, subject, subjectName, label, type }) => ({
    region,
    form_id: id,
    field,
    element,
    subject,
    subject_name: subjectName === null ? null : JSON.stringify(subjectName),
    label: label === null ? null : JSON.stringify(label),
    type,
  }));
  await trx.batchInsert('form_fields', rows, 500);
}

interface LockedForm {
  rev: number;
  state: FormState;
  authors: string[];
  submitted: Submitted | null;
  live_version: number | null;
  form: Form;
  hash: string;
}

/** The row is locked first: of two who act at once, the second sees what the first did. */
async function lockedForm(trx: Knex.Transaction, { region, id }: { region: string; id: string }): Promise<LockedForm | undefined> {
  return trx('form_library')
    .where({ region, id })
    .forUpdate()
    .first('rev', 'state', 'authors', 'submitted', 'live_version', 'form', 'hash');
}

export type Moved = 'done' | 'stale' | 'state';

/** Moves a form between draft, review and returned; `stale` when the rev is another, `state` when it is not where it must be. */
export async function moveForm(
  store: Store,
  input: {
    region: string;
    id: string;
    rev: number;
    from: readonly FormState[];
    to: FormState;
    submitted?: Submitted | null;
    remarks?: Remarks | null;
    line: AuditLine;
  },
): Promise<Moved> {
  return withAudit(store, async (trx, audit) => {
    const row = await lockedForm(trx, input);
    if (row?.rev !== input.rev) return 'stale';
    if (!input.from.includes(row.state)) return 'state';
    await trx('form_library')
      .where({ region: input.region, id: input.id })
      .update({
        state: input.to,
        ...(input.submitted === undefined ? {} : { submitted: input.submitted && JSON.stringify(input.submitted) }),
        ...(input.remarks === undefined ? {} : { remarks: input.remarks && JSON.stringify(input.remarks) }),
      });
    await audit(input.line);
    return 'done';
  });
}

export interface FormVersionRow {
  version: number;
  hash: string;
  formHash: string;
  notes: string;
  mapping: Record<string, string>;
  submittedBy: string;
  publishedBy: string;
  publishedAt: string;
}
export interface FormVersionDocument extends FormVersionRow {
  form: Form;
  elements: Record<string, DataElement>;
}

/**
 * Makes the submitted draft the next version. Repeated (a double click) it answers the version that is there; a second
 * reviewer finds that it is no longer under review.
 */
export async function insertFormVersion(
  store: Store,
  input: {
    region: string;
    id: string;
    rev: number;
    hash: string;
    elements: Record<string, DataElement>;
    commandId: string;
    by: { id: string; name: string };
    at: string;
    line: AuditLine;
  },
): Promise<{ version: number; hash: string; publishedAt: string } | 'stale' | 'state' | 'own'> {
  return withAudit(store, async (trx, audit) => {
    const { region, id } = input;
    const row = await lockedForm(trx, input);
    const done = await trx('form_versions')
      .where({ region, form_id: id, command_id: input.commandId })
      .first('version', 'hash', 'published_at AS publishedAt');
    if (done) return done;
    if (row?.rev !== input.rev) return 'stale';
    if (row.state !== 'review' || !row.submitted) return 'state';
    if (row.authors.includes(input.by.id) || row.submitted.by === input.by.id) return 'own';
    const last = await trx('form_versions').where({ region, form_id: id }).max('version AS version').first();
    const version = (last?.version ?? 0) + 1;
    await trx('form_versions').insert({
      region,
      form_id: id,
      version,
      hash: input.hash,
      form_hash: row.hash,
      form: JSON.stringify({ ...row.form, version }),
      elements: JSON.stringify(input.elements),
      notes: row.submitted.notes,
      mapping: JSON.stringify(row.submitted.mapping),
      command_id: input.commandId,
      submitted_by: row.submitted.by,
      submitted_by_name: row.submitted.byName,
      published_by: input.by.id,
      published_by_name: input.by.name,
      published_at: input.at,
    });
    await trx('form_library')
      .where({ region, id })
      .update({ state: 'draft', live_version: version, submitted: null, remarks: null, withdrawn: null, authors: [] });
    await audit({ ...input.line, data: { ...input.line.data, version, hash: input.hash } });
    return { version, hash: input.hash, publishedAt: input.at };
  });
}

/** No scenario may take it from now on; those that have it go on. False when it already was, or never was released. */
export async function withdrawForm(
  store: Store,
  input: { region: string; id: string; withdrawn: Withdrawn; line: AuditLine },
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const changed = await trx('form_library')
      .where({ region: input.region, id: input.id })
      .whereNotNull('live_version')
      .whereNull('withdrawn')
      .update({ withdrawn: JSON.stringify(input.withdrawn) });
    if (changed > 0) await audit(input.line);
    return changed > 0;
  });
}

const versionColumns = `version, hash, form_hash AS "formHash", notes, mapping, submitted_by_name AS "submittedBy",
  published_by_name AS "publishedBy", published_at AS "publishedAt"`;

export async function listFormVersions(store: Store, region: string, id: string): Promise<FormVersionRow[]> {
  return store.query<FormVersionRow>({
    name: 'form_versions.list',
    text: `SELECT ${versionColumns} FROM form_versions WHERE region = $1 AND form_id = $2 ORDER BY version DESC`,
    values: [region, id],
  });
}

export async function findFormVersion(store: Store, region: string, id: string, version: number): Promise<FormVersionDocument | undefined> {
  const rows = await store.query<FormVersionDocument>({
    name: 'form_versions.find',
    text: `SELECT ${versionColumns}, form, elements FROM form_versions WHERE region = $1 AND form_id = $2 AND version = $3`,
    values: [region, id, version],
  });
  return rows[0];
}

export interface CollectedRow extends FormFieldRow {
  form: string;
  formName: Text;
  department: string;
  departmentName: Text;
  live: boolean;
}

/** Every field the forms of a region ask; `element` narrows it to one element. */
export async function listFormFields(store: Store, region: string, element?: string): Promise<CollectedRow[]> {
  return store.query<CollectedRow>({
    name: 'form_fields.list',
    text: `SELECT x.form_id AS form, f.name AS "formName", f.department, o.name AS "departmentName", f.live_version IS NOT NULL AS live,
             x.field, x.element, x.subject, x.subject_name AS "subjectName", x.label, x.type
           FROM form_fields x JOIN form_library f ON f.region = x.region AND f.id = x.form_id
           JOIN organisations o ON o.region = f.region AND o.department = f.department
           WHERE x.region = $1 AND ($2::text IS NULL OR x.element = $2)`,
    values: [region, element ?? null],
  });
}

/** Drafts of the region's scenarios with the hash of their content: what was read before need not be read again. */
export async function listDraftHashes(store: Store, region: string): Promise<{ scenario: string; hash: string; live: boolean }[]> {
  return store.query({
    name: 'scenario_drafts.hashes',
    text: `SELECT d.scenario_id AS scenario, d.hash, s.live_version IS NOT NULL AS live FROM scenario_drafts d
           JOIN scenarios s ON s.region = d.region AND s.id = d.scenario_id WHERE d.region = $1 ORDER BY d.scenario_id`,
    values: [region],
  });
}

export interface FormUser {
  scenario: string;
  name: Text;
  /** The draft has the form. */
  draft: boolean;
  /** Versions that have it: the live one, and others that cases may still run on. */
  versions: number[];
  liveVersion: number | null;
}

/** Scenarios of the region that have the form of this department, in their draft or in a version. */
export async function listFormUsers(store: Store, region: string, id: string, department: string): Promise<FormUser[]> {
  return store.query<FormUser>({
    name: 'forms.users',
    text: `SELECT s.id AS scenario, s.name, s.live_version AS "liveVersion",
             coalesce(d.package #>> ARRAY['forms', $2, 'department'] = $3, false) AS draft,
             coalesce((SELECT array_agg(v.version ORDER BY v.version DESC) FROM versions v
                       WHERE v.region = s.region AND v.scenario_id = s.id AND v.package #>> ARRAY['forms', $2, 'department'] = $3), '{}') AS versions
           FROM scenarios s LEFT JOIN scenario_drafts d ON d.region = s.region AND d.scenario_id = s.id
           WHERE s.region = $1 AND (d.package #>> ARRAY['forms', $2, 'department'] = $3
             OR EXISTS (SELECT FROM versions v WHERE v.region = s.region AND v.scenario_id = s.id
                          AND v.package #>> ARRAY['forms', $2, 'department'] = $3))
           ORDER BY s.id`,
    values: [region, id, department],
  });
}

/** How many scenarios of the region have each form in their draft or live version. */
export async function countFormUsers(
  store: Store,
  regions: string[],
): Promise<{ region: string; form: string; department: string; users: number }[]> {
  return store.query({
    name: 'forms.user_counts',
    text: `SELECT s.region, k.form, k.department, count(DISTINCT s.id) AS users FROM scenarios s
           LEFT JOIN scenario_drafts d ON d.region = s.region AND d.scenario_id = s.id
           LEFT JOIN versions v ON v.region = s.region AND v.scenario_id = s.id AND v.version = s.live_version
           CROSS JOIN LATERAL (
             SELECT e.key AS form, e.value ->> 'department' AS department FROM jsonb_each(d.package -> 'forms') e
             UNION SELECT e.key, e.value ->> 'department' FROM jsonb_each(v.package -> 'forms') e) k
           WHERE s.region = ANY($1::text[]) GROUP BY s.region, k.form, k.department`,
    values: [regions],
  });
}

export interface ImportedForm extends Omit<FormWrite, 'region' | 'by' | 'at'> {
  department: string;
  formHash: string;
  versionHash: string;
  elements: Record<string, DataElement>;
  notes: string;
}

/** Which of these ids the region's library has. */
export async function findFormIds(store: Store, region: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await store.query<{ id: string }>({
    name: 'forms.ids',
    text: 'SELECT id FROM form_library WHERE region = $1 AND id = ANY($2)',
    values: [region, ids],
  });
  return new Set(rows.map(({ id }) => id));
}

/** Forms that come released, as with a template: version 1 of each whose id is free. Answers the ids that were made. */
export async function insertReleasedForms(
  store: Store,
  input: {
    region: string;
    forms: readonly ImportedForm[];
    author: { id: string; name: string };
    reviewer: { id: string; name: string };
    at: string;
    line: AuditLine;
  },
): Promise<string[]> {
  const { region, author, reviewer, at } = input;
  return withAudit(store, async (trx, audit) => {
    const made: string[] = [];
    for (const form of input.forms) {
      const write: FormWrite = { ...form, region, by: author, at };
      const row = {
        ...rowOf(write),
        region,
        id: form.id,
        department: form.department,
        rev: 1,
        authors: [],
        created_at: at,
        created_by: author.id,
      };
      const inserted = await trx('form_library').insert(row).onConflict().ignore().returning('id');
      if (inserted.length === 0) continue;
      await writeFields(trx, write);
      await trx('form_versions').insert({
        region,
        form_id: form.id,
        version: 1,
        hash: form.versionHash,
        form_hash: form.formHash,
        form: JSON.stringify({ ...form.form, version: 1 }),
        elements: JSON.stringify(form.elements),
        notes: form.notes,
        mapping: '{}',
        command_id: 'import',
        submitted_by: author.id,
        submitted_by_name: author.name,
        published_by: reviewer.id,
        published_by_name: reviewer.name,
        published_at: at,
      });
      await trx('form_library').where({ region, id: form.id }).update({ live_version: 1 });
      made.push(form.id);
    }
    if (made.length > 0) await audit({ ...input.line, data: { forms: made } });
    return made;
  });
}
