import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { XmlError } from '../../bpmn/problem.ts';
import { counted, type DmnImport, importDmn, NotDmn, type ReportEntry } from '../../dmn/index.ts';
import { both, type CliCommand, CommandError, type Invocation, inLanguage, type Language, requiredOption, UsageError } from '../command.ts';

/** `import-dmn model.dmn -o folder`: decisions become tables of a package; what was not mapped is named. */
export const importDmnCommand: CliCommand = {
  name: 'import-dmn',
  summary: both('把 DMN 决策模型导入为场景包，逐个元素说明结果。', 'Imports a DMN model as a scenario package and reports every element.'),
  usage: ['import-dmn FILE -o FOLDER [--partial]'],
  options: { output: { type: 'string', short: 'o' }, partial: { type: 'boolean' } },
  run: runImport,
};

async function runImport({ positionals, values, report, language }: Invocation): Promise<number> {
  const [file, more] = positionals;
  if (file === undefined || more !== undefined) throw new UsageError('请写上一个 DMN 文件。', 'Give one DMN file.');
  const target = requiredOption(values, 'output');
  const imported = await read(file);
  const totals = counted(imported.report);
  const written = totals.refused === 0 || values.partial === true;
  if (written) for (const [name, document] of Object.entries(imported.files)) await write(path.join(target, name), document);
  report({
    json: {
      source: file,
      output: written ? target : null,
      tables: Object.keys(imported.scenario.tables ?? {}),
      totals,
      report: imported.report,
    },
    words: () => [
      ...reportLines(imported.report, language),
      '',
      inLanguage(
        written
          ? both(
              `已写入 ${target}：${totals.mapped} 个元素对应，${totals.loss} 个有损失，${totals.refused} 个没有导入。`,
              `Written to ${target}: ${totals.mapped} mapped, ${totals.loss} with loss, ${totals.refused} refused.`,
            )
          : both(
              `有 ${totals.refused} 个元素不能导入，什么都没有写。加 --partial 可以只导入其余的。`,
              `${totals.refused} elements cannot be imported; nothing was written. With --partial the rest is imported.`,
            ),
        language,
      ),
    ],
  });
  return totals.refused === 0 ? 0 : 1;
}

async function read(file: string): Promise<DmnImport> {
  const bytes = await readFile(file).catch(() => {
    throw new CommandError(`读不了「${file}」，请检查路径。`, `“${file}” cannot be read: check the path.`);
  });
  try {
    return importDmn(bytes);
  } catch (error) {
    if (error instanceof XmlError) throw broken(file, error);
    if (error instanceof NotDmn)
      throw new CommandError(
        `「${file}」不是 DMN 模型：根元素是 ${error.message}。`,
        `“${file}” is no DMN model: its root is ${error.message}.`,
      );
    throw error;
  }
}

function broken(file: string, { problem: { line, message } }: XmlError): CommandError {
  const [zh, en] = line === undefined ? ['', ''] : [`第 ${line} 行：`, `line ${line}: `];
  return new CommandError(`${file}：${zh}${message['zh-CN']}`, `${file}: ${en}${message.en ?? ''}`);
}

async function write(file: string, document: unknown): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
}

const marks = { mapped: both('对应', 'mapped'), loss: both('有损失', 'loss'), refused: both('没有导入', 'refused') };

/** One line per element, in the order of the report. */
export function reportLines(report: readonly ReportEntry[], language: Language): string[] {
  return report.map(({ element, name, line, verdict, message }) => {
    const where = line === undefined ? '' : inLanguage(both(`第 ${line} 行 `, `line ${line} `), language);
    return `${inLanguage(marks[verdict], language)}  ${where}${element}${name === undefined ? '' : ` ${name}`}  ${inLanguage(message, language)}`;
  });
}
