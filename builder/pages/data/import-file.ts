/** A file before it is sent: its kind, its beginning, and which column fills which field. */
import type { ImportFields } from '../../../schemas/generated/api.ts';
import type { FileShape } from '../../../schemas/generated/documents.ts';

/** By the name alone; the server looks at the content. */
export function formatOf(fileName: string): FileShape['format'] | undefined {
  const end = fileName.toLowerCase().split('.').at(-1);
  if (end === 'xlsx') return 'xlsx';
  if (end === 'jsonl' || end === 'ndjson') return 'jsonl';
  return end === 'csv' || end === 'txt' || end === 'tsv' ? 'csv' : undefined;
}

const headBytes = 256 * 1024;
/** A workbook is packed: only all of it can be looked into, and the server takes this much to look. */
export const workbookBytes = 700 * 1024;
const chunk = 0x8000;

/** The beginning of a file in base64; of a workbook as much of it as may be sent. */
export async function headOf(file: Blob, format?: FileShape['format']): Promise<string> {
  const bytes = new Uint8Array(await file.slice(0, format === 'xlsx' ? workbookBytes : headBytes).arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += chunk) text += String.fromCharCode(...bytes.subarray(i, i + chunk));
  return btoa(text);
}

export type Mapping = Readonly<Record<string, string>>;

/** What the last file of this resource used wins over what the headings suggest, as far as its columns are there. */
export function firstMapping(fields: ImportFields, headings: readonly string[], suggested: Mapping): Mapping {
  const last = fields.suggested?.columns ?? {};
  const entries = fields.fields.flatMap(({ id }): [string, string][] => {
    const heading = [last[id], suggested[id]].find((one) => one !== undefined && (headings.length === 0 || headings.includes(one)));
    return heading === undefined ? [] : [[id, heading]];
  });
  return Object.fromEntries(entries);
}

/** Text keys: keys of the resource without a column, a column used twice, or no column at all. */
export function mappingProblems(fields: ImportFields['fields'], mapping: Mapping): { missing: string[]; twice: string[]; none: boolean } {
  const used = Object.values(mapping).filter(Boolean);
  return {
    missing: fields.filter(({ id, isKey }) => isKey && !mapping[id]).map(({ id }) => id),
    twice: [...new Set(used.filter((heading, i) => used.indexOf(heading) !== i))],
    none: used.length === 0,
  };
}
