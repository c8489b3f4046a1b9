import type { Text } from '../../../schemas/generated/documents.ts';
import { type CaseRun, type CoverageReport, coverageReport, runCase } from '../../cases/index.ts';
import type { Plan } from '../../compile/index.ts';
import { both, type CliCommand, type Invocation, inLanguage, type Language, optionText, UsageError } from '../command.ts';
import { kindOfPath, packageFolderOf, packageFoldersIn } from '../files.ts';
import { loadPlan } from '../load.ts';
import { createScriptRunner } from '../script-runner.ts';
import { problemLines } from '../words.ts';

interface Tested {
  folder: string;
  scenario: string;
  plan: Plan;
  cases: { id: string; name: Text; run: CaseRun }[];
  coverage: CoverageReport;
  ok: boolean;
}

/** `test templates/family/newborn`: plays every case test, with coverage by node, edge, outcome and table row. */
export const test: CliCommand = {
  name: 'test',
  summary: both('运行场景包的全部用例，并说明覆盖到哪里。', 'Plays every case test of a package and says what they cover.'),
  usage: ['test FOLDER… [--min-coverage PERCENT]'],
  options: { 'min-coverage': { type: 'string' } },
  run: runTests,
};

async function runTests({ positionals, values, report, language }: Invocation): Promise<number> {
  if (positionals.length === 0) throw new UsageError('请写上场景包的文件夹。', 'Give the folder of a scenario package.');
  const minimum = percent(optionText(values, 'min-coverage'));
  const tested: Tested[] = [];
  for (const target of positionals) for (const folder of await foldersOf(target)) tested.push(await testPackage(folder, minimum));
  const ok = tested.every((one) => one.ok);
  report({
    json: { ok, packages: tested.map((one) => jsonOf(one, minimum)) },
    words: () => tested.flatMap((one) => wordsOf(one, minimum, language)),
  });
  return ok ? 0 : 1;
}

async function foldersOf(target: string): Promise<string[]> {
  if ((await kindOfPath(target)) === 'file') return [await packageFolderOf(target)];
  const found = await packageFoldersIn(target);
  return found.length > 0 ? found : [await packageFolderOf(target)];
}

function percent(text: string | undefined): number {
  if (text === undefined) return 0;
  const value = Number(text);
  if (text === '' || !(value >= 0 && value <= 100))
    throw new UsageError('--min-coverage 要写 0 到 100 的数。', '--min-coverage is a number from 0 to 100.');
  return value;
}

async function testPackage(folder: string, minimum: number): Promise<Tested> {
  const { package: pkg, plan } = await loadPlan(folder);
  const cases: Tested['cases'] = [];
  const scripts = createScriptRunner(plan, pkg.template?.region ?? '330000');
  try {
    for (const one of Object.values(pkg.cases)) cases.push({ id: one.id, name: one.name, run: await runCase(plan, one, scripts.answer) });
  } finally {
    await scripts.close();
  }
  const coverage = coverageReport(
    plan,
    cases.map((one) => one.run.coverage),
  );
  const ok = cases.length > 0 && cases.every((one) => one.run.passed) && coverage.share * 100 >= minimum;
  return { folder, scenario: pkg.scenario.id, plan, cases, coverage, ok };
}

function jsonOf({ folder, scenario, plan, cases, coverage, ok }: Tested, minimum: number) {
  const { counts } = plan.fills[Object.keys(plan.fills)[0] ?? ''] ?? {};
  return {
    folder,
    scenario,
    hash: plan.hash,
    ok,
    minCoverage: minimum,
    ...(counts ? { form: counts } : {}),
    cases: cases.map(({ id, name, run }) => ({
      id,
      name,
      passed: run.passed,
      status: run.state.status,
      asked: run.asked.length,
      problems: run.problems,
    })),
    coverage,
  };
}

function wordsOf({ folder, plan, cases, coverage }: Tested, minimum: number, language: Language): string[] {
  const say = (zh: string, en: string) => inLanguage(both(zh, en), language);
  const passed = cases.filter((one) => one.run.passed).length;
  const kinds: [Exclude<keyof CoverageReport, 'share'>, string][] = [
    ['nodes', say('步骤', 'nodes')],
    ['edges', say('路径', 'edges')],
    ['outcomes', say('决定', 'outcomes')],
    ['rows', say('决策表行', 'table rows')],
  ];
  const low = coverage.share * 100 < minimum;
  return [
    `${inLanguage(plan.scenario.name, language)}  ${folder}`,
    ...cases.flatMap(({ name, run }) => [
      `  ${run.passed ? '✓' : '✗'} ${inLanguage(name, language)}`,
      ...problemLines(run.problems, language),
    ]),
    ...(cases.length === 0 ? [say('  没有用例：在 cases 文件夹里写一个。', '  No case tests: write one in the folder cases.')] : []),
    say(`  用例 ${passed}/${cases.length} 通过`, `  ${passed} of ${cases.length} cases pass`),
    ...kinds.map(
      ([kind, word]) =>
        `  ${word}  ${coverage[kind].covered}/${coverage[kind].total}${coverage[kind].missing.length > 0 ? `  ${say('没走到', 'not reached')}: ${coverage[kind].missing.map((id) => wordOf(plan, kind, id, language)).join(language === 'en' ? '; ' : '；')}` : ''}`,
    ),
    ...(low
      ? [
          say(
            `  覆盖 ${percentWords(coverage.share)}，低于要求的 ${minimum}%`,
            `  Coverage ${percentWords(coverage.share)} is below ${minimum}%`,
          ),
        ]
      : []),
  ];
}

const percentWords = (share: number): string => `${(Math.floor(share * 1000) / 10).toFixed(1)}%`;

/** What is not covered, by name; a node id never stands alone. */
function wordOf(plan: Plan, kind: string, id: string, language: Language): string {
  const nodeWords = (node: string) => (plan.nodes[node] ? inLanguage(plan.nodes[node].doc.name, language) : node);
  if (kind === 'nodes') return nodeWords(id);
  if (kind === 'edges') return `${nodeWords(plan.edges[id]!.from)} → ${nodeWords(plan.edges[id]!.to)}`;
  const dot = id.indexOf('.');
  const [owner, part] = [id.slice(0, dot), id.slice(dot + 1)];
  if (kind === 'outcomes') {
    const doc = plan.nodes[owner]!.doc;
    const decision = doc.kind === 'task' ? doc.decisions[part] : undefined;
    return `${nodeWords(owner)} · ${decision ? inLanguage(decision.name, language) : part}`;
  }
  const table = plan.scenario.tables![owner]!;
  const note = table.rows[part]?.note;
  return `${inLanguage(table.name, language)} · ${note ? inLanguage(note, language) : part}`;
}
