/** The field standard of a region: found, kept by departments, and what is collected already. */
import type { CollectedAnswer, ElementCreate, ElementList, ElementPage, ElementRow } from '../../../schemas/generated/api.ts';
import type { DataElement } from '../../../schemas/generated/documents.ts';
import { labelKey, likeness } from '../../compile/index.ts';
import { listOrganisations } from '../../store/accounts.ts';
import {
  findElement,
  insertElement,
  nearElements,
  type ElementRow as StoredElement,
  searchElements,
  updateElement,
} from '../../store/elements.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '../errors.ts';
import { keeps } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import { FindingsError } from '../studio/publishing.ts';
import { elementRegion, mustKeep } from './access.ts';
import { type CollectedQuery, createCollected } from './collected.ts';
import { elementFindings } from './element-findings.ts';
import { elementWrite, freeId, keyOf, wordsOf } from './names.ts';
import type { Asked, FormParts } from './parts.ts';

type ByElement<T = unknown> = Asked<{ elementId: string } & T>;

export interface ElementServices {
  list(
    input: Asked<{
      q?: string;
      type?: string;
      department?: string;
      sensitivity?: number;
      retired?: boolean;
      offset?: number;
      limit?: number;
    }>,
  ): Promise<ElementList>;
  element(input: ByElement): Promise<ElementPage>;
  create(input: Asked<ElementCreate>): Promise<ElementRow>;
  change(input: ByElement<{ rev: number; element: DataElement }>): Promise<ElementRow>;
  /** Not offered any more; forms that use it keep it. */
  retire(input: ByElement<{ rev: number }>): Promise<ElementRow>;
  /** Elements and questions that ask nearly the same as a label: shown before a new field is born. */
  similar(input: Asked<{ label: string; subject?: string; form?: string; scenario?: string }>): Promise<CollectedAnswer>;
}

/** From this likeness on, two labels are shown side by side. */
const near = 0.6;

export function createElements({ store, clock }: FormParts): ElementServices {
  const collected = createCollected(store);

  async function found(region: string, id: string): Promise<StoredElement> {
    const row = await findElement(store, region, id);
    if (!row) throw new NotFoundError('element.not_found');
    return row;
  }
  const withCounts = async (row: StoredElement): Promise<ElementRow> => {
    const asked = await collected({ region: row.region, element: row.id, limit: 1000 });
    return rowOf(row, asked.filter(({ kind }) => kind === 'scenario').length);
  };

  return {
    async list({ actor, region: wanted, q, type, department, sensitivity, retired, offset = 0, limit = 50 }) {
      const region = elementRegion(actor, wanted);
      const { rows, total } = await searchElements(store, {
        region,
        words: wordsOf(q ?? ''),
        offset,
        limit,
        ...(type === undefined ? {} : { type }),
        ...(department === undefined ? {} : { department }),
        ...(sensitivity === undefined ? {} : { sensitivity }),
        ...(retired === undefined ? {} : { retired }),
      });
      return { rows: rows.map((row) => rowOf(row, 0)), total };
    },

    async element({ actor, region: wanted, elementId }) {
      const row = await found(elementRegion(actor, wanted), elementId);
      const asked = await collected({ region: row.region, element: row.id, limit: 200 });
      return { ...rowOf(row, asked.filter(({ kind }) => kind === 'scenario').length), collected: asked };
    },

    async create(input) {
      const { actor, department, element } = input;
      const region = elementRegion(actor, input.region);
      mustKeep(actor, { region, department }, 'form.department_unknown');
      if (!(await listOrganisations(store, [region])).some((one) => one.department === department))
        throw new NotFoundError('form.department_unknown');
      const isTaken = async (id: string) => (await findElement(store, region, id)) !== undefined;
      const id = input.id ?? (await freeId(keyOf(element.name['zh-CN']), isTaken));
      mustBeElement(id, element);
      const at = clock();
      const line = auditLine(input, { region, at, action: 'element.created', object: id, data: { department } });
      const made = await insertElement(store, { region, department, ...elementWrite(id, element), by: actor.name, at, line });
      if (!made) throw new ConflictError('element.exists', { id, code: element.code });
      return rowOf(await found(region, id), 0);
    },

    change: (input) => write(input, (row) => ({ element: input.element, retired: row.retired, action: 'element.changed' })),
    retire: (input) => write(input, (row) => ({ element: row.element, retired: true, action: 'element.retired' })),

    async similar({ actor, region: wanted, label, subject, form, scenario }) {
      const region = elementRegion(actor, wanted);
      const query: CollectedQuery = { region, label: { text: label, from: near }, limit: 20 };
      if (subject !== undefined) query.subject = subject;
      if (form !== undefined) query.form = form;
      if (scenario !== undefined) query.scenario = scenario;
      const [asked, elements] = await Promise.all([collected(query), nearTo(region, label)]);
      return { elements, collected: asked };
    },
  };

  async function write(
    input: ByElement<{ rev: number }>,
    change: (row: StoredElement) => { element: DataElement; retired: boolean; action: string },
  ): Promise<ElementRow> {
    const { actor, elementId, rev } = input;
    const row = await found(elementRegion(actor, input.region), elementId);
    mustKeepElement(input, row);
    const { element, retired, action } = change(row);
    mustBeElement(row.id, element);
    const at = clock();
    const line = auditLine(input, { region: row.region, at, action, object: row.id });
    const { region, id } = row;
    const done = await updateElement(store, { region, rev, ...elementWrite(id, element), retired, by: actor.name, at, line });
    if (done === 'taken') throw new ConflictError('element.exists', { id, code: element.code });
    if (done === 'stale') throw new ConflictError('element.stale');
    return withCounts(await found(region, id));
  }

  /** The likest first. */
  async function nearTo(region: string, label: string): Promise<(ElementRow & { likeness: number })[]> {
    const key = labelKey(label);
    const letters = [...key].slice(0, 40);
    const pairs = letters.length === 1 ? letters : [...new Set(letters.slice(1).map((letter, at) => letters[at]! + letter))];
    return (await nearElements(store, region, { key, pairs }))
      .map((row) => ({ ...rowOf(row, 0), likeness: Math.round(likeness(row.element.name['zh-CN'], label) * 100) / 100 }))
      .filter(({ likeness }) => likeness >= near)
      .sort((a, b) => b.likeness - a.likeness || (a.id < b.id ? -1 : 1))
      .slice(0, 10);
  }
}

/** Everybody of the region reads the field standard; what another department keeps, only they change. */
function mustKeepElement({ actor }: Asked, row: StoredElement): void {
  if (!keeps(actor, row.region, row.department)) throw new ForbiddenError('element.keepers_only');
}

function mustBeElement(id: string, element: DataElement): void {
  const findings = elementFindings(id, element);
  if (findings.length > 0) throw new FindingsError(findings);
}

function rowOf(row: StoredElement, scenarios: number): ElementRow {
  const { id, element, department, departmentName, rev, changedAt, retired, forms } = row;
  return { id, element, department, departmentName, rev, changedAt, retired, forms, scenarios };
}
