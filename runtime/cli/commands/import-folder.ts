import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageOfFolder } from '../../compile/folder.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { both, type CliCommand, CommandError, type Invocation, inLanguage, requiredOption, UsageError } from '../command.ts';
import { kindOfPath } from '../files.ts';
import { readTexts } from './export-folder.ts';

/** `import-folder ../definitions -o county/newborn`: the package such a folder holds, as `validate`, `test` and `diff` read it. */
export const importFolder: CliCommand = {
  name: 'import-folder',
  summary: both('把 export-folder 写的文件夹读回场景包。', 'Reads a folder of export-folder back into a package.'),
  usage: ['import-folder FOLDER -o SCENARIO'],
  options: { output: { type: 'string', short: 'o' } },
  run,
};

async function run({ positionals, values, report, language }: Invocation): Promise<number> {
  const [source, ...more] = positionals;
  if (source === undefined || more.length > 0) throw new UsageError('请写上一个文件夹。', 'Give one folder.');
  const output = requiredOption(values, 'output');
  if ((await kindOfPath(source)) !== 'folder') throw new UsageError('请写上一个文件夹。', 'Give one folder.');
  const { package: pkg, findings } = packageOfFolder(await readTexts(source));
  const first = findings[0];
  if (!pkg) throw new CommandError(first?.message['zh-CN'] ?? '', first?.message.en ?? first?.message['zh-CN'] ?? '');
  const files = packageFiles(pkg);
  for (const [file, value] of Object.entries(files)) {
    const full = path.join(output, file);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, `${JSON.stringify(value, null, 2)}\n`);
  }
  const written = Object.keys(files).length;
  report({
    json: { source, output, files: written },
    words: () => [inLanguage(both(`已写入 ${output}：${written} 个文件。`, `Written to ${output}: ${written} files.`), language)],
  });
  return 0;
}

/** The files of a package folder. An id with a slash becomes one name: documents are found by the id inside them. */
function packageFiles(pkg: ScenarioPackage): Record<string, unknown> {
  const files: Record<string, unknown> = {
    'scenario.json': pkg.scenario,
    'elements.json': { format: 'lianban.data-elements/1', id: pkg.scenario.id, name: pkg.scenario.name, elements: pkg.elements },
  };
  if (pkg.template) files['template.json'] = pkg.template;
  for (const folder of ['forms', 'resources', 'contracts', 'cases'] as const)
    for (const [id, document] of Object.entries(pkg[folder])) files[`${folder}/${id.replaceAll('/', '-')}.json`] = document;
  return files;
}
