import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from './main.ts';

const root = path.join(import.meta.dirname, '../..');
const newborn = path.join(root, 'templates/family/newborn');
let ajv: Ajv2020;
let scratch: string;

beforeAll(async () => {
  ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  for (const folder of ['common', 'api/cli']) {
    for (const name of await readdir(path.join(root, 'schemas', folder))) {
      if (name.endsWith('.schema.json')) ajv.addSchema(JSON.parse(await readFile(path.join(root, 'schemas', folder, name), 'utf8')));
    }
  }
  scratch = await mkdtemp(path.join(tmpdir(), 'lianban-cli-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function lianban(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    stdin: async () => '{"birth.babies": 3}',
  };
  const code = await main(args, terminal, { LANG: 'zh_CN.UTF-8' });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** Runs with --json: stdout is one JSON object that fits the schema of the command. */
async function json(schema: string, ...args: string[]) {
  const { code, out, err } = await lianban(...args, '--json');
  expect(err).toBe('');
  expect(out.trim().split('\n')).toHaveLength(1);
  const value = JSON.parse(out);
  const validate = ajv.getSchema(`https://lianban.dev/schemas/api/cli/${schema}.schema.json`)!;
  expect(validate(value) ? [] : validate.errors).toEqual([]);
  return { code, value };
}

async function brokenCopy(change: (scenario: Record<string, never>) => void): Promise<string> {
  const folder = await mkdtemp(path.join(scratch, 'package-'));
  await cp(newborn, folder, { recursive: true, filter: (file) => !file.endsWith('.ts') });
  const file = path.join(folder, 'scenario.json');
  const scenario = JSON.parse(await readFile(file, 'utf8'));
  change(scenario);
  await writeFile(file, JSON.stringify(scenario));
  return folder;
}

describe('lianban merged-form', () => {
  it('says what merging saves one applicant, and why each remaining question is asked', async () => {
    const { code, value } = await json('merged-form', 'merged-form', newborn, '--case', 'all-on-file');

    expect(code).toBe(0);
    expect(value.applicants).toHaveLength(1);
    expect(value.applicants[0]).toMatchObject({ case: 'all-on-file', sources: 'all', addedUp: 100, distinct: 45, typed: 3, saved: 0.97 });
    expect(value.forms[0].counts.formFields).toBeGreaterThan(100);
    expect(value.applicants[0].reasons[0].needs[0].department['zh-CN']).toMatch(/局|中心/);
  });

  it('prints a table and reasons in words, and refuses a case that is not there', async () => {
    const { out } = await lianban('merged-form', newborn, '--case', 'all-on-file');
    expect(out).toContain('100 | 45 | 3 | 97.0 %');
    expect(out).toContain('为什么要填');
    expect((await lianban('merged-form', newborn, '--case', 'nobody')).code).toBe(1);
    expect((await lianban('merged-form')).code).toBe(2);
  });
});

describe('lianban due with every unit', () => {
  const ask = (...args: string[]) => json('due', 'due', '--region', '330424', ...args);

  it('counts natural days past a rest day, months to the corresponding day', async () => {
    const days = await ask('--start', '2026-09-01', '--days', '30', '--unit', 'days');
    // 1 October is a holiday until the 7th: the limit ends on the 8th.
    expect(days.value).toMatchObject({ unit: 'days', due: '2026-10-08', accepted: '2026-09-01' });
    expect(days.value.days.at(-1)).toMatchObject({ date: '2026-10-08', mark: 'due', words: '10 月 8 日 工作日，到期' });
    expect(days.value.days.find((day: { date: string }) => day.date === '2026-10-01').words).toBe(
      '10 月 1 日 第 30 日，期满日逢国庆节放假，顺延',
    );
    expect((await ask('--start', '2026-01-31', '--days', '1', '--unit', 'months')).value.due).toBe('2026-02-28');
  });

  it('counts hours through the night, and working hours while the office is open', async () => {
    const night = await ask('--start', '2026-03-06T16:00', '--days', '24', '--unit', 'hours');
    expect(night.value).toMatchObject({ due: '2026-03-07', dueAt: '2026-03-07T08:00:00.000Z' });
    const open = await ask('--start', '2026-03-06T16:00', '--days', '10', '--unit', 'workingHours', '--hours', '09:00-17:00');
    // One hour on Friday, eight on Monday, one on Tuesday.
    expect(open.value).toMatchObject({ due: '2026-03-10', dueAt: '2026-03-10T02:00:00.000Z' });
    expect(
      (await lianban('due', '--start', '2026-03-06T16:00', '--days', '10', '--unit', 'workingHours', '--region', '330424')).out,
    ).toContain('到期：2026-03-10 10:00');
  });

  it('with office hours, what comes after closing or on a day off is accepted on the next working day', async () => {
    const late = await ask('--start', '2026-03-06T17:00', '--days', '1', '--office-hours');
    expect(late.value).toMatchObject({ accepted: '2026-03-09', due: '2026-03-10' });
    expect(late.value.days[0].words).toBe('3 月 6 日 17:00 下班后收到，视为下一工作日受理');
    expect((await ask('--start', '2026-03-06T17:00', '--days', '1', '--hours', '08:30-17:30')).value.accepted).toBe('2026-03-06');
    expect((await ask('--start', '2026-03-07T10:00', '--days', '1', '--office-hours')).value.accepted).toBe('2026-03-09');
  });

  it('names the reason of a stop; restarts; extends', async () => {
    const stopped = await ask('--start', '2026-03-02', '--days', '3', '--suspend', '2026-03-04..2026-03-05=hearing');
    expect(stopped.value.due).toBe('2026-03-09');
    expect(stopped.value.days[2].words).toBe('3 月 4 日 听证期间，不计入时限');
    expect((await ask('--start', '2026-03-02', '--days', '3', '--suspend', '2026-03-04..2026-03-05', '--restart')).value.due).toBe(
      '2026-03-10',
    );
    expect((await ask('--start', '2026-03-02', '--days', '20', '--extend', '10')).value).toMatchObject({
      due: '2026-04-14',
      extension: 10,
    });
  });

  it('a natural last day in a year not announced promises no date', async () => {
    const { code, value } = await ask('--start', '2026-12-20', '--days', '20', '--unit', 'days');
    expect(code).toBe(1);
    expect(value).toMatchObject({ due: null, provisional: { year: 2027, remainingDays: 0, certainUntil: '2027-01-09' } });
  });

  it('refuses units, reasons, hours and files that are none', async () => {
    for (const args of [
      ['--unit', 'weeks'],
      ['--suspend', '2026-03-04..2026-03-05=holiday'],
      ['--hours', '17:00-09:00'],
      ['--extend', 'x'],
    ])
      expect((await json('error', 'due', '--start', '2026-03-02', '--days', '1', '--region', '330424', ...args)).code).toBe(2);
    const file = await lianban('due', '--start', '2026-03-02', '--days', '1', '--region', '330424', '--calendar', 'package.json');
    expect(file.code).toBe(1);
  });
});

describe('lianban due', () => {
  it('counts a make-up Saturday and explains each day', async () => {
    const { code, value } = await json('due', 'due', '--start', '2026-09-28', '--days', '5', '--region', '330424');

    expect(code).toBe(0);
    expect(value.due).toBe('2026-10-10');
    expect(value.days.filter((day: { counted: boolean }) => day.counted)).toHaveLength(5);
    expect(value.days.at(-1).reason).toContain('国庆');
  });

  it('leaves suspended days out, both ends included', async () => {
    const { value } = await json(
      'due',
      'due',
      '--start',
      '2026-09-28',
      '--days',
      '5',
      '--region',
      '330424',
      '--suspend',
      '2026-09-30..2026-10-09',
    );

    expect(value.due).toBe('2026-10-14');
  });

  it('takes a local time or an instant as the start', async () => {
    const late = await json('due', 'due', '--start', '2026-09-28T16:30:00Z', '--days', '0', '--region', '330424');
    const local = await json('due', 'due', '--start', '2026-09-28T23:30', '--days', '0', '--region', '330424');

    expect(late.value.due).toBe('2026-09-29');
    expect(local.value.due).toBe('2026-09-28');
  });

  it('promises no date in an unpublished year: exit 1 and says which year', async () => {
    const { code, value } = await json('due', 'due', '--start', '2026-12-30', '--days', '5', '--region', '330424');

    expect(code).toBe(1);
    expect(value.due).toBeNull();
    expect(value.provisional).toEqual({ certainUntil: '2026-12-31', remainingDays: 4, year: 2027 });
    expect((await lianban('due', '--start', '2026-12-30', '--days', '5', '--region', '330424')).out).toContain('待 2027 年放假安排公布');
  });

  it.each([
    ['--start', '2026-02-30', '--days', '5', '--region', '330424'],
    ['--start', '2026-02-03', '--days', 'five', '--region', '330424'],
    ['--start', '2026-02-03', '--days', '5', '--region', '33'],
    ['--start', '2026-02-03', '--days', '5'],
    ['--start', '2026-02-03', '--days', '5', '--region', '330424', '--suspend', '2026-02-10'],
    ['--start', '2026-02-03', '--days', '5', '--region', '330424', 'more'],
  ])('is wrong use with %s %s %s %s %s %s %s', async (...args) => {
    expect((await json('error', 'due', ...args.filter(Boolean))).code).toBe(2);
  });
});

describe('lianban validate', () => {
  it('finds nothing in the newborn package', async () => {
    const { code, value } = await json('validate', 'validate', newborn);

    expect(code).toBe(0);
    expect(value.checked).toMatchObject([{ kind: 'package', scenario: 'newborn', errors: 0, warnings: 0 }]);
  });

  it('finds packages below a folder', async () => {
    const { value } = await json('validate', 'validate', path.join(root, 'templates'));

    expect(value.checked.map((one: { scenario: string }) => one.scenario)).toContain('newborn');
  });

  it('says what is wrong with a package, where, and exits 1', async () => {
    const folder = await brokenCopy((scenario: { edges?: Record<string, { to: string }> }) => {
      scenario.edges!.e_n_start__n_fill!.to = 'n_nowhere';
    });

    const { code, value } = await json('validate', 'validate', folder);
    const words = await lianban('validate', folder, '--lang', 'en');

    expect(code).toBe(1);
    expect(value.checked[0].errors).toBeGreaterThan(0);
    expect(JSON.stringify(value.checked[0].findings)).toContain('e_n_start__n_fill');
    expect(words.code).toBe(1);
    expect(words.out).toMatch(/error/);
  });

  it('finds a type error in a script', async () => {
    const folder = await brokenCopy((scenario: { scripts?: Record<string, { source: string }> }) => {
      scenario.scripts!.s_amount!.source =
        'export default function (input: Input): Output { return { benefit: { amount: input.benefit.days } }; }';
    });

    const { code, value } = await json('validate', 'validate', folder);

    expect(code).toBe(1);
    expect(value.checked[0].findings.map((finding: { path: string }) => finding.path)).toEqual([
      expect.stringContaining('scripts/s_amount'),
    ]);
  });

  it('checks a document by itself against its schema', async () => {
    const file = path.join(scratch, 'form.json');
    await writeFile(file, JSON.stringify({ format: 'lianban.form/1', id: 'Bad Id', name: {}, colour: 'red' }));

    const { code, value } = await json('validate', 'validate', file);

    expect(code).toBe(1);
    const texts = value.checked[0].findings.map((finding: { message: { 'zh-CN': string } }) => finding.message['zh-CN']).join('\n');
    expect(texts).toContain('colour');
    expect(texts).toContain('zh-CN');
  });

  it('reports a file that is no JSON as a finding', async () => {
    const file = path.join(scratch, 'broken.json');
    await writeFile(file, '{ "format": ');

    expect((await json('validate', 'validate', file)).value.checked[0].findings[0].code).toBe('file-unreadable');
  });

  it('fails on a path that is not there, and is wrong use without one', async () => {
    expect((await json('error', 'validate', path.join(scratch, 'nowhere'))).code).toBe(1);
    expect((await json('error', 'validate')).code).toBe(2);
  });
});

describe('lianban run and test', () => {
  it('plays one case and shows its way, data, tasks and clocks', async () => {
    const { code, value } = await json('run', 'run', newborn, '--case', 'all-on-file');

    expect(code).toBe(0);
    expect(value).toMatchObject({
      case: 'all-on-file',
      passed: true,
      status: 'completed',
      asked: ['baby.name', 'delivery.pickup', 'household.follow'],
    });
    expect(value.fields['benefit.amount'].value).toBe('39610.60');
    expect(value.clocks.find((clock: { id: string }) => clock.id === 'c_case').due).toBe('2026-10-10');
    expect(value.trace[0].node).toBe('n_start');
    expect(value.trace.at(-1).node).toBe('n_end');
  });

  it('shows the same in words, without ids', async () => {
    const { code, out } = await lianban('run', newborn, '--case', 'father-refuses-papers-rejected');

    expect(code).toBe(0);
    expect(out).toContain('核对父亲的纸质材料');
    expect(out).toContain('不予办理');
    expect(out).not.toMatch(/\b[ncgt]_[a-z]/);
  });

  it('names what was expected and what came when a case fails', async () => {
    const file = path.join(scratch, 'case.json');
    const test = JSON.parse(await readFile(path.join(newborn, 'cases/all-on-file.json'), 'utf8'));
    test.expect = {
      status: 'refused',
      departments: ['wj'],
      due: { c_case: '2026-10-09' },
      fields: { 'benefit.days': 98 },
      notVisited: ['n_amount'],
      asked: ['baby.name', 'baby.sex'],
    };
    await writeFile(file, JSON.stringify(test));

    const { code, value } = await json('run', 'run', newborn, '--case', file);

    expect(code).toBe(1);
    const words = value.problems.map((problem: { message: { 'zh-CN': string } }) => problem.message['zh-CN']);
    expect(words).toEqual(
      expect.arrayContaining([
        '办件应为「不予办理」，实际是「已办结」。',
        '「全部办结承诺时限」应在 2026-10-09 到期，实际是 2026-10-10。',
        '「生育津贴天数」应为 98，实际是 158。',
        '不应经过「算津贴金额」，实际经过了。',
        '申请人要填的字段：缺少 新生儿性别；多出 证件怎么领、随父或随母落户。',
      ]),
    );
  });

  it('says which step cannot be done, and what the case waits for', async () => {
    const file = path.join(scratch, 'early.json');
    const test = JSON.parse(await readFile(path.join(newborn, 'cases/all-on-file.json'), 'utf8'));
    test.steps = [test.steps[0], test.steps[2]];
    await writeFile(file, JSON.stringify(test));

    const { code, out } = await lianban('run', newborn, '--case', file);

    expect(code).toBe(1);
    expect(out).toContain('第 2 步：「签发出生医学证明」现在没有待办；正在等待的是：父亲同意使用电子证照。');
  });

  it('tests every case with full coverage', async () => {
    const { code, value } = await json('test', 'test', newborn, '--min-coverage', '100');

    expect(code).toBe(0);
    expect(value.packages[0].coverage.share).toBe(1);
    expect(value.packages[0].cases.every((one: { passed: boolean }) => one.passed)).toBe(true);
  });

  it('fails below the coverage asked for, and names what is not reached', async () => {
    const folder = await brokenCopy(() => undefined);
    for (const name of await readdir(path.join(folder, 'cases')))
      if (name !== 'all-on-file.json') await rm(path.join(folder, 'cases', name));

    const enough = await lianban('test', folder, '--min-coverage', '40');
    const low = await lianban('test', folder, '--min-coverage', '95');

    expect(enough.code).toBe(0);
    expect(low.code).toBe(1);
    expect(low.out).toContain('公安外地核验 · 已在外地落户');
    expect(low.out).toContain('低于要求的 95%');
  });

  it('is not fine without any case', async () => {
    const folder = await brokenCopy(() => undefined);
    await rm(path.join(folder, 'cases'), { recursive: true });

    expect((await json('test', 'test', folder)).code).toBe(1);
  });

  it('refuses an unknown case, a missing option and a bad percentage', async () => {
    expect((await json('error', 'run', newborn, '--case', 'nobody')).code).toBe(1);
    expect((await json('error', 'run', newborn)).code).toBe(2);
    expect((await json('error', 'test', newborn, '--min-coverage', 'most')).code).toBe(2);
  });
});

describe('lianban decide and types', () => {
  it('evaluates a table with values by path', async () => {
    const input = JSON.stringify({ 'birth.deliveryMode': 'caesarean', 'birth.babies': 2, 'birth.childOrder': 2 });

    const { code, value } = await json('decide', 'decide', `${newborn}#t_days`, '--input', input);

    expect(code).toBe(0);
    expect(value).toEqual({ table: 't_days', values: { 'benefit.days': 218 }, rows: ['r_base', 'r_hard', 'r_more', 'r_next'] });
  });

  it('takes nested values, a file, standard input, and the table as a second word', async () => {
    const file = path.join(scratch, 'input.json');
    await writeFile(file, JSON.stringify({ birth: { deliveryMode: 'natural', babies: 1, childOrder: 1 } }));

    expect((await json('decide', 'decide', newborn, 't_days', '--input', `@${file}`)).value.values).toEqual({ 'benefit.days': 158 });
    expect((await json('decide', 'decide', newborn, 't_days', '--input', '-')).value.values).toEqual({ 'benefit.days': 128 });
  });

  it('reads region and day of the case from options', async () => {
    const input = JSON.stringify({ 'baby.birthDate': '2025-01-01', 'birth.institutionRegion': '310101' });

    const { value } = await json('decide', 'decide', `${newborn}#t_precheck`, '--input', input, '--region', '330424', '--at', '2026-09-28');

    expect(value.values).toEqual({ 'precheck.reasons': ['age', 'place'] });
  });

  it('refuses unknown tables, unknown values and input that is no object', async () => {
    expect((await json('error', 'decide', `${newborn}#t_none`, '--input', '{}')).code).toBe(1);
    expect((await json('error', 'decide', `${newborn}#t_days`, '--input', '{"birth.colour": 1}')).code).toBe(1);
    expect((await json('error', 'decide', `${newborn}#t_days`, '--input', '[1]')).code).toBe(2);
    expect((await json('error', 'decide', newborn, '--input', '{}')).code).toBe(2);
  });

  it('declares what a script sees, with Chinese names', async () => {
    const { value } = await json('types', 'types', newborn);
    const node = await lianban('types', newborn, '--node', 'n_amount');

    expect(value.declarations.s_amount).toContain('monthlyBase: Money | null;');
    expect(node.out).toContain('单位月平均缴费基数');
    expect((await json('error', 'types', newborn, '--node', 'n_none')).code).toBe(1);
  });
});

describe('lianban', () => {
  it('lists its commands, and is wrong use without one or with an unknown one', async () => {
    expect((await lianban('--help')).out).toContain('lianban due --start');
    expect((await lianban('--lang', 'en', '--help')).out).toContain('without server or database');
    expect((await lianban('--lang', 'en', 'due', '--start', '2026-09-28', '--days', '1', '--region', '330424')).out).toContain(
      'Due: 2026-09-29',
    );
    expect((await lianban()).code).toBe(2);
    expect((await lianban('dance')).err).toContain('没有「dance」这个命令');
    expect((await lianban('due', '--colour', 'red')).code).toBe(2);
    expect((await lianban('due', '--help')).code).toBe(0);
    expect((await lianban('due', '--lang', 'fr', '--start', '2026-09-28', '--days', '1', '--region', '330424')).code).toBe(2);
  });

  it('starts on any Node through lianban.mjs, with the exit code of the command', async () => {
    const start = promisify(execFile);
    const program = path.join(import.meta.dirname, 'lianban.mjs');

    const fine = await start(process.execPath, [program, 'due', '--start', '2026-09-28', '--days', '5', '--region', '330424', '--json']);
    const bad = await start(process.execPath, [program, 'dance']).catch((error: { code: number; stderr: string }) => error);

    expect(JSON.parse(fine.stdout).due).toBe('2026-10-10');
    expect(bad).toMatchObject({ code: 2 });
  });

  it('says in one sentence that it is not installed', async () => {
    const folder = await mkdtemp(path.join(scratch, 'clone-'));
    await cp(path.join(import.meta.dirname, 'lianban.mjs'), path.join(folder, 'runtime/cli/lianban.mjs'), { recursive: true });

    const result = await promisify(execFile)(process.execPath, [path.join(folder, 'runtime/cli/lianban.mjs'), 'due']).catch(
      (error: { code: number; stderr: string }) => error,
    );

    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining('npm ci') });
  });
});

describe('lianban import-dmn and export-dmn', () => {
  it('write the tables of a package as DMN and read the same tables back', async () => {
    const file = path.join(scratch, 'newborn.dmn');
    const folder = path.join(scratch, 'from-dmn');

    const out = await json('export-dmn', 'export-dmn', newborn, '-o', file);
    const back = await json('import-dmn', 'import-dmn', file, '-o', folder);

    expect([out.code, back.code]).toEqual([0, 0]);
    expect(out.value.totals).toMatchObject({ refused: 0 });
    expect(back.value.tables).toEqual(['t_precheck', 't_items', 't_days']);
    const read = async (from: string) => JSON.parse(await readFile(path.join(from, 'scenario.json'), 'utf8')).tables;
    expect(await read(folder)).toEqual(await read(newborn));
  });

  it('name what is refused, exit 1 and write nothing, unless the rest is wanted', async () => {
    const file = path.join(scratch, 'refused.dmn');
    const decision =
      '<decision id="d" name="Level"><variable name="Level"/><literalExpression><text>1 + 1</text></literalExpression></decision>';
    const model = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m"><businessKnowledgeModel id="b" name="PMT"/>${decision}</definitions>`;
    await writeFile(file, model);
    const folder = path.join(scratch, 'refused');

    const nothing = await json('import-dmn', 'import-dmn', file, '-o', folder);
    expect(nothing).toMatchObject({ code: 1, value: { output: null, totals: { refused: 1 } } });
    await expect(readdir(folder)).rejects.toThrow();
    expect((await lianban('import-dmn', file, '-o', folder)).out).toContain('没有导入  第 1 行 businessKnowledgeModel PMT');

    const rest = await json('import-dmn', 'import-dmn', file, '-o', folder, '--partial');
    expect(rest).toMatchObject({ code: 1, value: { output: folder, tables: ['t_level'] } });
    expect((await lianban('decide', folder, '--input', '{}')).out).toContain('2');
  });

  it('tell a file that is no model from one that is no XML', async () => {
    const file = path.join(scratch, 'page.dmn');
    await writeFile(file, '<html/>');
    expect(await json('error', 'import-dmn', file, '-o', scratch)).toMatchObject({ code: 1, value: { error: { kind: 'failed' } } });
    await writeFile(file, '<definitions>');
    expect((await lianban('import-dmn', file, '-o', scratch)).err).toContain('没有结束');
    expect((await lianban('import-dmn', file)).code).toBe(2);
    expect((await lianban('export-dmn', `${newborn}#nothing`, '-o', file)).code).toBe(1);
  });
});
