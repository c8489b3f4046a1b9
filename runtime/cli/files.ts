/** Package folders and documents on disk. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { CommandError } from './command.ts';

/** JSON files of a folder by their path inside it, with `/` on every system. A file that is no JSON is an error of its own. */
export async function readFolder(folder: string): Promise<{ files: Record<string, unknown>; broken: { file: string; detail: string }[] }> {
  const files: Record<string, unknown> = {};
  const broken: { file: string; detail: string }[] = [];
  for (const file of await jsonFilesIn(folder)) {
    const name = path.relative(folder, file).split(path.sep).join('/');
    const read = await readJson(file);
    if (read.ok) files[name] = read.value;
    else broken.push({ file: name, detail: read.detail });
  }
  return { files, broken };
}

export async function readJson(file: string): Promise<{ ok: true; value: unknown } | { ok: false; detail: string }> {
  try {
    return { ok: true, value: JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function jsonFilesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await jsonFilesIn(full)));
    else if (entry.name.endsWith('.json')) found.push(full);
  }
  return found.sort();
}

/** Folders with a scenario.json, this one included, deepest last. */
export async function packageFoldersIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isFile() && entry.name === 'scenario.json') found.unshift(folder);
    else if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      found.push(...(await packageFoldersIn(path.join(folder, entry.name))));
  }
  return found;
}

export async function kindOfPath(target: string): Promise<'file' | 'folder'> {
  const found = await stat(target).catch(() => undefined);
  if (!found) throw new CommandError(`找不到「${target}」，请检查路径。`, `“${target}” was not found: check the path.`);
  return found.isDirectory() ? 'folder' : 'file';
}

/** The package folder someone means by a folder, or by its scenario.json. */
export async function packageFolderOf(target: string): Promise<string> {
  const folder = (await kindOfPath(target)) === 'folder' ? target : path.dirname(target);
  const found = await stat(path.join(folder, 'scenario.json')).catch(() => undefined);
  if (!found)
    throw new CommandError(
      `「${target}」里没有 scenario.json，请给出场景包的文件夹。`,
      `There is no scenario.json in “${target}”: give the folder of a scenario package.`,
    );
  return folder;
}
