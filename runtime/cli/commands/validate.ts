import path from 'node:path';
import type { Finding } from '../../compile/index.ts';
import { both, type CliCommand, type Invocation, inLanguage, optionText, UsageError } from '../command.ts';
import { checkDocument } from '../documents.ts';
import { kindOfPath, packageFoldersIn, readFolder, readJson } from '../files.ts';
import { isError, loadPackage } from '../load.ts';
import { lockFindingsOf } from '../upstream.ts';

/** One thing checked: a package folder, or a document by itself. */
interface Checked {
  target: string;
  kind: 'package' | 'document';
  scenario?: string;
  hash?: string;
  errors: number;
  warnings: number;
  findings: Finding[];
}

/** `validate templates/family/newborn`: schema, compile and script types; exit 1 when anything is an error. */
export const validate: CliCommand = {
  name: 'validate',
  summary: both('检查文档和场景包：格式、规则、脚本类型。', 'Checks documents and packages: schema, rules, script types.'),
  usage: ['validate FILE|FOLDER… [--upstream FOLDER]'],
  options: { upstream: { type: 'string' } },
  run: runValidate,
};

async function runValidate({ positionals, values, report, language }: Invocation): Promise<number> {
  if (positionals.length === 0) throw new UsageError('请写上要检查的文件或文件夹。', 'Give the files or folders to check.');
  const upstream = optionText(values, 'upstream');
  const checked = (await Promise.all(positionals.map((target) => checkTarget(target, upstream)))).flat();
  const ok = checked.every((one) => one.errors === 0);
  report({ json: { ok, checked }, words: () => [...checked.flatMap((one) => linesOf(one, language)), summaryLine(checked, language)] });
  return ok ? 0 : 1;
}

async function checkTarget(target: string, upstream: string | undefined): Promise<Checked[]> {
  if ((await kindOfPath(target)) === 'file') {
    return path.basename(target) === 'scenario.json' ? [await checkPackage(path.dirname(target), upstream)] : [await checkOneFile(target)];
  }
  const folders = await packageFoldersIn(target);
  if (folders.length > 0) {
    const checked: Checked[] = [];
    for (const folder of folders) checked.push(await checkPackage(folder, upstream));
    return checked;
  }
  return checkLooseFolder(target);
}

async function checkPackage(folder: string, upstream: string | undefined): Promise<Checked> {
  const { findings: own, package: read, plan } = await loadPackage(folder);
  const findings = read ? [...own, ...(await lockFindingsOf(folder, read, upstream))] : own;
  return {
    target: folder,
    kind: 'package',
    ...(read ? { scenario: read.scenario.id } : {}),
    ...(plan ? { hash: plan.hash } : {}),
    ...counted(findings),
  };
}

async function checkOneFile(file: string): Promise<Checked> {
  const read = await readJson(file);
  const name = path.basename(file);
  const findings: Finding[] = read.ok ? checkDocument(name, read.value) : [unreadable(name, read.detail)];
  return { target: file, kind: 'document', ...counted(findings) };
}

async function checkLooseFolder(folder: string): Promise<Checked[]> {
  const { files, broken } = await readFolder(folder);
  const bad = broken.map(({ file, detail }) => ({ file, findings: [unreadable(file, detail)] }));
  const good = Object.entries(files).map(([file, document]) => ({ file, findings: checkDocument(file, document) }));
  if (bad.length + good.length === 0)
    throw new UsageError(`「${folder}」里没有 JSON 文档。`, `There are no JSON documents in “${folder}”.`);
  return [...bad, ...good].map(({ file, findings }) => ({ target: path.join(folder, file), kind: 'document', ...counted(findings) }));
}

function unreadable(file: string, detail: string): Finding {
  return {
    code: 'file-unreadable',
    severity: 'error',
    path: file,
    message: both(`不是正确的 JSON：${detail}`, `Not valid JSON: ${detail}`),
  };
}

function counted(findings: Finding[]): Pick<Checked, 'errors' | 'warnings' | 'findings'> {
  const errors = findings.filter(isError).length;
  return { errors, warnings: findings.length - errors, findings };
}

function linesOf(one: Checked, language: 'zh-CN' | 'en'): string[] {
  const mark = one.errors > 0 ? '✗' : '✓';
  const kinds = { error: both('错误', 'error'), warning: both('提醒', 'warning') };
  return [
    `${mark} ${one.target}`,
    ...one.findings.map(
      (finding) => `  ${inLanguage(kinds[finding.severity], language)}  ${finding.path}\n        ${inLanguage(finding.message, language)}`,
    ),
  ];
}

function summaryLine(checked: Checked[], language: 'zh-CN' | 'en'): string {
  const errors = checked.reduce((sum, one) => sum + one.errors, 0);
  const warnings = checked.reduce((sum, one) => sum + one.warnings, 0);
  return inLanguage(
    both(
      `检查了 ${checked.length} 项：${errors} 个错误，${warnings} 个提醒。`,
      `${checked.length} checked: ${errors} errors, ${warnings} warnings.`,
    ),
    language,
  );
}
