/** Amounts in the characters used on cheques: 1234.5 yuan is 壹仟贰佰叁拾肆元伍角. */

const digits = '零壹贰叁肆伍陆柒捌玖';
const places = ['', '拾', '佰', '仟'];
const blocks = ['', '万', '亿', '万亿'];

/** Empty for what is no amount of at most two places below ten quadrillion. */
export function capitalAmount(text: string): string {
  const match = /^(\d{1,16})(?:\.(\d{1,2}))?$/.exec(text.replace(/[,，\s]/g, ''));
  if (!match) return '';
  const whole = wholePart(match[1]!.replace(/^0+/, ''));
  const [jiao, fen] = (match[2] ?? '').padEnd(2, '0').split('').map(Number) as [number, number];
  const small = `${jiao ? `${digits[jiao]}角` : fen && whole ? '零' : ''}${fen ? `${digits[fen]}分` : ''}`;
  if (!whole && !small) return '零元整';
  return `${whole ? `${whole}元` : ''}${small}${fen ? '' : '整'}`.replace(/角整$/, '角整');
}

function wholePart(number: string): string {
  let words = '';
  let gap = false;
  for (let i = 0; i < number.length; i++) {
    const fromEnd = number.length - 1 - i;
    const digit = Number(number[i]);
    if (digit === 0) gap = words !== '';
    else {
      words += `${gap ? '零' : ''}${digits[digit]}${places[fromEnd % 4]}`;
      gap = false;
    }
    // A block of four zeros has no name of its own, except that 亿 stays above 万.
    if (fromEnd % 4 === 0 && fromEnd > 0 && Number(number.slice(Math.max(0, i - 3), i + 1)) > 0) words += blocks[fromEnd / 4]!;
  }
  return words;
}
