import { writeFile } from 'node:fs/promises';
import type { SignedFile } from '../../services/templates/packages.ts';
import { both, type CliCommand, type Invocation, inLanguage, optionText, UsageError } from '../command.ts';
import { packageErrors } from '../package-errors.ts';
import { withServices } from '../services.ts';

/** `export-package 330000~family~newborn -o FILE`: a release as one signed file, for another installation. */
export const exportPackage: CliCommand = {
  name: 'export-package',
  summary: both(
    '把模板的一个版本签名导出为文件，供其他系统导入。',
    'Write a release of a template as one signed file, for another installation.',
  ),
  usage: ['export-package REGION~TEMPLATE [--version N] [-o FILE]'],
  options: { version: { type: 'string' }, output: { type: 'string', short: 'o' } },
  run,
};

async function run({ positionals, values, report, language }: Invocation): Promise<number> {
  const [template, ...rest] = positionals;
  if (template === undefined || rest.length > 0 || !/^\d{6}~[a-z][a-z0-9-]*(~[a-z][a-z0-9-]*)?$/.test(template))
    throw new UsageError('请写上模板，例如 330000~family~newborn。', 'Give the template, for example 330000~family~newborn.');
  const version = optionText(values, 'version');
  if (version !== undefined && !/^[1-9]\d*$/.test(version))
    throw new UsageError('--version 是版本号。', '--version is the number of a version.');
  const { name, file } = await packageErrors(() =>
    withServices(
      process.env,
      ({ services }): Promise<SignedFile> =>
        services.market.packages.byHand.export(template, version === undefined ? undefined : Number(version)),
    ),
  );
  const output = optionText(values, 'output') ?? name;
  await writeFile(output, `${JSON.stringify(file, null, 1)}\n`);
  const { publisher, hash, version: number } = file.manifest;
  report({
    json: { file: output, template, version: number, hash, fingerprint: publisher.fingerprint, publicKey: file.publicKey },
    words: () => [
      inLanguage(both(`已写入 ${output}（第 ${number} 版）。`, `Written to ${output} (version ${number}).`), language),
      inLanguage(
        both(
          `请另行把指纹告诉对方：${publisher.fingerprint}`,
          `Tell the other side the fingerprint on another way: ${publisher.fingerprint}`,
        ),
        language,
      ),
    ],
  });
  return 0;
}
