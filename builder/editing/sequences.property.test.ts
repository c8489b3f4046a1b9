/**
 * Random sequences of edits in the step view and in the lane view, seeds fixed. `LIANBAN_EDIT_SEQUENCES` sets how many (1000 for
 * the full run); a sequence is up to forty edits.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import calendar from '../../runtime/calendar/cn-workday.json' with { type: 'json' };
import { canonicalHash, compile } from '../../runtime/compile/index.ts';
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { Calendar } from '../../schemas/generated/documents.ts';
import { createEditor, type Editor } from './editor.ts';
import { graphOf, reachable } from './graph.ts';
import { laneEdit, type Move, randomParts, stepEdit } from './testing/edits.ts';
import { samplePackage } from './testing/package.ts';
import { schemaProblems } from './testing/schema.ts';
import { contentsOf, treeOf } from './tree.ts';

const numRuns = Number(process.env.LIANBAN_EDIT_SEQUENCES ?? 12);
const move = fc.tuple(fc.nat(99), fc.nat(9999), fc.nat(9999));
const moves = fc.array(move, { minLength: 1, maxLength: 40 });
const views = [
  ['step view', stepEdit],
  ['lane view', laneEdit],
] as const;

/** Mistakes of drawing: none may follow from any edit of the flow. */
const structural = new Set([
  'implicit-fork',
  'dead-end',
  'edge-placement',
  'edge-condition-misplaced',
  'outcome-without-edge',
  'gateway-without-default',
  'one-start',
  'unreachable-node',
  'region-drawing',
  'event-drawing',
]);

/** Steps put down where nothing leads to them yet: what is wrong with them is wrong until they are connected. */
function looseOf({ scenario }: ScenarioPackage): Set<string> {
  const graph = graphOf(scenario);
  const starts = Object.keys(graph.nodes).filter((id) => graph.nodes[id]!.kind === 'start' && !graph.nodes[id]!.parent);
  const inFlow = new Set(starts.flatMap((id) => [...reachable(graph, id)]));
  const isLoose = (id: string): boolean => {
    const parent = graph.nodes[id]!.parent;
    return parent === undefined ? !inFlow.has(id) : isLoose(parent);
  };
  return new Set(Object.keys(graph.nodes).filter((id) => graph.nodes[id]!.parent === undefined && isLoose(id)));
}

function drawnWrong(pkg: ScenarioPackage): string[] {
  const loose = looseOf(pkg);
  const { findings } = compile(pkg, { calendar: calendar as unknown as Calendar });
  return findings.flatMap(({ code, path }) => {
    if (!structural.has(code)) return [];
    const [, map, id = ''] = path.split('/');
    const node = map === 'edges' ? pkg.scenario.edges[id]?.from : id;
    return node !== undefined && loose.has(node) ? [] : [`${code} ${path}`];
  });
}

function expectSound(pkg: ScenarioPackage): void {
  const { scenario } = pkg;
  expect(schemaProblems(pkg)).toEqual([]);
  for (const edge of Object.values(scenario.edges)) {
    expect(scenario.nodes[edge.from]).toBeDefined();
    expect(scenario.nodes[edge.from]?.parent).toBe(scenario.nodes[edge.to]?.parent);
  }
  const { nodes, edges } = contentsOf(treeOf(scenario));
  expect(nodes.toSorted()).toEqual(Object.keys(scenario.nodes).toSorted());
  expect(edges.toSorted()).toEqual(Object.keys(scenario.edges).toSorted());
  expect(drawnWrong(pkg)).toEqual([]);
}

const sameIds = () => randomParts();

for (const [view, edit] of views) {
  describe(`any sequence of edits in the ${view}`, { timeout: 600_000 }, () => {
    it('[26] keeps every document on the way valid and drawn as a flow must be', () => {
      fc.assert(
        fc.property(moves, (list) => {
          const editor: Editor = createEditor({ document: samplePackage(), random: sameIds() });
          for (const one of list) {
            const before = editor.state().document;
            edit(editor, one as Move);
            if (editor.state().document !== before) expectSound(editor.state().document);
          }
        }),
        { numRuns },
      );
    });

    it('[26] is taken back by undo to the very start, and made again by redo to the very end', () => {
      fc.assert(
        fc.property(moves, (list) => {
          const start = samplePackage();
          const editor: Editor = createEditor({ document: samplePackage(), random: sameIds() });
          for (const one of list) edit(editor, one as Move);
          // Undone and redone edits are part of a sequence; what counts is what is still in the history.
          while (editor.redo());
          const end = editor.state().document;

          while (editor.undo());
          expect(canonicalHash(editor.state().document)).toBe(canonicalHash(start));
          expect(JSON.stringify(editor.state().document)).toBe(JSON.stringify(start));

          while (editor.redo());
          expect(canonicalHash(editor.state().document)).toBe(canonicalHash(end));
          expect(JSON.stringify(editor.state().document)).toBe(JSON.stringify(end));
        }),
        { numRuns },
      );
    });
  });
}
