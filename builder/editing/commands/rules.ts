/** Commands on decision tables and scripts. */
import type { DecisionTable, Script, TableInput, TableOutput, Text } from '../../../schemas/generated/documents.ts';
import { command, Refused } from '../command.ts';
import { placeAt, ranked } from '../rank.ts';
import type { Recording } from '../recording.ts';
import { change } from './entries.ts';

type Side = 'inputs' | 'outputs';

export const ruleCommands = {
  'table.edit': command<{ table: string; changes: Partial<Pick<DecisionTable, 'name' | 'hitPolicy' | 'aggregation'>> }>({
    run: (r, { table, changes }) => change(r, at(table), changes),
    label: (doc, { table }) => ({ key: 'editing.table.edit', name: doc.scenario.tables?.[table]?.name }),
  }),
  /** One cell; empty text clears it, which in a condition means any value. */
  'table.cell.edit': command<{ table: string; row: string; side: 'when' | 'then'; column: string; value: string }>({
    run: (r, { table, row, side, column, value }) =>
      r.set([...at(table), 'rows', row, side, column], value.trim() === '' ? undefined : value),
    label: (doc, { table }) => ({ key: 'editing.table.cell.edit', name: doc.scenario.tables?.[table]?.name }),
  }),
  'table.row.add': command<{ table: string; at?: number }>({
    run: (r, args) => {
      const id = r.newId('r');
      const siblings = ranked(tableOf(r, args.table).rows);
      const ranks = placeAt(siblings, id, args.at ?? siblings.length);
      for (const [sibling, rank] of Object.entries(ranks)) if (sibling !== id) r.set([...at(args.table), 'rows', sibling, 'rank'], rank);
      // biome-ignore lint/suspicious/noThenProperty: the schema's word for the outputs of a row; it is never awaited
      r.set([...at(args.table), 'rows', id], { rank: ranks[id], when: {}, then: {} });
    },
    label: (doc, { table }) => ({ key: 'editing.table.row.add', name: doc.scenario.tables?.[table]?.name }),
  }),
  'table.row.move': command<{ table: string; row: string; to: number }>({
    run: (r, { table, row, to }) => {
      const siblings = ranked(tableOf(r, table).rows).filter(([id]) => id !== row);
      for (const [id, rank] of Object.entries(placeAt(siblings, row, to))) r.set([...at(table), 'rows', id, 'rank'], rank);
    },
    label: (doc, { table }) => ({ key: 'editing.table.row.move', name: doc.scenario.tables?.[table]?.name }),
  }),
  'table.row.delete': command<{ table: string; row: string }>({
    run: (r, { table, row }) => r.remove([...at(table), 'rows', row]),
    label: (doc, { table }) => ({ key: 'editing.table.row.delete', name: doc.scenario.tables?.[table]?.name }),
  }),
  'table.column.add': command<
    { table: string } & ({ side: 'inputs'; column: Omit<TableInput, 'rank'> } | { side: 'outputs'; column: Omit<TableOutput, 'rank'> })
  >({
    run: (r, { table, side, column }) => {
      const id = r.newId('c');
      const siblings = ranked<{ rank: string }>(tableOf(r, table)[side]);
      r.set([...at(table), side, id], { ...column, rank: placeAt(siblings, id, siblings.length)[id] });
    },
    label: (_doc, { column }) => ({ key: 'editing.table.column.add', name: column.name }),
  }),
  'table.column.edit': command<{ table: string; side: Side; column: string; changes: Partial<TableInput & TableOutput> }>({
    run: (r, { table, side, column, changes }) => change(r, [...at(table), side, column], changes),
    label: (doc, args) => ({
      key: 'editing.table.column.edit',
      name: columnName(doc.scenario.tables?.[args.table], args.side, args.column),
    }),
  }),
  /** The cells of a column go with it. */
  'table.column.delete': command<{ table: string; side: Side; column: string }>({
    run: (r, { table, side, column }) => {
      const cells = side === 'inputs' ? 'when' : 'then';
      for (const row of Object.keys(tableOf(r, table).rows)) r.remove([...at(table), 'rows', row, cells, column]);
      r.remove([...at(table), side, column]);
    },
    label: (doc, args) => ({
      key: 'editing.table.column.delete',
      name: columnName(doc.scenario.tables?.[args.table], args.side, args.column),
    }),
  }),
  /** The step works by a rule table that says the same; a script no other step uses goes. */
  'script.toTable': command<{ node: string; table: DecisionTable }>({
    run: (r, { node, table }) => {
      const { nodes } = r.document.scenario;
      const doc = nodes[node];
      if (doc?.kind !== 'script') throw new Refused('editing.refused.gone');
      const { script, kind: _, ...rest } = doc;
      const id = r.newId('t');
      r.set(['scenario', 'tables', id], table);
      r.set(['scenario', 'nodes', node], { ...rest, kind: 'decision', table: id });
      if (!Object.entries(nodes).some(([other, one]) => other !== node && one.kind === 'script' && one.script === script))
        r.remove(['scenario', 'scripts', script]);
    },
    label: (doc, { node }) => ({ key: 'editing.script.toTable', name: doc.scenario.nodes[node]?.name }),
  }),
  'script.edit': command<{ script: string; changes: Partial<Script> }>({
    run: (r, { script, changes }) => change(r, ['scenario', 'scripts', script], changes),
    label: (doc, { script }) => ({ key: 'editing.script.edit', name: doc.scenario.scripts?.[script]?.name }),
  }),
};

const at = (table: string) => ['scenario', 'tables', table];

function tableOf(r: Recording, table: string): DecisionTable {
  const doc = r.document.scenario.tables?.[table];
  if (!doc) throw new Refused('editing.refused.gone');
  return doc;
}
const columnName = (table: DecisionTable | undefined, side: Side, column: string): Text | undefined => table?.[side][column]?.name;
