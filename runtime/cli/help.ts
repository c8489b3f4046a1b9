import { both, type CliCommand, inLanguage, type Language } from './command.ts';
import { commandNames, findCommand } from './commands.ts';

const title = both(
  '联办命令行：检查、演练和计算，不需要服务器和数据库。',
  'Lianban on the command line: check, rehearse and compute without server or database.',
);
const common = both(
  '每个命令都可以加 --json（只输出一个 JSON）和 --lang zh-CN|en。退出码：0 没有问题，1 发现问题，2 用法不对。',
  'Every command takes --json (one JSON object, nothing else) and --lang zh-CN|en. Exit code: 0 fine, 1 problems found, 2 wrong use.',
);

export async function help(language: Language): Promise<string> {
  const commands = await Promise.all(commandNames.map(findCommand));
  const lines = commands.flatMap((command) =>
    command ? [...command.usage.map((usage) => `  lianban ${usage}`), `      ${inLanguage(command.summary, language)}`] : [],
  );
  return [inLanguage(title, language), '', ...lines, '', inLanguage(common, language)].join('\n');
}

export function helpOf(command: CliCommand, language: Language): string {
  return [
    inLanguage(command.summary, language),
    '',
    ...command.usage.map((usage) => `  lianban ${usage}`),
    '',
    inLanguage(common, language),
  ].join('\n');
}
