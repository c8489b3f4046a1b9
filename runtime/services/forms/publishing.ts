/** From draft to released version: submitted by one person, released by another, returned, taken back, withdrawn. */
import type { FormDraft, FormImpact, FormVersionList, FormVersionPage } from '../../../schemas/generated/api.ts';
import type { Form } from '../../../schemas/generated/documents.ts';
import { elementsById } from '../../store/elements.ts';
import {
  type FormDraftRow,
  type FormState,
  findFormVersion,
  insertFormVersion,
  listFormVersions,
  moveForm,
  type Remarks,
  type Submitted,
  withdrawForm,
} from '../../store/forms.ts';
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../errors.ts';
import { auditLine } from '../identity/audit-line.ts';
import { FindingsError } from '../studio/publishing.ts';
import { mustKeep } from './access.ts';
import { type ByForm, formLoader, pageOf, staleError } from './drafts.ts';
import { elementIds, findingsOf, versionHash } from './form-content.ts';
import { impactOf } from './impact.ts';
import type { FormParts } from './parts.ts';

export interface FormPublishServices {
  impact(input: ByForm<{ form?: Form; mapping?: Record<string, string> }>): Promise<FormImpact>;
  submit(input: ByForm<{ rev: number; notes: string; mapping?: Record<string, string>; commandId: string }>): Promise<FormDraft>;
  recall(input: ByForm<{ rev: number }>): Promise<FormDraft>;
  /** Makes the submitted draft an immutable version; whoever wrote it may not. */
  release(
    input: ByForm<{ rev: number; commandId: string; opinion?: string }>,
  ): Promise<{ version: number; hash: string; publishedAt: string }>;
  return(input: ByForm<{ rev: number; remarks: string }>): Promise<FormDraft>;
  withdraw(input: ByForm<{ reason: string }>): Promise<FormDraft>;
  versions(input: ByForm): Promise<FormVersionList>;
  version(input: ByForm<{ version: number }>): Promise<FormVersionPage>;
}

