/** Errors and escalations look for the innermost event that takes them: on the step, in its scope, on the block around, … */

import type { PlanNode } from '../../compile/plan.ts';
import { raise } from '../incidents.ts';
import type { Incident, Token } from '../types.ts';
import { note, type Work } from '../work.ts';
import { boundaryFor, type EventBlock, eventBlockFor } from './drawing.ts';
import { crossBoundary, startEventBlock } from './happen.ts';

type Thrown = 'error' | 'escalation';
type Catcher = { boundary: PlanNode; host: Token } | { block: EventBlock; scope: string };

/** True when an event of the drawing took it. An error always ends what it was caught around. */
export function propagate(work: Work, token: Token, type: Thrown, code: string | undefined): boolean {
  const catcher = catcherOf(work, token, type, code);
  if (!catcher) return false;
  const node = 'boundary' in catcher ? catcher.boundary.id : catcher.block.start.id;
  note(work, `${type}.caught`, { node, data: { at: token.node, ...(code === undefined ? {} : { code }) } });
  if ('boundary' in catcher) crossBoundary(work, catcher.boundary, catcher.host);
  else startEventBlock(work, type === 'error' ? { ...catcher.block, interrupting: true } : catcher.block, catcher.scope);
  return true;
}

function catcherOf(work: Work, from: Token, type: Thrown, code: string | undefined): Catcher | undefined {
  const { plan, state } = work;
  const own = boundaryFor(plan, from.node, type, code);
  // One of several at a step: the event is on all of them together.
  const hostHere = from.each === undefined ? from : state.tokens[state.each?.[from.each]?.token ?? ''];
  if (own && hostHere) return { boundary: own, host: hostHere };
  let token = from;
  // An event block does not take what it throws itself, nor do those beside it: it goes on outwards from the scope around.
  let inEventBlock = false;
  for (;;) {
    const scope = state.scopes[token.scope];
    if (!scope) return undefined;
    const block = inEventBlock || scope.compensation ? undefined : eventBlockFor(plan, scope.block ?? '', type, code);
    if (block) return { block, scope: scope.id };
    const host = scope.token === undefined ? undefined : state.tokens[scope.token];
    if (!host) return undefined;
    const boundary = boundaryFor(plan, host.node, type, code);
    if (boundary) return { boundary, host };
    const { doc } = plan.nodes[host.node]!;
    inEventBlock = doc.kind === 'block' && doc.event === true;
    token = host;
  }
}

/** A machine failed: the way drawn for its error is taken; where none is, a person is told. */
export function fail(
  work: Work,
  token: Token,
  incident: string,
  { error, ...more }: Pick<Incident, 'stage' | 'detail' | 'effect'> & { error?: string } = {},
): undefined {
  if (propagate(work, token, 'error', error)) return;
  raise(work, token, incident, more);
}
