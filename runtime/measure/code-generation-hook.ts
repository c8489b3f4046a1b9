/**
 * Preload (`node --import`): lists every text this process turns into code, with the stack that did it. The engine itself
 * reports them through the inspector, so no way round a patched `eval` or `Function` stays unseen. Written to the file
 * named by CODE_GENERATION_REPORT when the process ends.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';

export interface CodeGeneration {
  /** What the text was called, empty for eval and Function. */
  name: string;
  characters: number;
  /** Where it was asked for, innermost first. */
  stack: string[];
}

interface Parsed {
  url: string;
  length?: number;
  stackTrace?: { callFrames: { functionName: string; url: string; lineNumber: number }[] };
}

const report = process.env.CODE_GENERATION_REPORT;
const found: CodeGeneration[] = [];

/** Node's own modules, and files that exist: loaded, not generated. WebAssembly (Node's type stripping) is bytes, not text. */
function isLoaded(url: string): boolean {
  if (url.startsWith('wasm:')) return true;
  if (url.startsWith('node:')) return true;
  if (url.startsWith('file:')) return existsSync(fileURLToPath(url.split('?')[0] ?? url));
  return url.startsWith('/') && existsSync(url);
}

if (report !== undefined) {
  const session = new Session();
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }: { params: Parsed }) => {
    if (isLoaded(params.url)) return;
    const frames = params.stackTrace?.callFrames ?? [];
    found.push({
      name: params.url,
      characters: params.length ?? 0,
      stack: frames.map((frame) => `${frame.functionName || 'anonymous'} ${frame.url}:${frame.lineNumber + 1}`),
    });
  });
  session.post('Debugger.enable');
  process.on('exit', () => writeFileSync(report, JSON.stringify(found)));
}
