/** Do two labels ask the same thing? Used before a field is born, in the designer and over the whole region on the server. */

/** Words that say the same on paper forms; the first of a row stands for the others. Longer ones are looked for first. */
const sayings: readonly (readonly string[])[] = [
  [
    '身份证号',
    '居民身份证号码',
    '居民身份证号',
    '公民身份证号码',
    '公民身份号码',
    '身份证件号码',
    '身份证件号',
    '身份证号码',
    '证件号码',
    '证件号',
  ],
  ['信用代码', '统一社会信用代码', '社会信用代码'],
  ['手机号', '手机号码', '移动电话号码', '移动电话', '联系电话', '联系方式', '电话号码', '手机', '电话'],
  ['姓名', '名字', '全名'],
  ['名称', '全称'],
  ['地址', '详细地址', '通讯地址', '联系地址', '居住地址', '家庭住址', '现住址', '现居住地', '住址', '住所'],
  ['出生日期', '出生年月日', '出生年月', '出生时间', '生日'],
  ['银行账号', '银行卡号', '银行卡账号', '银行帐号', '账号', '帐号', '卡号'],
  ['邮箱', '电子邮箱', '电子邮件', '邮件地址'],
  ['编号', '编码', '号码'],
  ['法定代表人', '法人代表'],
  ['经营场所', '经营地址', '生产经营场所'],
];
const canonical = sayings
  .flatMap(([first, ...others]) => others.map((word): [string, string] => [word, first!]))
  .sort(([a], [b]) => b.length - a.length);

/** Said around a label without changing what is asked. */
const fillers = /^(请填写|请输入|填写|输入|您的|你的|本人|申请人|当事人)的?|[（(【[][^）)】\]]*[）)】\]]|[\s·:：,，。.、/\\*＊_-]/g;

/** What is left of a label once spaces, brackets, polite words and ways of saying it are taken away. */
export function labelKey(label: string): string {
  let rest = label.normalize('NFKC').toLowerCase().replace(fillers, '').replace(fillers, '');
  for (const [word, first] of canonical) {
    if (!rest.includes(word)) continue;
    // A word that is part of its own first saying stays: 身份证号 is not looked for inside 身份证号.
    if (first.includes(word) && rest.includes(first)) continue;
    rest = rest.replace(word, first);
  }
  return rest;
}

/** From 0 (nothing in common) to 1 (the same question), by the pairs of letters both keys share. */
export function likeness(a: string, b: string): number {
  const [left, right] = [labelKey(a), labelKey(b)];
  if (left === '' || right === '') return 0;
  if (left === right) return 1;
  const [pairs, others] = [pairsOf(left), pairsOf(right)];
  const rest = [...others];
  let shared = 0;
  for (const pair of pairs) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    shared += 1;
    rest.splice(at, 1);
  }
  return Math.min(0.99, (2 * shared) / (pairs.length + others.length));
}

/** Likeness from which two labels are shown side by side. */
export const nearDuplicate = 0.7;

/** True when a person should be asked whether the two are the same question. */
export const isNearDuplicate = (a: string, b: string): boolean => likeness(a, b) >= nearDuplicate;

function pairsOf(text: string): string[] {
  const letters = [...text];
  if (letters.length === 1) return letters;
  return letters.slice(1).map((letter, index) => letters[index]! + letter);
}
