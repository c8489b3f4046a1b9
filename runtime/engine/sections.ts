/** Critical sections: of all tokens of a case one at a time is inside the steps of a section; the others wait in order. */
import type { PlanNode } from '../compile/plan.ts';
import { hold } from './tokens.ts';
import type { Token } from './types.ts';
import { inOrder, own, type Work } from './work.ts';

function sectionOf(node: PlanNode): string | undefined {
  return 'section' in node.doc ? node.doc.section : undefined;
}

/** False when the token has to wait before the section. The token that came for several does not count, each of them does. */
export function enterSection(work: Work, token: Token, node: PlanNode): Token | undefined {
  const section = sectionOf(node);
  if (section === undefined || token.section === 'inside') return token;
  const free = !isTaken(work, section, token);
  const next: Token = { ...token, section: free ? 'inside' : 'queued' };
  own(work, 'tokens')[token.id] = next;
  if (free) return next;
  hold(work, next);
  return undefined;
}

/** Somebody is inside, or waits already. Blocks around the token do not keep it out of their own section. */
function isTaken(work: Work, section: string, token: Token): boolean {
  const { tokens } = work.state;
  const around = new Set<string>();
  for (let scope = work.state.scopes[token.scope]; scope?.token; scope = work.state.scopes[tokens[scope.token]?.scope ?? ''])
    around.add(scope.token);
  for (const id in tokens) {
    const other = tokens[id]!;
    if (other.section === undefined || id === token.id || around.has(id)) continue;
    if (sectionOf(work.plan.nodes[other.node]!) === section) return true;
  }
  return false;
}

/** Lets the token in that has waited longest, where a section has become free. True when one went in. */
export function openSections(work: Work): boolean {
  if (!work.plan.sections) return false;
  const taken = new Set<string>();
  const waiting: Token[] = [];
  for (const token of inOrder(work.state.tokens)) {
    if (token.section === 'inside') taken.add(sectionOf(work.plan.nodes[token.node]!)!);
    else if (token.section === 'queued') waiting.push(token);
  }
  const next = waiting.find((token) => !taken.has(sectionOf(work.plan.nodes[token.node]!)!));
  if (!next) return false;
  own(work, 'tokens')[next.id] = { ...next, status: 'active', section: 'inside' };
  work.agenda.push(next.id);
  return true;
}
