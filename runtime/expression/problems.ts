/** What can be wrong with an expression, in words for its author: where it is and what to do. */
import type { Text } from '../../schemas/generated/documents.ts';
import { limits } from './limits.ts';

export interface Problem {
  /** Positions in the source text. */
  from: number;
  to: number;
  code: string;
  message: Text;
}

const shown = (text: string): string => (text.length > 30 ? `${text.slice(0, 30)}…` : text);

/** One function per code; `word` is the piece of source it is about. */
const texts: Record<string, (word: string) => Text> = {
  'expression.empty': () => ({ 'zh-CN': '这里还没有内容，请写一个表达式。', en: 'Nothing is written here yet. Write an expression.' }),
  'expression.tooLong': () => ({
    'zh-CN': `表达式超过 ${limits.source} 个字符，请拆成几个变量或改用决策表。`,
    en: `The expression has more than ${limits.source} characters. Split it into several variables, or use a decision table.`,
  }),
  'expression.tooDeep': () => ({
    'zh-CN': `括号或运算嵌套超过 ${limits.nesting} 层，请拆成几个变量或改用决策表。`,
    en: `Brackets or operators are nested more than ${limits.nesting} levels deep. Split the expression, or use a decision table.`,
  }),
  'expression.syntax': (word) => ({
    'zh-CN': word
      ? `从「${shown(word)}」起读不懂，请检查这里和前面的括号、引号、逗号与运算符。`
      : '表达式到这里还没有写完，请补全括号、引号或运算符后面的值。',
    en: word
      ? `This cannot be read from "${shown(word)}" on. Check brackets, quotes, commas and operators here and just before.`
      : 'The expression ends too early. Complete the bracket, the quote or the value after the last operator.',
  }),
  'expression.doubleEquals': () => ({ 'zh-CN': '比较相等请写一个等号「=」。', en: 'Write one "=" to compare.' }),
  'expression.symbolAnd': () => ({ 'zh-CN': '「并且」请写 and。', en: 'Write "and" instead of "&&".' }),
  'expression.symbolOr': () => ({ 'zh-CN': '「或者」请写 or。', en: 'Write "or" instead of "||".' }),
  'expression.singleQuote': () => ({ 'zh-CN': '文字请用英文双引号 "…" 括起来。', en: 'Put text in double quotes: "…".' }),
  'expression.fullWidth': (word) => ({
    'zh-CN': `「${word}」是全角符号，请改用英文半角符号。`,
    en: `"${word}" is a full-width symbol. Type the half-width one.`,
  }),
  'expression.unknownFunction': (word) => ({
    'zh-CN': `没有名为「${shown(word)}」的函数，请核对函数名。`,
    en: `There is no function "${shown(word)}". Check its name.`,
  }),
  'expression.arguments': (word) => ({
    'zh-CN': `函数「${shown(word)}」的参数个数或参数名不对，请对照函数说明修改。`,
    en: `The function "${shown(word)}" does not take these arguments. Check their number and names.`,
  }),
  'expression.literal': (word) => ({
    'zh-CN': `「${shown(word)}」不是有效的日期、时间或时长，请改成如 @"2026-01-31" 的写法。`,
    en: `"${shown(word)}" is no valid date, time or duration. Write it like @"2026-01-31".`,
  }),
  'expression.duplicateKey': (word) => ({
    'zh-CN': `名称「${shown(word)}」出现了两次，请改掉其中一个。`,
    en: `The name "${shown(word)}" stands here twice. Rename one of them.`,
  }),
  'table.rowCell': () => ({
    'zh-CN': '这一行引用了不存在的列，请删除这个单元格。',
    en: 'This row has a cell of a column that does not exist. Remove the cell.',
  }),
  'table.noOutput': () => ({ 'zh-CN': '决策表没有输出列，请至少加一列。', en: 'The table has no output column. Add at least one.' }),
  'table.outputEmpty': () => ({ 'zh-CN': '输出单元格是空的，请填写结果。', en: 'This output cell is empty. Write the result.' }),
  'table.aggregation': () => ({
    'zh-CN': '只有一个输出列时才能汇总，请去掉汇总方式或多余的输出列。',
    en: 'Only a table with one output column can aggregate. Remove the aggregation or the other columns.',
  }),
  'table.aggregationPolicy': () => ({
    'zh-CN': '只有「收集」命中策略才能设置汇总方式，请改命中策略或去掉汇总方式。',
    en: 'Only the hit policy COLLECT takes an aggregation. Change the hit policy or remove the aggregation.',
  }),
  'table.allowedNeeded': () => ({
    'zh-CN': '「优先级」和「按输出排序」需要按先后列出输出的可选值，请补上。',
    en: 'PRIORITY and OUTPUT ORDER need the allowed output values in order. List them.',
  }),
  'table.outputType': (word) => ({
    'zh-CN': `结果「${shown(word)}」与输出列的类型不符，请修改结果或类型。`,
    en: `The result "${shown(word)}" does not fit the type of its column. Change the result or the type.`,
  }),
  'table.outputAllowed': (word) => ({
    'zh-CN': `结果「${shown(word)}」不在输出列的可选值里，请修改结果或补充可选值。`,
    en: `The result "${shown(word)}" is not one of the allowed values of its column. Change it, or add it there.`,
  }),
  'table.duplicatePath': (word) => ({
    'zh-CN': `两个输出列都写到「${shown(word)}」，请改掉其中一个。`,
    en: `Two output columns write to "${shown(word)}". Change one of them.`,
  }),
};

