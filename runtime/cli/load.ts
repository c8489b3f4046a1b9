/** A scenario package from disk to a plan: documents checked, scripts type-checked in a child process, compiled. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Calendar } from '../../schemas/generated/documents.ts';
import { type CompileInput, compile, declarationsFor, type Finding, type Plan, packageOf, type ScenarioPackage } from '../compile/index.ts';
import { createTypechecker } from '../typecheck/index.ts';
import { both, CommandError } from './command.ts';
import { checkDocument } from './documents.ts';
import { readFolder } from './files.ts';

export interface Loaded {
  folder: string;
  package?: ScenarioPackage;
  plan?: Plan;
  findings: Finding[];
}

export interface LoadOptions {
  /** Check the types of scripts, and make them ready to run. Default true; a decision table needs no script. */
  scripts?: boolean;
}

/** Everything wrong with a package folder, and its plan when nothing is. */
export async function loadPackage(folder: string, { scripts = true }: LoadOptions = {}): Promise<Loaded> {
  const { files, broken } = await readFolder(folder);
  const findings: Finding[] = broken.map(({ file, detail }) => ({
    code: 'file-unreadable',
    severity: 'error',
    path: file,
    message: both(`不是正确的 JSON：${detail}`, `Not valid JSON: ${detail}`),
  }));
  const read = packageOf(files);
  findings.push(...read.findings);
  const known = new Set(read.findings.map((finding) => finding.path));
  for (const [file, document] of Object.entries(files)) if (!known.has(file)) findings.push(...checkDocument(file, document));
  if (!read.package) return { folder, findings };
  if (findings.some(isError)) return { folder, package: read.package, findings };

  // Grants are each region's own: a clone brings none, and what it may read is looked at where it is published.
  const cloned = read.package.scenario.lineage !== undefined && Object.keys(read.package.contracts).length === 0;
  const rights = cloned ? { rights: 'atRead' as const } : {};
  const input: CompileInput = {
    ...rights,
    calendar: await seedCalendar(),
    ...(scripts ? { scripts: await checkScripts(read.package) } : {}),
  };
  const compiled = compile(read.package, input);
  return { folder, package: read.package, plan: compiled.plan, findings: [...findings, ...compiled.findings] };
}

/** Like `loadPackage`, for commands that cannot do anything without a plan. */
export async function loadPlan(folder: string, options?: LoadOptions): Promise<{ package: ScenarioPackage; plan: Plan }> {
  const loaded = await loadPackage(folder, options);
  if (loaded.package && loaded.plan) return { package: loaded.package, plan: loaded.plan };
  const errors = loaded.findings.filter(isError);
  const first = errors[0];
  throw new CommandError(
    `场景有 ${errors.length} 个错误，先用 lianban validate ${folder} 查看并改正。第一个：${first?.path ?? ''} ${first?.message['zh-CN'] ?? ''}`,
    `The scenario has ${errors.length} errors: see and correct them with lianban validate ${folder}. The first: ${first?.path ?? ''} ${first?.message.en ?? first?.message['zh-CN'] ?? ''}`,
  );
}

export const isError = (finding: Finding): boolean => finding.severity === 'error';

/** The calendar that comes with the product. */
export async function seedCalendar(): Promise<Calendar> {
  return JSON.parse(await readFile(path.join(import.meta.dirname, '../calendar/cn-workday.json'), 'utf8'));
}

type ScriptResults = NonNullable<CompileInput['scripts']>;
/** Results by source and declarations: clones of a template share their scripts, and a check starts a process. */
const checkedScripts = new Map<string, ScriptResults[string]>();

async function checkScripts(pkg: ScenarioPackage): Promise<ScriptResults> {
  const requests = Object.entries(pkg.scenario.scripts ?? {}).map(([id, { source }]) => ({
    id,
    source,
    declarations: declarationsFor(pkg, id),
  }));
  const keyOf = ({ source, declarations }: { source: string; declarations: string }) => `${source}\0${declarations}`;
  const open = requests.filter((request) => !checkedScripts.has(keyOf(request)));
  if (open.length > 0) {
    const typechecker = createTypechecker();
    try {
      for (const { source, declarations } of open)
        checkedScripts.set(keyOf({ source, declarations }), await typechecker.check({ source, declarations }));
    } finally {
      await typechecker.close();
    }
  }
  return Object.fromEntries(requests.map((request) => [request.id, checkedScripts.get(keyOf(request))!]));
}
