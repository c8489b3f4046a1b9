import { readFile } from 'node:fs/promises';
import type { Text } from '../../../schemas/generated/documents.ts';
import type { MigrationMapping } from '../../engine/migration/index.ts';
import { verdictWords } from '../../engine/migration/index.ts';
import type { CaseState } from '../../engine/types.ts';
import type { MigrationPlan, MigrationProgress, MigrationScope, MigrationService } from '../../services/migration/migration.ts';
import type { CaseFilter } from '../../store/case-migrations.ts';
import {
  both,
  type CliCommand,
  CommandError,
  type Invocation,
  inLanguage,
  type Language,
  optionText,
  requiredOption,
  UsageError,
} from '../command.ts';
import { findDatabase } from '../database.ts';

/** `migrate-cases --plan --scenario newborn --region 330424`: what becomes of running cases when they go to a new version. */
export const migrateCases: CliCommand = {
  name: 'migrate-cases',
  summary: both(
    '把在办件迁移到新版本：先看计划，再分批迁移，可以撤销。',
    'Move running cases to a new version: plan first, move in batches, undo.',
  ),
  usage: [
    'migrate-cases --plan --scenario ID --region CODE [--to VERSION] [--mapping FILE] [--suggested] [--children] [filter…]',
    'migrate-cases --apply --scenario ID --region CODE [--to VERSION] [--mapping FILE] [--suggested] [--children] [filter…]',
    'migrate-cases --continue MIGRATION --region CODE',
    'migrate-cases --undo MIGRATION --region CODE',
    'migrate-cases --plan --old FOLDER --new FOLDER [--cases FILE] [--mapping FILE] [--suggested]',
    'filter: --from VERSION… --status draft|running --node ID --started-from TIME --started-before TIME --case NUMBER… --limit N',
  ],
  options: {
    plan: { type: 'boolean' },
    apply: { type: 'boolean' },
    continue: { type: 'string' },
    undo: { type: 'string' },
    scenario: { type: 'string' },
    region: { type: 'string' },
    to: { type: 'string' },
    mapping: { type: 'string' },
    suggested: { type: 'boolean' },
    children: { type: 'boolean' },
    old: { type: 'string' },
    new: { type: 'string' },
    cases: { type: 'string' },
    from: { type: 'string', multiple: true },
    status: { type: 'string' },
    node: { type: 'string' },
    'started-from': { type: 'string' },
    'started-before': { type: 'string' },
    case: { type: 'string', multiple: true },
    limit: { type: 'string' },
  },
  run: runMigrateCases,
};

async function runMigrateCases(invocation: Invocation): Promise<number> {
  const { values, positionals } = invocation;
  if (positionals.length > 0) throw new UsageError('migrate-cases 只用选项，不要写别的。', 'migrate-cases takes options only.');
  const wanted = ['plan', 'apply', 'continue', 'undo'].filter((name) => values[name] !== undefined);
  if (wanted.length !== 1)
    throw new UsageError('请写 --plan、--apply、--continue 或 --undo 中的一个。', 'Give one of --plan, --apply, --continue and --undo.');
  if (values.old !== undefined || values.new !== undefined) return planOffline(invocation);
  return withMigration(async (migration) => {
    const region = requiredOption(values, 'region');
    const id = optionText(values, 'continue') ?? optionText(values, 'undo');
    if (id !== undefined) {
      const act = values.undo === undefined ? moveAll(migration, region, id) : migration.undo({ region, id });
      return reportProgress(invocation, await act);
    }
    const scope = await scopeOf(invocation, region);
    let plan = await migration.plan(scope);
    if (values.suggested && plan.counts.mapping > 0) {
      scope.mapping = withSuggested(plan, scope.mapping);
      plan = await migration.plan(scope);
    }
    if (values.plan) return reportPlan(invocation, plan);
    const begun = await migration.begin({ ...scope, by: { id: 'cli', name: both('命令行', 'Command line')['zh-CN'] } });
    for (const child of begun.children ?? []) await moveAll(migration, region, child.id);
    return reportProgress(invocation, await moveAll(migration, region, begun.id));
  });
}

