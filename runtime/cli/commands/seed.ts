import path from 'node:path';
import type { CountyFigures } from '../../seed/county/county.ts';
import type { FleetFigures } from '../../seed/fleet/fleet.ts';
import { both, type CliCommand, type Invocation, inLanguage, optionText, UsageError } from '../command.ts';

/** `seed --size fleet`: a province's templates cloned into ninety counties. `seed --size county`: a county with its departments, services and 100,000 cases, for trying the product at its real size. */
export const seed: CliCommand = {
  name: 'seed',
  summary: both(
    '放入真实规模的数据：一个县的部门、目录、场景和办件，或全省各县克隆的模板。',
    'Fill in data of real size: the departments, catalogue, scenarios and cases of a county, or templates cloned into every county of a province.',
  ),
  usage: [
    'seed --size county [--region CODE] [--name NAME] [--cases N] [--password TEXT]',
    'seed --size fleet [--templates N] [--counties N]',
  ],
  options: {
    size: { type: 'string' },
    region: { type: 'string' },
    name: { type: 'string' },
    cases: { type: 'string' },
    password: { type: 'string' },
    templates: { type: 'string' },
    counties: { type: 'string' },
  },
  run: runSeed,
};

const defaultCases = 100_000;

async function runSeed(invocation: Invocation): Promise<number> {
  const { values, positionals, terminal, language } = invocation;
  if (positionals.length > 0) throw new UsageError('seed 只用选项，不要写别的。', 'seed takes options only.');
  if (values.size === 'fleet') return runFleet(invocation);
  if (values.size !== 'county') throw new UsageError('请写 --size county 或 --size fleet。', 'Give --size county or --size fleet.');
  const cases = Number(optionText(values, 'cases') ?? defaultCases);
  if (!Number.isInteger(cases) || cases < 0) throw new UsageError('--cases 要写整数。', '--cases is a whole number.');
  const code = optionText(values, 'region') ?? '330424';
  if (!/^\d{6}$/.test(code)) throw new UsageError('--region 是六位行政区划代码。', '--region is a region code of six digits.');
  const [{ withServices }, { seedCounty }, { regionName }] = await Promise.all([
    import('../services.ts'),
    import('../../seed/county/county.ts'),
    import('../../../schemas/regions/region-names.ts'),
  ]);
  const name = optionText(values, 'name') ?? regionName(code);
  const words = {
    departments: both('部门', 'departments'),
    services: both('场景', 'scenarios'),
    cases: both('办件', 'cases'),
    resources: both('数据资源', 'data resources'),
    contracts: both('数据授权', 'data contracts'),
  };
  const figures = await withServices(process.env, ({ services, store, clock }) =>
    seedCounty({
      store,
      services,
      clock,
      region: { code, name },
      cases,
      password: optionText(values, 'password'),
      progress: (what, done, of) => terminal.err(`${inLanguage(words[what], language)} ${done} / ${of}`),
    }),
  );
  invocation.report({ json: figures, words: () => wordsOf(figures).map((text) => inLanguage(text, language)) });
  return 0;
}

/** Thirty-one templates, ninety counties, ten local changes each, unless told otherwise. */
async function runFleet({ values, terminal, language, report }: Invocation): Promise<number> {
  const count = wholeNumber(optionText(values, 'templates'), { option: 'templates', usual: 31, most: 200 });
  const counties = wholeNumber(optionText(values, 'counties'), { option: 'counties', usual: 90, most: 90 });
  const [{ withServices }, { seedFleet }, { readTemplates }] = await Promise.all([
    import('../services.ts'),
    import('../../seed/fleet/fleet.ts'),
    import('../../services/studio/index.ts'),
  ]);
  const templates = await readTemplates(path.join(import.meta.dirname, '../../../templates'));
  const figures: FleetFigures = await withServices(process.env, ({ store, clock }) =>
    seedFleet({
      store,
      clock,
      templates: templates.values(),
      count,
      counties,
      progress: (done, of) => terminal.err(`${inLanguage(both('模板', 'templates'), language)} ${done} / ${of}`),
    }),
  );
  const { clones, changes, seconds } = figures;
  const words = both(
    `${figures.templates} 个模板，${figures.counties} 个县，新增克隆 ${clones} 个、本地修改 ${changes} 处，用时 ${seconds} 秒。`,
    `${figures.templates} templates, ${figures.counties} counties: ${clones} clones with ${changes} local changes added in ${seconds} s.`,
  );
  report({ json: { ...figures }, words: () => [inLanguage(words, language)] });
  return 0;
}

function wholeNumber(text: string | undefined, { option, usual, most }: { option: string; usual: number; most: number }): number {
  const value = Number(text ?? usual);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UsageError(`--${option} 是 1 到 ${most} 的整数。`, `--${option} is a whole number from 1 to ${most}.`);
}

function wordsOf({ departments, services, cases, seconds, accounts }: CountyFigures) {
  const lines = [
    both(
      `${departments} 个部门，${services} 个场景，新增 ${cases} 件办件，用时 ${seconds} 秒。`,
      `${departments} departments, ${services} scenarios, ${cases} cases added in ${seconds} s.`,
    ),
  ];
  if (accounts.password)
    lines.push(
      both(
        `账号：设计 ${accounts.designer}，办件 ${accounts.officers.slice(0, 3).join('、')} 等，口令 ${accounts.password}`,
        `Accounts: designer ${accounts.designer}, desks ${accounts.officers.slice(0, 3).join(', ')} and so on, password ${accounts.password}`,
      ),
    );
  return lines;
}
