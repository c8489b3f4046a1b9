/** What the code-generation test watches: the server's libraries loaded, hostile expressions everywhere, and a scenario's cases run. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Calendar } from '../../schemas/generated/documents.ts';
import { runCase } from '../cases/index.ts';
import { readFolder } from '../cli/files.ts';
import { createScriptRunner } from '../cli/script-runner.ts';
import { type CompileInput, compile, declarationsFor, packageOf } from '../compile/index.ts';
import { createTypechecker } from '../typecheck/index.ts';
import { evaluateEverywhere } from './conformance/sandbox-expressions.ts';

await Promise.all(['koa', '@koa/router', 'koa-helmet', 'knex', 'pg', 'pino', 'undici', 'prom-client'].map((name) => import(name)));
await import('../../schemas/generated/validators.js' as string);

const texts = [
  'mother.age + 1',
  'constructor.constructor("return process")()',
  '(function() external { java: { class: "x", method signature: "y()" } })()',
  'eval("1")',
  'Function("return 1")()',
  'matches("aaaa", "(a+)+$")',
  '{ a: function(x) x + 1, b: a(2) }.b',
  'for i in 1..1000000000 return i',
];
for (const text of texts) evaluateEverywhere(text);

const { files } = await readFolder(path.join(import.meta.dirname, '../../templates/family/newborn'));
const pkg = packageOf(files).package;
if (!pkg) throw new Error('the template cannot be read');
const typechecker = createTypechecker();
const scripts: NonNullable<CompileInput['scripts']> = {};
for (const [id, { source }] of Object.entries(pkg.scenario.scripts ?? {})) {
  scripts[id] = await typechecker.check({ source, declarations: declarationsFor(pkg, id) });
}
await typechecker.close();
const calendar = JSON.parse(await readFile(path.join(import.meta.dirname, '../calendar/cn-workday.json'), 'utf8')) as Calendar;
const { plan, findings } = compile(pkg, { calendar, scripts });
if (!plan) throw new Error(`the template does not compile: ${JSON.stringify(findings[0])}`);
const runner = createScriptRunner(plan, '330106');
for (const test of Object.values(pkg.cases)) {
  const run = await runCase(plan, test, runner.answer);
  if (run.problems.length > 0) throw new Error(`a case failed: ${JSON.stringify(run.problems[0])}`);
}
await runner.close();
