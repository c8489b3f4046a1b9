import type { Sequence, StepTree } from '../../editing/tree.ts';

/** The edges that arrive right below a step: where a step added after it goes. */
export function placeAfter(tree: StepTree, node: string): string[] | undefined {
  const sequence = sequenceIn(tree, node);
  if (!sequence) return undefined;
  const index = sequence.steps.findIndex((step) => step.node === node);
  const edges = sequence.steps[index + 1]?.enter ?? exitEdges(sequence);
  return edges.length > 0 ? edges : undefined;
}

/** The places one step up and one step down of a step in its own line: the edges that arrive there. */
export function neighbours(tree: StepTree, node: string): { before?: string[]; after?: string[] } | undefined {
  const sequence = sequenceIn(tree, node);
  if (!sequence) return undefined;
  const { steps } = sequence;
  const index = steps.findIndex((step) => step.node === node);
  const before = steps[index - 1]?.enter;
  const after = steps[index + 2]?.enter ?? (steps[index + 1] ? exitEdges(sequence) : undefined);
  // Before the first step of the flow (its start) nothing can stand.
  return { before: before?.length ? before : undefined, after: after?.length ? after : undefined };
}

const sequenceIn = ({ sequence, events, loose }: StepTree, node: string) => {
  for (const one of [sequence, ...events, ...loose]) {
    const found = sequenceWith(one, node);
    if (found) return found;
  }
  return undefined;
};

function sequenceWith(sequence: Sequence, node: string): Sequence | undefined {
  if (sequence.steps.some((step) => step.node === node)) return sequence;
  for (const step of sequence.steps) {
    const inner =
      step.type === 'block' ? [step.body.sequence] : step.type === 'split' ? step.branches.map((branch) => branch.sequence) : [];
    for (const one of inner) {
      const found = sequenceWith(one, node);
      if (found) return found;
    }
  }
  return undefined;
}

const exitEdges = ({ exit }: Sequence): string[] => (exit.type === 'join' || exit.type === 'jump' ? exit.edges : []);
