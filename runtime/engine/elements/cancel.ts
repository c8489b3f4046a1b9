import type { CancelNode } from '../../../schemas/generated/documents.ts';
import { conclude } from '../instances.ts';
import { cancelTokens, closeIfEmpty, ROOT } from '../scopes.ts';
import { leave } from '../tokens.ts';
import type { Token } from '../types.ts';
import { inOrder, note, type Work } from '../work.ts';

/** Takes everything out of a region of the case, then goes on. Blocks around the token itself stay. */
export function enterCancel(work: Work, token: Token, doc: CancelNode): undefined {
  if (doc.complete) completeInstances(work, doc);
  const around = blocksAround(work, token);
  const meant = inOrder(work.state.tokens).filter((one) => one.id !== token.id && doc.nodes.includes(one.node) && !around.has(one.id));
  const gone = meant.filter((one) => !(doc.complete && isRepeated(work, one)));
  note(work, 'region.cancelled', { node: token.node, data: { nodes: [...new Set(gone.map((one) => one.node))] } });
  cancelTokens(work, gone, 'region.cancelled');
  const scopes = new Set(gone.map((one) => one.scope));
  leave(work, token);
  for (const scope of scopes) if (scope !== ROOT && work.state.scopes[scope]) closeIfEmpty(work, scope);
}

/** Steps done for each of several go on as if all were done. */
function completeInstances(work: Work, doc: CancelNode): undefined {
  for (const group of inOrder(work.state.each))
    if (doc.nodes.includes(group.node) && group.token !== undefined) conclude(work, group, work.plan.nodes[group.node]!, 'cancel');
}

function isRepeated(work: Work, { node }: Token): boolean {
  return work.plan.nodes[node]!.expressions?.each !== undefined;
}

function blocksAround(work: Work, token: Token): Set<string> {
  const around = new Set<string>();
  for (let scope = work.state.scopes[token.scope]; scope?.token; scope = work.state.scopes[work.state.tokens[scope.token]!.scope])
    around.add(scope.token);
  return around;
}
