/** What follows from a change, whatever command made it: one undo step with it. One behaviour per file. */
import type { Happening, Recording } from '../recording.ts';
import { gatewaysTidied } from './gateways-tidied.ts';
import { nodeDeleted } from './node-deleted.ts';
import { pathRemoved } from './path-removed.ts';
import { pathRenamed } from './path-renamed.ts';

export type Behaviour<T extends Happening['type']> = (r: Recording, happening: Extract<Happening, { type: T }>) => void;

/** Runs until nothing more follows; behaviours may themselves make things happen. */
export function runBehaviours(r: Recording): void {
  for (let i = 0; i < r.happenings.length; i++) {
    const happening = r.happenings[i]!;
    if (happening.type === 'node.deleted') nodeDeleted(r, happening);
    else if (happening.type === 'path.renamed') pathRenamed(r, happening);
    else if (happening.type === 'path.removed') pathRemoved(r, happening);
  }
  gatewaysTidied(r);
}
