import { type InputFacts, type TableFinding, tableFindings } from '../../expression/index.ts';
import { at, en, warning, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Model } from '../model.ts';
import type { Finding } from '../plan.ts';
import type { TableSite } from '../sites.ts';
import type { Rule } from './rule.ts';

/**
 * Combinations of a decision table that no row covers or several rows share, rows nothing can reach, and what could not be
 * judged. Warnings: values depend on each other in ways a table does not know, so a gap may never come up.
 */
export const tableCoverage: Rule = (model) =>
  model.sites.tables.flatMap((site) => (site.parsed.ok ? known(site, factsOf(model, site)).map((found) => findingOf(site, found)) : []));

/** The designer compiles after every edit; most edits leave the tables alone. */
const remembered = new Map<string, TableFinding[]>();
const MOST_REMEMBERED = 200;

function known({ table }: TableSite, facts: Record<string, InputFacts>): TableFinding[] {
  const key = JSON.stringify([table, facts]);
  const found = remembered.get(key) ?? tableFindings(table, facts);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, found);
  return found;
}

/** What is declared of the value a column asks for, when it asks for one as it is. */
function factsOf(model: Model, { table }: TableSite): Record<string, InputFacts> {
  return Object.fromEntries(
    Object.entries(table.inputs).flatMap(([id, input]): [string, InputFacts][] => {
      const declared = entry(model.declared, input.expression.trim());
      if (!declared) return [];
      const { codes, rules } = declared;
      const names = codes && Object.fromEntries(Object.entries(codes).map(([code, { name }]) => [code, name]));
      return [[id, { ...(names ? { codes: names } : {}), minimum: rules.minimum, maximum: rules.maximum }]];
    }),
  );
}

function findingOf({ id, table }: TableSite, { code, rows, message }: TableFinding): Finding {
  const where = rows.length === 1 ? at('tables', id, 'rows', rows[0]!) : at('tables', id);
  const words = [`决策表${zh(table.name)}：${message['zh-CN']}`, `The table ${en(table.name)}: ${lowered(message.en!)}`] as const;
  switch (code) {
    case 'table.gap':
      return warning('table-gap', where, ...words);
    case 'table.overlap':
      return warning('table-overlap', where, ...words);
    case 'table.unreachable_row':
      return warning('table-unreachable-row', where, ...words);
    case 'table.not_judged':
      return warning('table-not-judged', where, ...words);
    case 'table.too_large':
      return tooLarge(where, words);
  }
}

/** Its fixture would be a table of thousands of rows: it is tested in `expression/combinations`. */
const tooLarge = (where: Pick<Finding, 'path' | 'element'>, [chinese, english]: readonly [string, string]): Finding => {
  const code = 'table-too-large';
  return warning(code, where, chinese, english);
};

const lowered = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);
