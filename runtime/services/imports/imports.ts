/** Files into data resources: begun, sent in pieces, run by a worker, reported row by row. */
import { uuidv7 } from 'uuidv7';
import type {
  ImportFields,
  ImportList,
  ImportPreview,
  ImportPreviewRequest,
  ImportRow as ImportRowView,
  ImportStart,
  ImportView,
  RejectedRow,
} from '../../../schemas/generated/api.ts';
import type { DataElement, DataResource, FileShape } from '../../../schemas/generated/documents.ts';
import { appendAudit } from '../../store/audit.ts';
import { findResource } from '../../store/data-resources.ts';
import { findLiveSet } from '../../store/data-rows.ts';
import { elementsById } from '../../store/elements.ts';
import {
  addPiece,
  cancelImport,
  findImport,
  findLastShape,
  type ImportRow,
  insertImport,
  listImports,
  listRejects,
  type RejectedRow as StoredReject,
} from '../../store/imports.ts';
import type { Store } from '../../store/store.ts';
import { CodedError, ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../errors.ts';
import { auditLine } from '../identity/audit-line.ts';
import { keeps, keptDepartments, type RequestFacts, regionsWith, type SessionActor } from '../identity/index.ts';
import type { Clock, ConnectionTools } from '../ports.ts';
import { csvReport } from './report.ts';
import { suggestColumns } from './suggest.ts';
import { importWords } from './words.ts';

type By<T = unknown> = { actor: SessionActor; region?: string } & T;
type ById<T = unknown> = By<{ id: string } & T>;

export interface ImportServices {
  list(input: By<{ resource?: string; page?: number }>): Promise<ImportList>;
  fields(input: By<{ resource: string }>): Promise<ImportFields>;
  preview(input: By<ImportPreviewRequest>): Promise<ImportPreview>;
  start(input: By<ImportStart & RequestFacts>): Promise<ImportView>;
  addPiece(input: ById<{ offset: number; content: Uint8Array }>): Promise<ImportView>;
  get(input: ById): Promise<ImportView>;
  cancel(input: ById<RequestFacts>): Promise<ImportView>;
  /** The rejected rows as CSV. */
  rejected(input: ById<{ language: 'zh-CN' | 'en' }>): Promise<{ type: string; name: string; content: Uint8Array }>;
}
export interface ImportParts {
  store: Store;
  clock: Clock;
  tools: ConnectionTools | undefined;
  /** A file has come in whole. */
  onReady: (region: string) => void;
}

const pageSize = 20;
const sampleRows = 100;
const mostListed = 100_000;
export const workbookBytes = 64 * 1024 * 1024;

export function createImports({ store, clock, tools, onReady }: ImportParts): ImportServices {
  function scopeOf(actor: SessionActor, wanted: string | undefined): { region: string; departments: string[] | undefined } {
    const regions = regionsWith(actor, 'keeper', 'admin');
    const region = wanted ?? regions[0];
    if (region === undefined || !regions.includes(region)) throw new ForbiddenError('access.region');
    const isAdmin = regionsWith(actor, 'admin').includes(region);
    return { region, departments: isAdmin ? undefined : keptDepartments(actor, region) };
  }
  /** A resource of the region whose owner the actor is. */
  async function owned({
    actor,
    region: wanted,
    resource: id,
  }: By<{ resource: string }>): Promise<{ region: string; resource: DataResource }> {
    const { region, departments } = scopeOf(actor, wanted);
    const record = await findResource(store, { region, id });
    const resource = record?.document ?? record?.draft;
    if (!record || !resource || (departments && !departments.includes(record.department))) throw new NotFoundError('resource.not_found');
    return { region, resource };
  }
  async function visible({ actor, region: wanted, id }: ById): Promise<ImportRow> {
    const { region } = scopeOf(actor, wanted);
    const row = await findImport(store, region, id);
    const isAdmin = regionsWith(actor, 'admin').includes(region);
    if (!row || !(isAdmin || keeps(actor, region, row.department))) throw new NotFoundError('import.not_found');
    return row;
  }
  const elementsOf = (region: string, { fields, keys }: DataResource): Promise<Record<string, DataElement>> => {
    const names = [...Object.values(fields), ...Object.values(keys)].flatMap(({ element }) => (element === undefined ? [] : [element]));
    return elementsById(store, region, [...new Set(names)]);
  };

  return {
    async list({ actor, region: wanted, resource, page = 1 }) {
      const { region, departments } = scopeOf(actor, wanted);
      const { rows, total } = await listImports(store, { region, departments, resource, offset: (page - 1) * pageSize, limit: pageSize });
      return { region, rows: rows.map(rowView), total, page, pageSize };
    },

    async fields(input) {
      const { region, resource } = await owned(input);
      const [elements, suggested, live] = await Promise.all([
        elementsOf(region, resource),
        findLastShape(store, region, resource.id),
        findLiveSet(store, region, resource.id),
      ]);
      const keys = Object.entries(resource.keys).map(([id, spec]) => fieldView(id, spec, elements, true));
      const rest = Object.entries(resource.fields).filter(([id]) => !Object.hasOwn(resource.keys, id));
      return {
        resource: { id: resource.id, name: resource.name },
        cardinality: resource.cardinality,
        fields: [...keys, ...rest.map(([id, spec]) => fieldView(id, spec, elements, false))],
        ...(suggested ? { suggested } : {}),
        ...(live ? { live: { rows: live.rows, at: live.at } } : {}),
      };
    },

    async preview({ head, resource: id, ...input }) {
      const content = Buffer.from(head, 'base64');
      const { resource } = id === undefined ? {} : await owned({ ...input, resource: id });
      if (!tools) throw new CodedError('service.unavailable', { status: 503, retryAfter: 60 });
      const { problem, ...found } = await tools.preview({ ...input, content });
      const suggested = resource ? suggestColumns(resource, found.headings) : {};
      return { ...found, suggested, ...(problem ? { words: importWords(problem.code, problem.data) } : {}) };
    },

    async start(input) {
      const { actor, fileName, bytes, file, mode, commandId, requestId, address } = input;
      const { region, resource } = await owned(input);
      checkShape(resource, file, mode, bytes);
      const row = await insertImport(store, {
        region,
        id: uuidv7(),
        resource: resource.id,
        department: resource.owner.department,
        fileName: plainName(fileName),
        bytes,
        file: { shape: file, resource, elements: await elementsOf(region, resource) },
        mode,
        byName: actor.name,
        byAccount: actor.accountId,
        createdAt: clock(),
        commandId: `${actor.accountId}:${commandId}`,
      });
      const data = { import: row.id, bytes, mode };
      const asked = { actor, requestId, address };
      await appendAudit(store, auditLine(asked, { region, at: clock(), action: 'import.started', object: resource.id, data }));
      return view(row);
    },

    async addPiece({ offset, content, ...input }) {
      const row = await visible(input);
      if (content.length === 0) throw new InvalidError('import.piece_empty');
      const added = await addPiece(store, { region: row.region, id: row.id, offset, content });
      if (!added) throw new ConflictError('import.piece_misplaced', { received: (await visible(input)).received });
      if (added.state === 'waiting') onReady(row.region);
      return view(added);
    },

    get: async (input) => view(await visible(input)),

    async cancel(input) {
      const row = await visible(input);
      const cancelled = await cancelImport(store, row.region, row.id, clock());
      if (!cancelled) throw new ConflictError('import.over');
      const { region, resource } = row;
      const data = { import: row.id };
      await appendAudit(store, auditLine(input, { region, at: clock(), action: 'import.cancelled', object: resource, data }));
      return view(cancelled);
    },

    async rejected({ language, ...input }) {
      const row = await visible(input);
      const rejects = await listRejects(store, { region: row.region, id: row.id, limit: mostListed });
      return {
        type: 'text/csv; charset=utf-8',
        name: `rejected-${row.id.slice(0, 8)}.csv`,
        content: csvReport(
          rejects.map((one) => rejectView(row, one)),
          language,
        ),
      };
    },
  };

  async function view(row: ImportRow): Promise<ImportView> {
    const rejects = row.rejected > 0 ? await listRejects(store, { region: row.region, id: row.id, limit: sampleRows }) : [];
    const rate = rateOf(row);
    return {
      ...rowView(row),
      region: row.region,
      file: row.file.shape,
      ...(rate === undefined ? {} : { rate }),
      rejectedSample: rejects.map((one) => rejectView(row, one)),
    };
  }

  function rateOf({ startedAt, endedAt, readRows }: ImportRow): number | undefined {
    if (!startedAt || readRows === 0) return undefined;
    const ms = Date.parse(endedAt ?? clock()) - Date.parse(startedAt);
    return ms > 0 ? Math.round((readRows * 1000) / ms) : undefined;
  }
}

/** Every key has a column, every column is a field; merging needs one record a key. */
function checkShape(resource: DataResource, { format, columns }: FileShape, mode: 'replace' | 'merge', bytes: number): void {
  const unknown = Object.keys(columns).filter((name) => !Object.hasOwn(resource.fields, name) && !Object.hasOwn(resource.keys, name));
  if (unknown.length > 0)
    throw new InvalidError(
      'import.field_unknown',
      unknown.map((name) => ({ path: `file/columns/${name}`, code: 'import.field_unknown' })),
    );
  const lacking = Object.keys(resource.keys).filter((name) => !Object.hasOwn(columns, name));
  if (lacking.length > 0)
    throw new InvalidError(
      'import.key_unmapped',
      lacking.map((name) => ({ path: `file/columns/${name}`, code: 'import.key_unmapped' })),
    );
  if (mode === 'merge' && resource.cardinality === 'many')
    throw new InvalidError('import.merge_needs_one', [{ path: 'mode', code: 'import.merge_needs_one' }]);
  if (format === 'xlsx' && bytes > workbookBytes)
    throw new InvalidError('import.workbook_too_large', [{ path: 'bytes', code: 'import.workbook_too_large' }]);
}

/** A name is shown, never used as a path: what could be one goes, and what would turn text around. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return last.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '').trim() || '文件';
}

type FieldSpec = { name: DataResource['name']; type?: string; element?: string; sensitivity?: number };
function fieldView(
  id: string,
  { name, type, element, sensitivity }: FieldSpec,
  elements: Record<string, DataElement>,
  isKey: boolean,
): ImportFields['fields'][number] {
  const known = element === undefined ? undefined : elements[element];
  const level = sensitivity ?? known?.sensitivity;
  return { id, name, type: known?.type ?? type ?? 'string', isKey, ...(level === undefined ? {} : { sensitivity: level }) };
}

function rowView(row: ImportRow): ImportRowView {
  const {
    id,
    resource,
    fileName,
    state,
    mode,
    bytes,
    received,
    total,
    readRows,
    loaded,
    rejected,
    createdAt,
    startedAt,
    endedAt,
    byName,
    problem,
    file,
  } = row;
  return {
    id,
    resource: { id: resource, name: file.resource.name },
    fileName,
    state,
    mode,
    bytes,
    received,
    ...(total === null ? {} : { total }),
    read: readRows,
    loaded,
    rejected,
    createdAt,
    ...(startedAt ? { startedAt } : {}),
    ...(endedAt ? { endedAt } : {}),
    by: byName,
    ...(problem ? { words: importWords(problem.code, problem.data) } : {}),
  };
}

function rejectView({ file }: ImportRow, { row, field, code, data, value }: StoredReject): RejectedRow {
  const heading = field === null ? undefined : file.shape.columns[field];
  return {
    row,
    ...(heading === undefined ? {} : { column: heading }),
    code,
    words: importWords(code, data ?? {}),
    ...(value === null ? {} : { value }),
  };
}
