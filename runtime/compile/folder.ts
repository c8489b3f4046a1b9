/**
 * A package as a folder made for git: one file per part, keys in one order, so that a change of one thing is a change of a few lines
 * in one file. `packageOfFolder(folderOf(pkg))` is the same package, and `folderOf` of that the same bytes.
 *
 * Not the folder of a template (`packageOf`): there a scenario is one file, written by hand.
 */
import { error } from './finding.ts';
import { compare, emptyMap } from './maps.ts';
import type { Finding, ScenarioPackage } from './plan.ts';

export const folderFormat = 'lianban.folder/1';
const marker = 'lianban.json';

/** Members of the scenario that are a folder of their own, a file per entry. */
const parts = ['nodes', 'items', 'tables', 'scripts', 'clocks', 'data', 'materials', 'notifications', 'outcomes', 'papers'] as const;
/** Members of the scenario that are one file of their own. */
const wholes = ['edges', 'layout'] as const;
/** Documents of the package, a file each. Their ids may hold a slash: a folder inside. */
const documents = ['forms', 'resources', 'contracts', 'cases'] as const;

type Json = Record<string, unknown>;

/** Files by their path inside the folder, sorted; every one is text. */
export function folderOf(pkg: ScenarioPackage): Record<string, string> {
  const files = new Map<string, string>([[marker, written({ format: folderFormat })]]);
  const rest: Json = { ...pkg.scenario };
  for (const part of parts) {
    const map = rest[part];
    if (!isMap(map) || Object.keys(map).length === 0) continue;
    delete rest[part];
    for (const [name, value] of named(map, false)) addPart(files, `${part}/${name}`, part, value);
  }
  for (const whole of wholes) {
    if (rest[whole] === undefined) continue;
    files.set(`${whole}.json`, written(rest[whole]));
    delete rest[whole];
  }
  files.set('scenario.json', written(rest));
  files.set('elements.json', written(pkg.elements));
  if (pkg.template !== undefined) files.set('template.json', written(pkg.template));
  for (const folder of documents)
    for (const [name, value] of named(pkg[folder] as unknown as Json, true)) files.set(`${folder}/${name}.json`, written(value));
  return Object.fromEntries([...files].sort(([a], [b]) => compare(a, b)));
}

/** The text of a script is a file of its own, so that an editor knows it for what it is. */
function addPart(files: Map<string, string>, file: string, part: string, value: unknown): void {
  if (part === 'scripts' && isMap(value) && typeof value.source === 'string' && value.source.isWellFormed()) {
    const { source, ...others } = value;
    files.set(`${file}.ts`, source as string);
    files.set(`${file}.json`, written(others));
  } else files.set(`${file}.json`, written(value));
}

export interface ReadPackageFolder {
  package?: ScenarioPackage;
  findings: Finding[];
}

/** True for a path `folderOf` may write: what an export may replace or remove in a repository that holds other things too. */
export function isFolderFile(path: string): boolean {
  if (/^(lianban|scenario|elements|template|edges|layout)\.json$/.test(path)) return true;
  const [folder = '', ...names] = path.split('/');
  if (names.length === 0) return false;
  if (folder === 'scripts') return /\.(json|ts)$/.test(path);
  return ([...parts, ...documents] as string[]).includes(folder) && path.endsWith('.json');
}

