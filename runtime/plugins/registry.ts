/**
 * The plugins of this process, set once when it starts and never after: compile reads them as it reads its own types, and what a
 * document means must not change under a running process. In the browser they are those the bundle was built with.
 */
import type { AnyPlugin, FieldPlugin, NodePlugin } from './plugin.ts';

let installed: ReadonlyMap<string, AnyPlugin> = new Map();
let folders: readonly string[] = [];

/** Replaces what was installed. `from`: where they were read, for processes that have to read them again. */
export function installPlugins(plugins: readonly AnyPlugin[], from: readonly string[] = []): void {
  installed = new Map(plugins.map((plugin) => [plugin.id, plugin]));
  folders = from;
}

export const installedFolders = (): readonly string[] => folders;

export function fieldKind(id: string): FieldPlugin | undefined {
  const found = installed.get(id);
  return found?.kind === 'field' ? found : undefined;
}

export function nodeKind(id: string): NodePlugin | undefined {
  const found = installed.get(id);
  return found?.kind === 'node' ? found : undefined;
}

export const fieldKinds = (): FieldPlugin[] => [...installed.values()].filter((one) => one.kind === 'field');
export const nodeKinds = (): NodePlugin[] => [...installed.values()].filter((one) => one.kind === 'node');
