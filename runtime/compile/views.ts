/** What each department may see: fields of its forms, what its items and data produce, what its desks are shown. */
import type { Item, Node } from '../../schemas/generated/documents.ts';
import { pathOfField } from './declared.ts';
import { type DeskNode, isDesk } from './desks.ts';
import { emptyMap, entry } from './maps.ts';
import type { ScenarioPackage } from './plan.ts';

export function viewsOf(pkg: ScenarioPackage): Record<string, ReadonlySet<string>> {
  const views = emptyMap<Set<string>>();
  for (const department of Object.keys(pkg.scenario.departments)) views[department] = new Set();
  const show = (department: string | undefined, paths: Iterable<string>) => {
    if (department === undefined) return;
    views[department] ??= new Set();
    for (const path of paths) views[department].add(path);
  };
  showForms(pkg, show);
  // A form says exactly which values the matter needs; only a matter without one is shown all its materials hold.
  const withForm = new Set(Object.values(pkg.scenario.forms).map((use) => use.item));
  for (const [id, item] of Object.entries(pkg.scenario.items)) if (!withForm.has(id)) show(item.department, materialsOf(pkg, item));
  for (const outcome of Object.values(pkg.scenario.outcomes ?? {})) {
    show(outcome.department, [outcome.number, ...outcome.fields.map((field) => field.path)]);
  }
  for (const node of Object.values(pkg.scenario.nodes)) {
    const item = 'item' in node ? entry(pkg.scenario.items, node.item) : undefined;
    show(item?.department, outputsOf(pkg, node));
    if (isDesk(node)) for (const department of desksOf(pkg, node)) show(department, [...(node.reads ?? []), ...deskPaths(pkg, node.form)]);
  }
  return views;
}

/** Departments whose desk may do the step: chosen by data, it may be any of the scenario. */
function desksOf({ scenario }: ScenarioPackage, { department, departmentBy, each }: DeskNode): string[] {
  return [department, ...(departmentBy === undefined ? (each?.departments ?? []) : Object.keys(scenario.departments))];
}

type Show = (department: string | undefined, paths: Iterable<string>) => void;

/** A field shows to the form's department, and to the department of the item it is asked for. */
function showForms(pkg: ScenarioPackage, show: Show): void {
  for (const use of Object.values(pkg.scenario.forms)) {
    const form = entry(pkg.forms, use.form);
    const itemDepartment = entry(pkg.scenario.items, use.item)?.department;
    for (const field of Object.values(form?.fields ?? {})) {
      const path = pathOfField(field);
      if (path === undefined || field.views?.officer === 'hide') continue;
      show(form!.department, [path]);
      show(itemDepartment, [path]);
      show(entry(pkg.scenario.items, field.item)?.department, [path]);
    }
  }
}

function deskPaths(pkg: ScenarioPackage, use: string | undefined): string[] {
  const fields = entry(pkg.forms, entry(pkg.scenario.forms, use)?.form)?.fields ?? {};
  return Object.values(fields).flatMap((field) => (field.views?.officer === 'hide' ? [] : (pathOfField(field) ?? [])));
}

function materialsOf(pkg: ScenarioPackage, item: Item): string[] {
  return (item.materials ?? []).flatMap((material) => Object.values(entry(pkg.scenario.data, material.data)?.provides ?? {}));
}

function outputsOf(pkg: ScenarioPackage, node: Node): string[] {
  const { scenario } = pkg;
  if (node.kind === 'script') return entry(scenario.scripts, node.script)?.writes ?? [];
  if (node.kind === 'data') return Object.values(entry(scenario.data, node.data)?.provides ?? {});
  if (node.kind === 'decision') return Object.values(entry(scenario.tables, node.table)?.outputs ?? {}).map((output) => output.path);
  return [];
}
