/** Who reads a value of a package, in words a person knows: a step, a condition, a table, a script, a data use. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { ExpressionCache } from './expressions.ts';
import { entry } from './maps.ts';
import type { Finding, ScenarioPackage } from './plan.ts';
import { collectSites } from './sites.ts';

export interface ValueReader {
  /** node, edge, field, table, script, data, notification, outcome, … as in findings. */
  kind: string;
  id: string;
  name: Text;
  /** Form the expression stands in, when it stands in one. */
  form?: string;
  /** The expression or, of a table, its cells: constants are looked for in it. */
  source?: string;
}

/** Readers by path. A name of more than two parts reads the value of its first two. */
export function readersOf(pkg: ScenarioPackage, cache: ExpressionCache): Map<string, ValueReader[]> {
  const sites = collectSites(pkg, cache);
  const found = new Map<string, ValueReader[]>();
  const add = (reads: readonly string[], reader: ValueReader) => {
    for (const path of new Set(reads.map((name) => name.split('.').slice(0, 2).join('.')))) {
      const known = found.get(path) ?? [];
      if (!known.some(({ kind, id }) => kind === reader.kind && id === reader.id)) known.push(reader);
      found.set(path, known);
    }
  };
  for (const { path, element, source, parsed } of sites.expressions) {
    if (parsed.ok) add(parsed.reads, { ...readerAt(pkg, path, element), source });
  }
  for (const { id, table, parsed } of sites.tables) {
    const reader = readerAt(pkg, `scenario/tables/${id}`, { kind: 'table', id });
    if (parsed.ok) add(parsed.reads, { ...reader, source: JSON.stringify(table.rows).replaceAll('\\"', '"') });
  }
  for (const { path, element, reads } of sites.paths) add(reads, readerAt(pkg, path, element));
  for (const [id, use] of Object.entries(pkg.scenario.data ?? {}))
    add(Object.values(use.provides), readerAt(pkg, `scenario/data/${id}`, { kind: 'data', id }));
  return found;
}

function readerAt(pkg: ScenarioPackage, path: string, element: Finding['element']): ValueReader {
  const [root, map = ''] = path.split('/');
  const { kind, id } = element ?? { kind: map, id: path };
  const form = root === 'forms' ? map.replaceAll('~1', '/').replaceAll('~0', '~') : undefined;
  return { kind, id, name: nameOf(pkg, kind, id, form), ...(form === undefined ? {} : { form }) };
}

/** An edge has no name: it is that of the step it leaves. */
function nameOf(pkg: ScenarioPackage, kind: string, id: string, form: string | undefined): Text {
  const { scenario } = pkg;
  const unnamed: Text = { 'zh-CN': '未命名', en: 'Unnamed' };
  const doc = form === undefined ? undefined : entry(pkg.forms, form);
  if (doc) return doc.name;
  switch (kind) {
    case 'node':
      return entry(scenario.nodes, id)?.name ?? unnamed;
    case 'edge': {
      const from = entry(scenario.nodes, entry(scenario.edges, id)?.from)?.name;
      return from ? { 'zh-CN': `「${from['zh-CN']}」之后的去向`, en: `Where “${from.en ?? from['zh-CN']}” leads` } : unnamed;
    }
    case 'data': {
      const resource = entry(pkg.resources, entry(scenario.data, id)?.resource);
      return resource?.name ?? unnamed;
    }
    default: {
      const named = {
        item: scenario.items,
        table: scenario.tables,
        script: scenario.scripts,
        notification: scenario.notifications,
        outcome: scenario.outcomes,
      };
      const map = entry(named as unknown as Record<string, Record<string, { name?: Text }> | undefined>, kind);
      return entry(map, id)?.name ?? unnamed;
    }
  }
}
