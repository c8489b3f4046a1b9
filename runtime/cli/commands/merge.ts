import {
  addressOf,
  changeSentence,
  type Decision,
  type MergeItem,
  type MergeResult,
  mergeElements,
  mergePackages,
} from '../../merge/index.ts';
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
import { checkDocument } from '../documents.ts';
import { writeOutput } from '../exporting.ts';
import { readJson } from '../files.ts';
import { groupWords } from '../groups.ts';
import { documentIn, jsonText, readVersions, type Version, writePackage } from '../versions.ts';

/** `merge --base B --ours O --theirs T -o OUT`: a three-way merge; with a conflict nothing is written. */
export const merge: CliCommand = {
  name: 'merge',
  summary: both(
    '三方合并：基线、本地、上游。有冲突时只列出冲突，不写文件。',
    'Three-way merge of base, ours and theirs. With a conflict it lists the conflicts and writes nothing.',
  ),
  usage: ['merge --base B --ours O --theirs T [--decisions FILE] -o OUT'],
  options: {
    base: { type: 'string' },
    ours: { type: 'string' },
    theirs: { type: 'string' },
    decisions: { type: 'string' },
    output: { type: 'string', short: 'o' },
  },
  run: runMerge,
};

async function runMerge({ positionals, values, report, language }: Invocation): Promise<number> {
  if (positionals.length > 0) throw new UsageError('多余的参数。', 'Too many arguments.');
  const targets = ['base', 'ours', 'theirs'].map((name) => requiredOption(values, name));
  const output = requiredOption(values, 'output');
  const { versions, isDocument } = await readVersions(targets);
  const [base, ours, theirs] = versions as [Version, Version, Version];
  const decisions = await readDecisions(optionText(values, 'decisions'));
  const input = { base: base.package, ours: ours.package, theirs: theirs.package, decisions };
  // One document alone has no flow to look at.
  const merged: MergeResult = isDocument ? { ...mergeElements(input), findings: [] } : mergePackages(input);
  const packages = { base: base.package, ours: ours.package, theirs: theirs.package };
  const unknown = Object.keys(decisions).filter((key) => !merged.items.some((item) => item.key === key));
  const files = merged.open.length > 0 ? [] : await write(output, { merged, ours, theirs, isDocument });
  const say = (item: MergeItem) => changeSentence(item, packages);
  report({
    json: {
      base: base.target,
      ours: ours.target,
      theirs: theirs.target,
      output,
      written: merged.open.length === 0,
      files,
      items: merged.items.map((item) => ({ ...item, ...addressOf(item.key), sentence: say(item) })),
      conflicts: merged.open.map((key) => ({ key, ...addressOf(key) })),
      findings: merged.findings,
      unknownDecisions: unknown,
    },
    words: () => linesOf({ merged, say, unknown, output }, language),
  });
  return merged.open.length > 0 || merged.findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

/** `{ "scenario/nodes/n_ga/dueDays": { "take": "theirs" } }`, or the same under `decisions`. */
async function readDecisions(file: string | undefined): Promise<Record<string, Decision>> {
  if (file === undefined) return {};
  const read = await readJson(file);
  const held = read.ok ? ((read.value as { decisions?: unknown } | null)?.decisions ?? read.value) : undefined;
  const isDecision = (value: unknown): value is Decision => {
    const take = (value as { take?: unknown } | null)?.take;
    return take === 'ours' || take === 'theirs' || take === 'both' || (take === 'edit' && 'value' in (value as object));
  };
  if (typeof held !== 'object' || held === null || Array.isArray(held) || !Object.values(held).every(isDecision))
    throw new CommandError(
      `「${file}」不是决定：每一项应为 {"take": "ours"|"theirs"|"both"}，或 {"take": "edit", "value": …}。`,
      `“${file}” holds no decisions: each is {"take": "ours"|"theirs"|"both"} or {"take": "edit", "value": …}.`,
    );
  return held as Record<string, Decision>;
}

interface Written {
  merged: MergeResult;
  ours: Version;
  theirs: Version;
  isDocument: boolean;
}

async function write(output: string, { merged, ours, theirs, isDocument }: Written): Promise<string[]> {
  if (!isDocument) return writePackage(output, merged.result, [ours, theirs]);
  const document = documentIn(merged.result, ours);
  const [problem] = checkDocument(output, document);
  if (problem)
    throw new CommandError(
      `结果不合格式：${problem.path} ${problem.message['zh-CN']}`,
      `The result fits no schema: ${problem.path} ${problem.message.en ?? ''}`,
    );
  await writeOutput(output, jsonText(document));
  return [output];
}

interface Told {
  merged: MergeResult;
  say: (item: MergeItem) => ReturnType<typeof changeSentence>;
  unknown: string[];
  output: string;
}

function linesOf({ merged: { items, open, findings }, say, unknown, output }: Told, language: Language): string[] {
  const t = (zh: string, en: string) => inLanguage(both(zh, en), language);
  const asked = items.filter(({ key }) => open.includes(key));
  const line = (item: MergeItem) => `  ${inLanguage(say(item), language)}`;
  const withAddress = (item: MergeItem) => [
    line(item),
    `    ${addressWords(item)}${t('，可选 ', ', choose ')}${item.choices.join(' | ')}${item.stale ? t('（原决定已失效）', ' (the decision no longer holds)') : ''}`,
  ];
  const count = (state: MergeItem['state']) => items.filter((item) => item.state === state).length;
  const counts = t(
    `上游 ${count('theirs')} 处，本地 ${count('ours')} 处，双方相同 ${count('same')} 处，自动合并 ${count('merged')} 处，冲突 ${count('conflict')} 处。`,
    `${count('theirs')} from upstream, ${count('ours')} local, ${count('same')} alike, ${count('merged')} brought together, ${count('conflict')} in conflict.`,
  );
  return [
    ...(asked.length > 0
      ? [
          t(`${asked.length} 处冲突，没有写文件：`, `${asked.length} conflicts, nothing written:`),
          ...groupWords(asked, language, (group) => group.flatMap(withAddress)),
        ]
      : [
          t(`已写入 ${output}。`, `Written to ${output}.`),
          ...groupWords(
            items.filter(({ state }) => state !== 'ours'),
            language,
            (group) => group.map(line),
          ),
        ]),
    counts,
    ...findings.map(({ path, message }) => `  ${path} ${inLanguage(message, language)}`),
    ...unknown.map((key) => t(`决定「${key}」不对应任何一处改动。`, `The decision “${key}” is about no change there is.`)),
  ];
}

function addressWords({ key }: MergeItem): string {
  const { element, property } = addressOf(key);
  return `${element}${property === '' ? '' : ` ${property}`} (${key})`;
}
