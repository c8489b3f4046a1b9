import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCodeGeneration, findingsOf, watchCodeGeneration } from './code-generation.ts';

describe('our own source', () => {
  it('turns no text into code outside the script child', () => {
    expect(findCodeGeneration()).toEqual([]);
  });

  it.each([
    'eval("1");',
    'globalThis.eval(text);',
    '(0, eval)(text);',
    'new Function("a", body);',
    'Function(body)();',
    'x.constructor("return 1")();',
    'setTimeout("go()", 1);',
    "import vm from 'node:vm';",
    "import { runInNewContext } from 'vm';",
    "const vm = require('node:vm');",
    "const vm = await import('vm');",
    "import ivm from 'isolated-vm';",
  ])('would be found out for %s', (line) => {
    expect(findingsOf('some.ts', `const a = 1;\n${line}\n`)).toMatchObject([{ file: 'some.ts', line: 2 }]);
  });

  it('may speak of it in texts and comments', () => {
    expect(
      findingsOf(
        'some.ts',
        '// eval("1")\nconst code = "new Function(1)";\nsetTimeout(() => code, 1);\nclass A { constructor(x: string) {} }\n',
      ),
    ).toEqual([]);
  });
});

describe('a running process', () => {
  it('generates code in one known place while it loads the libraries, evaluates hostile expressions and runs cases', async () => {
    const generated = await watchCodeGeneration(path.join(import.meta.dirname, 'code-generation-workload.ts'));

    // depd (below koa's http-errors) wraps deprecated functions with code of its own when it is loaded: a fixed text.
    const unknown = generated.filter((one) => !/\/node_modules\/depd\/index\.js:\d+$/.test(one.stack[0] ?? ''));
    expect(unknown).toEqual([]);
    expect(generated.length).toBeGreaterThan(0);
  });

  it('is watched by the engine, so that every way is seen', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'generating-'));
    const module = path.join(folder, 'ways.mjs');
    const ways = [
      '(0, eval)("1")',
      'new Function("2")',
      '(async () => 0).constructor("3")',
      '[].map.constructor("4")',
      'vm.runInNewContext("5")',
      'new vm.Script("6 + 1", { filename: "/no/such/file.js" }).runInThisContext()',
    ];
    await writeFile(module, `import vm from 'node:vm';\n${ways.join(';\n')};\n`);

    const generated = await watchCodeGeneration(module);
    await rm(folder, { recursive: true });

    // A script of `vm` shows when it runs; what is only compiled has done nothing yet.
    expect(generated.map((one) => one.stack.at(0)?.replace(/\S*\//, ''))).toEqual([
      ...['ways.mjs:2', 'ways.mjs:3', 'ways.mjs:4', 'ways.mjs:5'].map((place) => `anonymous ${place}`),
      expect.stringContaining('node:vm'),
      expect.stringContaining('node:vm'),
    ]);
  });
});
