/**
 * The test command: everything once, in one run. A browser errand that failed is walked once more, alone and from its first step with
 * a product of its own: a machine that stood still for a minute is no fault of the product, and what failed twice is one.
 * Both are told.
 *
 *   node runtime/testing/run.ts [--outputFile.json=FILE] [arguments of vitest]
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { errands, merged, type Report } from './second-walk.ts';

const root = path.join(import.meta.dirname, '../..');

function vitest(args: string[]): Promise<number> {
  const child = spawn(
    process.execPath,
    [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'runtime/vitest.config.ts', ...args],
    { cwd: root, stdio: 'inherit' },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

const read = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as Report;

async function main(args: string[]): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-tests-'));
  try {
    const option = '--outputFile.json=';
    const wanted = args.find((arg) => arg.startsWith(option))?.slice(option.length);
    const others = args.filter((arg) => !arg.startsWith(option));
    const [first, second] = ['first.json', 'second.json'].map((name) => path.join(folder, name)) as [string, string];
    const told = (file: string) => ['--reporter=default', '--reporter=json', `${option}${file}`];

    let code = await vitest([...others, ...told(first)]);
    // A run that was broken off has no report; nothing is left to say then.
    const report = await read(first).catch(() => undefined);
    if (!report) return code || 1;
    let result = report;
    const again = errands(report, root);
    if (again.length > 0) {
      process.stdout.write(`\nWalked once more, alone and from the first step: ${again.join(', ')}\n`);
      await vitest(['--project', 'browser', ...again, ...told(second)]);
      const later = await read(second).catch(() => undefined);
      if (later) result = merged(report, later);
      const well = result.testResults.filter(({ name, status }) => again.includes(path.relative(root, name)) && status === 'passed');
      for (const { name } of well) process.stdout.write(`Failed once, then passed: ${path.relative(root, name)}\n`);
      if (result.numFailedTests === 0 && result.testResults.every(({ status }) => status !== 'failed')) code = 0;
    }
    if (wanted) await writeFile(wanted, JSON.stringify(result));
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
