import type { Model } from '../model.ts';
import type { Finding } from '../plan.ts';

/** One kind of mistake: everything of its kind in a package, worded for its author. */
export type Rule = (model: Model) => Finding[];
