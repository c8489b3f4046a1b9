/** Texts people search by, and ids made from names: Chinese in pinyin, with its initials. */
import { pinyin } from 'pinyin-pro';
import type { DataElement, Text } from '../../../schemas/generated/documents.ts';
import { labelKey } from '../../compile/index.ts';
import type { ElementWrite } from '../../store/elements.ts';

const plain = { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true } as const;

/** 'shenfenzhenghao' and 'sfzh' of 身份证号. */
export function pinyinOf(name: string): { full: string; initials: string } {
  const letters = (parts: string[]) => parts.join('').toLowerCase().replace(/\s/g, '');
  return { full: letters(pinyin(name, plain)), initials: letters(pinyin(name, { ...plain, pattern: 'first' })) };
}

/** What people find it by: one per line, lower case, so that the beginning and the whole of each can be told. */
export function searchText(texts: readonly (string | undefined)[], name: Text): string {
  const { full, initials } = pinyinOf(name['zh-CN']);
  const lines = [name['zh-CN'], name.en, ...texts, full, initials].flatMap((text) => (text ? [wordsOf(text).join(' ')] : []));
  return `\n${[...new Set(lines)].join('\n')}\n`;
}

/** An element as it is stored, with what it is found by. */
export const elementWrite = (id: string, element: DataElement): ElementWrite => ({
  id,
  element,
  search: searchText([id, element.code, element.category], element.name),
  labelKey: labelKey(element.name['zh-CN']),
});

/** The words of a search as they are compared. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
}

/** 'zheng-jian-shen-qing-biao' of 证件申请表: the id of a document. */
export function slugOf(name: string): string {
  const slug = syllables(name).join('-').slice(0, 50).replace(/-+$/, '');
  return /^[a-z]/.test(slug) ? slug : `f-${slug}`.slice(0, 50).replace(/-+$/, '');
}

/** 'shenFenZhengHao' of 身份证号: the key of an element. */
export function keyOf(name: string): string {
  const [first = '', ...rest] = syllables(name);
  const key = (first + rest.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('')).slice(0, 40);
  return /^[a-z]/.test(key) ? key : `e${key}`;
}

function syllables(name: string): string[] {
  return pinyin(name, plain)
    .flatMap((part) => part.toLowerCase().split(/[^a-z0-9]+/))
    .filter(Boolean);
}

/** The first of `wanted`, `wanted2`, `wanted3` … that is free. */
export async function freeId(wanted: string, isTaken: (id: string) => Promise<boolean>, separator = ''): Promise<string> {
  for (let number = 1; number < 200; number += 1) {
    const id = number === 1 ? wanted : `${wanted}${separator}${number}`;
    if (!(await isTaken(id))) return id;
  }
  throw new Error(`No free id for ${wanted}.`);
}