/** The package of such a folder. What `folderOf` never writes is left alone: a README, a pipeline. */
export function packageOfFolder(files: Readonly<Record<string, string>>): ReadPackageFolder {
  const findings: Finding[] = [];
  const json = (path: string): unknown => {
    try {
      return JSON.parse(files[path]!.replace(/^\uFEFF/, ''));
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      findings.push(error('file-unreadable', { path }, `「${path}」不是正确的 JSON：${detail}`, `“${path}” is not valid JSON: ${detail}`));
      return undefined;
    }
  };
  const paths = Object.keys(files).filter(isFolderFile).sort(compare);
  const base = paths.includes('scenario.json') ? json('scenario.json') : undefined;
  if (!paths.includes(marker) || !isMap(base)) {
    if (findings.length === 0) findings.push(noFolder());
    return { findings };
  }
  const scenario: Json = { ...base };
  const maps: Json = Object.fromEntries(documents.map((folder) => [folder, emptyMap()]));
  const sources = new Map<string, string>();
  for (const path of paths) {
    const [folder = '', ...names] = path.split('/');
    const id = idOf(names.join('/').replace(/\.(json|ts)$/, ''));
    if (path.endsWith('.ts')) sources.set(id, files[path]!);
    else if (names.length === 0) continue;
    else if ((documents as readonly string[]).includes(folder)) put(maps[folder] as Json, id, json(path));
    else put(ownMap(scenario, folder), id, json(path));
  }
  const scripts = scenario.scripts as Json | undefined;
  for (const [id, source] of sources) {
    const script = scripts?.[id];
    if (isMap(script)) put(scripts!, id, { ...script, source });
    else findings.push(loneScript(id));
  }
  for (const whole of wholes) if (files[`${whole}.json`] !== undefined) scenario[whole] = json(`${whole}.json`);
  const elements = files['elements.json'] === undefined ? {} : json('elements.json');
  const template = files['template.json'] === undefined ? undefined : json('template.json');
  if (findings.length > 0) return { findings };
  const made = { scenario, ...maps, elements, ...(template === undefined ? {} : { template }) };
  return { package: made as unknown as ScenarioPackage, findings };
}

function ownMap(scenario: Json, name: string): Json {
  if (!isMap(scenario[name])) scenario[name] = emptyMap();
  return scenario[name] as Json;
}

const put = (map: Json, id: string, value: unknown) =>
  Object.defineProperty(map, id, { value, enumerable: true, writable: true, configurable: true });
const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Entries of a map with the names of their files. Names that differ only in case would be one file on many disks: those write their
 * capitals as `%XX`.
 */
function named(map: Json, slashes: boolean): [string, unknown][] {
  const ids = Object.keys(map).sort(compare);
  const alike = Map.groupBy(ids, (id) => fileName(id, slashes).toLowerCase());
  return ids.map((id) => {
    const name = fileName(id, slashes);
    const shared = alike.get(name.toLowerCase())!.length > 1;
    return [shared ? name.replace(/(?<!%[0-9A-F]?)[A-Z]/g, escaped) : name, map[id]];
  });
}

/** Names Windows keeps for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const escaped = (sign: string) =>
  [...new TextEncoder().encode(sign)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

function fileName(id: string, slashes: boolean): string {
  const parts = slashes && /^[^/]+(\/[^/]+)*$/.test(id) ? id.split('/') : [id];
  return parts
    .map((part) => {
      const safe = part.replace(/[^A-Za-z0-9_-]/gu, escaped);
      return safe === '' ? '%' : reserved.test(safe) ? `${escaped(safe[0]!)}${safe.slice(1)}` : safe;
    })
    .join('/');
}

function idOf(name: string): string {
  if (name === '%') return '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** What a reader looks for first comes first; the rest by name. */
const first = ['format', 'id', 'kind', 'name', 'title', 'label'];
const place = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);

/** A document as text: keys in one order, what a reader looks for first comes first. */
export function written(value: unknown): string {
  return `${JSON.stringify(ordered(value), null, 2)}\n`;
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isMap(value)) return value;
  const sorted = emptyMap<unknown>();
  for (const key of Object.keys(value).sort((a, b) => place(a) - place(b) || compare(a, b))) put(sorted, key, ordered(value[key]));
  return sorted;
}

const noFolder = () =>
  error(
    'folder-missing',
    { path: 'lianban.json' },
    '这里没有用 lianban export-folder 导出的文件夹：缺少 lianban.json 或 scenario.json。',
    'This is no folder written by lianban export-folder: lianban.json or scenario.json is missing.',
  );
const loneScript = (id: string) =>
  error(
    'folder-script',
    { path: `scripts/${id}.ts` },
    `脚本「${id}」只有 .ts 文件，缺少同名的 .json：请补上名称等说明。`,
    `The script “${id}” has its .ts file only: add the .json of the same name.`,
  );
