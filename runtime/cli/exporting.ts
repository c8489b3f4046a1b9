/** What `export-bpmn` and `export-dmn` have in common: what is exported, and where to. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Invocation, optionText, UsageError } from './command.ts';

/** The package that is named, and the file; without a file the text goes to standard output, which JSON would spoil. */
export function exportOrder({ positionals, values }: Invocation): { target: string; output?: string } {
  const [target, more] = positionals;
  if (target === undefined || more !== undefined) throw new UsageError('请写上一个场景包。', 'Give one package.');
  const output = optionText(values, 'output');
  if (output === undefined && values.json === true)
    throw new UsageError('加了 --json 就要用 -o 写明文件。', 'With --json name the file with -o.');
  return { target, ...(output === undefined ? {} : { output }) };
}

/** Writes a file, with the folders above it. */
export async function writeOutput(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await writeFile(file, text);
}
