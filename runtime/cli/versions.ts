/** What `diff` and `merge` compare: package folders, or single documents of one kind. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { documentKind } from '../../schemas/validate.ts';
import type { ScenarioPackage } from '../compile/index.ts';
import { packageOf } from '../compile/index.ts';
import { CommandError } from './command.ts';
import { checkDocument } from './documents.ts';
import { kindOfPath, packageFolderOf, readFolder, readJson } from './files.ts';
import { isError } from './load.ts';

/** One version: what is merged, and the files it came from. */
export interface Version {
  target: string;
  package: ScenarioPackage;
  /** JSON by file inside the folder; of a single document, under ''. */
  files: Record<string, unknown>;
}
type Json = Record<string, unknown>;

/** Reads several versions; all must be packages, or all documents of the same kind. */
export async function readVersions(targets: readonly string[]): Promise<{ versions: Version[]; isDocument: boolean }> {
  const kinds = await Promise.all(targets.map(kindOfPath));
  const isDocument = kinds.every((kind) => kind === 'file');
  if (!isDocument && kinds.includes('file'))
    throw new CommandError('文件夹只能和文件夹比较，文档只能和文档比较。', 'Compare folders with folders, or documents with documents.');
  return { versions: isDocument ? await readDocuments(targets) : await Promise.all(targets.map(readPackage)), isDocument };
}

async function readPackage(target: string): Promise<Version> {
  const folder = await packageFolderOf(target);
  const { files, broken } = await readFolder(folder);
  const { package: pkg, findings } = packageOf(files);
  const faults = [...findings.filter(isError), ...Object.entries(files).flatMap(([file, document]) => checkDocument(file, document))];
  if (!pkg || broken.length > 0 || faults.length > 0) {
    const first = broken[0]?.file ?? faults[0]?.path ?? 'scenario.json';
    throw new CommandError(
      `「${target}」读不出来（${first}），请先用 lianban validate 检查并改正。`,
      `“${target}” cannot be read (${first}): check and correct it with lianban validate.`,
    );
  }
  return { target, package: pkg, files };
}

async function readDocuments(targets: readonly string[]): Promise<Version[]> {
  const documents = await Promise.all(targets.map(readDocument));
  const kinds = new Set(documents.map(({ format }) => format));
  if (kinds.size > 1) throw new CommandError('这些文档不是同一种。', 'These documents are not of one kind.');
  // The address is the first document's: a changed id is a change like any other.
  const id = String(documents[0]!.id ?? 'document');
  return documents.map((document, at) => ({ target: targets[at]!, package: packageAround(document, id), files: { '': document } }));
}

async function readDocument(file: string): Promise<Json> {
  const read = await readJson(file);
  if (!read.ok) throw new CommandError(`「${file}」不是正确的 JSON：${read.detail}`, `“${file}” is not valid JSON: ${read.detail}`);
  const faults = checkDocument(file, read.value);
  if (faults.length > 0)
    throw new CommandError(
      `「${file}」：${faults[0]!.path} ${faults[0]!.message['zh-CN']}`,
      `“${file}”: ${faults[0]!.path} ${faults[0]!.message.en ?? ''}`,
    );
  return read.value as Json;
}

const folders: Record<string, string> = {
  form: 'forms',
  'data-resource': 'resources',
  'data-contract': 'contracts',
  'case-test': 'cases',
  connection: 'connections',
  calendar: 'calendars',
};

/** A document alone stands in a package that is otherwise the same in all versions. */
function packageAround(document: Json, id: string): ScenarioPackage {
  const name = { 'zh-CN': '文档', en: 'Document' };
  const scenario = {
    format: 'lianban.scenario/1',
    id: 'document',
    name,
    subjects: {},
    departments: {},
    items: {},
    forms: {},
    nodes: {},
    edges: {},
  };
  const empty: Json = { scenario, forms: {}, elements: {}, resources: {}, contracts: {}, cases: {} };
  const kind = documentKind(document.format)!;
  if (kind === 'scenario' || kind === 'template') return { ...empty, [kind]: document } as unknown as ScenarioPackage;
  if (kind === 'data-elements') {
    const { elements, ...rest } = document;
    return { ...empty, elements, 'data-elements': rest } as unknown as ScenarioPackage;
  }
  return { ...empty, [folders[kind]!]: { [id]: document } } as unknown as ScenarioPackage;
}

/** The one document of a result. */
export function documentIn(pkg: ScenarioPackage, { files }: Version): unknown {
  const before = files[''] as Json;
  const kind = documentKind(before.format)!;
  const all = pkg as unknown as Record<string, Json>;
  if (kind === 'scenario' || kind === 'template') return all[kind];
  if (kind === 'data-elements') return { ...all['data-elements'], elements: all.elements };
  return Object.values(all[folders[kind]!]!)[0];
}

/** Writes a package into a folder: documents under the names they have in one of the versions, connections as ours. */
export async function writePackage(folder: string, pkg: ScenarioPackage, versions: readonly Version[]): Promise<string[]> {
  const files = filesOf(pkg, versions);
  for (const [file, document] of Object.entries(files)) {
    const full = path.join(folder, file);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, jsonText(document));
  }
  return Object.keys(files).sort();
}

/** As the documents of a package are written. */
export const jsonText = (document: unknown): string => `${JSON.stringify(document, undefined, 2)}\n`;

function filesOf(pkg: ScenarioPackage, versions: readonly Version[]): Record<string, unknown> {
  const named = (document: { id: string; format: string }, folder: string): string => {
    const same = ([, value]: [string, unknown]) => (value as Json).id === document.id && (value as Json).format === document.format;
    for (const { files } of versions) {
      const found = Object.entries(files).find(same);
      if (found) return found[0];
    }
    return `${folder}/${document.id.replaceAll('/', '-')}.json`;
  };
  const result: Record<string, unknown> = { 'scenario.json': pkg.scenario };
  if (pkg.template) result['template.json'] = pkg.template;
  const holder = versions.map(({ files }) => files['elements.json'] as Json | undefined).find((one) => one !== undefined);
  if (holder) result['elements.json'] = { ...holder, elements: pkg.elements };
  for (const folder of ['forms', 'resources', 'contracts', 'cases'] as const) {
    for (const document of Object.values(pkg[folder])) result[named(document, folder)] = document;
  }
  for (const [file, document] of Object.entries(versions[0]!.files)) if (file.startsWith('connections/')) result[file] = document;
  return result;
}
