#!/usr/bin/env node
/**
 * `npx lianban …` on any Node >= 20: hands over to the pinned Node 24, which runs the TypeScript of main.ts as it is.
 * Plain JavaScript, because nothing may be installed yet.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const node24 = path.join(root, 'node_modules/node/bin/node');
if (!existsSync(node24)) {
  console.error(
    '还没有安装依赖：请先在项目文件夹运行 npm ci（或 npm start）。 / Not installed yet: run npm ci (or npm start) in the project folder first.',
  );
  process.exit(1);
}

const child = spawn(node24, [path.join(root, 'runtime/cli/main.ts'), ...process.argv.slice(2)], { stdio: 'inherit' });
// Ctrl-C reaches the whole group; a plain kill reaches only us and is passed on.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.on('SIGINT', () => {});
child.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
