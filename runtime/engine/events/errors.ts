/** Errors and escalations look for the innermost event that takes them: on the step, in its scope, on the block around, … */

import type { Plan, PlanNode } from '../../compile/plan.ts';
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
  // An event block does not take what it throws itself. One that interrupted has switched off those beside it; beside one
  // that runs along they still listen, and take escalations. Errors go on outwards from the scope around.
  let eventBlock: PlanNode | undefined;
  for (;;) {
    const scope = state.scopes[token.scope];
    if (!scope) return undefined;
    const others = !eventBlock || (type === 'escalation' && runsAlong(plan, eventBlock));
    const block = scope.compensation || !others ? undefined : eventBlockFor(plan, scope.block ?? '', type, code, eventBlock?.id);
    if (block) return { block, scope: scope.id };
    const instance = scope.token === undefined ? undefined : state.tokens[scope.token];
    // An event on a step done for each of several is on all of them together, while they are waited for.
    const host = instance?.each === undefined ? instance : state.tokens[state.each?.[instance.each]?.token ?? ''];
    if (!instance) return undefined;
    const boundary = boundaryFor(plan, instance.node, type, code);
    if (boundary && host) return { boundary, host };
    const { doc } = plan.nodes[instance.node]!;
    eventBlock = doc.kind === 'block' && doc.event === true ? plan.nodes[instance.node] : undefined;
    token = instance;
  }
}

/** An event block that does not interrupt the scope it is in. */
function runsAlong(plan: Plan, block: PlanNode): boolean {
  const { doc } = plan.nodes[plan.blocks[block.id]!.start]!;
  return doc.kind === 'start' && doc.interrupting === false;
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
