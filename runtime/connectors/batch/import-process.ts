/** Starts the process that runs an import, with a limit on its memory and an end to its patience. */
import { fork } from 'node:child_process';
import path from 'node:path';
import type { ImportAnswer, ImportTask } from './import-child.ts';

/** Megabytes of heap; buffers of the pieces come on top. */
const heapMb = 192;

/** The answer of the process; when it dies without one, an answer that says so. `onStart` gets a way to stop it. */
export function runImportProcess(task: ImportTask, onStart: (stop: () => void) => void = () => {}): Promise<ImportAnswer> {
  return new Promise((resolve) => {
    const child = fork(path.join(import.meta.dirname, 'import-child.ts'), {
      // Nothing of our environment: no keys, no addresses but the one it is told.
      env: {},
      execArgv: [`--max-old-space-size=${heapMb}`, '--max-semi-space-size=16'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let answer: ImportAnswer | undefined;
    child.once('message', (message: ImportAnswer) => {
      answer = message;
    });
    child.once('error', () => resolve({ problem: 'The process could not be started.', memory: 0, cpu: 0 }));
    child.once('close', () => resolve(answer ?? { problem: 'The process died.', memory: 0, cpu: 0 }));
    onStart(() => child.kill('SIGKILL'));
    child.send(task);
  });
}
