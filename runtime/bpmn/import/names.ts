/** Ids and texts of the scenario, made from those of the file. */
import type { Text } from '../../../schemas/generated/documents.ts';

/** A set of ids in which every new one is unlike the others. */
export class Ids {
  private readonly taken = new Set<string>();

  /** An id close to what was wanted. */
  make(wanted: string, fallback: string): string {
    return this.unlike(idLike(wanted, fallback), 60, '_');
  }

  /** Document ids: lower case, words joined by hyphens. */
  makeDocument(wanted: string, fallback: string): string {
    const slug = wanted
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
      .slice(0, 56);
    return this.unlike(slug || fallback, 60, '-');
  }

  private unlike(base: string, length: number, joint: string): string {
    let id = base;
    for (let count = 2; this.taken.has(id); count++) id = `${base.slice(0, length - 4)}${joint}${count}`;
    this.taken.add(id);
    return id;
  }
}

/** `ScriptTask_1` -> `scriptTask_1`, `_5` -> `n_5`; what is an id already stays. */
function idLike(wanted: string, fallback: string): string {
  const clean = wanted.replace(/[^A-Za-z0-9_]/g, '_').slice(0, 58);
  if (/^[a-z]/.test(clean)) return clean;
  if (/^[A-Z]/.test(clean)) return clean[0]!.toLowerCase() + clean.slice(1);
  return clean === '' ? fallback : `${fallback}${clean.startsWith('_') ? '' : '_'}${clean}`;
}

export const both = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });

/** Words of the file, which has one language only; the rest of a name too long is cut. */
export function textOf(words: string | undefined, fallback: Text): Text {
  const clean = words?.replace(/\s+/g, ' ').trim().slice(0, 4000);
  return clean ? { 'zh-CN': clean } : fallback;
}

/** Order keys: a0 … a9, aA … az, then two digits. */
export function rankAt(index: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  if (index < 62) return `a${digits[index]}`;
  if (index < 62 + 62 * 62) return `b${digits[Math.floor((index - 62) / 62)]}${digits[(index - 62) % 62]}`;
  const rest = index - 62 - 62 * 62;
  return `c${digits[Math.floor(rest / 3844) % 62]}${digits[Math.floor(rest / 62) % 62]}${digits[rest % 62]}`;
}
