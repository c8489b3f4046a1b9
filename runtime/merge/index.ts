/** Typed diff and three-way merge of packages; pure. See README.md. */
export { diffPackages } from './diff.ts';
export { decisionHash } from './hash.ts';
export { lockAt } from './lock-address.ts';
export { lockViolations } from './locks.ts';
export { isOpen, mergeElements, mergeJson, mergePackages } from './merge.ts';
export { isLeftToClone } from './merge-locks.ts';
export { addressOf } from './sentences/names.ts';
export { changeSentence, type SentencePackages, type Sides } from './sentences/sentence.ts';
export { keyOf, pathOfKey } from './tree.ts';
export type * from './types.ts';
