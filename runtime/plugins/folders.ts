/** Where plugins lie: the same for the server that reads them and for the build that puts them into the bundles. */
import path from 'node:path';

/** What is loaded when the settings say nothing. */
export const shippedPlugins = 'licence-plate,two-person';

const shipped = path.join(import.meta.dirname, 'shipped');

/** Folders of a list: a shipped plugin by its name, any other by its path from the folder the product is started in; `none` for none. */
export function foldersOf(list: string): string[] {
  const names = list.split(',').map((name) => name.trim());
  return names
    .filter((name) => name !== '' && name !== 'none')
    .map((name) => (/[\\/]/.test(name) ? path.resolve(name) : path.join(shipped, name)));
}
