/** A cascaded list as indented lines, one per choice: the way people keep such lists in Word and Excel. */
import type { CodeList } from '../../../schemas/generated/documents.ts';
import { freshRanks, ranked } from '../../editing/rank.ts';

export function textOfLevels(codes: CodeList): string {
  const list = ranked(codes);
  const lines = (parent: string | undefined, depth: number): string[] =>
    list
      .filter(([, entry]) => entry.parent === parent)
      .flatMap(([code, entry]) => [`${'  '.repeat(depth)}${entry.name['zh-CN']}`, ...lines(code, depth + 1)]);
  return lines(undefined, 0).join('\n');
}

/** Lines back into a list. A choice keeps its code when it stands at the same place by name; deeper than one level at a time is one level. */
export function levelsOfText(text: string, before: CodeList): CodeList {
  const codeAt = new Map(Object.entries(before).map(([code]) => [pathOfCode(before, code), code]));
  const numbers = Object.keys(before).map(Number).filter(Number.isFinite);
  let next = Math.max(0, ...numbers) + 1;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const ranks = freshRanks(lines.length);
  const stack: { indent: number; code: string; path: string }[] = [];
  const codes: CodeList = {};
  for (const [i, line] of lines.entries()) {
    const indent = /^[\s\u3000]*/.exec(line)![0].replaceAll('\t', '  ').replaceAll('\u3000', '  ').length;
    while (stack.length > 0 && stack.at(-1)!.indent >= indent) stack.pop();
    const parent = stack.at(-1);
    const name = line.trim();
    const path = parent ? `${parent.path}/${name}` : name;
    const known = codeAt.get(path);
    const code = known && !codes[known] ? known : String(next++);
    codes[code] = { name: known ? before[known]!.name : { 'zh-CN': name }, rank: ranks[i]!, ...(parent ? { parent: parent.code } : {}) };
    stack.push({ indent, code, path });
  }
  return codes;
}

function pathOfCode(codes: CodeList, code: string): string {
  const entry = codes[code];
  if (!entry) return '';
  return entry.parent && entry.parent !== code ? `${pathOfCode(codes, entry.parent)}/${entry.name['zh-CN']}` : entry.name['zh-CN'];
}
