import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTexts } from './commands/export-folder.ts';
import { main } from './main.ts';

const newborn = path.join(import.meta.dirname, '../../templates/family/newborn');
let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'lianban-folder-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function lianban(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text), stdin: async () => '' };
  const code = await main(args, terminal, { LANG: 'zh_CN.UTF-8' });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
const at = (name: string) => path.join(scratch, name);

describe('lianban export-folder and import-folder', () => {
  it('give back the same bytes, and a package without any difference', async () => {
    expect(await lianban('export-folder', newborn, '-o', at('git'))).toMatchObject({ code: 0, err: '' });
    expect(await lianban('import-folder', at('git'), '-o', at('package'))).toMatchObject({ code: 0, err: '' });
    await lianban('export-folder', at('package'), '-o', at('again'));

    expect(await readTexts(at('again'))).toEqual(await readTexts(at('git')));
    expect((await lianban('diff', newborn, at('package'))).out).toContain('没有差别');
  });

  it('show an edit in one file as one change, remove what is no more, and leave the rest alone', async () => {
    await lianban('export-folder', newborn, '-o', at('edited'));
    const [file, text] = Object.entries(await readTexts(at('edited'))).find(([name]) => name.startsWith('items/'))!;
    await writeFile(at(`edited/${file}`), text.replace(/"promisedDays": \d+/, '"promisedDays": 7'));
    await writeFile(at('edited/README.md'), '说明');

    await lianban('import-folder', at('edited'), '-o', at('result'));
    const { out } = await lianban('diff', newborn, at('result'));
    await writeFile(at('edited/nodes/n_gone.json'), '{}');
    await lianban('export-folder', newborn, '-o', at('edited'));

    expect(out).toContain('改为 7 个工作日');
    expect(Object.keys(await readTexts(at('edited')))).not.toContain('nodes/n_gone.json');
    expect(await readFile(at('edited/README.md'), 'utf8')).toBe('说明');
  });

  it('say what is wrong with a folder that is none', async () => {
    const { code, err } = await lianban('import-folder', newborn, '-o', at('nothing'));

    expect(code).toBe(1);
    expect(err).toContain('lianban.json');
  });
});
