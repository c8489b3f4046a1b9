/** What was wrong with a file or a row, in words. Codes of values come from their checks. */
import type { Text } from '../../../schemas/generated/documents.ts';
import type { JsonValue } from '../../compile/plan.ts';

type Data = Record<string, JsonValue>;
type Say = (data: Data) => Text;
const both = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });
const listOf = (value: JsonValue | undefined) => (Array.isArray(value) ? value.join('、') : String(value ?? ''));

const sentences: Record<string, Say> = {
  'file.empty': () => both('文件是空的', 'The file is empty'),
  'file.damaged': () => both('文件已损坏或不完整，请重新导出后再传', 'The file is damaged or cut off: export it again'),
  'file.bomb': () => both('文件解压后过大，不予接收', 'The file unpacks into far more than it should and is not taken'),
  'file.too_large': ({ limitMb }) =>
    both(`工作簿超过 ${limitMb} MB，请另存为 CSV 后再传`, `The workbook is larger than ${limitMb} MB: save it as CSV`),
  'file.too_many_rows': ({ limit }) =>
    both(`工作表超过 ${limit} 行，请另存为 CSV 后再传`, `The sheet has more than ${limit} rows: save it as CSV`),
  'file.too_many_columns': ({ limit }) => both(`工作表超过 ${limit} 列`, `The sheet has more than ${limit} columns`),
  'file.not_workbook': () => both('这不是 Excel 工作簿（.xlsx），请核对文件', 'This is no workbook (.xlsx): check the file'),
  'file.sheet_missing': ({ sheet }) => both(`没有名为「${sheet}」的工作表`, `There is no sheet named “${sheet}”`),
  'file.heading_twice': ({ column }) =>
    both(`表头「${column}」出现了两次，请改名或删去一列`, `The heading “${column}” is there twice: rename or remove one`),
  'file.heading_unreadable': () => both('表头行无法读取，请检查文件编码', 'The heading cannot be read: check the encoding'),
  'file.column_missing': ({ columns }) => both(`缺少列：${listOf(columns)}`, `Columns are missing: ${listOf(columns)}`),
  'file.encoding_differs': ({ found, said }) =>
    both(`文件是 ${found} 编码，与所选的 ${said} 不符`, `The file is ${found}, not ${said} as chosen`),
  'file.line_too_long': () => both('有一行过长，这不像表格文件', 'A line is too long: this does not look like a table'),
  'file.quote_open': ({ row }) => both(`第 ${row} 行的引号没有闭合`, `A quote that begins in row ${row} never ends`),
  'file.too_many_rejected': ({ limit }) =>
    both(
      `超过 ${limit} 行不合格，已停止：请核对列的对应关系`,
      `More than ${limit} rows were rejected: check which column fills which field`,
    ),
  'file.unreachable': () => both('没能从来源地址取到文件', 'The file could not be fetched from its address'),
  'file.not_there': () => both('来源地址上没有这个文件', 'The file is not at its address'),
  'file.refused': () => both('对方拒绝提供文件，请核对口令', 'The other side refuses the file: check the secret'),
  'file.secret_missing': () => both('连接还没有设置口令', 'The connection has no secret yet'),
  'file.folder_name': () => both('文件名不能用，或没有开放文件夹', 'The name of the file cannot be used, or no folder is open for files'),
  'file.fetched_too_large': () => both('文件超过 1 GB，不自动取', 'The file is larger than 1 GB and is not fetched'),
  'file.resource_missing': () =>
    both('没有要导入的数据资源，或它不归这个连接的部门', 'The data resource is not there, or is another department’s'),
  'row.bytes_invalid': ({ offset }) =>
    both(`含有无法识别的字节（文件第 ${offset} 字节）`, `Holds bytes that are no text (byte ${offset} of the file)`),
  'row.bytes_truncated': () => both('文件在一个汉字中间结束', 'The file ends in the middle of a character'),
  'row.nul': () => both('含有空字符', 'Holds a null character'),
  'row.columns': ({ found, wanted }) => both(`有 ${found} 列，应为 ${wanted} 列`, `Has ${found} cells instead of ${wanted}`),
  'row.quote': () => both('引号使用不正确', 'Quotes are not where they may be'),
  'row.quote_open': () => both('引号没有闭合', 'A quote never ends'),
  'row.not_json': () => both('不是一行完整的 JSON 对象', 'Is no JSON object on one line'),
  'row.key_missing': () => both('查询键是空的', 'The key is empty'),
  'row.key_twice': () => both('与前面某行的查询键相同', 'Has the same key as an earlier row'),
  'value.text': () => both('应为文字', 'Must be text'),
  'value.characters': () => both('含有不可见或不允许的字符', 'Holds characters that are not allowed'),
  'value.oneLine': () => both('不能换行', 'Must be one line'),
  'value.tooLong': ({ max }) => both(`超过 ${max} 个字`, `Is longer than ${max} characters`),
  'value.tooShort': ({ min }) => both(`少于 ${min} 个字`, `Is shorter than ${min} characters`),
  'value.tooSmall': ({ min }) => both(`小于 ${min}`, `Is less than ${min}`),
  'value.tooLarge': ({ max }) => both(`大于 ${max}`, `Is more than ${max}`),
  'value.pattern': () => both('格式不符合要求', 'Does not have the right form'),
  'value.number': () => both('应为数字', 'Must be a number'),
  'value.integer': () => both('应为整数', 'Must be a whole number'),
  'value.money': () => both('应为金额，最多两位小数', 'Must be an amount with two places at most'),
  'value.boolean': () => both('应为是或否', 'Must be yes or no'),
  'value.date': () => both('应为日期，如 2026-03-02', 'Must be a date such as 2026-03-02'),
  'value.dateTime': () => both('应为日期和时间', 'Must be a date and time'),
  'value.code': () => both('不在代码表中', 'Is not on the code list'),
};
/** By the group of a code, for checks that have many. */
const groups: Record<string, Text> = {
  idCard: both('公民身份号码不正确', 'Is no valid citizen ID number'),
  uscc: both('统一社会信用代码不正确', 'Is no valid unified social credit code'),
  mobile: both('手机号不正确', 'Is no valid mobile number'),
  email: both('电子邮箱不正确', 'Is no valid e-mail address'),
  bankCard: both('银行卡号不正确', 'Is no valid bank card number'),
  region: both('行政区划代码不正确', 'Is no valid region code'),
  value: both('内容不符合要求', 'Is not what the field wants'),
};

/** Words for the code of a file, a row or a value; never the code itself. */
export function importWords(code: string, data: Data = {}): Text {
  return sentences[code]?.(data) ?? groups[code.split('.')[0]!] ?? groups.value!;
}
