import type { Node } from '../../../schemas/generated/documents.ts';
import { dropUnreachable } from '../commands/nodes.ts';
import { removeNode } from '../commands/surgery.ts';
import { graphOf } from '../graph.ts';
import type { Behaviour } from './behaviours.ts';

/**
 * A step is gone: its place on the lane picture goes, limits no longer end there, and the script, table, message or document
 * only it used goes with it. A limit that starts there stays and becomes a finding: dropping it silently would drop a promise.
 */
export const nodeDeleted: Behaviour<'node.deleted'> = (r, { node }) => {
  r.remove(['scenario', 'layout', node]);
  for (const [id, clock] of Object.entries(r.document.scenario.clocks ?? {}))
    if (clock.ends === node) r.remove(['scenario', 'clocks', id, 'ends']);
  for (const [id, doc] of Object.entries(r.document.scenario.nodes)) {
    // An event on a step goes with the step, and so does what only it leads to.
    if (doc.kind === 'boundary' && doc.attachedTo === node) {
      const after = graphOf(r.document.scenario)
        .out(id)
        .map(([, edge]) => edge.to);
      removeNode(r, id);
      dropUnreachable(r, after);
    } else if (doc.kind === 'cancel' && doc.nodes.includes(node) && doc.nodes.length > 1)
      r.set(
        ['scenario', 'nodes', id, 'nodes'],
        doc.nodes.filter((other) => other !== node),
      );
  }
  for (const map of ['scripts', 'tables', 'notifications', 'outcomes'] as const) {
    const used = new Set(Object.values(r.document.scenario.nodes).map(owned[map]));
    // Only what some deleted step used: documents nobody ever used are the author's own business.
    const gone = owned[map](deletedDoc(r.changes, node));
    if (gone !== undefined && !used.has(gone)) r.remove(['scenario', map, gone]);
  }
};

const owned = {
  scripts: (node: Node | undefined) => (node?.kind === 'script' ? node.script : undefined),
  tables: (node: Node | undefined) => (node?.kind === 'decision' ? node.table : undefined),
  notifications: (node: Node | undefined) => (node?.kind === 'notify' ? node.notification : undefined),
  outcomes: (node: Node | undefined) => (node?.kind === 'issue' ? node.outcome : undefined),
};

function deletedDoc(changes: readonly { path: readonly string[]; before: unknown }[], node: string): Node | undefined {
  return changes.findLast(({ path }) => path.length === 3 && path[1] === 'nodes' && path[2] === node)?.before as Node | undefined;
}
