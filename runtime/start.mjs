/**
 * `npm start`: the product with its demo, from a fresh clone, on any Node >= 20.
 * Installs and builds what is missing, then hands over to Node 24 (runtime/main.ts start).
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, node24, Refusal, root } from './prepare.mjs';

try {
  const args = process.argv.slice(2);
  await ensureInstalled();
  if (!args.includes('--help')) await ensureBuilt();
  const child = spawn(node24, [path.join(root, 'runtime/main.ts'), 'start', ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${path.dirname(node24)}${path.delimiter}${process.env.PATH}` },
  });
  // The channel tells main.ts when this process is killed: it then stops everything in order.
  // The terminal sends Ctrl-C to the whole group; a plain kill reaches only us and is passed on.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {});
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1);
  });
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 1;
}
