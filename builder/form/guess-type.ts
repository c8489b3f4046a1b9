/** The type a label asks for, so that a pasted list needs little correction. */
import type { ValueType } from '../../schemas/generated/documents.ts';

/** First match wins; the order goes from telling words to vague ones. */
const patterns: readonly [RegExp, ValueType][] = [
  [/^(是否|有无|是不是)|吗$/, 'boolean'],
  [/签名|签字|签章$/, 'signature'],
  [/起止(日期|时间)|(期限|有效期)$|起讫/, 'dateRange'],
  [/(明细|清单|名单|一览)(表)?$|人员信息$|情况表$/, 'table'],
  [/身份证|公民身份号码|证件号/, 'idCard'],
  [/统一社会信用代码|信用代码/, 'uscc'],
  [/银行卡|银行账号|银行帐号|账号$|卡号$/, 'bankCard'],
  [/手机|电话|联系方式/, 'mobile'],
  [/邮箱|电子邮件|e-?mail/i, 'email'],
  [/地址|住所|住址/, 'address'],
  [/行政区划|所在地区|户籍地$/, 'region'],
  [/日期|年月日|生日|出生年月|时间$|.日$/, 'date'],
  [/金额|费用|总额|工资|收入|津贴|补贴|价格/, 'money'],
  [/数量|人数|天数|周数|次数|年龄|胎次|孕周|份数/, 'integer'],
  [/体重|身长|面积|比例|长度|重量/, 'number'],
  [/附件|照片|扫描件|复印件|材料$|证明文件/, 'file'],
  [/(类别|业态|分类|行业)$/, 'cascade'],
  [/(性别|民族|婚姻状况|类型|种类|方式|等级|学历|职务)$/, 'code'],
  [/说明|原因|备注|理由|意见|情况$|描述/, 'text'],
];

export const guessType = (label: string): ValueType => patterns.find(([pattern]) => pattern.test(label))?.[1] ?? 'string';

/** Labels of a pasted list: one per line or cell, numbering and trailing signs taken off, repeats dropped. */
export function labelsOf(pasted: string): string[] {
  const labels = pasted
    .split(/[\r\n\t]+/)
    .map((line) =>
      line
        .trim()
        .replace(/^[（(]?[0-9一二三四五六七八九十]+[）).、．]\s*/, '')
        .replace(/[:：*＊。；;，,]+$/, '')
        .trim(),
    )
    .filter(Boolean);
  return [...new Set(labels)];
}
