/** The type check itself: one warm language service, three files. */
import ts from 'typescript-5';
import { readLibrary } from './library.ts';
import { createWording } from './messages.ts';
import { renamedIn } from './rename.ts';
import { compilerOptions, MAX_SOURCE_BYTES, type ScriptShape, shapeOf } from './script-shape.ts';
import { sourceLines } from './source-lines.ts';
import type { CheckRequest, CheckResult, RenameRequest, RenameResult, ScriptProblem } from './types.ts';
import { words } from './words.ts';

const SCRIPT = '/script.ts';
const DECLARATIONS = '/declarations.d.ts';
/** Says what the default export must be; what is wrong here is shown at the default export. */
const CONTRACT = '/contract.ts';
const contractText = `import main from './script';\nexport const checked: (input: Input) => Output = main;\n`;
/** What a script may write for its author to see in a trial; it goes nowhere when a case runs. */
const NOTES = '/notes.d.ts';
const notesText = `declare const console: {
  /** 写一行记录，只在试算时看得到。Writes a line that is seen in a trial only. */
  log(...values: unknown[]): void;
};\n`;
const MOST_PROBLEMS = 100;
/** Names that do not exist, with advice about installing types or changing a library: of no use to an author here. */
const missingName = new Set([2318, 2580, 2581, 2582, 2583, 2584, 2585, 2591, 2592, 2593, 2867, 2868]);
/** A member that is not there, of something without a name of its own: TypeScript would spell out every member it does have. */
const missingMember = /^Property '(.+?)' does not exist on type '\{[\s\S]*\}'\.(?: Did you mean '(.+)'\?)?$/;
/** An import that cannot be found: the shape says already that there are no imports. */
const missingModule = new Set([2307, 2792, 1323, 1343]);

export interface Checker {
  check(request: CheckRequest): CheckResult;
  rename(request: RenameRequest): RenameResult;
}

export function createChecker(): Checker {
  const library = readLibrary();
  const wordsOf = createWording();
  const texts = new Map<string, string>([
    [CONTRACT, contractText],
    [NOTES, notesText],
  ]);
  let version = 0;

  const textOf = (path: string) => texts.get(path) ?? library.get(path.slice(1));
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => compilerOptions,
    getScriptFileNames: () => [SCRIPT, DECLARATIONS, CONTRACT, NOTES],
    getScriptVersion: (path) => (texts.has(path) ? `${version}` : '1'),
    getScriptSnapshot(path) {
      const text = textOf(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '/lib.es2023.d.ts',
    // Only what was handed in: no path in an author's text leads to a file.
    fileExists: (path) => textOf(path) !== undefined,
    readFile: textOf,
    directoryExists: (path) => path === '/',
    getDirectories: () => [],
  };
  const service = ts.createLanguageService(host);
  const messageOf = (one: ts.Diagnostic, source: string) => {
    if (missingName.has(one.code)) return words.noName(source.slice(one.start ?? 0, (one.start ?? 0) + (one.length ?? 0)));
    const [, member, near] = (typeof one.messageText === 'string' && missingMember.exec(one.messageText)) || [];
    return member === undefined ? wordsOf(one.messageText, one.code) : words.noMember(member, near);
  };

  function take({ source, declarations }: Pick<CheckRequest, 'source' | 'declarations'>): void {
    version += 1;
    texts.set(SCRIPT, source);
    texts.set(DECLARATIONS, declarations.replace(/^(\s*)export\s+/gm, '$1'));
  }

  function rename({ from, to, ...request }: RenameRequest): RenameResult {
    const [subject = '', name = ''] = from.split('.');
    const [, next = ''] = to.split('.');
    if (Buffer.byteLength(request.source) > MAX_SOURCE_BYTES) return { source: request.source, places: 0 };
    take(request);
    const files = { service, script: SCRIPT, declarations: DECLARATIONS };
    return renamedIn(files, { source: request.source, declarations: textOf(DECLARATIONS) ?? '' }, { subject, name, next });
  }

  function check({ source, declarations, lines }: CheckRequest): CheckResult {
    if (Buffer.byteLength(source) > MAX_SOURCE_BYTES) return { js: '', problems: [{ line: 1, column: 1, message: words.tooLong }] };
    take({ source, declarations });
    const shape = shapeOf(source);
    const syntax = service.getSyntacticDiagnostics(SCRIPT);
    const found = syntax.length > 0 ? syntax : service.getSemanticDiagnostics(SCRIPT);
    const contract =
      syntax.length > 0 || shape.spots.some((spot) => spot.message === words.noDefault) ? [] : service.getSemanticDiagnostics(CONTRACT);
    const problems = [
      ...shape.spots
        .filter((spot) => syntax.length === 0 || spot.message !== words.noDefault)
        .map((spot) => problemAt(source, spot.at, spot.message)),
      ...found.filter(isProblem).map((one) => problemAt(source, one.start ?? 0, messageOf(one, source))),
      ...contract.filter(isProblem).map((one) => problemAt(source, shape.mainAt, messageOf(one, source))),
    ];
    const js = jsOf(shape, syntax.length);
    return { js, problems: inOrder(problems), ...(lines && js !== '' ? { lines: sourceLines(shape.map) } : {}) };
  }

  return { check, rename };
}

const jsOf = (shape: ScriptShape, syntaxProblems: number) => (syntaxProblems > 0 ? '' : shape.js);
const isProblem = (one: ts.Diagnostic) => one.category === ts.DiagnosticCategory.Error && !missingModule.has(one.code);

function problemAt(source: string, at: number, message: ScriptProblem['message']): ScriptProblem {
  const before = source.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message };
}

function inOrder(problems: ScriptProblem[]): ScriptProblem[] {
  const seen = new Set<string>();
  return problems
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .filter((one) => {
      const key = `${one.line}:${one.column}:${one.message.en}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, MOST_PROBLEMS);
}
