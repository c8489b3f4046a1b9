/** Who in the region asks something already: fields of the departments' forms, and of the scenarios' own. */
import type { Collected } from '../../../schemas/generated/api.ts';
import type { DataElement, Text } from '../../../schemas/generated/documents.ts';
import { likeness } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { elementsById } from '../../store/elements.ts';
import { listDraftHashes, listFormFields } from '../../store/forms.ts';
import { findScenarioDraft } from '../../store/scenarios.ts';
import type { Store } from '../../store/store.ts';

export interface CollectedQuery {
  region: string;
  /** Fields bound to this element … */
  element?: string;
  /** … or asking nearly the same, from this likeness on. */
  label?: { text: string; from: number };
  /** Of this subject first. */
  subject?: string;
  /** Left out: the form or the scenario one is working in. */
  form?: string;
  scenario?: string;
  limit: number;
}
type Asking = Omit<Collected, 'likeness' | 'label'> & { label: Text };

export function createCollected(store: Store): (query: CollectedQuery) => Promise<Collected[]> {
  const scenarioFields = createScenarioFields(store);
  return async ({ region, element, label, subject, form, scenario, limit }) => {
    const [forms, scenarios] = await Promise.all([formFields(store, region, element), scenarioFields(region)]);
    const inForms = new Set(forms.map(({ id }) => id));
    const all = [...forms, ...scenarios.filter((one) => !inForms.has(one.form)).map(({ form: _, ...one }) => one)];
    const others = all.filter((one) => !(one.kind === 'form' ? one.id === form : one.id === scenario));
    return others
      .flatMap((one): Collected[] => {
        if (element !== undefined) return one.element === element ? [{ ...one, likeness: 1 }] : [];
        const near = label ? likeness(one.label['zh-CN'], label.text) : 0;
        return label && near >= label.from ? [{ ...one, likeness: round(near) }] : [];
      })
      .sort((a, b) => b.likeness - a.likeness || Number(b.subject === subject) - Number(a.subject === subject) || compare(a, b))
      .slice(0, limit);
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;
const compare = (a: Collected, b: Collected) => (`${a.id} ${a.field}` < `${b.id} ${b.field}` ? -1 : 1);

async function formFields(store: Store, region: string, element: string | undefined): Promise<Asking[]> {
  const rows = await listFormFields(store, region, element);
  const elements = await elementsById(store, region, [...new Set(rows.flatMap((row) => row.element ?? []))]);
  return rows.map((row) => {
    const bound = row.element === null ? undefined : elements[row.element];
    return {
      kind: 'form' as const,
      id: row.form,
      name: row.formName,
      department: row.department,
      departmentName: row.departmentName,
      field: row.field,
      label: row.label ?? bound?.name ?? { 'zh-CN': row.field },
      ...(row.element === null ? {} : { element: row.element }),
      type: (bound?.type ?? row.type ?? 'string') as Collected['type'],
      subject: row.subject,
      ...(row.subjectName ? { subjectName: row.subjectName } : {}),
      live: row.live,
    };
  });
}

type ScenarioAsking = Asking & { form: string };

/** Fields of the forms in scenario drafts. A package is read again only after it changed. */
function createScenarioFields(store: Store): (region: string) => Promise<ScenarioAsking[]> {
  const known = new Map<string, { hash: string; fields: ScenarioAsking[] }>();
  return async (region) => {
    const drafts = await listDraftHashes(store, region);
    const fields: ScenarioAsking[] = [];
    for (const { scenario, hash, live } of drafts) {
      const key = `${region} ${scenario}`;
      let entry = known.get(key);
      if (entry?.hash !== hash) {
        const draft = await findScenarioDraft(store, region, scenario);
        entry = { hash, fields: draft ? fieldsOfPackage(scenario, draft.package) : [] };
        // A thousand scenarios' labels are some megabytes: more are read again when they are asked for.
        if (known.size >= 1000) known.clear();
        known.set(key, entry);
      }
      fields.push(...entry.fields.map((field) => ({ ...field, live })));
    }
    return fields;
  };
}

function fieldsOfPackage(id: string, pkg: ScenarioPackage): ScenarioAsking[] {
  const { scenario, elements } = pkg;
  return Object.values(pkg.forms).flatMap((form) =>
    Object.entries(form.fields ?? {}).flatMap(([field, doc]): ScenarioAsking[] => {
      const bound: DataElement | undefined = doc.element === undefined ? undefined : elements[doc.element];
      const label = doc.label ?? bound?.name;
      if (!label) return [];
      return [
        {
          kind: 'scenario',
          id,
          name: scenario.name,
          form: form.id,
          department: form.department,
          departmentName: scenario.departments?.[form.department]?.name ?? form.name,
          field,
          label,
          ...(doc.element === undefined ? {} : { element: doc.element }),
          type: bound?.type ?? doc.type ?? 'string',
          subject: doc.subject,
          ...(scenario.subjects?.[doc.subject] ? { subjectName: scenario.subjects[doc.subject]!.name } : {}),
          live: false,
        },
      ];
    }),
  );
}
