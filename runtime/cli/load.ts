/** A scenario package from disk to a plan: documents checked, scripts type-checked in a child process, compiled. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Calendar } from '../../schemas/generated/documents.ts';
import { type CompileInput, compile, declarationsFor, type Finding, type Plan, packageOf, type ScenarioPackage } from '../compile/index.ts';
import { createTypechecker } from '../typecheck/index.ts';
import { both, CommandError } from './command.ts';
import { createDocumentChecker } from './documents.ts';
import { readFolder } from './files.ts';

export interface Loaded {
  folder: string;
  package?: ScenarioPackage;
  plan?: Plan;
  findings: Finding[];
}

/** Everything wrong with a package folder, and its plan when nothing is. */
export async function loadPackage(folder: string): Promise<Loaded> {
  const { files, broken } = await readFolder(folder);
  const checker = await createDocumentChecker();
  const findings: Finding[] = broken.map(({ file, detail }) => ({
    code: 'file-unreadable',
    severity: 'error',
    path: file,
    message: both(`不是正确的 JSON：${detail}`, `Not valid JSON: ${detail}`),
  }));
  const read = packageOf(files);
  findings.push(...read.findings);
  const known = new Set(read.findings.map((finding) => finding.path));
  for (const [file, document] of Object.entries(files)) if (!known.has(file)) findings.push(...checker.check(file, document));
  if (!read.package) return { folder, findings };
  if (findings.some(isError)) return { folder, package: read.package, findings };

  const compiled = compile(read.package, { calendar: await seedCalendar(), scripts: await checkScripts(read.package) });
  return { folder, package: read.package, plan: compiled.plan, findings: [...findings, ...compiled.findings] };
}

/** Like `loadPackage`, for commands that cannot do anything without a plan. */
export async function loadPlan(folder: string): Promise<{ package: ScenarioPackage; plan: Plan }> {
  const loaded = await loadPackage(folder);
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

async function checkScripts(pkg: ScenarioPackage): Promise<CompileInput['scripts']> {
  const scripts = Object.entries(pkg.scenario.scripts ?? {});
  if (scripts.length === 0) return {};
  const typechecker = createTypechecker();
  try {
    const results: NonNullable<CompileInput['scripts']> = {};
    for (const [id, { source }] of scripts) results[id] = await typechecker.check({ source, declarations: declarationsFor(pkg, id) });
    return results;
  } finally {
    await typechecker.close();
  }
}
