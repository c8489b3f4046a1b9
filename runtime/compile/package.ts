/** Files of a package folder -> ScenarioPackage. Reading the disk is the caller's. */
import type { Connection, DataElements, Scenario } from '../../schemas/generated/documents.ts';
import { error, warning } from './finding.ts';
import { emptyMap } from './maps.ts';
import type { Finding, ScenarioPackage } from './plan.ts';

/** A package and what lies beside it on disk: connections belong to the region, not to the version. */
export interface ReadPackage {
  /** Absent when there is no scenario.json. */
  package?: ScenarioPackage;
  connections: Record<string, Connection>;
  findings: Finding[];
}
type Documents = Pick<ScenarioPackage, 'forms' | 'elements' | 'resources' | 'contracts' | 'cases' | 'template'> & {
  scenario?: Scenario;
  connections: Record<string, Connection>;
};
interface FileKind {
  matches: RegExp;
  format: string;
  add(documents: Documents, value: unknown, id: string): void;
}

const kinds: FileKind[] = [
  { matches: /^scenario\.json$/, format: 'lianban.scenario/1', add: (to, value) => Object.assign(to, { scenario: value }) },
  { matches: /^template\.json$/, format: 'lianban.template/1', add: (to, value) => Object.assign(to, { template: value }) },
  // A malformed map is kept as it is: compile reports it.
  {
    matches: /^elements\.json$/,
    format: 'lianban.data-elements/1',
    add: (to, value) => Object.assign(to, { elements: (value as DataElements).elements }),
  },
  inFolder('forms', 'lianban.form/1'),
  inFolder('resources', 'lianban.data-resource/1'),
  inFolder('contracts', 'lianban.data-contract/1'),
  inFolder('connections', 'lianban.connection/1'),
  inFolder('cases', 'lianban.case-test/1'),
];

/**
 * Builds a package from parsed JSON by path inside its folder, for example
 * `packageOf({ 'scenario.json': {…}, 'forms/birth.json': {…} })`. Documents are found by folder and kept by their own id.
 */
export function packageOf(files: Record<string, unknown>): ReadPackage {
  const documents: Documents = {
    forms: emptyMap(),
    elements: emptyMap(),
    resources: emptyMap(),
    contracts: emptyMap(),
    cases: emptyMap(),
    connections: emptyMap(),
  };
  const seen = new Map<string, string>();
  const findings = Object.keys(files)
    .sort()
    .flatMap((file) => addFile(documents, seen, file, files[file]));
  const { scenario, connections, ...rest } = documents;
  if (!scenario) {
    const words = '文件夹里没有 scenario.json：请选择场景包所在的文件夹。';
    findings.push(
      error(
        'file-missing',
        { path: 'scenario' },
        words,
        'There is no scenario.json in this folder: choose the folder of a scenario package.',
      ),
    );
    return { connections, findings };
  }
  return { package: { scenario, ...rest }, connections, findings };
}

function addFile(documents: Documents, seen: Map<string, string>, file: string, value: unknown): Finding[] {
  if (!file.endsWith('.json')) return []; // README, tests, pictures: not documents
  const kind = kinds.find(({ matches }) => matches.test(file));
  if (!kind) return [unknownFile(file)];
  if (value === null || typeof value !== 'object' || (value as { format?: unknown }).format !== kind.format)
    return [wrongFormat(file, kind.format)];
  const id = (value as { id?: unknown }).id;
  if (typeof id !== 'string') return [withoutId(file)];
  const key = `${kind.format} ${id}`;
  const first = seen.get(key);
  if (first !== undefined) return [sameId(file, first, id)];
  seen.set(key, file);
  kind.add(documents, value, id);
  return [];
}

function inFolder(folder: 'forms' | 'resources' | 'contracts' | 'connections' | 'cases', format: string): FileKind {
  const add: FileKind['add'] = (to, value, id) => Object.assign(to[folder], { [id]: value });
  return { matches: new RegExp(`^${folder}/[^/]+\\.json$`), format, add };
}

function unknownFile(file: string): Finding {
  const words = `「${file}」不是场景包的文件：请移走，或放进 forms、resources、contracts、connections、cases 文件夹。`;
  return warning(
    'file-unknown',
    { path: file },
    words,
    `“${file}” is no part of a package: move it away, or into forms, resources, contracts, connections or cases.`,
  );
}

function wrongFormat(file: string, format: string): Finding {
  const words = `「${file}」的 format 应为 ${format}：请改正 format，或把文件放到对应的文件夹。`;
  return error(
    'file-format',
    { path: file },
    words,
    `“${file}” must have the format ${format}: correct it, or move the file to its own folder.`,
  );
}

function withoutId(file: string): Finding {
  return error('file-format', { path: file }, `「${file}」没有 id：请补上文档的 id。`, `“${file}” has no id: give the document one.`);
}

function sameId(file: string, first: string, id: string): Finding {
  const words = `「${file}」与「${first}」的 id 都是 ${id}：请改掉其中一个，或删去多余的文件。`;
  return error(
    'file-duplicate',
    { path: file },
    words,
    `“${file}” and “${first}” both have the id ${id}: change one, or remove the file that is too many.`,
  );
}
