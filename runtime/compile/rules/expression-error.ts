import { en, error, zh } from '../finding.ts';
import type { Model } from '../model.ts';
import { resolveName, suggestionWords } from '../names.ts';
import type { Finding } from '../plan.ts';
import type { ExpressionSite } from '../sites.ts';
import type { Rule } from './rule.ts';

type Where = Pick<Finding, 'path' | 'element'>;

/** An expression that cannot be read, or one that uses a name nobody declares. Tables are in `table-error`. */
export const expressionError: Rule = (model) => model.sites.expressions.flatMap((site) => findingsOf(model, site));

function findingsOf(model: Model, site: ExpressionSite): Finding[] {
  const where = { path: site.path, element: site.element };
  const inRow = (name: string) =>
    name === 'row' || site.row?.some((column) => name === `row.${column}` || name.startsWith(`row.${column}.`)) === true;
  if (site.parsed.ok) return unknownNames(model, where, site.row ? site.parsed.reads.filter((name) => !inRow(name)) : site.parsed.reads);
  return site.parsed.problems.map(({ message, from }) =>
    error(
      'expression-error',
      where,
      `表达式${zh(undefined, shortened(site.source))}第 ${from + 1} 个字符处有误：${message['zh-CN']}`,
      `The expression ${en(undefined, shortened(site.source))} is wrong at character ${from + 1}: ${message.en ?? message['zh-CN']}`,
    ),
  );
}

/** One finding per name nobody declares. */
export function unknownNames(model: Model, where: Where, reads: readonly string[]): Finding[] {
  return [...new Set(reads)].flatMap((name) => {
    const resolved = resolveName(model, name);
    if (resolved.kind !== 'unknown') return [];
    const words = suggestionWords(resolved.suggestion);
    return [
      error(
        'expression-error',
        where,
        `没有名为「${name}」的数据：请改用表单字段、变量或参数的名称${words.zh || '。'}`,
        `There is no value named “${name}”: use the name of a form field, a variable or a parameter${words.en || '.'}`,
      ),
    ];
  });
}

function shortened(source: string): string {
  const line = source.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