export function createFormPublishing(parts: FormParts): FormPublishServices {
  const { store, clock } = parts;
  const load = formLoader(parts);

  async function kept(input: ByForm): Promise<FormDraftRow> {
    const row = await load(input);
    mustKeep(input.actor, row, 'form.not_found');
    return row;
  }

  /** Errors stop it, and so does a scenario that would break without a mapping. */
  async function mustBeReady(row: FormDraftRow, mapping: Record<string, string>): Promise<void> {
    const elements = await elementsById(store, row.region, elementIds(row.form));
    const errors = findingsOf(row.form, elements).filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new FindingsError(errors);
    const unknown = Object.values(mapping).find((field) => !Object.hasOwn(row.form.fields, field));
    if (unknown !== undefined) throw new InvalidError('form.mapping_unknown', [{ path: 'mapping', code: 'form.mapping_unknown' }]);
    const { breaking, scenarios } = await impactOf(parts, { row, form: row.form, mapping });
    if (!breaking) return;
    const names = scenarios.filter(({ level }) => level === 'breaking').map(({ name }) => name['zh-CN']);
    throw new InvalidError('form.breaks', [{ path: 'mapping', code: 'form.breaks_field' }], {
      scenarios: names.join('、'),
      count: names.length,
    });
  }

  async function move(
    input: ByForm<{ rev: number }>,
    step: {
      row: FormDraftRow;
      action: string;
      from: readonly FormState[];
      to: FormState;
      submitted?: Submitted | null;
      remarks?: Remarks | null;
    },
  ): Promise<FormDraft> {
    const { row, action, ...change } = step;
    const { region, id } = row;
    const line = auditLine(input, { region, at: clock(), action, object: id, data: { rev: input.rev } });
    const moved = await moveForm(store, { region, id, rev: input.rev, ...change, line });
    const now = await load(input);
    if (moved === 'stale') throw staleError(now);
    if (moved === 'state') throw new ConflictError('form.elsewhere');
    return pageOf(store, input.actor, now);
  }

  return {
    async impact(input) {
      const row = await load(input);
      return impactOf(parts, { row, form: input.form ?? row.form, mapping: input.mapping ?? row.submitted?.mapping ?? {} });
    },

    async submit(input) {
      const row = await kept(input);
      const { actor, notes, mapping = {} } = input;
      if (row.rev !== input.rev) throw staleError(row);
      await mustBeReady(row, mapping);
      const elements = await elementsById(store, row.region, elementIds(row.form));
      const live = row.liveVersion === null ? undefined : await findFormVersion(store, row.region, row.id, row.liveVersion);
      if (live && live.hash === versionHash(row.form, elements) && !row.withdrawn) throw new ConflictError('form.unchanged');
      const submitted = { by: actor.accountId, byName: actor.name, at: clock(), notes, mapping };
      return move(input, { row, action: 'form.submitted', from: ['draft', 'returned'], to: 'review', submitted, remarks: null });
    },

    async recall(input) {
      const row = await kept(input);
      if (row.submitted && row.submitted.by !== input.actor.accountId && !row.authors.includes(input.actor.accountId))
        throw new ForbiddenError('form.others_work');
      return move(input, { row, action: 'form.recalled', from: ['review'], to: 'draft', submitted: null });
    },

    async release(input) {
      const row = await kept(input);
      const { actor, rev, commandId, opinion } = input;
      if (row.state === 'review') {
        if (row.authors.includes(actor.accountId) || row.submitted?.by === actor.accountId) throw new ForbiddenError('form.own_work');
        await mustBeReady(row, row.submitted?.mapping ?? {});
      }
      const elements = await elementsById(store, row.region, elementIds(row.form));
      const at = clock();
      const { region, id } = row;
      const data: Record<string, string> = opinion === undefined ? {} : { opinion };
      const made = await insertFormVersion(store, {
        region,
        id,
        rev,
        hash: versionHash(row.form, elements),
        elements,
        commandId,
        by: { id: actor.accountId, name: actor.name },
        at,
        line: auditLine(input, { region, at, action: 'form.released', object: id, data }),
      });
      if (made === 'stale') throw staleError(await load(input));
      if (made === 'state') throw new ConflictError('form.elsewhere');
      if (made === 'own') throw new ForbiddenError('form.own_work');
      return made;
    },

    async return(input) {
      const row = await kept(input);
      if (row.submitted?.by === input.actor.accountId) throw new ForbiddenError('form.own_work');
      const remarks = { text: input.remarks, byName: input.actor.name, at: clock() };
      return move(input, { row, action: 'form.returned', from: ['review'], to: 'returned', submitted: null, remarks });
    },

    async withdraw(input) {
      const row = await kept(input);
      const at = clock();
      const { region, id } = row;
      const withdrawn = { reason: input.reason, byName: input.actor.name, at };
      const line = auditLine(input, { region, at, action: 'form.withdrawn', object: id });
      if (!(await withdrawForm(store, { region, id, withdrawn, line }))) throw new ConflictError('form.not_live');
      return pageOf(store, input.actor, await load(input));
    },

    async versions(input) {
      const row = await load(input);
      const rows = await listFormVersions(store, row.region, row.id);
      return {
        rows: rows.map(({ version, hash, publishedAt, publishedBy, submittedBy, notes }) => {
          return { version, hash, publishedAt, publishedBy, submittedBy, notes, live: version === row.liveVersion };
        }),
      };
    },

    async version(input) {
      const row = await load(input);
      const found = await findFormVersion(store, row.region, row.id, input.version);
      if (!found) throw new NotFoundError('form.version_not_found');
      const { version, hash, form, elements, notes, mapping, publishedAt, publishedBy, submittedBy } = found;
      return { version, hash, form, elements, notes, mapping, publishedAt, publishedBy, submittedBy };
    },
  };
}
