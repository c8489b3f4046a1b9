/** Calling functions: arguments by position or by name, charged by their size. */

import { within } from './compare.ts';
import { type Run, spend } from './limits.ts';
import { type Feel, FeelFunction, FeelRange, isContext, isList } from './values.ts';

/** Characters that cost one step when a function looks at them. */
const CHARACTERS_PER_STEP = 32;

/** Calls with arguments in order. */
export function invoke(run: Run, target: FeelFunction, args: Feel[], names?: readonly string[]): Feel {
  spend(run, 1 + costOf(args));
  return target.call(run, args, names);
}

function costOf(args: readonly Feel[]): number {
  let cost = 0;
  for (const arg of args) {
    if (typeof arg === 'string') cost += arg.length / CHARACTERS_PER_STEP;
    else if (isList(arg)) cost += arg.length;
    else if (isContext(arg)) cost += arg.size;
  }
  return cost;
}

/** Calls whatever an expression called: null when it is no function or the arguments do not fit. A range tests its argument. */
export function callFunction(run: Run, target: Feel, args: Feel[], names: readonly string[] | undefined): Feel {
  if (target instanceof FeelRange && args.length === 1 && !names) return within(target, args[0] as Feel);
  if (!(target instanceof FeelFunction)) return null;
  if (!names) return invoke(run, target, args);
  const ordered = byName(target, args, names);
  return ordered && invoke(run, target, ordered, names);
}

/** Puts named arguments into the order of the first signature that has all the names. */
function byName(target: FeelFunction, args: readonly Feel[], names: readonly string[]): Feel[] | null {
  const signature = target.signatures.find((parameters) => names.every((name) => parameters.includes(name)));
  if (!signature || new Set(names).size !== names.length) return null;
  const last = Math.max(...names.map((name) => signature.indexOf(name)), -1);
  return signature.slice(0, last + 1).map((parameter) => {
    const index = names.indexOf(parameter);
    return index < 0 ? null : (args[index] as Feel);
  });
}
