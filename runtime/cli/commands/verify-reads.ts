import { both, type CliCommand, CommandError, type Invocation, inLanguage, requiredOption, UsageError } from '../command.ts';
import { findDatabase } from '../database.ts';

/** `verify-reads --region 330424`: is the log of who read which data as it was written? Exit code 1 when it is not. */
export const verifyReads: CliCommand = {
  name: 'verify-reads',
  summary: both(
    '核验数据读取记录：逐条核对先后次序、校验值和签名。',
    'Check the log of data reads: order, hashes and signatures, line by line.',
  ),
  usage: ['verify-reads --region CODE'],
  options: { region: { type: 'string' } },
  run,
};

async function run({ values, positionals, report, language }: Invocation): Promise<number> {
  if (positionals.length > 0) throw new UsageError('verify-reads 只用选项，不要写别的。', 'verify-reads takes options only.');
  const region = requiredOption(values, 'region');
  if (!/^\d{6}$/.test(region)) throw new UsageError('地区代码是六位数字。', 'A region code has six digits.');
  const [{ createStore }, { proveReads }] = await Promise.all([
    import('../../store/store.ts'),
    import('../../services/data/read-proof.ts'),
  ]);
  const { url, masterKey } = await findDatabase(process.env);
  const store = createStore({ url, applicationName: 'lianban-cli', max: 2 });
  try {
    const proof = await proveReads(store, masterKey, region).catch((error: unknown) => {
      throw new CommandError(
        '读不到数据库，请稍后再试。',
        `The database cannot be read: ${error instanceof Error ? error.message : error}`,
      );
    });
    const { ok, checked, chains, unsigned, problems, publicKey } = proof;
    const say = (zh: string, en: string) => inLanguage(both(zh, en), language);
    report({
      json: { region, ...proof },
      words: () => [
        ok
          ? say(
              `${checked} 条读取记录与写入时一致，共 ${chains} 个书写序列。`,
              `${checked} reads are as they were written, in ${chains} chains.`,
            )
          : say(`核对了 ${checked} 条，发现 ${problems.length} 处不一致：`, `Checked ${checked} reads; ${problems.length} problems:`),
        ...problems.map(({ at, words }) => `  ${at ?? ''} ${inLanguage(words, language)}`),
        ...(unsigned > 0
          ? [say(`另有 ${unsigned} 条是启用签名以前写的。`, `${unsigned} more were written before lines were signed.`)]
          : []),
        say(`公钥 ${publicKey}`, `Public key ${publicKey}`),
      ],
    });
    return ok ? 0 : 1;
  } finally {
    await store.close();
  }
}
