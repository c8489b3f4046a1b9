/** The field standard as a file, out and in: XLSX for people, JSON for systems; both come back exactly as they went. */
import type { ElementImport, ElementImportAnswer } from '../../../schemas/generated/api.ts';
import type { DataElement, Text } from '../../../schemas/generated/documents.ts';
import { canonicalJson } from '../../compile/index.ts';
import { archiveTrouble } from '../../files/index.ts';
import { listOrganisations } from '../../store/accounts.ts';
import { listAllElements, searchElements, upsertElements } from '../../store/elements.ts';
import { InvalidError, NotFoundError } from '../errors.ts';
import { auditLine } from '../identity/audit-line.ts';
import { elementRegion, mustKeep } from './access.ts';
import { elementFindings } from './element-findings.ts';
import { type ReadElement, readElementRows, writeElementRows } from './element-sheet.ts';
import { elementWrite, wordsOf } from './names.ts';
import type { Asked, FormParts } from './parts.ts';

/** More elements than any ministry's standard; the file stays within the size of a request. */
const mostElements = 20_000;
/** Bytes: a sheet of that many elements with hints and code lists is about half of it. */
const mostUnpacked = 64 * 1024 * 1024;
/** As many changes are listed; nobody reads more before deciding. */
const mostShown = 500;

export interface ElementFile {
  type: string;
  name: string;
  content: Uint8Array;
}
export interface ElementFileServices {
  exportElements(input: Asked<{ format: 'xlsx' | 'json'; department?: string; q?: string }>): Promise<ElementFile>;
  /** Looks at every row; applies those that are right, all of them or none, when told to. */
  importElements(input: Asked<ElementImport>): Promise<ElementImportAnswer>;
}

