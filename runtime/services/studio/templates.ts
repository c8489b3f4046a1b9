/** Templates on disk. They are data: they enter through the same checks as any author's document. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Connection, Template } from '../../../schemas/generated/documents.ts';
import { packageOf } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';

export interface LoadedTemplate {
  template: Template;
  package: ScenarioPackage;
  connections: Record<string, Connection>;
}

/** Every template below `folder` (field/name/template.json), by id. Read once, at start. */
export async function readTemplates(folder: string): Promise<Map<string, LoadedTemplate>> {
  const found = new Map<string, LoadedTemplate>();
  for (const field of await foldersIn(folder)) {
    for (const name of await foldersIn(path.join(folder, field))) {
      const { package: pkg, connections } = packageOf(await readPackageFolder(path.join(folder, field, name)));
      if (pkg?.template) found.set(pkg.template.id, { template: pkg.template, package: pkg, connections });
    }
  }
  return found;
}

/** Parsed JSON files of a package folder by their path inside it. */
export async function readPackageFolder(folder: string): Promise<Record<string, unknown>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: Record<string, unknown> = {};
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
    const full = path.join(entry.parentPath, entry.name);
    files[path.relative(folder, full).split(path.sep).join('/')] = JSON.parse(await readFile(full, 'utf8'));
  }
  return files;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
