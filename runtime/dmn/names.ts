/** Names people gave, as ids of ours: `Full Age` is `fullAge`, `户籍` is `huJi`. */
import { pinyin } from 'pinyin-pro';

/** Groups of the evaluation context that no subject may be called. */
const reserved = new Set(['param', 'outcome', 'case', 'each', 'loop', 'item', 'at', 'visits', 'join', 'block']);

/** A camel-case id of a name; `fallback` when nothing of it can be written in letters. */
export function idOfName(name: string, fallback: string, most = 32): string {
  if (/^[a-z][A-Za-z0-9]*$/.test(name) && name.length <= most) return name;
  const spelled = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' }).join(' ');
  const words = spelled
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const joined = words.map((word, index) => (index === 0 ? lowered(word) : word.charAt(0).toUpperCase() + word.slice(1))).join('');
  const id = /^[a-z]/.test(joined) ? joined : joined === '' ? fallback : `${fallback}${joined}`;
  return id.slice(0, most);
}

/** `RiskCategory` is `riskCategory`, `DTI` is `dti`. */
const lowered = (word: string): string => (/^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1));

/** Gives each name an id of its own. */
export class Ids {
  readonly #taken = new Set<string>(reserved);

  take(name: string, fallback: string, most = 32): string {
    const wanted = idOfName(name, fallback, most);
    let id = wanted;
    for (let count = 2; this.#taken.has(id); count += 1) id = `${wanted.slice(0, most - String(count).length)}${count}`;
    this.#taken.add(id);
    return id;
  }
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Order keys of a list: as long as all need to be, so that text order is list order. */
export function ranksOf(count: number): string[] {
  const length = Math.max(1, Math.ceil(Math.log(Math.max(count, 2)) / Math.log(digits.length)));
  return Array.from({ length: count }, (_, index) => {
    let rank = '';
    for (let rest = index, place = 0; place < length; place += 1, rest = Math.floor(rest / digits.length))
      rank = `${digits[rest % digits.length]}${rank}`;
    return `a${rank}`;
  });
}
