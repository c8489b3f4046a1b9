/** Plugins from disk: the folders the settings name, each with a `plugin.ts` whose default export is the plugin. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../config/config.ts';
import { foldersOf } from './folders.ts';
import type { AnyPlugin } from './plugin.ts';
import { installPlugins } from './registry.ts';
import { type PluginProblem, pluginProblems } from './validate.ts';

/** A plugin that cannot be used: the start is refused with a sentence for the operator. */
export class PluginError extends ConfigError {
  readonly problems: readonly PluginProblem[];
  constructor(folder: string, problems: readonly PluginProblem[]) {
    const told = problems.map(({ code, at }) => `${code} (${at})`).join(', ');
    super(`LIANBAN_PLUGINS: the plugin in ${folder} cannot be used: ${told}. Mend it, or take it out of the list.`);
    this.problems = problems;
  }
}

/** Reads, checks and installs them all, or none. */
export async function loadPlugins(list: string): Promise<readonly AnyPlugin[]> {
  const folders = foldersOf(list);
  const plugins: AnyPlugin[] = [];
  for (const folder of folders) {
    const plugin = await readPlugin(folder);
    if (plugins.some(({ id }) => id === plugin.id)) throw new PluginError(folder, [{ code: 'plugin.duplicate', at: plugin.id }]);
    plugins.push(plugin);
  }
  installPlugins(plugins, folders);
  return plugins;
}

async function readPlugin(folder: string): Promise<AnyPlugin> {
  const file = path.join(folder, 'plugin.ts');
  if (!existsSync(file)) throw new PluginError(folder, [{ code: 'plugin.not_found', at: 'plugin.ts' }]);
  let read: { default?: unknown };
  try {
    read = (await import(pathToFileURL(file).href)) as { default?: unknown };
  } catch (cause) {
    throw new PluginError(folder, [
      { code: 'plugin.unreadable', at: cause instanceof Error ? cause.message.split('\n')[0]! : 'plugin.ts' },
    ]);
  }
  const problems = pluginProblems(read.default);
  if (problems.length > 0) throw new PluginError(folder, problems);
  return read.default as AnyPlugin;
}
