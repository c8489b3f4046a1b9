/** Proof that no text becomes code outside the script children: what our source says, and what a running process does. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript-5';
import type { CodeGeneration } from './code-generation-hook.ts';

export interface SourceFinding {
  file: string;
  line: number;
  text: string;
}

const root = path.join(import.meta.dirname, '../..');
const skipped = new Set(['node_modules', 'dist', '.data', '.git', 'coverage']);
/** The only place where author text becomes code; nothing there is imported by the runtime, a child process is started with it. */
const children = path.join(root, 'runtime/sandbox/child');

/** Every `eval`, `Function` as a function, string timer and use of `vm` in our own source. */
export function findCodeGeneration(folders: readonly string[] = ['runtime', 'builder', 'schemas', 'templates']): SourceFinding[] {
  return folders.flatMap((folder) =>
    sourcesIn(path.join(root, folder)).flatMap((file) => findingsOf(path.relative(root, file), readFileSync(file, 'utf8'))),
  );
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (skipped.has(entry.name) || full === children) return [];
    if (entry.isDirectory()) return sourcesIn(full);
    return /\.(ts|tsx|mts|cts|js|mjs|cjs|jsx)$/.test(entry.name) && !/\.d\.[mc]?ts$/.test(entry.name) ? [full] : [];
  });
}

/** Looks at the grammar, not the letters: the same words inside a text or a comment are no code. */
export function findingsOf(file: string, source: string): SourceFinding[] {
  const kind = /x$/.test(file) ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2023, false, kind);
  const findings: SourceFinding[] = [];
  const add = (node: ts.Node) => {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
    findings.push({ file, line: line + 1, text: node.getText(tree).slice(0, 80) });
  };
  const visit = (node: ts.Node): void => {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && makesCode(node)) add(node);
    else if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && isVm(node.moduleSpecifier.text)) add(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return findings;
}

const isVm = (specifier: string) => specifier === 'vm' || specifier === 'node:vm' || specifier === 'isolated-vm' || specifier === 'vm2';

function makesCode(node: ts.CallExpression | ts.NewExpression): boolean {
  const { expression } = node;
  const [first] = node.arguments ?? [];
  const name = ts.isIdentifier(expression) ? expression.text : ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
  const isText = first !== undefined && (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first));
  if (name === 'eval' || name === 'Function') return true;
  // `x.constructor("…")`: the long way round to Function.
  if (name === 'constructor' || name === 'setTimeout' || name === 'setInterval') return isText;
  if (name === 'require' || expression.kind === ts.SyntaxKind.ImportKeyword)
    return isText && ts.isStringLiteralLike(first) && isVm(first.text);
  // `(0, eval)("…")`
  const inner = ts.isParenthesizedExpression(expression) ? expression.expression : undefined;
  const last = inner && ts.isBinaryExpression(inner) ? inner.right : inner;
  return last !== undefined && ts.isIdentifier(last) && (last.text === 'eval' || last.text === 'Function');
}

/** Runs a module in a process of its own and lists what it turned into code. */
export async function watchCodeGeneration(module: string): Promise<CodeGeneration[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'code-generation-'));
  const report = path.join(folder, 'report.json');
  try {
    const hook = path.join(import.meta.dirname, 'code-generation-hook.ts');
    await promisify(execFile)(process.execPath, ['--no-warnings', '--import', hook, module], {
      env: { PATH: process.env.PATH, CODE_GENERATION_REPORT: report },
      timeout: 60_000,
    });
    return JSON.parse(await readFile(report, 'utf8')) as CodeGeneration[];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
