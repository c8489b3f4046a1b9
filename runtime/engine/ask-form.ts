/** The small form that asks for what a data node could not get. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { MergedField, MergedForm, Plan } from '../compile/plan.ts';

const forms = new WeakMap<Plan, Map<string, MergedForm>>();

export function askFormOf(plan: Plan, node: string): MergedForm {
  const known = forms.get(plan) ?? new Map<string, MergedForm>();
  forms.set(plan, known);
  const form = known.get(node) ?? buildForm(plan, node);
  known.set(node, form);
  return form;
}

/** The questions put to the owner of data: none is compulsory, since a register may know one and not the other. */
export function ownerFormOf(plan: Plan, useId: string, resourceFields: readonly string[], node: string): MergedForm {
  const use = plan.data[useId]!;
  const form = formOf(
    plan,
    node,
    use.name,
    resourceFields.flatMap((field) => use.provides[field] ?? []),
  );
  const fields = Object.entries(form.fields).map(([path, field]) => [path, { ...field, required: false }]);
  return { ...form, fields: Object.fromEntries(fields) };
}

function buildForm(plan: Plan, node: string): MergedForm {
  const { doc } = plan.nodes[node]!;
  if (doc.kind !== 'data') throw new Error(`${node} is no data node`);
  const use = plan.data[doc.data]!;
  return formOf(plan, node, use.name, Object.values(use.provides));
}

function formOf(plan: Plan, node: string, title: Text, paths: string[]): MergedForm {
  const fields = Object.fromEntries(paths.map((path) => [path, known(plan, path) ?? plain(plan, path, node)]));
  const section = { id: 'asked', title, fields: paths };
  const count = paths.length;
  return {
    node,
    party: partyOf(plan),
    prefill: [],
    sections: [section],
    fields,
    counts: { formFields: count, asked: count, shared: 0, derived: 0 },
  };
}

/** The question as a form of the scenario asks it, always visible and not bound to a read. */
function known(plan: Plan, path: string): MergedField | undefined {
  const found = Object.values(plan.fills)
    .map((form) => form.fields[path])
    .find((field) => field !== undefined);
  if (!found) return undefined;
  const { visible: _, computed: __, data: ___, ...field } = found;
  return { ...field, section: 'asked', supply: 'asked', editable: true };
}

function plain(plan: Plan, path: string, node: string): MergedField {
  const declared = plan.types[path]!;
  return {
    path,
    subject: path.slice(0, path.indexOf('.')),
    type: declared.type,
    ...(declared.codes ? { codes: declared.codes } : {}),
    label: declared.name,
    sensitivity: declared.sensitivity,
    section: 'asked',
    supply: 'asked',
    editable: true,
    needs: [{ form: node, field: path, department: '' }],
    required: true,
  };
}

/** The subject who applies. */
export function partyOf(plan: Plan): string {
  const subjects = Object.entries(plan.scenario.subjects).sort(([, a], [, b]) => (a.rank < b.rank ? -1 : 1));
  return subjects.find(([, subject]) => subject.role === 'applicant')?.[0] ?? 'applicant';
}
