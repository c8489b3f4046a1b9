/** The standard library a script sees: ECMAScript 2023 as TypeScript declares it, minus what the sandbox takes away. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript-5';

const folder = dirname(createRequire(import.meta.url).resolve('typescript-5'));

/** Global values that exist inside an isolate; `sandbox/child/realm.js` deletes all others. A test compares the two. */
export const globals: ReadonlySet<string> = new Set([
  ...['Object', 'Array', 'Number', 'Boolean', 'String', 'Symbol', 'BigInt', 'Date', 'RegExp', 'JSON', 'Math', 'Map', 'Set'],
  ...['WeakMap', 'WeakSet', 'Reflect', 'Iterator', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError'],
  ...['TypeError', 'URIError', 'globalThis', 'NaN', 'Infinity', 'undefined', 'parseFloat', 'parseInt', 'isFinite', 'isNaN'],
  ...['decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent'],
]);

/** File name -> text, starting from `lib.es2023.d.ts` and following its references. */
export function readLibrary(): Map<string, string> {
  const files = new Map<string, string>();
  const waiting = ['lib.es2023.d.ts'];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (files.has(name)) continue;
    const text = readFileSync(join(folder, name), 'utf8');
    files.set(name, withoutMissing(name, text));
    for (const match of text.matchAll(/\/\/\/ <reference lib="([^"]+)"/g)) waiting.push(`lib.${match[1]}.d.ts`);
  }
  return files;
}

/** Types stay (other declarations mention them); the values that a script could reach for go. */
function withoutMissing(name: string, text: string): string {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, false);
  let result = text;
  const cut = (statements: readonly ts.Statement[], keep: (name: string) => boolean): void => {
    for (const statement of [...statements].reverse()) {
      if (ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body))
        cut(statement.body.statements, () => false);
      const names = valueNames(statement);
      if (names.length > 0 && !names.some(keep)) result = result.slice(0, statement.pos) + result.slice(statement.end);
    }
  };
  cut(file.statements, (value) => globals.has(value));
  return result;
}

function valueNames(statement: ts.Statement): string[] {
  if (ts.isFunctionDeclaration(statement) && statement.name) return [statement.name.text];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap((one) => (ts.isIdentifier(one.name) ? [one.name.text] : []));
}
