import type { Node } from '../../../schemas/generated/documents.ts';
import type { Behaviour } from './behaviours.ts';

/**
 * A step is gone: its place on the lane picture goes, limits no longer end there, and the script, table, message or document
 * only it used goes with it. A limit that starts there stays and becomes a finding: dropping it silently would drop a promise.
 */
export const nodeDeleted: Behaviour<'node.deleted'> = (r, { node }) => {
  r.remove(['scenario', 'layout', node]);
  for (const [id, clock] of Object.entries(r.document.scenario.clocks ?? {}))
    if (clock.ends === node) r.remove(['scenario', 'clocks', id, 'ends']);
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
