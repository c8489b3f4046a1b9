import type { FormField } from '../../../schemas/generated/documents.ts';
import { atField, en, error, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Model } from '../model.ts';
import type { Finding } from '../plan.ts';
import { linearPattern } from '../values/pattern.ts';
import type { Rule } from './rule.ts';

/** A form field needs a data element, or a type and a key of its own; a choice needs its codes. */
export const fieldWithoutElementOrType: Rule = (model) => [
  ...Object.entries(model.pkg.forms).flatMap(([form, { fields }]) =>
    Object.entries(fields).flatMap(([id, field]) => fieldFindings(model, form, id, field)),
  ),
  ...Object.entries(model.pkg.scenario.variables ?? {}).flatMap(([path, spec]) =>
    spec.type === undefined && spec.element === undefined
      ? [
          error(
            'field-without-element-or-type',
            { path: `scenario/variables/${path}`, element: { kind: 'variable', id: path } },
            `变量${zh(spec.name)}没有数据元，也没有类型：请选择一个。`,
            `The variable ${en(spec.name)} has neither a data element nor a type: choose one.`,
          ),
        ]
      : [],
  ),
  ...Object.entries(model.pkg.elements).flatMap(([id, element]) =>
    element.pattern !== undefined && !linearPattern(element.pattern)
      ? [
          error(
            'element-pattern',
            { path: `elements/${id}/pattern`, element: { kind: 'element', id } },
            `数据元${zh(element.name)}的格式规则无法使用：请改写，不要用前后查找或反向引用。`,
            `The pattern of the data element ${en(element.name)} cannot be run: rewrite it without look-around or back-references.`,
          ),
        ]
      : [],
  ),
];

function fieldFindings({ pkg }: Model, form: string, id: string, field: FormField): Finding[] {
  const element = entry(pkg.elements, field.element);
  const [nameZh, nameEn] = [zh(field.label ?? element?.name, id), en(field.label ?? element?.name, id)];
  if (field.element === undefined && field.type === undefined) {
    return [
      error(
        'field-without-element-or-type',
        atField(form, id),
        `字段${nameZh}没有数据元，也没有类型：请绑定一个数据元，或选择类型。`,
        `The field ${nameEn} has neither a data element nor a type: bind it to an element, or choose a type.`,
      ),
    ];
  }
  if (field.element === undefined && field.key === undefined) {
    return [
      error(
        'field-without-element-or-type',
        atField(form, id),
        `字段${nameZh}没有名称，无法保存：请填写它的名称（英文），或绑定一个数据元。`,
        `The field ${nameEn} has no key and cannot be kept: give it one, or bind it to a data element.`,
      ),
    ];
  }
  const type = element?.type ?? field.type;
  const codes = element?.codes ?? field.codes ?? {};
  if ((type === 'code' || type === 'codes') && Object.keys(codes).length === 0) {
    return [
      error(
        'field-without-codes',
        atField(form, id),
        `选择题${nameZh}没有选项：请添加选项，或绑定有选项的数据元。`,
        `The choice ${nameEn} has nothing to choose from: add codes, or bind it to an element that has some.`,
      ),
    ];
  }
  return sectionFinding(pkg, form, id, field);
}

function sectionFinding(pkg: Model['pkg'], form: string, id: string, field: FormField): Finding[] {
  const document = entry(pkg.forms, form)!;
  if (entry(document.sections, field.section)) return [];
  return [
    error(
      'dangling-reference',
      atField(form, id, 'section'),
      `表单${zh(document.name)}没有名为「${field.section}」的分节：请为这个字段选一个分节。`,
      `The form ${en(document.name)} has no section “${field.section}”: choose one for this field.`,
    ),
  ];
}
