/** Forms and data elements that come with a template, entered into the library and the field standard of a region. */
import type { Form } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { listOrganisations } from '../../store/accounts.ts';
import { listAllElements, upsertElements } from '../../store/elements.ts';
import { findFormIds, type ImportedForm, insertReleasedForms } from '../../store/forms.ts';
import { countsOf, elementIds, fieldRows, findingsOf, formHash, versionHash } from './form-content.ts';
import { elementWrite, searchText } from './names.ts';
import type { FormParts } from './parts.ts';

/** Who made and who released what comes with a template: nobody who could sign in. */
const template = { id: '00000000-0000-0000-0000-000000000001', name: '模板' };
const reviewer = { id: '00000000-0000-0000-0000-000000000002', name: '模板审核' };

/**
 * What is there stays as people left it: only forms and elements whose ids (and codes) are free are entered. An element
 * is kept by the department of the first form that asks it.
 */
export async function enterPackage(
  { store, clock }: Pick<FormParts, 'store' | 'clock'>,
  region: string,
  pkg: ScenarioPackage,
): Promise<void> {
  const departments = new Set((await listOrganisations(store, [region])).map(({ department }) => department));
  const forms = Object.values(pkg.forms).filter(({ id, department }) => /^[a-z][a-z0-9-]{0,63}$/.test(id) && departments.has(department));
  const at = clock();
  const line = { region, at, accountName: template.name, result: 'done' as const };
  await enterElements({ store, region, pkg, forms, at, line });
  // Looking at a form costs a compilation: at every start but the first all are there.
  const taken = await findFormIds(
    store,
    region,
    forms.map(({ id }) => id),
  );
  const imported = forms.filter(({ id }) => !taken.has(id)).map((form) => importedForm(form, pkg));
  if (imported.length === 0) return;
  await insertReleasedForms(store, {
    region,
    forms: imported,
    author: template,
    reviewer,
    at,
    line: { ...line, action: 'forms.imported', object: pkg.scenario.id },
  });
}

interface Entering {
  store: FormParts['store'];
  region: string;
  pkg: ScenarioPackage;
  forms: readonly Form[];
  at: string;
  line: { region: string; at: string; accountName: string; result: 'done' };
}

async function enterElements({ store, region, pkg, forms, at, line }: Entering): Promise<void> {
  const known = await listAllElements(store, region);
  const ids = new Set(known.map(({ id }) => id));
  const codes = new Set(known.map(({ element }) => element.code));
  const owners = new Map<string, string[]>();
  for (const form of forms) {
    for (const id of elementIds(form)) {
      const element = pkg.elements[id];
      if (!element || ids.has(id) || codes.has(element.code) || !/^[a-z][A-Za-z0-9]{0,47}$/.test(id)) continue;
      ids.add(id);
      codes.add(element.code);
      owners.set(form.department, [...(owners.get(form.department) ?? []), id]);
    }
  }
  for (const [department, own] of owners) {
    const elements = own.map((id) => elementWrite(id, pkg.elements[id]!));
    await upsertElements(store, {
      region,
      department,
      elements,
      by: template.name,
      at,
      line: { ...line, action: 'elements.imported', object: department },
    });
  }
}

function importedForm(form: Form, { scenario, elements }: ScenarioPackage): ImportedForm {
  const used = new Set(Object.values(form.fields).map(({ subject }) => subject));
  const subjects = Object.fromEntries(Object.entries(scenario.subjects).filter(([id]) => used.has(id)));
  const own: Form = { ...form, version: 1, subjects };
  const bound = Object.fromEntries(elementIds(own).flatMap((id) => (elements[id] ? [[id, elements[id]]] : [])));
  return {
    id: form.id,
    department: form.department,
    name: form.name,
    search: searchText([form.id], form.name),
    form: own,
    hash: formHash(own),
    formHash: formHash(own),
    versionHash: versionHash(own, bound),
    elements: bound,
    fields: fieldRows(own),
    notes: scenario.name['zh-CN'],
    ...countsOf(findingsOf(own, bound)),
  };
}
