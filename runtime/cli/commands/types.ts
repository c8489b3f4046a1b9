import { declarationsFor, packageOf } from '../../compile/index.ts';
import { both, type CliCommand, CommandError, type Invocation, inLanguage, optionText, UsageError } from '../command.ts';
import { packageFolderOf, readFolder } from '../files.ts';

/** `types templates/family/newborn --node n_amount`: the declarations a script sees. */
export const types: CliCommand = {
  name: 'types',
  summary: both('脚本能看到的数据：TypeScript 声明。', 'What a script sees, as TypeScript declarations.'),
  usage: ['types FOLDER|SCENARIO [--node NODE|SCRIPT]'],
  options: { node: { type: 'string' } },
  run: runTypes,
};

async function runTypes({ positionals, values, report, language }: Invocation): Promise<number> {
  const [target, more] = positionals;
  if (target === undefined || more !== undefined) throw new UsageError('请写上一个场景包的文件夹。', 'Give one scenario package.');
  const { package: pkg, findings } = packageOf((await readFolder(await packageFolderOf(target))).files);
  if (!pkg) throw new CommandError(findings[0]!.message['zh-CN'], findings[0]!.message.en ?? findings[0]!.message['zh-CN']);

  const { nodes, scripts = {} } = pkg.scenario;
  const wanted = optionText(values, 'node');
  if (wanted !== undefined && !Object.hasOwn(nodes, wanted) && !Object.hasOwn(scripts, wanted)) {
    throw new CommandError(`没有「${wanted}」这个步骤或脚本。`, `There is no node or script “${wanted}”.`);
  }
  const ids = wanted === undefined ? Object.keys(scripts) : [wanted];
  const declarations = Object.fromEntries(ids.map((id) => [id, declarationsFor(pkg, id)]));
  const nameOf = (id: string) => inLanguage((nodes[id] ?? scripts[id])!.name, language);
  report({
    json: { scenario: pkg.scenario.id, declarations },
    words: () =>
      ids.length === 0
        ? [inLanguage(both('这个场景没有脚本。', 'This scenario has no script.'), language)]
        : ids.map((id) => `// ${nameOf(id)}\n${declarations[id]}`),
  });
  return 0;
}
