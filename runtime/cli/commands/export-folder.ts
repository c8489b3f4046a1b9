import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { folderOf, isFolderFile } from '../../compile/folder.ts';
import { both, type CliCommand, CommandError, type Invocation, inLanguage, requiredOption, UsageError } from '../command.ts';
import { packageFolderOf } from '../files.ts';
import { loadPackage } from '../load.ts';

/** `export-folder templates/family/newborn -o ../definitions`: one file per part in a stable order, made for git. */
export const exportFolder: CliCommand = {
  name: 'export-folder',
  summary: both(
    '把场景包写成适合 git 的文件夹：每个部分一个文件，次序固定。',
    'Writes a package as a folder made for git: a file per part, in a stable order.',
  ),
  usage: ['export-folder SCENARIO -o FOLDER'],
  options: { output: { type: 'string', short: 'o' } },
  run,
};

async function run({ positionals, values, report, language }: Invocation): Promise<number> {
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0) throw new UsageError('请写上一个场景包。', 'Give one package.');
  const output = requiredOption(values, 'output');
  const { package: pkg } = await loadPackage(await packageFolderOf(target), { scripts: false });
  if (!pkg)
    throw new CommandError(
      '这个场景包读不出来，请先用 lianban validate 检查。',
      'The package cannot be read: check it with lianban validate.',
    );
  const { written, removed } = await writeFolder(output, folderOf(pkg));
  report({
    json: { source: target, output, files: written, removed },
    words: () => [
      inLanguage(
        both(`已写入 ${output}：${written} 个文件，移走 ${removed} 个。`, `Written to ${output}: ${written} files, ${removed} removed.`),
        language,
      ),
    ],
  });
  return 0;
}

/** Writes the files and removes parts that are no more; whatever else is in the folder stays. */
export async function writeFolder(folder: string, files: Readonly<Record<string, string>>): Promise<{ written: number; removed: number }> {
  await mkdir(folder, { recursive: true });
  const before = Object.keys(await readTexts(folder));
  const gone = before.filter((file) => files[file] === undefined);
  for (const file of gone) await rm(path.join(folder, file));
  for (const [file, text] of Object.entries(files)) {
    const full = path.join(folder, file);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, text);
  }
  return { written: Object.keys(files).length, removed: gone.length };
}

/** Texts of the parts in a folder, by their path with `/` on every system. */
export async function readTexts(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: Record<string, string> = {};
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const full = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, full).split(path.sep).join('/');
    if (isFolderFile(name)) files[name] = await readFile(full, 'utf8');
  }
  return files;
}
