import { afterAll, describe, expect, it } from 'vitest';
import type { JsonValue } from '../../compile/plan.ts';
import { createSandbox } from '../../sandbox/index.ts';
import { createChecker } from '../../typecheck/check.ts';
import { notesKept, watchedScript, whatItTold } from './watched-script.ts';

const sandbox = createSandbox({ children: 1 });
afterAll(() => sandbox.close());
const { check } = createChecker();
const declarations = 'interface Input { mother: { name: string; idNumber: string; age: number } }\ninterface Output { a: { b: string } }\n';
const input = { mother: { name: '王芳', idNumber: '11010119900307109X', age: 30 } };

async function told(body: string, given: JsonValue = input) {
  const source = `interface Kept {\n  a: number;\n}\nexport default function (input: Input): Output {\n${body}\n}\n`;
  const { js, lines = [], problems } = check({ source, declarations, lines: true });
  expect(problems).toEqual([]);
  let took: number | undefined;
  const run = (text: string, hash: string) =>
    sandbox.run({
      region: '330000',
      version: 'v',
      script: { id: 's', js: text, hash },
      input: given,
      now: '2026-03-02T00:00:00.000Z',
      seed: 'a',
      took: (ms) => {
        took = ms;
      },
    });
  const plain = await run(js, `plain ${body}`);
  return { plain, took, ...whatItTold(await run(watchedScript(js), `watched ${body}`), lines) };
}

describe('a watched script', () => {
  it('tells what it read, in order and each once, and what it noted', async () => {
    const answer = await told(
      'const { age } = input.mother;\nconsole.log("年龄", age, { ok: true });\nreturn { a: { b: input.mother.name + input.mother.name } };',
    );
    expect(answer.plain).toEqual({ ok: true, value: { a: { b: '王芳王芳' } } });
    expect(answer.reads).toEqual(['mother.age', 'mother.name']);
    expect(answer.log).toEqual(['年龄 30 {"ok":true}']);
  });

  it('is timed by itself', async () => {
    await expect.poll(async () => (await told('return { a: { b: "" } };')).took).toBeGreaterThanOrEqual(0);
  });

  it('counts what is handed on whole as read', async () => {
    expect((await told('return { a: { b: JSON.stringify({ ...input.mother }) } };')).reads).toEqual([
      'mother.name',
      'mother.idNumber',
      'mother.age',
    ]);
  });

  it('names the line of the source where it failed, with what it noted until then', async () => {
    const answer = await told('console.log("before");\nconst list: number[] = [];\n\nreturn { a: { b: list[3]!.toFixed(2) } };');
    expect(answer.plain).toMatchObject({ ok: false, kind: 'error' });
    expect(answer.line).toBe(8);
    expect(answer.log).toEqual(['before']);
  });

  it('keeps so many notes and no more', async () => {
    const { log } = await told('for (let i = 0; i < 1000; i++) console.log("x".repeat(2000));\nreturn { a: { b: "" } };');
    expect(log).toHaveLength(notesKept.lines);
    expect(log[0]).toHaveLength(notesKept.characters);
  });

  it('is stopped like any other when it does not end', async () => {
    const answer = await told('for (;;) {}');
    expect(answer.plain).toMatchObject({ ok: false, kind: 'timeout' });
    expect(answer.reads).toEqual([]);
  });

  it('leaves what it is given as it was to the script: it may be changed, and missing values are null', async () => {
    const answer = await told('input.mother.name = "李";\nreturn { a: { b: input.mother.name + String(input.mother.age) } };', {
      mother: { name: '王', idNumber: '', age: null },
    });
    expect(answer.plain).toEqual({ ok: true, value: { a: { b: '李null' } } });
    expect(answer.reads).toEqual(['mother.name', 'mother.age']);
  });
});
