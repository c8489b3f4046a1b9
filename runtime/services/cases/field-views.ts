/** What a department may see of a case: its fields only, each with its source and what the applicant said instead. */
import type { FieldGroup, FieldView } from '../../../schemas/generated/api.ts';
import type { Text } from '../../../schemas/generated/documents.ts';
import type { JsonValue, MergedField, Plan } from '../../compile/plan.ts';
import { sidesOf as sidesOfDispute } from '../../engine/commands/disputes.ts';
import type { CaseState, FieldValue } from '../../engine/types.ts';
import { settledView, whyWords } from '../assists/words.ts';
import type { LoadedPlan } from '../plans.ts';
import { isNothing, sourceOf } from './form-view.ts';
import { showValue } from './show.ts';
import { say } from './words.ts';

export interface FieldInput {
  loaded: LoadedPlan;
  state: CaseState;
  /** Why the applicant disputes shared values, by path. */
  reasons: Record<string, string>;
  /** The reader decides which of two values counts. */
  settles?: boolean;
}

/** Values of the departments' views, grouped by the sections of the form; what desks and machines wrote comes last. */
export function fieldGroups(input: FieldInput, departments: readonly string[]): FieldGroup[] {
  const { state } = input;
  const { plan } = input.loaded;
  const visible = visiblePaths(plan, departments);
  const shown = new Set<string>();
  const groups: FieldGroup[] = [];
  for (const form of Object.values(plan.fills)) {
    for (const section of form.sections) {
      const fields = section.fields.flatMap((path) => {
        if (!visible.has(path) || shown.has(path)) return [];
        const view = fieldView(input, path, form.fields[path]);
        if (view) shown.add(path);
        return view ? [view] : [];
      });
      if (fields.length > 0) groups.push({ title: section.title, fields });
    }
  }
  const rest = Object.keys(state.fields).filter((path) => visible.has(path) && !shown.has(path));
  const others = rest.flatMap((path) => fieldView(input, path, undefined) ?? []);
  if (others.length > 0) groups.push({ title: say('办理结果', 'Results'), fields: others });
  return groups;
}

export function visiblePaths(plan: Plan, departments: readonly string[]): Set<string> {
  return new Set(departments.flatMap((department) => [...(plan.views[department] ?? [])]));
}

function fieldView(input: FieldInput, path: string, merged: MergedField | undefined): FieldView | undefined {
  const { loaded, state } = input;
  const { plan } = loaded;
  const stored = state.fields[path];
  const type = plan.types[path];
  if (!stored || !type || isNothing(stored.value)) return undefined;
  const { value, source, declared } = sidesOf(stored);
  const reason = declared === undefined ? undefined : input.reasons[path];
  const sourceName = nameOfSource(loaded, path, stored, merged, source);
  const unread = source === 'typed' ? unreadSource(loaded, state, path) : undefined;
  const differs = declared !== undefined && JSON.stringify(declared) !== JSON.stringify(value);
  return {
    path,
    label: merged?.label ?? type.name,
    type: type.type,
    value,
    shown: showValue(plan, path, value),
    source,
    ...(sourceName ? { sourceName } : {}),
    at: stored.at,
    ...(unread ? { unread } : {}),
    ...(declared === undefined ? {} : { declared, declaredShown: showValue(plan, path, declared) }),
    ...(reason ? { reason } : {}),
    differs,
    sensitive: type.sensitivity >= 3,
    ...(stored.settled ? { settled: settledView(stored.settled, true) } : {}),
    ...(input.settles && !stored.settled?.owner && sidesOfDispute(stored) ? { canSettle: true } : {}),
  };
}

/** The shared value on one side; what the applicant disputes it with, or typed over it, on the other. */
function sidesOf(stored: FieldValue): { value: JsonValue; source: FieldView['source']; declared?: JsonValue } {
  if (stored.shared !== undefined) return { value: stored.shared, source: 'shared', declared: stored.value };
  return { value: stored.value, source: stored.source, ...(stored.disputed === undefined ? {} : { declared: stored.disputed }) };
}

/** The register that was asked for a value and did not give it: what the applicant typed instead has been checked by nobody. */
function unreadSource({ plan }: LoadedPlan, state: CaseState, path: string): FieldView['unread'] {
  for (const [use, { provides, resourceDoc }] of Object.entries(plan.data)) {
    const fetch = state.fetches[use];
    if (fetch?.state !== 'failed' || !Object.values(provides).includes(path)) continue;
    return { name: resourceDoc.name, why: whyWords(fetch.problem ?? ''), at: fetch.at };
  }
  return undefined;
}

function nameOfSource(
  loaded: LoadedPlan,
  path: string,
  stored: FieldValue,
  merged: MergedField | undefined,
  source: FieldView['source'],
): Text | undefined {
  if (source === 'typed') return undefined;
  const own = sourceOf(loaded, stored)?.name;
  if (stored.source === 'shared' || source !== 'shared') return own;
  const use = merged?.data ?? Object.keys(loaded.plan.data).find((id) => Object.values(loaded.plan.data[id]!.provides).includes(path));
  return use ? loaded.plan.data[use]?.resourceDoc.name : own;
}
