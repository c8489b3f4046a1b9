import type { Sequence, StepTree } from '../../editing/tree.ts';

/** Numbers as in a document: 3, and 3.1.2 for the second step of the first branch under step 3. Starts and ends have none. */
export function numberSteps(tree: StepTree): Map<string, string> {
  const numbers = new Map<string, string>();
  const visit = (sequence: Sequence, prefix: string) => {
    let count = 0;
    for (const step of sequence.steps) {
      count += 1;
      const number = prefix + count;
      numbers.set(step.node, number);
      if (step.type === 'split') for (const [i, branch] of step.branches.entries()) visit(branch.sequence, `${number}.${i + 1}.`);
      if (step.type === 'block') visit(step.body.sequence, `${number}.`);
    }
  };
  visit(tree.sequence, '');
  return numbers;
}
