import type { CodeList, ValueType } from '../../../schemas/generated/documents.ts';
import { regionName } from '../../../schemas/regions/region-names.ts';
import type { ColumnType, JsonValue, Plan } from '../../compile/plan.ts';

/** A value as people read it, in Chinese: codes by name, money in yuan, dates as dates, a row of a table as a line, missing as nothing. */
export function showValue(plan: Plan, path: string, value: JsonValue | undefined): string {
  const declared = plan.types[path];
  const { columns } = declared ?? {};
  if (columns && Array.isArray(value)) return value.map((row, index) => `${index + 1}. ${showRow(columns, row)}`).join('\n');
  return showPlain(declared, value);
}

/** One row of a table: what each column holds, by name; empty cells are left out. */
function showRow(columns: readonly ColumnType[], row: JsonValue): string {
  const cells = typeof row === 'object' && row !== null && !Array.isArray(row) ? row : {};
  return columns
    .map((column) => [column.name['zh-CN'], showPlain(column, Object.hasOwn(cells, column.id) ? cells[column.id] : undefined)] as const)
    .filter(([, words]) => words !== '')
    .map(([name, words]) => `${name}：${words}`)
    .join('；');
}

function showPlain(declared: { type: ValueType; codes?: CodeList } | undefined, value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === '') return '';
  const codes = declared?.codes;
  const named = (code: JsonValue): string => {
    const name = codes && typeof code === 'string' && Object.hasOwn(codes, code) ? codes[code]!.name['zh-CN'] : undefined;
    return name ?? String(code);
  };
  if (Array.isArray(value)) return value.map(named).join('、');
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'object') return JSON.stringify(value);
  if (declared?.type === 'region') return regionName(String(value), 'zh-CN');
  if (declared?.type === 'money') return `${value} 元`;
  if (declared?.type === 'dateTime') return String(value).replace('T', ' ').slice(0, 16);
  return named(value);
}
