/** Sentences for what ajv reports: what is wrong and what to do, in both languages. */
import type { Text } from './generated/documents.ts';
import type { ValidationError } from './generated/validators.js';

type Words = (params: Record<string, unknown>) => Text;

const typeNames: Record<string, Text> = {
  string: { 'zh-CN': '文字', en: 'a text' },
  number: { 'zh-CN': '数字', en: 'a number' },
  integer: { 'zh-CN': '整数', en: 'a whole number' },
  boolean: { 'zh-CN': '真或假', en: 'true or false' },
  object: { 'zh-CN': '一个对象', en: 'an object' },
  array: { 'zh-CN': '一个列表', en: 'a list' },
  null: { 'zh-CN': '空值', en: 'nothing' },
};
/** What our patterns stand for; a pattern not listed is shown itself. */
const patternNames: Record<string, Text> = {
  '^[a-z][A-Za-z0-9_]{0,63}$': {
    'zh-CN': '小写字母开头的编号（字母、数字、下划线）',
    en: 'an id that begins with a small letter (letters, digits, underscore)',
  },
  '^[a-z][a-z0-9-]{0,63}(/[a-z][a-z0-9-]{0,63})?$': {
    'zh-CN': '文档编号，如 birth 或 gongan/household',
    en: 'a document id such as birth or gongan/household',
  },
  '^[0-9A-Za-z]{1,64}$': { 'zh-CN': '排序键（数字和字母）', en: 'an order key (digits and letters)' },
  '^[0-9]{6}$': { 'zh-CN': '六位行政区划代码', en: 'a region code of six digits' },
  '^[a-z][a-z0-9-]{0,31}$': { 'zh-CN': '部门代码（小写字母、数字、连字符）', en: 'a department code (small letters, digits, hyphen)' },
  '^[a-z][A-Za-z0-9]{0,31}\\.[a-z][A-Za-z0-9]{0,47}$': {
    'zh-CN': '“对象.名称”，如 mother.idNumber',
    en: '“subject.name”, for example mother.idNumber',
  },
  '^sha256:[0-9a-f]{64}$': { 'zh-CN': '内容摘要', en: 'a content hash' },
  '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?$': {
    'zh-CN': '本地日期时间，如 2026-03-02T09:30',
    en: 'a local date and time such as 2026-03-02T09:30',
  },
  '^[A-Za-z0-9_.-]{1,32}$': {
    'zh-CN': '代码值（字母、数字、点、连字符、下划线）',
    en: 'a code (letters, digits, dot, hyphen, underscore)',
  },
  '^\\d{2}:\\d{2}$': { 'zh-CN': '时刻，如 09:00', en: 'a time of day such as 09:00' },
  '^[0-9]{4}$': { 'zh-CN': '四位年份', en: 'a year of four digits' },
};

const words: Record<string, Words> = {
  required: ({ missingProperty }) => text(`缺少「${missingProperty}」：请补上。`, `“${missingProperty}” is missing: add it.`),
  additionalProperties: ({ additionalProperty }) =>
    text(
      `不认识「${additionalProperty}」：请删除，或检查拼写。`,
      `“${additionalProperty}” is not known here: remove it, or check its spelling.`,
    ),
  type: ({ type }) => {
    const names = (Array.isArray(type) ? type : String(type).split(',')).map(
      (name) => typeNames[String(name)] ?? text(String(name), String(name)),
    );
    return text(
      `这里应为${names.map((name) => name['zh-CN']).join('或')}：请改正。`,
      `This must be ${names.map((name) => name.en).join(' or ')}: correct it.`,
    );
  },
  const: ({ allowedValue }) => text(`这里应为「${allowedValue}」：请改正。`, `This must be “${allowedValue}”: correct it.`),
  enum: ({ allowedValues }) => {
    const list = (allowedValues as unknown[]).join('、');
    return text(`这里只能是其中之一：${list}。请改选。`, `This must be one of ${(allowedValues as unknown[]).join(', ')}: choose one.`);
  },
  pattern: ({ pattern }) => {
    const name = patternNames[String(pattern)];
    return text(
      `格式不对，应为${name?.['zh-CN'] ?? pattern}：请改正。`,
      `The format is wrong; it must be ${name?.en ?? pattern}: correct it.`,
    );
  },
  propertyNames: ({ propertyName, pattern }) => {
    const name = patternNames[String(pattern)];
    return text(
      `「${propertyName}」不能作为名称${name ? `，应为${name['zh-CN']}` : ''}：请改名。`,
      `“${propertyName}” cannot be a name here${name ? `; it must be ${name.en}` : ''}: rename it.`,
    );
  },
  format: ({ format }) =>
    format === 'date' ? text('这里应为日期，如 2026-03-02：请改正。', 'This must be a date such as 2026-03-02: correct it.') : other(),
  minLength: ({ limit }) =>
    Number(limit) <= 1
      ? text('这里不能为空：请填写。', 'This must not be empty: fill it in.')
      : text(`至少要 ${limit} 个字：请补充。`, `At least ${limit} characters are needed: add some.`),
  maxLength: ({ limit }) => text(`最多 ${limit} 个字：请缩短。`, `At most ${limit} characters: shorten it.`),
  minimum: ({ limit }) => text(`不能小于 ${limit}：请改大。`, `This must not be less than ${limit}: make it larger.`),
  maximum: ({ limit }) => text(`不能大于 ${limit}：请改小。`, `This must not be more than ${limit}: make it smaller.`),
  minItems: ({ limit }) => text(`至少要 ${limit} 项：请添加。`, `${limit} or more entries are needed: add some.`),
  uniqueItems: ({ i, j }) =>
    text(
      `第 ${Number(j) + 1} 项和第 ${Number(i) + 1} 项相同：请删除一项。`,
      `Entries ${Number(j) + 1} and ${Number(i) + 1} are the same: remove one.`,
    ),
  discriminator: ({ tag, tagValue }) =>
    tagValue === undefined
      ? text(`缺少「${tag}」：请补上。`, `“${tag}” is missing: add it.`)
      : text(`不认识的类型「${tagValue}」：请改选。`, `“${tagValue}” is no known kind: choose another.`),
  oneOf: () =>
    text('这里的写法不符合任何一种允许的形式：请对照说明改写。', 'This fits none of the forms allowed here: rewrite it as one of them.'),
};

/** One sentence for one error of ajv. */
export function sentence(error: ValidationError): Text {
  return words[error.keyword]?.(error.params) ?? other();
}

function other(): Text {
  return text('这里的内容不符合文档格式：请改正。', 'This does not fit the document format: correct it.');
}

function text(zh: string, en: string): Text {
  return { 'zh-CN': zh, en };
}
