/** The merged form as a table: who needs each value, how it is got, where departments' rules differ; and one department's part. */
import {
  type MergedField,
  type MergedForm,
  type MergedNeed,
  type MergedSection,
  type ScenarioPackage,
  situationPaths,
} from '../../../../runtime/compile/index.ts';

export interface RowFilter {
  /** Only what this department asks for. */
  department?: string;
  supply?: MergedField['supply'];
  /** Only where the forms' rules differ. */
  differing?: boolean;
  /** Words of the question, in either language. */
  words?: string;
}
export interface RowSection {
  section: MergedSection;
  fields: MergedField[];
}

/** Sections with the fields that pass; empty ones are left out. */
export function sectionsOf(form: MergedForm, filter: RowFilter = {}): RowSection[] {
  return form.sections.flatMap((section) => {
    const fields = section.fields.map((path) => form.fields[path]!).filter((field) => passes(field, filter));
    return fields.length === 0 ? [] : [{ section, fields }];
  });
}

function passes({ label, supply, needs, differences }: MergedField, filter: RowFilter): boolean {
  if (filter.department !== undefined && !needs.some(({ department }) => department === filter.department)) return false;
  if (filter.supply !== undefined && supply !== filter.supply) return false;
  if (filter.differing && !differences?.length) return false;
  const words = filter.words?.trim().toLowerCase();
  return !words || Object.values(label).some((text) => text.toLowerCase().includes(words));
}

/** What became of a department's field: asked for it alone, asked once for several, filled by data, or worked out. */
export type Fate = 'alone' | 'together' | 'shared' | 'derived';
export interface DepartmentRow {
  field: MergedField;
  /** The department's own demands for it. */
  needs: MergedNeed[];
  fate: Fate;
  /** Other departments that use the same answer. */
  others: string[];
}
export interface DepartmentPart {
  rows: DepartmentRow[];
  counts: Record<Fate, number>;
  /** Questions of the merged form this department never sees. */
  hidden: number;
}

/** The department's fields in the order of the merged form, with what became of each. */
export function departmentPart(form: MergedForm, department: string): DepartmentPart {
  const rows = form.sections.flatMap(({ fields }) =>
    fields.flatMap((path): DepartmentRow[] => {
      const field = form.fields[path]!;
      const needs = field.needs.filter((need) => need.department === department);
      if (needs.length === 0) return [];
      const others = [...new Set(field.needs.map((need) => need.department))].filter((other) => other !== department);
      return [{ field, needs, fate: fateOf(field, others), others }];
    }),
  );
  const counts: DepartmentPart['counts'] = { alone: 0, together: 0, shared: 0, derived: 0 };
  for (const { fate } of rows) counts[fate] += 1;
  return { rows, counts, hidden: Object.keys(form.fields).length - rows.length };
}

function fateOf({ supply }: MergedField, others: readonly string[]): Fate {
  if (supply !== 'asked') return supply;
  return others.length > 0 ? 'together' : 'alone';
}

/** Departments that ask for something in this form, in the order of the scenario. */
export function askingDepartments({ scenario }: ScenarioPackage, form: MergedForm): string[] {
  const asking = new Set(Object.values(form.fields).flatMap(({ needs }) => needs.map(({ department }) => department)));
  const ranked = Object.entries(scenario.departments).sort(([a, one], [b, other]) =>
    one.rank === other.rank ? (a < b ? -1 : 1) : one.rank < other.rank ? -1 : 1,
  );
  return ranked.map(([id]) => id).filter((id) => asking.has(id));
}

/** Questions asked first, on a page of their own. */
export const firstQuestions = (pkg: ScenarioPackage): ReadonlySet<string> => new Set(situationPaths(pkg));
