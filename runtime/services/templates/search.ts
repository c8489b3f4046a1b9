/** Finding a template by the words of citizens: names, synonyms, items and departments, written or in pinyin. Pure. */
import type { Text } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { pinyinOf, wordsOf } from '../forms/names.ts';

/** One way of calling a template, with how much it says about it. */
export interface Called {
  words: string;
  weight: number;
}

const plain = (words: string) => words.normalize('NFKC').toLowerCase().replace(/\s+/g, '');

/** Everything a template is found by. */
export function callings({ scenario, template }: ScenarioPackage): Called[] {
  const called = new Map<string, number>();
  const add = (words: string | undefined, weight: number) => {
    if (words === undefined || words.trim() === '') return;
    const { full, initials } = pinyinOf(words);
    for (const [one, own] of [[words, weight] as const, [full, weight * 0.9] as const, [initials, weight * 0.8] as const]) {
      const key = plain(one);
      if (key.length > 1) called.set(key, Math.max(own, called.get(key) ?? 0));
    }
  };
  const both = (text: Text | undefined, weight: number) => {
    add(text?.['zh-CN'], weight);
    if (text?.en) called.set(plain(text.en), Math.max(weight * 0.9, called.get(plain(text.en)) ?? 0));
  };
  both(template?.name, 3);
  both(scenario.name, 3);
  for (const synonym of [...(template?.synonyms ?? []), ...(scenario.audience?.synonyms ?? [])]) add(synonym, 3);
  for (const item of Object.values(scenario.items)) both(item.name, 2);
  both(template?.summary ?? scenario.summary, 1.5);
  for (const lane of Object.values(scenario.departments)) both(lane.name, 1);
  return [...called].map(([words, weight]) => ({ words, weight }));
}

/** How well it answers a search; 0 when one of the words is nowhere. Words of a search never become a pattern. */
export function scoreOf(called: readonly Called[], q: string): number {
  const wanted = wordsOf(q);
  if (wanted.length === 0) return 1;
  let sum = 0;
  for (const word of wanted) {
    let best = 0;
    for (const { words, weight } of called) {
      if (!words.includes(word)) continue;
      best = Math.max(best, weight * (words === word ? 3 : words.startsWith(word) ? 2 : 1));
    }
    if (best === 0) return 0;
    sum += best;
  }
  return sum;
}

/** How near it is to a search nothing answers, 0 to 1: by shared pairs of letters in what is written or in its pinyin. */
export function nearnessOf(called: readonly Called[], q: string): number {
  const asked = [plain(q), pinyinOf(q).full].filter((words) => words.length > 1);
  let best = 0;
  for (const { words, weight } of called)
    for (const one of asked) best = Math.max(best, sharedPairs(one, words) * Math.min(1, 0.7 + weight / 10));
  return best;
}

/** Dice coefficient of the pairs of two words. */
function sharedPairs(a: string, b: string): number {
  const [pairs, others] = [pairsOf(a), pairsOf(b)];
  let shared = 0;
  for (const pair of pairs) if (others.has(pair)) shared += 1;
  return pairs.size + others.size === 0 ? 0 : (2 * shared) / (pairs.size + others.size);
}

const pairsOf = (words: string): ReadonlySet<string> =>
  new Set(Array.from({ length: words.length - 1 }, (_, at) => words.slice(at, at + 2)));
