import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder, until } from '../testing/product.ts';
import { holdFolder } from './hold-folder.ts';
import { keepRunning, runToEnd } from './keep-running.ts';
import { ensureKeys } from './keys.ts';
import { keptPort } from './ports.ts';
import { birthOf, endProcess, isAlive } from './processes.ts';
import { reset } from './reset.ts';

const removals: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const remove of removals.splice(0)) await remove();
});
async function folder(): Promise<string> {
  const made = await temporaryFolder('parts');
  removals.push(made.remove);
  return made.folder;
}
const program = (source: string) => ['--input-type=module', '-e', source];
const serving = `process.on('disconnect', () => process.exit(0)); process.on('SIGTERM', () => process.exit(0)); process.send('ready');`;

describe('processes', () => {
  it('are known by number and birth, so that a later one of the same number is not taken for them', async () => {
    const child = spawn(process.execPath, program('setInterval(() => {}, 1000)'), { stdio: 'ignore' });
    const born = birthOf(child.pid!)!;

    expect(isAlive({ pid: child.pid!, born })).toBe(true);
    expect(isAlive({ pid: child.pid!, born: 'earlier' })).toBe(false);
    await endProcess({ pid: child.pid!, born }, 5000);
    expect(isAlive({ pid: child.pid!, born })).toBe(false);
  });
});

describe('holdFolder', () => {
  it('is held by one of two that start at the same moment', async () => {
    const dataDir = await folder();

    const results = await Promise.allSettled([holdFolder(dataDir), holdFolder(dataDir)]);

    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('takes over from a killed supervisor, even one whose file was cut off, and ends the children it left', async () => {
    const dataDir = await folder();
    const left = spawn(process.execPath, program('setInterval(() => {}, 1000)'), { stdio: 'ignore' });
    const known = { pid: left.pid!, born: birthOf(left.pid!)! };
    await writeFile(path.join(dataDir, 'supervisor.json'), '{"pid": 1');
    await writeFile(path.join(dataDir, 'children.json'), JSON.stringify({ api: known }));

    const held = await holdFolder(dataDir);

    expect(isAlive(known)).toBe(false);
    await held.release();
    expect(existsSync(path.join(dataDir, 'supervisor.json'))).toBe(false);
  });

  it('leaves alone a process that merely got the number of a child', async () => {
    const dataDir = await folder();
    await writeFile(path.join(dataDir, 'children.json'), JSON.stringify({ api: { pid: process.pid, born: 'long ago' } }));

    const held = await holdFolder(dataDir);

    expect(birthOf(process.pid)).toBeDefined();
    await held.release();
  });
});

describe('keepRunning', () => {
  it('starts a child again that ends by itself, waiting twice as long each time, and says so', async () => {
    const said: string[] = [];
    const started: number[] = [];
    const kept = keepRunning({
      name: 'part',
      args: program(`${serving} setTimeout(() => process.exit(3), 20);`),
      env: process.env,
      log: new PassThrough().resume(),
      say: (line) => said.push(line),
      onStart: (_name, pid) => started.push(pid),
    });
    await kept.ready;
    await until('three lives', () => started.length >= 3);
    await kept.stop();

    expect(said).toContain('part ended (code 3); starting it again in 250 ms.');
    expect(said).toContain('part ended (code 3); starting it again in 500 ms.');
    expect(said).toContain('part is running again.');
    expect(new Set(started).size).toBe(started.length);
    expect(started.every((pid) => birthOf(pid) === undefined)).toBe(true);
  });

  it('tells the problem of a child that never becomes ready, and does not start it again', async () => {
    const started: number[] = [];
    const kept = keepRunning({
      name: 'part',
      args: program(`process.send({ problem: 'The cupboard is empty.' }, () => process.exit(1));`),
      env: process.env,
      log: new PassThrough().resume(),
      onStart: (_name, pid) => started.push(pid),
    });

    await expect(kept.ready).rejects.toThrow('The cupboard is empty.');
    expect(started).toHaveLength(1);
  });

  it('kills a child that does not become ready in its time', async () => {
    const log = new PassThrough().resume();
    const kept = keepRunning({ name: 'part', args: program('setInterval(() => {}, 1000)'), env: process.env, log, patienceMs: 500 });

    await expect(kept.ready).rejects.toThrow('part was not ready after 0.5 seconds.');
    expect(birthOf(kept.pid()!)).toBeUndefined();
  });
});

describe('runToEnd', () => {
  const log = () => new PassThrough().resume();

  it('rejects with the last words of a program that fails', async () => {
    const never = new AbortController().signal;
    const args = program(`process.send({ problem: 'No such table.' }, () => process.exit(1));`);

    await expect(runToEnd({ name: 'part', args, env: process.env, log: log() }, never)).rejects.toThrow('No such table.');
    await runToEnd({ name: 'part', args: program('process.exit(0)'), env: process.env, log: log() }, never);
  });

  it('ends the program when the start is given up', async () => {
    const given = new AbortController();
    let pid = 0;
    const onStart = (_name: string, number: number) => {
      pid = number;
      given.abort();
    };

    const run = runToEnd(
      { name: 'part', args: program('setInterval(() => {}, 1000)'), env: process.env, log: log(), onStart },
      given.signal,
    );

    await expect(run).rejects.toThrow();
    expect(birthOf(pid)).toBeUndefined();
  });
});

describe('keys and ports', () => {
  it('are made once, for their owner only, and stay', async () => {
    const dataDir = await folder();

    const keys = await ensureKeys(dataDir);
    const port = await keptPort(dataDir, 'outside');

    expect(await ensureKeys(dataDir)).toEqual(keys);
    expect(await keptPort(dataDir, 'outside')).toBe(port);
    expect((await stat(path.join(dataDir, 'keys.json'))).mode & 0o077).toBe(0);
    expect(Buffer.from(keys.masterKey, 'base64')).toHaveLength(32);
  });
});

describe('--reset', () => {
  const embedded = { databaseUrl: '' };

  /** A terminal at which `answer` is typed. */
  function terminal(answer: string) {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const output = new PassThrough();
    let asked = '';
    output.on('data', (chunk) => {
      asked += chunk;
      if (asked.includes('Type yes: ') && !input.writableEnded) input.end(`${answer}\n`);
    });
    return { input, output, asked: () => asked };
  }
  async function used(): Promise<string> {
    const dataDir = await folder();
    await mkdir(path.join(dataDir, 'postgres'));
    await writeFile(path.join(dataDir, 'keys.json'), '{}');
    await writeFile(path.join(dataDir, 'mine.txt'), 'a file of the user');
    return dataDir;
  }

  it('asks, names the folder, and deletes what npm start made there and nothing else', async () => {
    const dataDir = await used();
    const asking = terminal('yes');

    await reset(dataDir, embedded, { yes: false, ...asking });

    expect(asking.asked()).toContain(`Delete everything in ${dataDir}`);
    expect(existsSync(path.join(dataDir, 'postgres'))).toBe(false);
    expect(existsSync(path.join(dataDir, 'keys.json'))).toBe(false);
    expect(await readFile(path.join(dataDir, 'mine.txt'), 'utf8')).toBe('a file of the user');
  });

  it.each(['no', 'y', ''])('deletes nothing when the answer is "%s"', async (answer) => {
    const dataDir = await used();

    await expect(reset(dataDir, embedded, { yes: false, ...terminal(answer) })).rejects.toThrow('Nothing was deleted.');

    expect(existsSync(path.join(dataDir, 'keys.json'))).toBe(true);
  });
});
