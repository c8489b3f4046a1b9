import type { CountyFigures } from '../../seed/county/county.ts';
import { both, type CliCommand, type Invocation, inLanguage, optionText, UsageError } from '../command.ts';

/** `seed --size county`: a county with its departments, services and 100,000 cases, for trying the product at its real size. */
export const seed: CliCommand = {
  name: 'seed',
  summary: both(
    '放入一个普通规模县的数据：部门、目录、场景和办件，用来按真实规模试用。',
    'Fill in a county of ordinary size: departments, catalogue, scenarios and cases, to try the product at its real size.',
  ),
  usage: ['seed --size county [--region CODE] [--name NAME] [--cases N] [--password TEXT]'],
  options: {
    size: { type: 'string' },
    region: { type: 'string' },
    name: { type: 'string' },
    cases: { type: 'string' },
    password: { type: 'string' },
  },
  run: runSeed,
};

const defaultCases = 100_000;

async function runSeed(invocation: Invocation): Promise<number> {
  const { values, positionals, terminal, language } = invocation;
  if (positionals.length > 0) throw new UsageError('seed 只用选项，不要写别的。', 'seed takes options only.');
  if (values.size !== 'county') throw new UsageError('请写 --size county。', 'Give --size county.');
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
