import type { FormField, TableColumn } from '../../../schemas/generated/documents.ts';
import { atField, en, error, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Model } from '../model.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** A table needs columns, each with a data element or a type that fits in a cell; a cascaded list needs levels that end. */
export const fieldColumns: Rule = (model) =>
  Object.entries(model.pkg.forms).flatMap(([form, { fields }]) =>
    Object.entries(fields).flatMap(([id, field]) => [...tableFindings(model, form, id, field), ...levelFindings(model, form, id, field)]),
  );

/** A signature is drawn large, and a table in a cell would be a table of tables. */
const tooLarge = new Set(['table', 'signature']);

function tableFindings({ pkg }: Model, form: string, id: string, field: FormField): Finding[] {
  const element = entry(pkg.elements, field.element);
  if ((element?.type ?? field.type) !== 'table') return [];
  const [nameZh, nameEn] = [zh(field.label ?? element?.name, id), en(field.label ?? element?.name, id)];
  const columns = Object.entries(field.columns ?? {});
  if (columns.length === 0) {
    return [
      error(
        'table-without-columns',
        atField(form, id),
        `表格${nameZh}没有列：请至少添加一列。`,
        `The table ${nameEn} has no columns: add at least one.`,
      ),
    ];
  }
  if (field.minRows !== undefined && field.maxRows !== undefined && field.minRows > field.maxRows) {
    return [
      error(
        'table-rows-crossed',
        atField(form, id, 'minRows'),
        `表格${nameZh}的最少行数大于最多行数：请改小最少行数，或改大最多行数。`,
        `The table ${nameEn} must have more rows than it may: lower the one, or raise the other.`,
      ),
    ];
  }
  return columns.flatMap(([column, doc]) => columnFindings({ pkg }, { form, id, column, doc }));
}

function columnFindings(
  { pkg }: Pick<Model, 'pkg'>,
  { form, id, column, doc }: { form: string; id: string; column: string; doc: TableColumn },
): Finding[] {
  const element = entry(pkg.elements, doc.element);
  const type = element?.type ?? doc.type;
  const where = atField(form, id, 'columns', column);
  const [nameZh, nameEn] = [zh(doc.label ?? element?.name, column), en(doc.label ?? element?.name, column)];
  if (doc.element !== undefined && !element) {
    return [
      error(
        'dangling-reference',
        where,
        `列${nameZh}的数据元不存在：请改选已有的数据元。`,
        `The data element of the column ${nameEn} does not exist: choose one that does.`,
      ),
    ];
  }
  if (type === undefined) {
    return [
      error(
        'field-without-element-or-type',
        where,
        `列${nameZh}没有数据元，也没有类型：请选择一个。`,
        `The column ${nameEn} has neither a data element nor a type: choose one.`,
      ),
    ];
  }
  if (tooLarge.has(type)) {
    return [
      error(
        'column-too-large',
        where,
        `列${nameZh}的类型不能放在表格里：请换一个类型，或移出表格。`,
        `The type of the column ${nameEn} does not fit in a table: choose another, or move it out.`,
      ),
    ];
  }
  const codes = element?.codes ?? doc.codes ?? {};
  if (['code', 'codes', 'cascade'].includes(type) && Object.keys(codes).length === 0) {
    return [
      error(
        'field-without-codes',
        where,
        `选择列${nameZh}没有选项：请添加选项，或绑定有选项的数据元。`,
        `The column ${nameEn} has nothing to choose from: add codes, or bind it to an element that has some.`,
      ),
    ];
  }
  return [];
}

/** Every level of a cascaded list belongs to one above that is there, and going up ends. */
function levelFindings({ pkg }: Model, form: string, id: string, field: FormField): Finding[] {
  const element = entry(pkg.elements, field.element);
  if ((element?.type ?? field.type) !== 'cascade') return [];
  const codes = element?.codes ?? field.codes ?? {};
  const [nameZh, nameEn] = [zh(field.label ?? element?.name, id), en(field.label ?? element?.name, id)];
  const ends = (code: string): boolean => {
    const seen = new Set<string>();
    for (let at: string | undefined = code; at !== undefined; at = codes[at]?.parent) {
      if (seen.has(at) || !entry(codes, at)) return false;
      seen.add(at);
    }
    return true;
  };
  if (Object.keys(codes).length > 0 && Object.keys(codes).every(ends)) return [];
  return [
    error(
      'field-without-codes',
      atField(form, id),
      `逐级选择${nameZh}的选项不完整：请添加选项，并让每一级都能找到上一级。`,
      `The levels of ${nameEn} are not complete: add codes, and let each find the one above it.`,
    ),
  ];
}
