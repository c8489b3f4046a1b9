/** Long numbers in groups, so that people can compare them with the card in their hand. */

/** Full-width signs as the half-width ones they stand for, without spaces and hyphens. */
const plain = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000·-]/g, '')
    .toUpperCase();

/** `grouped('13800138000', [3, 4, 4])` is `138 0013 8000`; what is left over stays one last group. Empty below the second group. */
export function grouped(text: string, sizes: readonly number[]): string {
  const signs = plain(text);
  if (signs.length <= (sizes[0] ?? 0)) return '';
  const groups: string[] = [];
  let at = 0;
  for (const size of sizes) {
    if (at >= signs.length) break;
    groups.push(signs.slice(at, at + size));
    at += size;
  }
  if (at < signs.length) groups.push(signs.slice(at));
  return groups.join(' ');
}
