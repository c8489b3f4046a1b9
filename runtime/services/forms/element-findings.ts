/** What is wrong with one data element: its shape, its pattern, its limits, its code list. */
import type { DataElement } from '../../../schemas/generated/documents.ts';
import { validateDocument } from '../../../schemas/validate.ts';
import type { Finding } from '../../compile/plan.ts';
import { linearPattern } from '../../compile/values/pattern.ts';

/** Everything wrong with an element; empty when it may enter the field standard. */
export function elementFindings(id: string, element: DataElement): Finding[] {
  const name = { 'zh-CN': '数据元' };
  const shape = validateDocument('data-elements', { format: 'lianban.data-elements/1', id: 'elements', name, elements: { [id]: element } });
  return shape.length > 0 ? shape : [...patternFindings(id, element), ...limitFindings(id, element), ...codeFindings(id, element)];
}

function finding(id: string, member: string, zh: string, en: string): Finding {
  const path = `elements/${id}/${member}`;
  return { code: 'element-wrong', severity: 'error', path, message: { 'zh-CN': zh, en }, element: { kind: 'element', id } };
}

function patternFindings(id: string, { pattern }: DataElement): Finding[] {
  if (pattern === undefined || linearPattern(pattern)) return [];
  return [
    finding(
      id,
      'pattern',
      '格式规则无法使用：请改写，不要用前后查找或反向引用。',
      'The pattern cannot be run: rewrite it without look-around or back-references.',
    ),
  ];
}

function limitFindings(id: string, { minimum, maximum, minLength, maxLength }: DataElement): Finding[] {
  const crossed = [
    minimum !== undefined && maximum !== undefined && minimum > maximum ? 'minimum' : undefined,
    minLength !== undefined && maxLength !== undefined && minLength > maxLength ? 'minLength' : undefined,
  ];
  return crossed.flatMap((member) =>
    member === undefined
      ? []
      : [
          finding(
            id,
            member,
            '下限大于上限：请改小下限或改大上限。',
            'The lower limit is above the upper one: lower it, or raise the other.',
          ),
        ],
  );
}

function codeFindings(id: string, { type, codes = {} }: DataElement): Finding[] {
  const needsCodes = type === 'code' || type === 'codes' || type === 'cascade';
  if (needsCodes && Object.keys(codes).length === 0)
    return [finding(id, 'codes', '选择类的数据元要有选项：请填写代码表。', 'A choice needs its codes: fill in the code list.')];
  const stray = Object.values(codes).find(({ parent }) => parent !== undefined && !Object.hasOwn(codes, parent));
  if (stray)
    return [
      finding(
        id,
        'codes',
        `选项「${stray.name['zh-CN']}」的上级不在代码表中：请补上上级，或改掉它。`,
        `The level above “${stray.name.en ?? stray.name['zh-CN']}” is not in the list: add it, or change it.`,
      ),
    ];
  return cascadeLoops(codes)
    ? [finding(id, 'codes', '代码表的上下级成了环：请改正上级。', 'The levels of the list run in a circle: correct them.')]
    : [];
}

/** True when going up from some code never ends. */
export function cascadeLoops(codes: NonNullable<DataElement['codes']>): boolean {
  return Object.keys(codes).some((code) => {
    const seen = new Set<string>();
    for (let at: string | undefined = code; at !== undefined; at = codes[at]?.parent) {
      if (seen.has(at)) return true;
      seen.add(at);
    }
    return false;
  });
}
