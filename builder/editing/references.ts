/** Where a value is used in a package, and following it when its path changes: the server moves paths by the same rules. */
export { type Mention, renameAt, renameInFeel, renameInScript, renameInWords, walkReferences } from '../../runtime/compile/references.ts';

const place = /\{([^{}]+)\}/g;

/** Words as people read them: `{mother.name}` becomes the name of the value. */
export function wordsWithNames(words: string, nameOf: (path: string) => string | undefined): string {
  return words.replace(place, (whole, path: string) => `{${nameOf(path) ?? whole.slice(1, -1)}}`);
}

/** The way back: names in braces become paths again; what is no known name stays as it was typed. */
export function wordsWithPaths(words: string, pathOfName: (name: string) => string | undefined): string {
  return words.replace(place, (whole, name: string) => `{${pathOfName(name.trim()) ?? whole.slice(1, -1)}}`);
}
