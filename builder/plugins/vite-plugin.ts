/** Builds the plugins the settings name into the bundles: plain imports, so that nothing is evaluated in a browser. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { foldersOf } from '../../runtime/plugins/folders.ts';

/** The list of modules `configured.ts` becomes. */
export function configuredModule(folders: readonly string[]): string {
  const at = (folder: string, file: string) => JSON.stringify(path.join(folder, file));
  const shown = folders.map((folder) => existsSync(path.join(folder, 'control.tsx')));
  return [
    ...folders.map((folder, index) => `import plugin${index} from ${at(folder, 'plugin.ts')};`),
    ...folders.flatMap((folder, index) => (shown[index] ? [`import Control${index} from ${at(folder, 'control.tsx')};`] : [])),
    `export const plugins = [${folders.map((_, index) => `plugin${index}`).join(', ')}];`,
    `export const controls = { ${folders.flatMap((_, index) => (shown[index] ? [`[plugin${index}.id]: Control${index}`] : [])).join(', ')} };`,
    '',
  ].join('\n');
}

const configured = path.join(import.meta.dirname, 'configured.ts');

/** For `vite.config.ts`; without a list the shipped plugins are built in. */
export function lianbanPlugins(list: string | undefined) {
  return {
    name: 'lianban-plugins',
    enforce: 'pre' as const,
    load(id: string) {
      return list && path.normalize(id) === configured ? configuredModule(foldersOf(list)) : null;
    },
  };
}
