import type { DecisionTable, ValueType } from '../../../schemas/generated/documents.ts';
import { atField, en, error, pathOf, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Model } from '../model.ts';
import { pathName } from '../names.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** One value, two types: fields with the same path in two forms, or a variable, table, or resource field that disagrees. */
export const conflictingTypes: Rule = (model) => [...declarations(model), ...tables(model), ...resources(model)];

function declarations(model: Model): Finding[] {
  return model.declarations.flatMap((one) => {
    const first = model.declared[one.path]!;
    if (first.type === one.type) return [];
    const where = one.form
      ? atField(one.form.id, one.form.field)
      : { path: pathOf('scenario', 'variables', one.path), element: { kind: 'variable', id: one.path } };
    return [conflict(model, where, one.path)];
  });
}

function tables(model: Model): Finding[] {
  return model.sites.tables.flatMap(({ id, table }) =>
    Object.entries(table.outputs).flatMap(([output, { path, type: column }]) => {
      const type = resultType(table, column);
      const declared = entry(model.declared, path);
      const where = { path: pathOf('scenario', 'tables', id, 'outputs', output, 'type'), element: { kind: 'table', id } };
      return declared && (type === undefined || !writes(type, declared.type)) ? [conflict(model, where, path)] : [];
    }),
  );
}

/** What a column writes: policies that answer with several rows make a list, of codes only; counting makes a number. */
function resultType(table: DecisionTable, column: ValueType): ValueType | undefined {
  if (table.hitPolicy === 'COLLECT' && table.aggregation !== undefined) return table.aggregation === 'COUNT' ? 'integer' : column;
  const several = table.hitPolicy === 'COLLECT' || table.hitPolicy === 'RULE_ORDER' || table.hitPolicy === 'OUTPUT_ORDER';
  if (!several) return column;
  return column === 'code' || column === 'codes' ? 'codes' : undefined;
}

/** A shared text may fill any field made of text; everything else must be what the field is. */
function resources(model: Model): Finding[] {
  return Object.entries(model.pkg.scenario.data ?? {}).flatMap(([id, use]) =>
    Object.entries(use.provides).flatMap(([name, path]) => {
      const field = entry(entry(model.pkg.resources, use.resource)?.fields, name);
      const type = entry(model.pkg.elements, field?.element)?.type ?? field?.type;
      const declared = entry(model.declared, path);
      const where = { path: pathOf('scenario', 'data', id, 'provides', name), element: { kind: 'data', id } };
      return type && declared && !fits(type, declared.type) ? [conflict(model, where, path)] : [];
    }),
  );
}

/** A table writes exactly the type, or a whole number where any number may be. */
function writes(from: ValueType, to: ValueType): boolean {
  return from === to || (from === 'integer' && to === 'number');
}

const texts = new Set(['string', 'text', 'address', 'region', 'idCard', 'uscc', 'mobile', 'email', 'bankCard', 'code']);

function fits(from: string, to: string): boolean {
  return (
    from === to ||
    (texts.has(from) && texts.has(to)) ||
    (from === 'integer' && (to === 'number' || to === 'money')) ||
    (from === 'number' && to === 'money')
  );
}

function conflict(model: Model, where: Pick<Finding, 'path' | 'element'>, path: string): Finding {
  const name = pathName(model, path);
  return error(
    'conflicting-types',
    where,
    `${zh(name)}在不同地方的类型不一致：请统一为同一个数据元或类型，或换一个名称。`,
    `${en(name)} has different types in different places: use one data element or type everywhere, or another name.`,
  );
}