/** What is suggested, under what the mapping file says. */
function withSuggested(plan: MigrationPlan, given: MigrationMapping = {}): MigrationMapping {
  const { suggested } = plan;
  return { ...given, nodes: { ...suggested.nodes, ...given.nodes }, branches: { ...suggested.branches, ...given.branches } };
}

async function moveAll(migration: MigrationService, region: string, id: string): Promise<MigrationProgress> {
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const progress = await migration.move({ region, id });
    // Cases somebody acts on all the time wait for a quieter moment: `--continue` takes them up.
    if (progress.waiting === 0 || progress.waiting >= before) return progress;
    before = progress.waiting;
  }
}

async function withMigration<T>(work: (migration: MigrationService) => Promise<T>): Promise<T> {
  const [{ createStore }, { createPlans }, { createVersionSource }, { compile }, { createMigration }, { createSandbox }, { createHmac }] =
    await Promise.all([
      import('../../store/store.ts'),
      import('../../services/plans.ts'),
      import('../../services/studio/index.ts'),
      import('../../compile/index.ts'),
      import('../../services/migration/migration.ts'),
      import('../../sandbox/index.ts'),
      import('node:crypto'),
    ]);
  const { url, masterKey } = await findDatabase(process.env);
  const store = createStore({ url, applicationName: 'lianban-cli', max: 4 });
  const sandbox = createSandbox({ children: 1 });
  const secret = createHmac('sha256', Buffer.from(masterKey, 'base64')).update('lianban.party-key/1').digest();
  try {
    return await work(
      createMigration({
        store,
        plans: createPlans({ versions: createVersionSource(store), compile }),
        sandbox,
        clock: () => new Date().toISOString(),
        partyKey: (idNumber) => createHmac('sha256', secret).update(idNumber.toUpperCase()).digest('base64url'),
        logger: { debug() {}, info() {}, warn() {}, error() {} },
      }),
    );
  } catch (error) {
    throw asCommandError(error);
  } finally {
    await sandbox.close();
    await store.close();
  }
}

function asCommandError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'version.not_found' || code === 'version.unknown')
    return new CommandError('这个地区没有发布过这个场景的这个版本。', 'This version of the scenario is not published in the region.');
  if (code === 'migration.unknown') return new CommandError('没有这次迁移。', 'There is no such migration.');
  if (code === 'service.unavailable')
    return new CommandError('连不上数据库，请检查地址。', 'The database does not answer: check its address.');
  return error;
}

async function scopeOf({ values }: Invocation, region: string): Promise<MigrationScope> {
  const to = numberOption(values.to, 'to');
  return {
    region,
    scenario: requiredOption(values, 'scenario'),
    ...(to === undefined ? {} : { to }),
    mapping: await mappingOf(optionText(values, 'mapping')),
    filter: filterOf(values),
    ...(values.children ? { children: true } : {}),
  };
}

async function mappingOf(file: string | undefined): Promise<MigrationMapping> {
  return file === undefined ? {} : ((await readJson(file)) as MigrationMapping);
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw new CommandError(
      `读不了 ${file}：请检查文件是否存在、是不是 JSON。`,
      `${file} cannot be read: check that it is there and that it is JSON.`,
    );
  }
}

function filterOf(values: Invocation['values']): CaseFilter {
  const filter: CaseFilter = {};
  const versions = (values.from as string[] | undefined)?.map((text) => numberOption(text, 'from')!);
  if (versions) filter.versions = versions;
  const status = optionText(values, 'status');
  if (status !== undefined && status !== 'draft' && status !== 'running')
    throw new UsageError('--status 只能是 draft 或 running。', '--status is draft or running.');
  if (status) filter.status = status;
  const node = optionText(values, 'node');
  if (node) filter.node = node;
  for (const [option, key] of [
    ['started-from', 'startedFrom'],
    ['started-before', 'startedBefore'],
  ] as const) {
    const text = optionText(values, option);
    if (text === undefined) continue;
    if (Number.isNaN(Date.parse(text)))
      throw new UsageError(`--${option} 要写成 2026-09-28T00:00:00Z。`, `--${option} is a time like 2026-09-28T00:00:00Z.`);
    filter[key] = new Date(text).toISOString();
  }
  const caseNos = values.case as string[] | undefined;
  if (caseNos) filter.caseNos = caseNos;
  const limit = numberOption(values.limit, 'limit');
  if (limit !== undefined) filter.limit = limit;
  return filter;
}

