/**
 * Blocks whose steps people start, in the order they choose. Steps that nothing leads to can be started; edges say what
 * follows them. Without a condition the block is done when each was started once and nothing runs any more.
 */
import type { AdHoc } from '../../../schemas/generated/documents.ts';
import type { Plan, PlanNode } from '../../compile/plan.ts';
import { cancelScope, closeScope } from '../scopes.ts';
import { contextAt } from '../surroundings.ts';
import { putToken } from '../tokens.ts';
import type { CaseState, Command, Scope, Token } from '../types.ts';
import { inOrder, note, own, type Verdict, type Work } from '../work.ts';

type OpenScope = Scope & { adHoc: NonNullable<Scope['adHoc']> };

/** Steps of a block that people start. */
export function stepsOf(plan: Plan, block: string): PlanNode[] {
  return plan.blocks[block]!.nodes.map((id) => plan.nodes[id]!).filter(
    ({ doc, incoming }) =>
      incoming.length === 0 && doc.kind !== 'boundary' && !(doc.kind === 'block' && doc.event) && !isHandler(plan, doc),
  );
}

/** What only a compensation begins. */
function isHandler(_plan: Plan, doc: PlanNode['doc']): boolean {
  return doc.kind === 'end' || doc.kind === 'start';
}

function adHocOf(plan: Plan, { block }: Scope): AdHoc {
  const { doc } = plan.nodes[block!]!;
  return (doc as { adHoc: AdHoc }).adHoc;
}

function openScopes(state: CaseState): OpenScope[] {
  return inOrder(state.scopes).filter((scope): scope is OpenScope => scope.adHoc !== undefined);
}

/** Something is at work in the scope; a step that may be started is not. */
function isRunning(state: CaseState, scope: string): boolean {
  for (const id in state.tokens) if (state.tokens[id]!.scope === scope && state.tokens[id]!.offered !== 'waiting') return true;
  return false;
}

function offeredIn(state: CaseState, scope: string): Token[] {
  return inOrder(state.tokens).filter((token) => token.scope === scope && token.offered === 'waiting');
}

const ACTIVITIES = new Set<string>(
  'fill consent task window assist pay seal joint data script decision notify issue archive transfer call block'.split(' '),
);

/** Where steps are done one at a time, one that follows another waits until somebody starts it. True when it does. */
export function awaitsStart(work: Work, token: Token, { doc }: PlanNode): boolean {
  const scope = work.state.scopes[token.scope]!;
  if (!scope.adHoc || token.via === undefined || token.each !== undefined || token.offered === 'started') return false;
  if (adHocOf(work.plan, scope).order !== 'sequential' || !ACTIVITIES.has(doc.kind)) return false;
  own(work, 'tokens')[token.id] = { ...token, status: 'waiting', offered: 'waiting' };
  return true;
}

/** Why a step cannot be started in a scope; undefined when it can. */
function refusal(plan: Plan, state: CaseState, scope: OpenScope, node: string): string | undefined {
  const adHoc = adHocOf(plan, scope);
  if (adHoc.done === undefined && scope.adHoc.started.includes(node)) return 'step.done_already';
  if (adHoc.order === 'sequential' && isRunning(state, scope.id)) return 'step.another_running';
  return undefined;
}

/** Steps that can be started now. */
export function startableSteps(plan: Plan, state: CaseState): { block: string; scope: string; node: string }[] {
  return openScopes(state).flatMap((scope) => {
    const free = stepsOf(plan, scope.block!).filter((step) => refusal(plan, state, scope, step.id) === undefined);
    const offered = isRunning(state, scope.id) ? [] : offeredIn(state, scope.id).map((token) => token.node);
    return [...free.map((step) => step.id), ...offered].map((node) => ({ block: scope.block!, scope: scope.id, node }));
  });
}

/** Somebody begins a step. */
export function startStep(work: Work, { node }: Extract<Command, { type: 'startStep' }>): Verdict {
  const block = Object.hasOwn(work.plan.nodes, node) ? work.plan.nodes[node]!.block : undefined;
  if (block === undefined) return { code: 'step.unknown' };
  const scopes = openScopes(work.state).filter((scope) => scope.block === block);
  for (const scope of scopes) {
    const offered = offeredIn(work.state, scope.id).find((token) => token.node === node);
    if (!offered) continue;
    if (isRunning(work.state, scope.id)) return { code: 'step.another_running' };
    return begin(work, offered);
  }
  if (!stepsOf(work.plan, block).some((step) => step.id === node)) return { code: 'step.unknown' };
  if (scopes.length === 0) return { code: 'step.not_open' };
  const scope = scopes.find((one) => refusal(work.plan, work.state, one, node) === undefined);
  if (!scope) return { code: refusal(work.plan, work.state, scopes[0]!, node)! };
  own(work, 'scopes')[scope.id] = { ...scope, adHoc: { ...scope.adHoc, started: [...scope.adHoc.started, node] } };
  note(work, 'step.started', { node });
  putToken(work, node, scope.id);
}

function begin(work: Work, token: Token): undefined {
  own(work, 'tokens')[token.id] = { ...token, status: 'active', offered: 'started' };
  work.agenda.push(token.id);
  note(work, 'step.started', { node: token.node });
}

/** A chain of steps has come to its end, or the block was entered: is it done? */
export function settleSteps(work: Work, scopeId: string, finished?: string): undefined {
  const scope = work.state.scopes[scopeId] as OpenScope;
  if (finished !== undefined) own(work, 'scopes')[scopeId] = { ...scope, adHoc: { ...scope.adHoc, done: [...scope.adHoc.done, finished] } };
  settle(work, scopeId);
}

/** True when the block was left. */
function settle(work: Work, scopeId: string): boolean {
  const scope = work.state.scopes[scopeId] as OpenScope;
  if (!isDone(work, scope)) return false;
  if (isRunning(work.state, scopeId) || offeredIn(work.state, scopeId).length > 0) {
    if (adHocOf(work.plan, scope).rest === 'wait' && isRunning(work.state, scopeId)) return false;
    cancelScope(work, scopeId, 'steps.done');
  }
  closeScope(work, scope);
  return true;
}

function isDone(work: Work, scope: OpenScope): boolean {
  const condition = work.plan.nodes[scope.block!]!.expressions?.done;
  const running = isRunning(work.state, scope.id);
  const idle = !running && offeredIn(work.state, scope.id).length === 0;
  if (!condition) return idle && stepsOf(work.plan, scope.block!).every((step) => scope.adHoc.started.includes(step.id));
  const { started, done } = scope.adHoc;
  const held = condition(contextAt(work, work.state.tokens[scope.token!], { block: { started, done, running } }), work.env);
  if (!held.ok) note(work, 'steps.condition_failed', { node: scope.block });
  return held.ok && held.value;
}

/** Conditions over data that changed meanwhile. True when a block was left. */
export function settleBlocks(work: Work): boolean {
  if (!work.plan.adHoc) return false;
  return openScopes(work.state).some((scope) => settle(work, scope.id));
}
