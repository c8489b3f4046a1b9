/**
 * Files of strangers are opened in a child process: one at a time, within a time and a memory limit. A child that goes over is
 * killed, its file is refused, and the next file gets a fresh child.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Inspection } from './inspect/types.ts';

export interface Inspector {
  inspect(bytes: Uint8Array): Promise<Inspection>;
  close(): Promise<void>;
}

export interface InspectorOptions {
  /** Milliseconds one file may take. Default 20,000. */
  timeoutMs?: number;
  /** Resident megabytes the child may take. Default 700. */
  memoryMb?: number;
}

const watchMs = 50;
/** An idle child is let go: uploads come in bursts, and libvips keeps what it had. */
const idleMs = 60_000;
const unreadable: Inspection = { ok: false, code: 'upload.unreadable' };

export function createInspector({ timeoutMs = 20_000, memoryMb = 700 }: InspectorOptions = {}): Inspector {
  let child: ChildProcess | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let id = 0;

  function start(): ChildProcess {
    const made = fork(path.join(import.meta.dirname, 'inspect/child.ts'), [], {
      serialization: 'advanced',
      // Nothing of ours: no keys, no addresses.
      env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', UV_THREADPOOL_SIZE: '2' },
      execArgv: ['--max-old-space-size=256'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // It ends with us, and does not keep us from ending.
    made.unref();
    made.channel?.unref();
    return made;
  }

  const drop = () => {
    child?.kill('SIGKILL');
    child = undefined;
  };

  function ask(bytes: Uint8Array): Promise<Inspection> {
    const worker = child?.connected ? child : start();
    child = worker;
    id += 1;
    const mine = id;
    return new Promise((resolve) => {
      const stop = (result: Inspection) => {
        clearTimeout(timer);
        clearInterval(watch);
        worker.off('message', onMessage);
        worker.off('exit', onExit);
        resolve(result);
      };
      const giveUp = () => {
        drop();
        stop(unreadable);
      };
      const onMessage = (message: unknown) => {
        if (typeof message === 'object' && message !== null && (message as { id?: number }).id === mine)
          stop((message as { result: Inspection }).result);
      };
      const onExit = () => {
        if (child === worker) child = undefined;
        stop(unreadable);
      };
      const timer = setTimeout(giveUp, timeoutMs);
      const watch = setInterval(() => void residentMb(worker.pid).then((mb) => (mb > memoryMb ? giveUp() : undefined)), watchMs);
      worker.on('message', onMessage);
      worker.once('exit', onExit);
      worker.send({ id: mine, bytes }, (error) => {
        if (error) giveUp();
      });
    });
  }

  return {
    inspect(bytes) {
      clearTimeout(idle);
      const mine = turn.then(() => ask(bytes));
      turn = mine.then(() => {
        idle = setTimeout(drop, idleMs);
        idle.unref();
      });
      return mine;
    },
    async close() {
      clearTimeout(idle);
      await turn;
      clearTimeout(idle);
      drop();
    },
  };
}

/** Resident memory in megabytes; 0 where the system does not say. */
async function residentMb(pid: number | undefined): Promise<number> {
  if (pid === undefined) return 0;
  const pages = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return (Number(pages.split(' ')[1] ?? 0) * 4096) / 1_048_576;
}
