import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edge, Node } from '../../../schemas/generated/documents.ts';
import { compile } from '../compile.ts';
import { edge, samplePackage, text } from '../testing/sample.ts';

/** A flow without loops: gateway i leads to later ones; `choice` and `fork` say how. Node 0 is the start, the last the end. */
interface Flow {
  kinds: ('exclusive' | 'parallel')[];
  targets: number[][];
}
const flows: fc.Arbitrary<Flow> = fc.integer({ min: 3, max: 7 }).chain((count) =>
  fc.record({
    kinds: fc.array(fc.constantFrom('exclusive' as const, 'parallel' as const), { minLength: count, maxLength: count }),
    targets: fc.tuple(
      ...Array.from({ length: count }, (_, from) =>
        fc.uniqueArray(fc.integer({ min: from + 1, max: count }), { minLength: 1, maxLength: from + 1 === count ? 1 : 2 }),
      ),
    ),
  }),
);

function packageOfFlow({ kinds, targets }: Flow) {
  const nodes: Record<string, Node> = {
    n_start: samplePackage().scenario.nodes.n_start!,
    [id(kinds.length)]: samplePackage().scenario.nodes.n_end!,
  };
  const edges: Record<string, Edge> = { e_in: edge('n_start', id(0)) };
  for (const [from, kind] of kinds.entries()) {
    nodes[id(from)] = { kind, name: text(id(from)) };
    for (const [rank, to] of targets[from]!.entries()) {
      const choice =
        kind === 'parallel' || targets[from]!.length === 1 ? {} : rank === 0 ? { default: true } : { when: 'case.region = "331082"' };
      edges[`e_${from}_${to}`] = { ...edge(id(from), id(to), choice), rank: `a${rank}` };
    }
  }
  return samplePackage((pkg) => Object.assign(pkg.scenario, { nodes, edges }));
}
const id = (index: number) => `g_${index}`;

/** Plays every run: joins at which some run leaves a token waiting for ever. */
function stuckJoins({ kinds, targets }: Flow): Set<string> {
  const incoming = kinds.map((_, to) => [
    ...(to === 0 ? ['e_in'] : []),
    ...targets.flatMap((list, from) => (list.includes(to) ? [`e_${from}_${to}`] : [])),
  ]);
  const stuck = new Set<string>();
  const seen = new Set<string>();
  const open: Record<string, number>[] = [{ e_in: 1 }];
  for (let state = open.pop(); state; state = open.pop()) {
    const key = JSON.stringify(Object.entries(state).sort());
    if (seen.has(key)) continue;
    seen.add(key);
    const next = kinds.flatMap((kind, node) =>
      moves(
        state!,
        kind,
        incoming[node]!,
        targets[node]!.map((to) => `e_${node}_${to}`),
      ),
    );
    open.push(...next);
    if (next.length > 0) continue;
    for (const [node, edges] of incoming.entries()) if (edges.some((name) => (state![name] ?? 0) > 0)) stuck.add(id(node));
  }
  return stuck;
}

function moves(state: Record<string, number>, kind: string, from: string[], to: string[]): Record<string, number>[] {
  const has = (name: string) => (state[name] ?? 0) > 0;
  const moved = (taken: string[], put: string[]) => {
    const next = { ...state };
    for (const name of taken) {
      next[name] = next[name]! - 1;
      if (next[name] === 0) delete next[name];
    }
    // What arrives at the end is gone.
    for (const name of put) if (!name.endsWith(`_${endOf(name)}`) || !isEnd(name)) next[name] = (next[name] ?? 0) + 1;
    return next;
  };
  if (kind === 'parallel') return from.length > 0 && from.every(has) ? [moved(from, to)] : [];
  return from.filter(has).flatMap((taken) => to.map((put) => moved([taken], [put])));
}
const endOf = (name: string) => name.split('_').at(-1)!;
let end = '';
const isEnd = (name: string) => endOf(name) === end;

const found = (flow: Flow, code: string) =>
  compile(packageOfFlow(flow))
    .findings.filter((finding) => finding.code === code)
    .map((finding) => finding.element!.id);
const accused = (flow: Flow) => found(flow, 'join-never-completes');
/** Flows with a part nothing leads to are another rule's. */
const isWhole = (flow: Flow) => found(flow, 'unreachable-node').length === 0;

describe('joins of any flow without loops', () => {
  it('are accused exactly when some run, played in every order, leaves a token waiting there', () => {
    let stuckFlows = 0;
    fc.assert(
      fc.property(flows, (flow) => {
        fc.pre(isWhole(flow));
        end = String(flow.kinds.length);
        const stuck = [...stuckJoins(flow)].sort();
        if (stuck.length > 0) stuckFlows += 1;
        expect(accused(flow).sort()).toEqual(stuck);
      }),
      { numRuns: 500, maxSkipsPerRun: 100 },
    );
    expect(stuckFlows).toBeGreaterThan(10);
  });
});
