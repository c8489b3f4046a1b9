/**
 * How a script child is started: with as many walls as the host allows, found out once per process.
 * The commands replace each other by exec, so the process id stays that of the child itself.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildLimits } from './protocol.ts';

const folder = dirname(fileURLToPath(import.meta.url));

/** 2 GB of address space: enough for the isolates of a child without just-in-time code, a stop for everything else. */
const ADDRESS_SPACE = 2 * 1024 * 1024 * 1024;

interface Wall {
  name: string;
  command: string[];
}

/** In the order they are put before the child's command. Of those with the same name the first that works is used. */
const candidates: Wall[] = [
  // A user namespace as well, where allowed: inside it root is nobody and holds no rights on the host.
  { name: 'network', command: ['unshare', '--user', '--net', '--ipc'] },
  { name: 'network', command: ['unshare', '--net'] },
  { name: 'memory', command: ['prlimit', `--as=${ADDRESS_SPACE}`, '--core=0', '--fsize=0'] },
  { name: 'memory', command: ['prlimit', `--as=${ADDRESS_SPACE}`, '--core=0'] },
  // Dies with its parent, also when that is killed; can gain no new rights.
  { name: 'parent', command: ['setpriv', '--no-new-privs', '--pdeathsig', 'KILL'] },
  { name: 'parent', command: ['setpriv', '--pdeathsig', 'KILL'] },
];

export interface Launch {
  walls: string[];
  command: string[];
}

let found: Promise<Launch> | undefined;

/** Tries each wall with a command that does nothing. A host without them still gets the permission model and the limits. */
export function findLaunch(): Promise<Launch> {
  found ??= (async () => {
    const launch: Launch = { walls: [], command: [] };
    for (const wall of candidates) {
      if (launch.walls.includes(wall.name)) continue;
      const command = [...launch.command, ...wall.command];
      if (!(await works(command))) continue;
      launch.walls.push(wall.name);
      launch.command = command;
    }
    return launch;
  })();
  return found;
}

/** After a child did not come up behind the walls, the next ones are started without them. */
export function withoutWalls(): void {
  found = Promise.resolve({ walls: [], command: [] });
}

function works(command: string[]): Promise<boolean> {
  const [file = '', ...rest] = command;
  return new Promise((resolve) => {
    execFile(file, [...rest, 'true'], { timeout: 3000, env: { PATH: process.env.PATH } }, (error) => resolve(error === null));
  });
}

/** Where the child may read: its own files, the addon and the loader of the addon. Nothing else, nowhere to write. */
function readable(addon: string): string[] {
  const loader = dirname(createRequire(addon).resolve('node-gyp-build/package.json'));
  const own = ['main.mjs', 'isolates.mjs', 'frames.mjs', 'realm.js'].map((name) => join(folder, 'child', name));
  // The loader looks at this file to tell musl from glibc.
  return [...own, dirname(addon), loader, '/etc/alpine-release'];
}

/**
 * Starts one child. Frames go to its standard input and come from its standard output; it is its own process group. Its
 * files are plain JavaScript: Node strips types with WebAssembly, which does not exist without a compiler.
 */
export function launchChild(launch: Launch, limits: ChildLimits): ChildProcess {
  const addon = createRequire(import.meta.url).resolve('isolated-vm');
  const node = [
    process.execPath,
    '--no-node-snapshot',
    // No just-in-time compiler: nothing in the child is ever writable and executable, most engine exploits need that, and
    // an isolate reserves 10 MB of address space instead of 540 MB. Plain loops are about four times slower.
    '--jitless',
    '--max-old-space-size=256',
    '--disallow-code-generation-from-strings',
    '--disable-proto=delete',
    '--no-warnings',
    '--permission',
    '--allow-addons',
    ...readable(addon).map((path) => `--allow-fs-read=${path}`),
    join(folder, 'child/main.mjs'),
    JSON.stringify(limits),
    addon,
  ];
  const [file = process.execPath, ...rest] = [...launch.command, ...node];
  // The only entry of the environment: a script's local time is that of the cases. Nothing of ours is passed on.
  return spawn(file, rest, { env: { TZ: 'Asia/Shanghai' }, stdio: ['pipe', 'pipe', 'pipe'], detached: true, cwd: '/' });
}
