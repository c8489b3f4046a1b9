/** The whole product for one browser test: started as `npm start` does, on a free port and a data folder of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { scratchFolder } from '../../runtime/testing/scratch.ts';

export interface Product {
  url: string;
  /** Password of all demo accounts. */
  password: string;
  dataDir: string;
  pid: number;
  /** Ends it; its data stays. */
  end(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

const main = path.join(import.meta.dirname, '../../runtime/main.ts');

export async function startProduct(options: { env?: NodeJS.ProcessEnv } = {}): Promise<Product> {
  const dataDir = await scratchFolder('e2e');
  // What a first start makes is made once per run; a copy of it is a start like any later one.
  const prepared = process.env.LIANBAN_E2E_DATA;
  if (prepared) {
    // Node's own copying takes ten times as long over thousands of small files, or loses who may read the folders.
    execFileSync('cp', ['-pR', `${prepared}/.`, dataDir]);
    // Two products at once need ports of their own.
    await rm(path.join(dataDir, 'ports.json'), { force: true });
  }
  const child = spawn(process.execPath, [main, 'start', '--port', '0', '--data', dataDir], {
    env: { ...process.env, DATABASE_URL: '', OUTSIDE_DATABASE_URL: '', LIANBAN_TEST_PG: '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const words = await firstWords(child);
  const url = /(http:\/\/\S+)\/studio/.exec(words)?.[1];
  const password = /password {2}(\S+)/.exec(words)?.[1];
  if (!url || !password) throw new Error(`The product did not say where it is:\n${words}`);
  return {
    url,
    password,
    dataDir,
    pid: child.pid!,
    async stop() {
      await end(child);
      await rm(dataDir, { recursive: true, force: true });
    },
    end: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Everything printed until it runs; rejects with it when the product ends instead. */
function firstWords(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = '';
    const read = (chunk: Buffer) => {
      words += chunk;
      if (words.includes('Data and logs:')) resolve(words);
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.once('exit', (code) => reject(new Error(`The product ended with ${code}:\n${words}`)));
  });
}
