/** The small form that asks for what a data node could not get. */
import type { MergedField, MergedForm, Plan } from '../compile/plan.ts';

const forms = new WeakMap<Plan, Map<string, MergedForm>>();

export function askFormOf(plan: Plan, node: string): MergedForm {
  const known = forms.get(plan) ?? new Map<string, MergedForm>();
  forms.set(plan, known);
  const form = known.get(node) ?? buildForm(plan, node);
  known.set(node, form);
  return form;
}

function buildForm(plan: Plan, node: string): MergedForm {
  const { doc } = plan.nodes[node]!;
  if (doc.kind !== 'data') throw new Error(`${node} is no data node`);
  const use = plan.data[doc.data]!;
  const paths = Object.values(use.provides);
  const fields = Object.fromEntries(paths.map((path) => [path, known(plan, path) ?? plain(plan, path, node)]));
  const section = { id: 'asked', title: use.name, fields: paths };
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
