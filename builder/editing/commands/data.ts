/** Commands on the data a scenario uses: taking it up and letting it go. Who may read it is no part of the document. */
import type { DataResource, DataUse } from '../../../schemas/generated/documents.ts';
import { command, Refused } from '../command.ts';
import { placeAt, ranked } from '../rank.ts';

export const dataCommands = {
  /**
   * A new use, with the document of its resource when the package does not have it yet; the steps in `fills` fill in what it
   * provides before people type.
   */
  'data.add': command<{ id: string; entry: Omit<DataUse, 'rank'>; resource?: DataResource; fills?: readonly string[] }>({
    run: (r, { id, entry, resource, fills = [] }) => {
      if (resource && !r.document.resources[resource.id]) r.set(['resources', resource.id], resource);
      const siblings = ranked(r.document.scenario.data ?? {});
      r.set(['scenario', 'data', id], { ...entry, rank: placeAt(siblings, id, siblings.length)[id] });
      for (const node of fills) {
        const doc = r.document.scenario.nodes[node];
        if (doc?.kind !== 'fill') throw new Refused('editing.refused.gone');
        r.set(['scenario', 'nodes', node, 'prefill'], [...(doc.prefill ?? []), id]);
      }
    },
    label: (_doc, { entry }) => ({ key: 'editing.data.add', name: entry.name }),
  }),
  /** The resource stays in the package: other uses may name it. */
  'data.delete': command<{ id: string }>({
    run: (r, { id }) => {
      const { nodes } = r.document.scenario;
      // A step that reads just this data says nothing without it; it is removed by itself, with its place in the flow healed.
      if (Object.values(nodes).some((node) => node.kind === 'data' && node.data === id)) throw new Refused('editing.refused.dataStep');
      for (const [step, node] of Object.entries(nodes)) {
        if (node.kind !== 'fill' || !node.prefill?.includes(id)) continue;
        const left = node.prefill.filter((use) => use !== id);
        r.set(['scenario', 'nodes', step, 'prefill'], left.length > 0 ? left : undefined);
      }
      r.remove(['scenario', 'data', id]);
    },
    label: (doc, { id }) => ({ key: 'editing.data.delete', name: doc.scenario.data?.[id]?.name }),
  }),
};
