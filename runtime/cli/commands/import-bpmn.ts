import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type BpmnImport, filesOf, type ImportedProcess, importBpmn, type ReportEntry } from '../../bpmn/index.ts';
import type { BpmnProblem } from '../../bpmn/problem.ts';
import { MAX_BYTES } from '../../bpmn/xml.ts';
import { both, type CliCommand, CommandError, type Invocation, inLanguage, type Language, requiredOption, UsageError } from '../command.ts';

/** `import-bpmn model.bpmn -o folder`: a process becomes a scenario package; several become one folder each. */
export const importBpmnCommand: CliCommand = {
  name: 'import-bpmn',
  summary: both(
    '把 BPMN 2.0 流程导入为场景包，逐个元素说明结果。',
    'Imports BPMN 2.0 processes as scenario packages and reports every element.',
  ),
  usage: ['import-bpmn FILE -o FOLDER [--draft]'],
  options: { output: { type: 'string', short: 'o' }, draft: { type: 'boolean' } },
  run: runImport,
};

async function runImport({ positionals, values, report, language }: Invocation): Promise<number> {
  const [file, more] = positionals;
  if (file === undefined || more !== undefined) throw new UsageError('请写上一个 BPMN 文件。', 'Give one BPMN file.');
  const target = requiredOption(values, 'output');
  const imported = importBpmn(await bytesOf(file), { drawing: values.draft === true });
  const fine = imported.problems.length === 0 && imported.processes.length > 0;
  const scenarios = fine ? await writeAll(target, imported.processes) : [];
  report({
    json: {
      source: file,
      output: fine ? target : null,
      scenarios,
      totals: counted(imported.report),
      problems: imported.problems.map(problemJson),
      remarks: imported.remarks.map(problemJson),
      report: imported.report.map(({ fate, ...entry }) => ({ ...entry, verdict: fate })),
    },
    words: () => [...reportLines(imported.report, language), '', ...endLines(imported, target, language)],
  });
  return fine ? 0 : 1;
}

/** A file larger than we read is not even loaded. */
async function bytesOf(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new CommandError(`读不了「${file}」，请检查路径。`, `“${file}” cannot be read: check the path.`);
  if (found.size > MAX_BYTES)
    throw new CommandError(`「${file}」超过 16 MB，请拆分后再导入。`, `“${file}” is larger than 16 MB: split it and import the parts.`);
  return readFile(file);
}

async function writeAll(target: string, processes: readonly ImportedProcess[]) {
  const written = [];
  for (const one of processes) {
    const folder = processes.length === 1 ? target : path.join(target, one.package.scenario.id);
    for (const [name, document] of Object.entries(filesOf(one.package))) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
    }
    const { process, executable, package: pkg, nodes, findings } = one;
    written.push({
      process,
      scenario: pkg.scenario.id,
      folder,
      executable,
      nodes,
      findings: findings.filter(({ severity }) => severity === 'error').map(({ code, path: at, message }) => ({ code, path: at, message })),
    });
  }
  return written;
}

const problemJson = ({ code, element, id, name, line, message }: BpmnProblem) => ({
  code,
  ...(element === undefined ? {} : { element }),
  ...(id === undefined ? {} : { id }),
  ...(name === undefined ? {} : { name }),
  ...(line === undefined ? {} : { line }),
  message,
});

export function counted(report: readonly ReportEntry[]): Record<ReportEntry['fate'], number> {
  const totals = { mapped: 0, loss: 0, refused: 0 };
  for (const { fate } of report) totals[fate] += 1;
  return totals;
}

const marks = { mapped: both('对应', 'mapped'), loss: both('有损失', 'loss'), refused: both('没有导入', 'refused') };

/** One line per element, in the order of the file. */
export function reportLines(report: readonly ReportEntry[], language: Language): string[] {
  return report.map(({ element, id, name, line, fate, to, message }) => {
    const where = !line ? '' : `${inLanguage(both(`第 ${line} 行`, `line ${line}`), language)}  `;
    const what = [element, id, name && `「${name}」`].filter(Boolean).join(' ');
    return `${inLanguage(marks[fate], language)}  ${where}${what}${to ? ` -> ${to}` : ''}${message ? `  ${inLanguage(message, language)}` : ''}`;
  });
}

function endLines({ problems, processes, remarks, report }: BpmnImport, target: string, language: Language): string[] {
  const say = (zh: string, en: string) => inLanguage(both(zh, en), language);
  if (problems.length > 0)
    return [
      say('没有导入，原因：', 'Not imported, because:'),
      ...problems.map(({ element, id, line, message }) => {
        const where = [element, id, line && say(`第 ${line} 行`, `line ${line}`)].filter(Boolean).join(' ');
        return `  ${where ? `${where}: ` : ''}${inLanguage(message, language)}`;
      }),
    ];
  if (processes.length === 0) return [say('文件里没有流程。', 'There is no process in the file.')];
  const totals = counted(report);
  const open = processes
    .filter(({ findings }) => findings.some(({ severity }) => severity === 'error'))
    .map((one) => one.package.scenario.id);
  return [
    ...remarks.map(({ element, id, message }) => `  ${element ?? ''} ${id ?? ''}: ${inLanguage(message, language)}`),
    say(
      `已写入 ${target}：${processes.length} 个场景，${totals.mapped} 个元素对应，${totals.loss} 个有损失，${totals.refused} 个没有导入。`,
      `Written to ${target}: ${processes.length} scenarios, ${totals.mapped} elements mapped, ${totals.loss} with loss, ${totals.refused} refused.`,
    ),
    ...(open.length > 0
      ? [
          say(
            `${open.join('、')} 还不能运行：用 lianban validate 查看还缺什么。`,
            `${open.join(', ')} cannot be run so far: lianban validate tells what is missing.`,
          ),
        ]
      : []),
  ];
}
