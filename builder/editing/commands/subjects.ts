/** Commands on whom a scenario is about and on the values it works out: whose they are, in what order, and how they go. */
import type { Scenario } from '../../../schemas/generated/documents.ts';
import { command, Refused } from '../command.ts';
import { knownValues } from '../paths.ts';
import { placeAt, ranked } from '../rank.ts';
import type { Recording } from '../recording.ts';
import { subjectReferences, valueReferences } from '../uses.ts';

export const subjectCommands = {
  'subject.move': command<{ id: string; index: number }>({
    run: (r, { id, index }) => {
      const others = ranked(r.document.scenario.subjects).filter(([other]) => other !== id);
      for (const [moved, rank] of Object.entries(placeAt(others, id, index))) r.set(['scenario', 'subjects', moved, 'rank'], rank);
    },
    label: (doc, { id }) => ({ key: 'basics.subject.move', name: doc.scenario.subjects[id]?.name }),
  }),
  /** Whatever named it names `to` from then on: questions, values, steps, certificates, messages. Without `to` nothing may name it. */
  'subject.delete': command<{ id: string; to?: string }>({
    run: (r, { id, to }) => {
      const { subjects } = r.document.scenario;
      if (!subjects[id] || (to !== undefined && (to === id || !subjects[to]))) throw new Refused('editing.refused.gone');
      if (Object.keys(subjects).length === 1) throw new Refused('basics.refused.lastSubject');
      if (to === undefined && isNamed(r, id)) throw new Refused('basics.refused.subjectUsed');
      if (to !== undefined) handOver(r, id, to);
      r.remove(['scenario', 'subjects', id]);
    },
    label: (doc, { id }) => ({ key: 'editing.subjects.delete', name: doc.scenario.subjects[id]?.name }),
  }),
  /** A declared value becomes another subject's; what mentions it follows. */
  'variable.own': command<{ id: string; subject: string }>({
    run: (r, { id, subject }) => {
      const to = `${subject}.${id.split('.')[1]}`;
      if (!r.document.scenario.variables?.[id] || !r.document.scenario.subjects[subject]) throw new Refused('editing.refused.gone');
      if (to === id) return;
      if (knownValues(r.document).has(to)) throw new Refused('basics.refused.valueTaken');
      moveVariable(r, id, to);
      r.happened({ type: 'path.renamed', from: id, to });
    },
    label: (doc, { id }) => ({ key: 'editing.variables.edit', name: doc.scenario.variables?.[id]?.name }),
  }),
  /** `mend`: conditions about the value go with it, and so do the columns of rule tables; what a script says of it stays for a person. */
  'variable.delete': command<{ id: string; mend?: boolean }>({
    run: (r, { id, mend }) => {
      if (!r.document.scenario.variables?.[id]) throw new Refused('editing.refused.gone');
      const references = mend ? valueReferences(r.document, id) : [];
      r.remove(['scenario', 'variables', id]);
      for (const { at } of references) letGo(r, at, id);
      r.happened({ type: 'path.removed', path: id });
    },
    label: (doc, { id }) => ({ key: 'editing.variables.delete', name: doc.scenario.variables?.[id]?.name }),
  }),
};

const isNamed = (r: Recording, id: string) =>
  subjectReferences(r.document, id).length > 0 || [...knownValues(r.document).values()].some(({ subject }) => subject === id);

function handOver(r: Recording, id: string, to: string): void {
  for (const path of subjectReferences(r.document, id)) r.set(path, to);
  const values = [...knownValues(r.document).values()].filter(({ subject }) => subject === id);
  const taken = new Set(knownValues(r.document).keys());
  for (const { path, fields } of values) {
    const next = `${to}.${path.split('.')[1]}`;
    for (const [form, field] of fields) r.set(['forms', form, 'fields', field, 'subject'], to);
    if (r.document.scenario.variables?.[path]) {
      // Of two values of one name one is enough.
      if (taken.has(next)) r.remove(['scenario', 'variables', path]);
      else moveVariable(r, path, next);
    }
    r.happened({ type: 'path.renamed', from: path, to: next });
  }
}

function moveVariable(r: Recording, from: string, to: string): void {
  r.set(['scenario', 'variables', to], r.get(['scenario', 'variables', from]));
  r.remove(['scenario', 'variables', from]);
}

/** A place that mentions a value stops doing so, where that leaves something whole. */
function letGo(r: Recording, at: readonly string[], id: string): void {
  const [root, map, entry, member, key] = at;
  if (root !== 'scenario' || entry === undefined) return;
  if ((map === 'edges' && member === 'when') || ((map === 'items' || map === 'forms') && member === 'applicable')) r.remove(at);
  else if (map === 'tables' && (member === 'inputs' || member === 'outputs') && key !== undefined) dropColumn(r, entry, member, key);
  else if (map === 'scripts' && (member === 'reads' || member === 'writes'))
    r.set(
      at,
      ((r.get(at) as string[] | undefined) ?? []).filter((path) => path !== id),
    );
}

/** The last output of a table stays: a table without one decides nothing. */
function dropColumn(r: Recording, id: string, side: 'inputs' | 'outputs', column: string): void {
  const table: NonNullable<Scenario['tables']>[string] | undefined = r.document.scenario.tables?.[id];
  if (!table?.[side][column] || (side === 'outputs' && Object.keys(table.outputs).length === 1)) return;
  r.remove(['scenario', 'tables', id, side, column]);
  for (const row of Object.keys(table.rows)) r.remove(['scenario', 'tables', id, 'rows', row, side === 'inputs' ? 'when' : 'then', column]);
}
