import type { PackageImported, SignedPackage } from '../../../schemas/generated/api.ts';
import { both, type CliCommand, CommandError, type Invocation, inLanguage, optionText, UsageError } from '../command.ts';
import { readJson } from '../files.ts';
import { packageErrors } from '../package-errors.ts';
import { withServices } from '../services.ts';

/** `import-package FILE`: takes in a signed release. `--trust FINGERPRINT` adds its signer first, when it is the one that was told. */
export const importPackage: CliCommand = {
  name: 'import-package',
  summary: both('导入其他系统签名导出的模板版本。', 'Take in a signed release of a template from another installation.'),
  usage: ['import-package FILE [--trust FINGERPRINT]'],
  options: { trust: { type: 'string' } },
  run,
};

async function run({ positionals, values, report, language }: Invocation): Promise<number> {
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new UsageError('请写上要导入的文件。', 'Give the file to take in.');
  const trust = optionText(values, 'trust');
  if (trust !== undefined && !/^[0-9a-f]{64}$/.test(trust))
    throw new UsageError('--trust 是发布方告诉您的指纹。', '--trust is the fingerprint the publisher told you.');
  const file = await readSigned(name);
  const imported = await packageErrors(() =>
    withServices(process.env, async ({ services }): Promise<PackageImported> => {
      const { byHand } = services.market.packages;
      const { keys } = await services.market.packages.desk({} as never);
      const known = keys.some(({ fingerprint, region }) => fingerprint === trust && region === file.manifest.publisher.region);
      if (trust !== undefined && !known) await byHand.trust(file, trust, 'cli');
      return byHand.import(file, 'cli');
    }),
  );
  const { regionName, version, clones } = imported;
  report({
    json: imported,
    words: () => [
      inLanguage(
        both(
          `已导入${regionName}「${imported.name['zh-CN']}」第 ${version} 版，本系统有 ${clones} 个克隆可以升级。`,
          `Took in “${imported.name.en ?? imported.name['zh-CN']}” of ${regionName}, version ${version}; ${clones} clones here can take it.`,
        ),
        language,
      ),
    ],
  });
  return 0;
}

async function readSigned(name: string): Promise<SignedPackage> {
  const [read, { default: validators }] = await Promise.all([readJson(name), import('../../../schemas/generated/api-body-validators.cjs')]);
  if (!read.ok) throw new CommandError(`读不了「${name}」：${read.detail}`, `“${name}” cannot be read: ${read.detail}`);
  if (!validators.SignedPackage(read.value))
    throw new CommandError(`「${name}」不是签名导出的模板文件。`, `“${name}” is no signed release of a template.`);
  return read.value as SignedPackage;
}