/** A problem with its words. */
export function problem(code: string, from: number, to: number, word = ''): Problem {
  const text = texts[code];
  if (!text) throw new Error(`no text for ${code}`);
  return { from, to, code, message: text(word) };
}

const outcomes: Record<string, Text> = {
  'expression.budget': {
    'zh-CN': '计算量超出上限，已停止。请缩小循环范围、减少嵌套，或改用决策表、脚本。',
    en: 'The calculation was stopped because it grew too large. Make loops smaller, nest less, or use a decision table or a script.',
  },
  'expression.failed': {
    'zh-CN': '这个表达式无法计算，请检查写法。',
    en: 'The expression could not be evaluated. Check how it is written.',
  },
  'table.several_rows': {
    'zh-CN': '有多行同时命中，而命中策略只允许一行。请让各行条件互斥，或改命中策略。',
    en: 'Several rows match, but the hit policy allows one. Make the rows exclude each other, or change the hit policy.',
  },
  'table.rows_differ': {
    'zh-CN': '命中的几行结果不一致。请统一结果，或改命中策略。',
    en: 'The rows that match give different results. Make them the same, or change the hit policy.',
  },
  'table.input_type': {
    'zh-CN': '输入值与列的类型不符，请检查输入列的表达式和类型。',
    en: 'An input is of another type than its column. Check its expression and type.',
  },
  'table.input_not_allowed': {
    'zh-CN': '输入值不在可选值里，请补充可选值或检查数据。',
    en: 'An input is not one of its allowed values. Add the value, or check the data.',
  },
  'table.output_type': {
    'zh-CN': '算出的结果与输出列的类型不符，请检查结果单元格。',
    en: 'A result is of another type than its column. Check the result cell.',
  },
  'table.output_not_allowed': {
    'zh-CN': '算出的结果不在可选值里，请补充可选值或修改结果。',
    en: 'A result is not one of the allowed values. Add the value, or change the result.',
  },
};

/** Words for the `message` of an evaluation that did not succeed. */
export const outcomeText = (code: string): Text => outcomes[code] ?? (outcomes['expression.failed'] as Text);

/** These never mean anything in FEEL, but the grammar takes them for letters of a name. */
export const fullWidth: RegExp = /[（）【】｛｝“”‘’，；：？！＞＜＝＋－。、]/;

const habits: [RegExp, string][] = [
  [/==/, 'expression.doubleEquals'],
  [/&&/, 'expression.symbolAnd'],
  [/\|\|/, 'expression.symbolOr'],
  [fullWidth, 'expression.fullWidth'],
  [/'/, 'expression.singleQuote'],
];

/** The source with strings and comments blanked out, so that symbols in them are not mistaken for code. */
export const blanked = (source: string): string =>
  source.replace(/"(?:[^"\\]|\\.)*"|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\/|\/\/[^\n]*/g, (piece) => ' '.repeat(piece.length));

/** The problem of source the grammar refused at `position`; habits from other languages get their own words. */
export function syntaxProblem(source: string, position: number): Problem {
  const code = blanked(source);
  for (const [pattern, name] of habits) {
    const match = pattern.exec(code);
    if (match) return problem(name, match.index, match.index + match[0].length, match[0]);
  }
  const from = Math.min(position, source.length);
  const word = /^\s*(\S+)/.exec(source.slice(from))?.[1] ?? '';
  return problem('expression.syntax', from, Math.max(from, Math.min(source.length, from + Math.max(word.length, 1))), word);
}
