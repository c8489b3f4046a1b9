/**
 * Material slots: what satisfies each, where it lies in the merged form, and when it may come later. A slot is filled by the
 * file fields that name it; all of them share one path, so a slot is one question.
 */
import type { Form, FormField, MaterialSlot, MaterialWay } from '../../schemas/generated/documents.ts';
import { pathOfField } from './declared.ts';
import type { ExpressionCache } from './expressions.ts';
import { at } from './finding.ts';
import { entry, mapOf } from './maps.ts';
import type { Condition, MergedForm, PlanMaterial, ScenarioPackage } from './plan.ts';
import type { ExpressionSite, ReadAt } from './sites.ts';

export interface SlotField {
  form: Form;
  id: string;
  field: FormField;
  path: string | undefined;
}

/** Every field that names a slot, of forms in use. */
export function slotFields(pkg: ScenarioPackage): SlotField[] {
  const used = new Set(Object.values(pkg.scenario.forms).map(({ form }) => form));
  return Object.entries(pkg.forms).flatMap(([formId, form]) =>
    used.has(formId)
      ? Object.entries(form.fields).flatMap(([id, field]) =>
          field.slot === undefined ? [] : [{ form, id, field, path: pathOfField(field) }],
        )
      : [],
  );
}

/** The way of this kind, when the slot accepts it. */
export function wayOf<K extends MaterialWay['kind']>(slot: MaterialSlot, kind: K): Extract<MaterialWay, { kind: K }> | undefined {
  return slot.accepts.find((way): way is Extract<MaterialWay, { kind: K }> => way.kind === kind);
}

/** Slots of the plan by id; undefined for a scenario without any. */
export function planMaterials(pkg: ScenarioPackage, cache: ExpressionCache): Record<string, PlanMaterial> | undefined {
  const { materials } = pkg.scenario;
  if (!materials) return undefined;
  const fields = slotFields(pkg);
  return mapOf(
    Object.entries(materials).flatMap(([id, doc]): [string, PlanMaterial][] => {
      const path = fields.find(({ field }) => field.slot === id)?.path;
      const tolerated = conditionOf(cache, wayOf(doc, 'tolerate')?.when);
      return path === undefined ? [] : [[id, { id, doc, path, document: doc.document ?? id, ...(tolerated ? { tolerated } : {}) }]];
    }),
  );
}

/** A slot says whether its material is needed, whatever the forms say that ask for it. */
export function requireMaterials(
  pkg: ScenarioPackage,
  cache: ExpressionCache,
  forms: Record<string, MergedForm>,
): Record<string, MergedForm> {
  const { materials } = pkg.scenario;
  if (!materials) return forms;
  for (const form of Object.values(forms)) {
    for (const field of Object.values(form.fields)) {
      const slot = entry(materials, field.slot);
      if (!slot) continue;
      field.hint ??= slot.hint;
      if (slot.required === undefined) continue;
      field.required = typeof slot.required === 'boolean' ? slot.required : (conditionOf(cache, slot.required) ?? false);
    }
  }
  return forms;
}

/** Conditions of slots, read while their forms are filled in. */
export function materialSites(pkg: ScenarioPackage, cache: ExpressionCache, readAt: (form: string) => ReadAt[]): ExpressionSite[] {
  const fields = slotFields(pkg);
  return Object.entries(pkg.scenario.materials ?? {}).flatMap(([id, slot]) => {
    const read = fields.filter(({ field }) => field.slot === id).flatMap(({ form }) => readAt(form.id));
    const site = (source: string, ...path: string[]): ExpressionSite => ({
      ...at('materials', id, ...path),
      source,
      parsed: cache.condition(source),
      readAt: read,
    });
    return [
      ...(typeof slot.required === 'string' ? [site(slot.required, 'required')] : []),
      ...slot.accepts.flatMap((way, index) => (way.kind === 'tolerate' ? [site(way.when, 'accepts', String(index), 'when')] : [])),
    ];
  });
}

function conditionOf(cache: ExpressionCache, source: string | undefined): Condition | undefined {
  const parsed = source === undefined ? undefined : cache.condition(source);
  return parsed?.ok ? parsed.condition : undefined;
}