export function createElementFiles({ store, clock }: FormParts): ElementFileServices {
  return {
    async exportElements({ actor, region: wanted, format, department, q }) {
      const region = elementRegion(actor, wanted);
      const { rows } = await searchElements(store, {
        region,
        words: wordsOf(q ?? ''),
        ...(department === undefined ? {} : { department }),
        offset: 0,
        limit: mostElements,
      });
      const elements = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, element }): [string, DataElement] => [id, element]);
      if (format === 'json') {
        const document = {
          format: 'lianban.data-elements/1',
          id: 'elements',
          name: { 'zh-CN': '字段标准', en: 'Field standard' },
          elements: Object.fromEntries(elements),
        };
        const content = new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`);
        return { type: 'application/json', name: `elements-${region}.json`, content };
      }
      return {
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        name: `elements-${region}.xlsx`,
        content: await writeElementRows(elements),
      };
    },

    async importElements(input) {
      const { actor, department, format, content, apply } = input;
      const region = elementRegion(actor, input.region);
      mustKeep(actor, { region, department }, 'form.department_unknown');
      if (!(await listOrganisations(store, [region])).some((one) => one.department === department))
        throw new NotFoundError('form.department_unknown');
      const read = await readFile(format, Buffer.from(content, 'base64'));
      const known = new Map((await listAllElements(store, region)).map((one) => [one.id, one]));
      const codes = new Map([...known.values()].map(({ id, element }) => [element.code, id]));
      const answer: ElementImportAnswer = { added: 0, changed: 0, unchanged: 0, rejected: [], changes: [] };
      const accepted: { id: string; element: DataElement }[] = [];
      const seen = new Set<string>();
      for (const row of read) {
        const reason = refusal(row, { known, codes, seen, department });
        if (reason !== undefined || row.element === undefined || row.id === undefined) {
          answer.rejected.push({
            row: row.row,
            ...(row.id === undefined ? {} : { id: row.id.slice(0, 64) }),
            reason: reason ?? words.unreadable,
          });
          continue;
        }
        const { id, element } = row as Required<ReadElement>;
        seen.add(id);
        codes.set(element.code, id);
        const before = known.get(id);
        if (before && !before.retired && canonicalJson(before.element) === canonicalJson(element)) answer.unchanged += 1;
        else {
          const kind = before ? 'changed' : 'added';
          answer[kind] += 1;
          if (answer.changes.length < mostShown)
            answer.changes.push({ row: row.row, id, name: element.name, kind, parts: before ? partsChanged(before, element) : [] });
          accepted.push({ id, element });
        }
      }
      if (apply && accepted.length > 0) {
        const at = clock();
        const { added, changed } = answer;
        const line = auditLine(input, { region, at, action: 'elements.imported', object: department, data: { added, changed } });
        const elements = accepted.map(({ id, element }) => elementWrite(id, element));
        await upsertElements(store, { region, department, elements, by: actor.name, at, line });
      }
      return answer;
    },
  };
}

/** Names of what differs; an element offered again after it was retired differs in that alone. */
function partsChanged(before: { element: DataElement; retired: boolean }, element: DataElement): string[] {
  const [old, next] = [before.element, element] as unknown as Record<string, unknown>[];
  const parts = [...new Set([...Object.keys(old!), ...Object.keys(next!)])].filter(
    (part) => canonicalJson(old![part] ?? null) !== canonicalJson(next![part] ?? null),
  );
  return before.retired ? [...parts, 'retired'] : parts;
}

async function readFile(format: 'xlsx' | 'json', content: Buffer): Promise<ReadElement[]> {
  // What unpacks into far more than was sent is not opened at all.
  const trouble = format === 'xlsx' ? archiveTrouble(content, mostUnpacked) : undefined;
  if (trouble === 'bomb') throw new InvalidError('element.file_bomb', [{ path: 'content', code: 'element.file_bomb' }]);
  const rows = format === 'json' ? readJson(content) : trouble ? undefined : await readElementRows(content);
  if (!rows) throw new InvalidError('element.file_unreadable', [{ path: 'content', code: 'element.file_unreadable' }]);
  if (rows.length > mostElements) throw new InvalidError('element.file_too_long', [{ path: 'content', code: 'element.file_too_long' }]);
  return rows;
}

/** The document of the field standard, or its map of elements alone. Rows count from 1. */
function readJson(content: Buffer): ReadElement[] | undefined {
  try {
    const document: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
    const elements = isRecord(document) && isRecord(document.elements) ? document.elements : document;
    if (!isRecord(elements)) return undefined;
    return Object.entries(elements).map(([id, element], at) => ({
      row: at + 1,
      id,
      ...(isRecord(element) ? { element: element as unknown as DataElement } : {}),
    }));
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

interface Region {
  known: ReadonlyMap<string, { department: string }>;
  codes: ReadonlyMap<string, string>;
  seen: ReadonlySet<string>;
  department: string;
}

/** Why a row is not taken; undefined when it is. */
function refusal({ id, element, reason }: ReadElement, { known, codes, seen, department }: Region): Text | undefined {
  if (reason) return reason;
  if (id === undefined || !/^[a-z][A-Za-z0-9]{0,47}$/.test(id)) return words.id;
  if (!element) return words.unreadable;
  if (seen.has(id)) return words.twice;
  const [wrong] = elementFindings(id, element);
  if (wrong) return wrong.message;
  if ((known.get(id)?.department ?? department) !== department) return words.otherDepartment;
  const holder = codes.get(element.code);
  return holder !== undefined && holder !== id ? words.code : undefined;
}

const text = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });
const words = {
  id: text(
    '标识不对：请用小写英文字母开头，只含字母和数字，最多 48 个字符',
    'The key must begin with a small letter and hold letters and digits only, at most 48',
  ),
  unreadable: text('这一行无法读取：请对照导出的表填写', 'This row cannot be read: fill it in like an exported one'),
  twice: text('标识重复：文件中已有同样的标识', 'The key is in the file twice'),
  otherDepartment: text('这个数据元由其他部门维护，不能改', 'Another department keeps this element'),
  code: text('编码已被另一个数据元使用：请换一个', 'Another element has this code: choose another'),
};
