import { addressOf, type Change, changeSentence, diffPackages } from '../../merge/index.ts';
import { both, type CliCommand, type Invocation, inLanguage, UsageError } from '../command.ts';
import { groupWords } from '../groups.ts';
import { readVersions, type Version } from '../versions.ts';

/** `diff templates/family/newborn ../county/newborn`: what is different, change by change, in words or with addresses. */
export const diff: CliCommand = {
  name: 'diff',
  summary: both('比较两个场景包或两个文档，逐项说明改了什么。', 'Compares two packages or two documents, change by change.'),
  usage: ['diff A B'],
  options: {},
  run: runDiff,
};

async function runDiff({ positionals, report, language }: Invocation): Promise<number> {
  const [a, b, ...more] = positionals;
  if (a === undefined || b === undefined || more.length > 0)
    throw new UsageError('请写上要比较的两个文件夹或文件。', 'Give the two folders or files to compare.');
  const { versions } = await readVersions([a, b]);
  const [before, after] = versions as [Version, Version];
  const packages = { before: before.package, after: after.package };
  const changes = diffPackages(before.package, after.package);
  report({
    json: {
      before: a,
      after: b,
      changes: changes.map((change) => ({ ...change, ...addressOf(change.key), sentence: changeSentence(change, packages) })),
    },
    words: () => {
      if (changes.length === 0) return [inLanguage(both('没有差别。', 'No difference.'), language)];
      const line = (change: Change) => `  ${inLanguage(changeSentence(change, packages), language)}`;
      return groupWords(changes, language, (group) => group.map(line));
    },
  });
  return 0;
}
