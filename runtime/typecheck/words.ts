/** Problems that are ours, not TypeScript's. */
import type { Text } from '../../schemas/generated/documents.ts';

export const words = {
  tooLong: text('脚本超过 64 KB，请拆分或精简。', 'The script is longer than 64 KB. Split or shorten it.'),
  import: text('脚本不能引入其他模块，请只使用 input 中的数据。', 'A script cannot import other modules. Use only the data in input.'),
  noDefault: text(
    '脚本需要一个默认导出的函数：export default function (input: Input): Output { … }',
    'A script needs one default export that is a function: export default function (input: Input): Output { … }',
  ),
  otherExport: text('脚本只能有一个默认导出，请去掉这里的 export。', 'A script has one default export only. Remove this export.'),
  async: text('脚本须同步完成，请去掉 async 和 await。', 'A script finishes in one go. Remove async and await.'),
  declare: text('脚本不能声明外部的名称，请去掉 declare。', 'A script cannot declare names from outside. Remove declare.'),
  suppressed: text('请改正问题，不要用注释跳过检查。', 'Correct the problem instead of switching the check off in a comment.'),
  with: text('脚本中不能使用 with。', 'with cannot be used in a script.'),
  noName: (name: string) =>
    text(`脚本中没有“${name}”，请只使用 input 和标准函数。`, `A script has no '${name}'. Use input and the standard functions only.`),
  noMember: (name: string, near: string | undefined) =>
    text(
      near === undefined ? `这里没有属性“${name}”，它不存在。` : `这里没有属性“${name}”，它不存在。是不是“${near}”？`,
      near === undefined ? `Property '${name}' does not exist here.` : `Property '${name}' does not exist here. Did you mean '${near}'?`,
    ),
  timeout: text('脚本太复杂，检查没有在规定时间内完成，请简化类型。', 'The script is too complex to check in time. Simplify its types.'),
  unavailable: text('脚本检查暂时不可用，请稍后再试。', 'The script check is not available right now. Try again shortly.'),
};

function text(zh: string, en: string): Text {
  return { 'zh-CN': zh, en };
}
