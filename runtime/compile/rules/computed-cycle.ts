import { pathOfField } from '../declared.ts';
import { atField, en, error, zh } from '../finding.ts';
import type { Model } from '../model.ts';
import { pathName, resolveName } from '../names.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/** Computed fields that need each other: none of them could ever be computed. */
export const computedCycle: Rule = (model) => {
  const computed = computedFields(model);
  return [...computed.values()].flatMap(({ path, form, field }): Finding[] => {
    if (!reaches(computed, path)) return [];
    const name = pathName(model, path);
    return [
      error(
        'computed-cycle',
        atField(form, field, 'computed'),
        `${zh(name)}的计算最终用到了它自己：请改写公式，让它只依赖其他字段。`,
        `${en(name)} is computed from itself in the end: rewrite the formula so that it needs other fields only.`,
      ),
    ];
  });
};

interface Computed {
  path: string;
  form: string;
  field: string;
  reads: string[];
}

function computedFields(model: Model): Map<string, Computed> {
  const fields = new Map<string, Computed>();
  for (const [form, { fields: all }] of Object.entries(model.pkg.forms)) {
    for (const [field, doc] of Object.entries(all)) {
      const path = pathOfField(doc);
      const parsed = doc.computed === undefined ? undefined : model.cache.expression(doc.computed);
      if (path === undefined || !parsed?.ok) continue;
      const reads = parsed.reads.flatMap((name) => {
        const resolved = resolveName(model, name);
        return resolved.kind === 'path' ? [resolved.path] : [];
      });
      fields.set(path, { path, form, field, reads });
    }
  }
  return fields;
}

function reaches(fields: Map<string, Computed>, start: string): boolean {
  const open = [...(fields.get(start)?.reads ?? [])];
  const seen = new Set<string>();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (path === start) return true;
    if (seen.has(path)) continue;
    seen.add(path);
    open.push(...(fields.get(path)?.reads ?? []));
  }
  return false;
}
