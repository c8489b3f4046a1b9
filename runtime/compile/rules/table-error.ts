import { at, en, error, zh } from '../finding.ts';
import type { Finding } from '../plan.ts';
import type { TableSite } from '../sites.ts';
import { unknownNames } from './expression-error.ts';
import type { Rule } from './rule.ts';

/** Cells that cannot be read or have no column, names nobody declares, a table without columns or rows. */
export const tableError: Rule = (model) =>
  model.sites.tables.flatMap((site) => [
    ...columnFindings(site),
    ...(site.parsed.ok ? unknownNames(model, at('tables', site.id), site.parsed.reads) : problemFindings(site)),
  ]);

function problemFindings({ id, table, parsed }: TableSite): Finding[] {
  if (parsed.ok) return [];
  return parsed.problems.map(({ path, message }) =>
    error(
      'table-error',
      { ...at('tables', id), path: `${at('tables', id).path}/${path}` },
      `决策表${zh(table.name)}有误：${message['zh-CN']}`,
      `The table ${en(table.name)} is wrong: ${message.en ?? message['zh-CN']}`,
    ),
  );
}

function columnFindings({ id, table }: TableSite): Finding[] {
  return Object.keys(table.outputs).length === 0 || Object.keys(table.rows).length === 0
    ? [
        error(
          'table-error',
          at('tables', id),
          `决策表${zh(table.name)}没有输出列或没有规则行：请至少添加一个输出列和一行。`,
          `The table ${en(table.name)} has no output or no row: add at least one of each.`,
        ),
      ]
    : [];
}
