/** One form alone, as a package: the same merge, check and findings that it gets inside a scenario. */
import type { DataElement, Form, Scenario, Text } from '../../schemas/generated/documents.ts';
import { compile } from './compile.ts';
import { pathOfField } from './declared.ts';
import { createExpressionCache } from './expressions.ts';
import { pathOf } from './finding.ts';
import { entry, mapOf } from './maps.ts';
import type { Finding, ScenarioPackage } from './plan.ts';
import { collectSites } from './sites.ts';

/** The fill step of a package made from one form. */
export const fillNode = 'n_fill';

/**
 * Start, this form, end. What the form reads without asking it itself is declared as given, since the scenario that takes
 * the form has to give it.
 */
export function packageOfForm(form: Form, elements: Record<string, DataElement>): ScenarioPackage {
  const outside = outsideReads(form);
  const isParam = (name: string) => name.startsWith('param.');
  const given = outside.filter((name) => !isParam(name));
  const name: Text = form.name;
  const scenario: Scenario = {
    format: 'lianban.scenario/1',
    id: 'form',
    name,
    subjects: subjectsOf(form, given),
    departments: { [form.department]: { name: { 'zh-CN': form.department, en: form.department }, rank: 'a0' } },
    items: itemsOf(form, name),
    materials: slotsOf(form, name),
    forms: { f_form: { form: form.id } },
    params: mapOf(outside.filter(isParam).map((path) => [path.slice('param.'.length), { name, type: 'string' as const, value: '' }])),
    variables: mapOf(given.map((path) => [path, { name: { 'zh-CN': path, en: path }, type: 'string' as const }])),
    nodes: {
      n_start: { kind: 'start', name, trigger: { type: 'form' }, ...(given.length > 0 ? { given } : {}) },
      [fillNode]: { kind: 'fill', name, party: Object.keys(subjectsOf(form, given))[0] ?? 'applicant', forms: ['f_form'] },
      n_end: { kind: 'end', name, result: 'completed' },
    },
    edges: { e_start: { from: 'n_start', to: fillNode, rank: 'a0' }, e_end: { from: fillNode, to: 'n_end', rank: 'a0' } },
  };
  return { scenario, forms: { [form.id]: form }, elements, resources: {}, contracts: {}, cases: {} };
}

/** Everything wrong with a form by itself; paths begin with forms/ or elements/. */
export function formFindings(form: Form, elements: Record<string, DataElement>): Finding[] {
  const { findings } = compile(packageOfForm(form, elements));
  const own = findings.filter(({ path }) => path.startsWith('forms/') || path.startsWith('elements/'));
  return [...own, ...outsideFindings(form)];
}

/** Names a form reads and does not ask: `param.x` and paths of others. */
export function outsideReads(form: Form): string[] {
  const own = new Set(Object.values(form.fields).map(pathOfField));
  const reads = formReads(form).filter((name) => !own.has(name) && !name.startsWith('row.') && !name.startsWith('case.'));
  return [...new Set(reads)].filter((name) => /^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9_]*$/.test(name)).sort();
}

/** The first two parts of every name the expressions of a form read. */
function formReads(form: Form): string[] {
  const bare = { scenario: { forms: {}, nodes: {}, edges: {}, items: {} }, forms: { [form.id]: form }, cases: {} };
  const sites = collectSites(bare as unknown as ScenarioPackage, createExpressionCache());
  return sites.expressions.flatMap(({ parsed }) => (parsed.ok ? parsed.reads.map((name) => name.split('.').slice(0, 2).join('.')) : []));
}

function outsideFindings(form: Form): Finding[] {
  return outsideReads(form).map((name) => ({
    code: 'form-reads-outside',
    severity: 'warning' as const,
    path: pathOf('forms', form.id),
    message: {
      'zh-CN': `表单用到「${name}」，但自己不收集它：采用这张表单的场景要先给出它。`,
      en: `The form uses “${name}” without asking it: the scenario that takes the form has to give it.`,
    },
  }));
}

/** Items and material slots are the scenario's: those the form names are taken to be there. */
function itemsOf(form: Form, name: Text): Scenario['items'] {
  const items = Object.values(form.fields).flatMap(({ item }) => item ?? []);
  return mapOf(items.map((id) => [id, { name, rank: 'a0', department: form.department, promisedDays: 1 }]));
}

function slotsOf(form: Form, name: Text): NonNullable<Scenario['materials']> {
  const slots = Object.values(form.fields).flatMap(({ slot }) => slot ?? []);
  return mapOf(slots.map((id) => [id, { name, rank: 'a0', required: false, accepts: [{ kind: 'upload' as const }] }])) as NonNullable<
    Scenario['materials']
  >;
}

/** Subjects the form names itself, and one for every other that its fields or expressions speak of. */
function subjectsOf(form: Form, given: readonly string[]): Scenario['subjects'] {
  const used = [...Object.values(form.fields).map(({ subject }) => subject), ...given.map((path) => path.split('.')[0]!)];
  const subjects: Scenario['subjects'] = {};
  for (const id of [...Object.keys(form.subjects ?? {}), ...used]) {
    const { name, rank, kind, role } = entry(form.subjects, id) ?? { name: { 'zh-CN': id, en: id }, rank: 'z0', kind: 'person' as const };
    subjects[id] ??= { name, rank, kind, role: role ?? (Object.keys(subjects).length === 0 ? 'applicant' : 'none') };
  }
  return subjects;
}
