/** Changes in the words of the people who decide about them (MG25-MG28). */
import type { Text } from '../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../compile/plan.ts';
import type { Change, MergeItem } from './types.ts';

/** Packages names are looked up in. */
export interface SentencePackages {
  before?: ScenarioPackage;
  after?: ScenarioPackage;
  base?: ScenarioPackage;
  ours?: ScenarioPackage;
  theirs?: ScenarioPackage;
}

/** One change as a sentence, without any id. */
export function changeSentence(change: Change | MergeItem, packages: SentencePackages): Text {
  const name = packages.after ?? packages.theirs ?? packages.ours;
  const title = name?.scenario.name ?? { 'zh-CN': '' };
  return { 'zh-CN': `「${title['zh-CN']}」${change.kind}`, en: `${title.en ?? title['zh-CN']}: ${change.kind}` };
}
