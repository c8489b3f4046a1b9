/**
 * What a row must be to become a record: each cell checked by the closures that forms and scripts are checked by, so a value
 * has one verdict wherever it comes in. Pure.
 */
import type { DataElement, DataResource } from '../../../schemas/generated/documents.ts';
import type { EvaluationEnv, JsonValue } from '../../compile/plan.ts';
import { type ValueCheck, type ValueRules, valueCheck } from '../../compile/values/check.ts';
import { keyNames, rowKey } from './row-key.ts';
import type { RowProblem } from './rows.ts';

export interface RowPlan {
  /** Fields that are filled, keys first. */
  fields: string[];
  keys: string[];
  /** One key, one record. */
  isUnique: boolean;
  /** `cells` in the order of `fields`. */
  record(cells: readonly JsonValue[]): { ok: true; key: string; json: string } | { ok: false; problems: RowProblem[] };
}

export interface RowPlanInput {
  resource: DataResource;
  elements: Readonly<Record<string, DataElement>>;
  /** Fields that have a column. */
  columns: readonly string[];
  env: EvaluationEnv;
}

interface Column {
  name: string;
  check: ValueCheck;
  convert: (cell: JsonValue) => JsonValue;
}

/** Throws when a key has no column: nothing could be found again. */
export function planRows({ resource, elements, columns, env }: RowPlanInput): RowPlan {
  const keys = keyNames(resource.keys);
  const lacking = keys.filter((key) => !columns.includes(key));
  if (lacking.length > 0) throw new Error(`These keys have no column: ${lacking.join(', ')}`);
  const names = [...keys, ...columns.filter((name) => !keys.includes(name) && Object.hasOwn(resource.fields, name))];
  const plan: Column[] = names.map((name) => {
    const rules = rulesOf(resource.fields[name] ?? resource.keys[name] ?? {}, elements);
    return { name, check: valueCheck(rules), convert: converterOf(rules) };
  });
  return {
    fields: names,
    keys,
    isUnique: resource.cardinality === 'one',
    record(cells) {
      const record: Record<string, JsonValue> = {};
      let problems: RowProblem[] | undefined;
      for (let index = 0; index < plan.length; index += 1) {
        const { name, check, convert } = plan[index]!;
        const cell = cells[index] ?? null;
        const checked = check(convert(cell), env);
        if (checked.ok) record[name] = checked.value;
        else {
          problems ??= [];
          problems.push({ field: name, code: checked.code, ...(checked.data ? { data: checked.data } : {}), value: shown(cell) });
        }
      }
      if (problems) return { ok: false, problems };
      const key = rowKey(keys, record);
      if (key === undefined)
        return { ok: false, problems: [{ code: 'row.key_missing', field: keys.find((name) => record[name] === null) }] };
      return { ok: true, key, json: JSON.stringify(record) };
    },
  };
}

const shown = (cell: JsonValue) => (typeof cell === 'string' ? cell : JSON.stringify(cell)).slice(0, 200);

type Spec = Partial<Pick<DataResource['fields'][string], 'type' | 'codes' | 'element'>>;

/** An element says more than a field's own type; without either any one line of text is taken. */
export function rulesOf({ type, codes, element }: Spec, elements: Readonly<Record<string, DataElement>>): ValueRules {
  const known = element !== undefined && Object.hasOwn(elements, element) ? elements[element] : undefined;
  if (!known) return { type: type ?? 'string', codes };
  const { minimum, maximum, minLength, maxLength, pattern } = known;
  return { type: known.type, codes: known.codes ?? codes, minimum, maximum, minLength, maxLength, pattern };
}

const truths: Record<string, boolean> = {
  是: true,
  有: true,
  真: true,
  y: true,
  yes: true,
  true: true,
  1: true,
  否: false,
  无: false,
  假: false,
  n: false,
  no: false,
  false: false,
  0: false,
};

/** Cells of files are texts: what a type needs besides its own reading of them. */
function converterOf({ type, codes }: ValueRules): (cell: JsonValue) => JsonValue {
  if (type === 'boolean') return (cell) => (typeof cell === 'string' ? (truths[cell.trim().toLowerCase()] ?? cell) : cell);
  if (type === 'date') return (cell) => (typeof cell === 'string' ? cell.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3') : cell);
  if (type === 'code' || type === 'codes') {
    const byName = new Map(Object.entries(codes ?? {}).map(([code, entry]) => [entry.name['zh-CN'], code]));
    const one = (text: string) => byName.get(text.trim()) ?? text.trim();
    if (type === 'code') return (cell) => (typeof cell === 'string' ? one(cell) : typeof cell === 'number' ? String(cell) : cell);
    return (cell) => (typeof cell === 'string' && cell.trim() !== '' ? cell.split(/[;；、|,，]/).map(one) : cell);
  }
  const isText =
    type === 'string' ||
    type === 'text' ||
    type === 'address' ||
    type === 'idCard' ||
    type === 'uscc' ||
    type === 'mobile' ||
    type === 'bankCard' ||
    type === 'region';
  if (isText) return (cell) => (typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : cell);
  return (cell) => cell;
}