function numberOption(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`--${name} 要写从 1 开始的整数。`, `--${name} is a whole number from 1.`);
  return number;
}

/** Two packages on disk, and states in a file: no database is needed. */
async function planOffline(invocation: Invocation): Promise<number> {
  const { values } = invocation;
  if (!values.plan) throw new UsageError('--old 和 --new 只能与 --plan 一起用。', '--old and --new go with --plan.');
  const [{ loadPlan }, { planStates }] = await Promise.all([import('../load.ts'), import('./migrate-cases-offline.ts')]);
  const [from, to] = [await loadPlan(requiredOption(values, 'old')), await loadPlan(requiredOption(values, 'new'))];
  const file = optionText(values, 'cases');
  const states = file === undefined ? [] : ((await readJson(file)) as CaseState[]);
  if (!Array.isArray(states)) throw new CommandError('办件文件要是状态的清单。', 'The file of cases is a list of states.');
  let mapping = await mappingOf(optionText(values, 'mapping'));
  let plan = planStates(from.plan, to.plan, states, mapping);
  if (values.suggested) {
    mapping = withSuggested(plan, mapping);
    plan = planStates(from.plan, to.plan, states, mapping);
  }
  return reportPlan(invocation, plan);
}

function reportPlan({ report, language }: Invocation, plan: MigrationPlan): number {
  report({ json: plan, words: () => planWords(plan, language) });
  return plan.counts.mapping + plan.counts.person > 0 ? 1 : 0;
}

function planWords(plan: MigrationPlan, language: Language): string[] {
  const say = (text: Text) => inLanguage(text, language);
  const total = Object.values(plan.counts).reduce((sum, count) => sum + count, 0);
  const lines = [
    say(both(`${total} 件在办，迁移到第 ${plan.to} 版：`, `${total} cases under way, to version ${plan.to}:`)),
    ...(['safe', 'mapping', 'person', 'stay'] as const).map((verdict) => `  ${say(verdictWords[verdict])}  ${plan.counts[verdict]}`),
  ];
  if (plan.differences.length > 0)
    lines.push(say(both('两个版本的差别：', 'What differs:')), ...plan.differences.map((text) => `  ${say(text)}`));
  for (const group of plan.groups) {
    lines.push(`${say(verdictWords[group.verdict])}  ${group.cases}${group.examples.length > 0 ? `  (${group.examples.join(', ')})` : ''}`);
    lines.push(...group.reasons.map((reason) => `  ${say(reason.text)}`));
  }
  if (plan.counts.mapping > 0)
    lines.push(
      say(
        both(
          `建议的对应关系（写进 --mapping 的文件，或用 --suggested）：`,
          'Suggested (for the file of --mapping, or take it with --suggested):',
        ),
      ),
      `  ${JSON.stringify(plan.suggested)}`,
    );
  for (const child of plan.children ?? [])
    lines.push(
      say(both(`被调用的办件（${child.scenario}）：`, `Called cases (${child.scenario}):`)),
      ...planWords(child, language).map((line) => `  ${line}`),
    );
  return lines;
}

function reportProgress({ report, language }: Invocation, progress: MigrationProgress): number {
  const words = both(
    `迁移 ${progress.id}：已迁移 ${progress.moved} 件，等待 ${progress.waiting} 件，不迁移 ${progress.left} 件，已撤销 ${progress.undone} 件。`,
    `Migration ${progress.id}: ${progress.moved} moved, ${progress.waiting} waiting, ${progress.left} left where they are, ${progress.undone} undone.`,
  );
  const next = both(
    `接着迁移：migrate-cases --continue；撤销：migrate-cases --undo。`,
    'Go on with migrate-cases --continue; take back with migrate-cases --undo.',
  );
  report({ json: progress, words: () => [inLanguage(words, language), inLanguage(next, language)] });
  return progress.waiting > 0 ? 1 : 0;
}
