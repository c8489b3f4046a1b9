import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CaseTest } from '../../../schemas/generated/documents.ts';
import { type CaseRun, runCase } from '../../cases/index.ts';
import type { Plan, ScenarioPackage } from '../../compile/index.ts';
import { both, type CliCommand, CommandError, type Invocation, inLanguage, type Language, requiredOption, UsageError } from '../command.ts';
import { checkDocument } from '../documents.ts';
import { packageFolderOf } from '../files.ts';
import { loadPlan } from '../load.ts';
import { createScriptRunner } from '../script-runner.ts';
import { problemLines, statusWords } from '../words.ts';

/** `run templates/family/newborn --case all-on-file`: plays one case test and shows where it went. */
export const run: CliCommand = {
  name: 'run',
  summary: both('演练一个用例：经过哪些步骤、结果、数据、任务和时限。', 'Plays one case: its way, result, data, tasks and clocks.'),
  usage: ['run FOLDER|SCENARIO --case ID|FILE'],
  options: { case: { type: 'string' } },
  run: runOne,
};

async function runOne({ positionals, values, report, language }: Invocation): Promise<number> {
  const [target, more] = positionals;
  if (target === undefined || more !== undefined) throw new UsageError('请写上一个场景包的文件夹。', 'Give one scenario package.');
  const wanted = requiredOption(values, 'case');
  const { package: pkg, plan } = await loadPlan(await packageFolderOf(target));
  const test = await findCase(pkg, wanted);
  const scripts = createScriptRunner(plan, test.region);
  try {
    const result = await runCase(plan, test, scripts.answer);
    report({ json: jsonOf(test, result), words: () => wordsOf(plan, test, result, language) });
    return result.passed ? 0 : 1;
  } finally {
    await scripts.close();
  }
}

/** A case of the package by id, or a case-test file. */
async function findCase(pkg: ScenarioPackage, wanted: string): Promise<CaseTest> {
  const id = path.basename(wanted).replace(/\.json$/, '');
  if (Object.hasOwn(pkg.cases, id) && !wanted.includes(path.sep)) return pkg.cases[id]!;
  const text = await readFile(wanted, 'utf8').catch(() => undefined);
  if (text === undefined) {
    const known = Object.keys(pkg.cases).join(', ');
    throw new CommandError(`没有用例「${wanted}」，有的是：${known}。`, `There is no case “${wanted}”. Known: ${known}.`);
  }
  return checkedCase(wanted, text);
}

function checkedCase(file: string, text: string): CaseTest {
  const document = parsed(text);
  const findings = checkDocument(path.basename(file), document);
  const format = (document as { format?: unknown } | undefined)?.format;
  if (findings.length === 0 && format === 'lianban.case-test/1') return document as CaseTest;
  const detail = findings[0];
  throw new CommandError(
    `「${file}」不是正确的用例${detail ? `：${detail.path} ${detail.message['zh-CN']}` : ''}。`,
    `“${file}” is no valid case test${detail ? `: ${detail.path} ${detail.message.en ?? detail.message['zh-CN']}` : ''}.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function jsonOf(test: CaseTest, result: CaseRun) {
  const { state } = result;
  return {
    case: test.id,
    passed: result.passed,
    problems: result.problems,
    status: state.status,
    asked: result.asked,
    fields: state.fields,
    tasks: Object.values(state.tasks),
    clocks: Object.values(state.clocks),
    issued: Object.values(state.issued),
    // What each would have said is for people who rehearse; the answer of this command stays as it is.
    sent: result.sent.map(({ lines: _, ...one }) => one),
    trace: result.trace,
  };
}

function wordsOf(plan: Plan, test: CaseTest, { state, trace, asked, sent, problems, passed }: CaseRun, language: Language): string[] {
  const say = (zh: string, en: string) => inLanguage(both(zh, en), language);
  const clocks = Object.values(state.clocks).map(
    (clock) => `  ${inLanguage(plan.clocks[clock.id]!.name, language)}  ${clock.due ?? say('待放假安排公布', 'provisional')}`,
  );
  const issued = Object.values(state.issued).map((one) => `  ${inLanguage(plan.outcomes[one.outcome]!.name, language)}  ${one.number}`);
  return [
    inLanguage(test.name, language),
    say('经过：', 'Way:'),
    ...trace.map((entry) => `  ${localMinute(entry.at)}  ${inLanguage(entry.name, language)}`),
    say(`申请人填写 ${asked.length} 项：`, `The applicant types ${asked.length}:`) +
      asked.map((one) => inLanguage(plan.types[one]!.name, language)).join(language === 'en' ? ', ' : '、'),
    say(
      `发出通知 ${sent.filter((one) => one.kind === 'notify').length} 条`,
      `Messages: ${sent.filter((one) => one.kind === 'notify').length}`,
    ),
    say('时限：', 'Clocks:'),
    ...clocks,
    say('结果：', 'Documents:'),
    ...issued,
    `${say('状态：', 'Status: ')}${statusWords(state.status, language)}`,
    ...(passed
      ? [say('✓ 与预期一致', '✓ as expected')]
      : [say('✗ 与预期不一致：', '✗ not as expected:'), ...problemLines(problems, language)]),
  ];
}

/** 'YYYY-MM-DD HH:mm' in Asia/Shanghai. */
function localMinute(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
