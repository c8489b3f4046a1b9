/** What a script may look like, and the JavaScript it becomes. Pure; TypeScript only parses the author's text. */
import ts from 'typescript-5';
import type { Text } from '../../schemas/generated/documents.ts';
import { quietNotes } from './quiet-notes.ts';
import { words } from './words.ts';

export const MAX_SOURCE_BYTES = 64 * 1024;

/** A finding at a position of the source. */
export interface Spot {
  at: number;
  message: Text;
}

export interface ScriptShape {
  spots: Spot[];
  /** Position of the default export, where complaints about its type belong. */
  mainAt: number;
  js: string;
  /** Source map of `js`. */
  map: string;
}

export const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts'],
  types: [],
  strict: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  isolatedModules: true,
  noEmit: true,
  skipLibCheck: true,
};

export function shapeOf(source: string): ScriptShape {
  const file = ts.createSourceFile('script.ts', source, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS);
  const spots: Spot[] = [];
  const edits: { from: number; to: number; text: string }[] = [];
  let main: { name: string; at: number } | undefined;

  for (const statement of file.statements) {
    const at = statement.getStart(file);
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    const exported = modifiers.find((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
    const isDefault = modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword);
    if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) spots.push({ at, message: words.import });
    else if (ts.isExportDeclaration(statement)) spots.push({ at, message: words.otherExport });
    else if (ts.isExportAssignment(statement)) {
      if (statement.isExportEquals || main || !mayBeFunction(statement.expression)) spots.push({ at, message: words.noDefault });
      main = { name: unusedName(source), at };
      edits.push({ from: at, to: statement.expression.getStart(file), text: `const ${main.name} = ` });
    } else if (exported && isDefault) {
      const isFunction = ts.isFunctionDeclaration(statement) && statement.body !== undefined;
      if (!isFunction || main) spots.push({ at, message: words.noDefault });
      if (isFunction) {
        const name = statement.name?.text ?? unusedName(source);
        main = { name, at };
        for (const modifier of modifiers) {
          const isGone = modifier.kind === ts.SyntaxKind.ExportKeyword || modifier.kind === ts.SyntaxKind.DefaultKeyword;
          if (isGone) edits.push({ from: modifier.getStart(file), to: modifier.getEnd(), text: '' });
        }
        if (!statement.name) {
          const bracket = (statement.typeParameters?.pos ?? statement.parameters.pos) - 1;
          edits.push({ from: bracket, to: bracket, text: ` ${name}` });
        }
      }
    } else if (exported) {
      if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) spots.push({ at, message: words.otherExport });
      edits.push({ from: exported.getStart(file), to: exported.getEnd(), text: '' });
    }
  }
  if (!main) spots.push({ at: 0, message: words.noDefault });
  collectForbidden(file, spots);
  const spotted = /@ts-(nocheck|ignore|expect-error)\b/.exec(source);
  if (spotted) spots.push({ at: spotted.index, message: words.suppressed });
  const { js, map } = emit(source, edits, main?.name);
  return { spots, mainAt: main?.at ?? 0, js: writesNotes(file) ? quietNotes + js : js, map };
}

/** `console` is used and is no name of the author's own. */
function writesNotes(file: ts.SourceFile): boolean {
  let used = false;
  let own = false;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === 'console') {
      if (ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) used = true;
      else if ('name' in node.parent && node.parent.name === node && !ts.isPropertyAccessExpression(node.parent)) own = true;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return used && !own;
}

/** Types are taken out; what is left is the body of a function that ends by returning the main function. */
function emit(source: string, edits: { from: number; to: number; text: string }[], main: string | undefined): { js: string; map: string } {
  let text = source;
  for (const edit of [...edits].sort((a, b) => b.from - a.from)) text = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
  // The return statement is added after the types are gone: outside a function it would not parse.
  const { outputText, sourceMapText = '' } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, removeComments: true, sourceMap: true },
  });
  const js = outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  return { js: main === undefined ? js : `${js}return ${main};`, map: sourceMapText };
}

function mayBeFunction(expression: ts.Expression): boolean {
  let inner = expression;
  while (ts.isParenthesizedExpression(inner) || ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner)) inner = inner.expression;
  return ts.isArrowFunction(inner) || ts.isFunctionExpression(inner) || ts.isIdentifier(inner);
}

function unusedName(source: string): string {
  let name = 'main';
  while (source.includes(name)) name += '_';
  return name;
}

function collectForbidden(file: ts.SourceFile, spots: Spot[]): void {
  const visit = (node: ts.Node): void => {
    const at = () => node.getStart(file);
    if (node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)) spots.push({ at: at(), message: words.async });
    else if (ts.isForOfStatement(node) && node.awaitModifier) spots.push({ at: at(), message: words.async });
    else if (node.kind === ts.SyntaxKind.DeclareKeyword) spots.push({ at: at(), message: words.declare });
    else if (ts.isWithStatement(node)) spots.push({ at: at(), message: words.with });
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      spots.push({ at: at(), message: words.import });
    else if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) spots.push({ at: at(), message: words.import });
    else if (ts.isImportTypeNode(node)) spots.push({ at: at(), message: words.import });
    ts.forEachChild(node, visit);
  };
  visit(file);
}
