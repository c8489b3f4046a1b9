import { regionName } from '../../../schemas/regions/region-names.ts';
import type { JsonValue, Plan } from '../../compile/plan.ts';

/** A value as people read it, in Chinese: codes by name, money in yuan, dates as dates, missing as nothing. */
export function showValue(plan: Plan, path: string, value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === '') return '';
  const declared = plan.types[path];
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
