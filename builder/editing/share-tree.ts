import { replaceEqualDeep } from '@tanstack/react-query';
import type { Sequence, Step, StepTree } from './tree.ts';

/**
 * The tree `after` an edit, in which every step that says the same as before the edit is the very same object: what shows an unchanged
 * step need not be drawn again. Steps are compared by their node, wherever they stand now.
 */
export function shareTree(before: StepTree, after: StepTree): StepTree {
  if (before === after) return before;
  const known = new Map<string, Step>();
  const learn = (sequence: Sequence): void => {
    for (const step of sequence.steps) {
      known.set(step.node, step);
      if (step.type === 'split') for (const branch of step.branches) learn(branch.sequence);
      if (step.type === 'block') learnAll(step.body);
    }
  };
  const learnAll = (tree: StepTree) => [tree.sequence, ...tree.events, ...tree.loose].forEach(learn);
  learnAll(before);

  const same = <T>(was: T | undefined, is: T): T => (was !== undefined && replaceEqualDeep(was, is) === was ? was : is);
  const sequence = (is: Sequence): Sequence => ({ ...is, steps: is.steps.map(shared) });
  const shared = (step: Step): Step => {
    const was = known.get(step.node);
    if (step.type === 'split')
      return same(was, { ...step, branches: step.branches.map((branch) => ({ ...branch, sequence: sequence(branch.sequence) })) });
    return same(was, step.type === 'block' ? { ...step, body: whole(step.body) } : step);
  };
  const whole = (tree: StepTree): StepTree => ({
    ...tree,
    sequence: sequence(tree.sequence),
    events: tree.events.map(sequence),
    loose: tree.loose.map(sequence),
  });
  return same(before, whole(after));
}
