/** A released version taken into the draft of a scenario. */
import type { FormAdopted } from '../../../schemas/generated/api.ts';
import { hashOfPackage, movedPaths } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { movedInPackage } from '../../compile/references.ts';
import { type FormDraftRow, type FormVersionDocument, findFormVersion, listFormVersions } from '../../store/forms.ts';
import { findScenarioDraft, updateScenarioDraft } from '../../store/scenarios.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { regionFor } from '../identity/actor.ts';
import { enforceLocks } from '../templates/locks.ts';
import { type ByForm, formLoader } from './drafts.ts';
import { countsOf } from './form-content.ts';
import type { FormParts } from './parts.ts';

export interface FormAdoptServices {
  /** Form, elements and missing subjects come along; what reads a field that moved follows it. */
  adopt(input: ByForm<{ scenario: string; rev: number; version: number }>): Promise<FormAdopted>;
}

export function createFormAdopting(parts: FormParts): FormAdoptServices {
  const { store, clock } = parts;
  const load = formLoader(parts);
  return {
    async adopt(input) {
      const { actor, scenario: scenarioId, rev, version } = input;
      const row = await load(input);
      const region = regionFor(actor, 'designer', row.region);
      const taken = await findFormVersion(store, region, row.id, version);
      if (!taken) throw new NotFoundError('form.version_not_found');
      if (row.withdrawn) throw new ConflictError('form.is_withdrawn');
      const draft = await findScenarioDraft(store, region, scenarioId);
      if (!draft) throw new NotFoundError('scenario.not_found');
      const stale = () => new ConflictError('draft.stale', { rev: draft.rev, editedBy: draft.editedBy, editedAt: draft.editedAt });
      if (draft.rev !== rev) throw stale();
      const moved = await movesBetween(parts, row, draft.package, taken);
      const pkg = withForm(movedInPackage(draft.package, moved), row, taken);
      await enforceLocks(store, { region, scenarioId, package: pkg, before: draft.package });
      const counts = countsOf(await parts.check(region, pkg));
      const at = clock();
      const saved = await updateScenarioDraft(store, {
        region,
        scenarioId,
        rev,
        package: pkg,
        name: pkg.scenario.name,
        hash: hashOfPackage(pkg),
        ...counts,
        editedBy: { id: actor.accountId, name: actor.name },
        at,
      });
      if (saved === undefined) throw stale();
      return { rev: saved, savedAt: at, findings: counts, moved };
    },
  };
}

/** Mappings of every version between the one the draft has and the one it takes, oldest first. */
async function movesBetween({ store }: FormParts, row: FormDraftRow, pkg: ScenarioPackage, taken: FormVersionDocument) {
  const before = pkg.forms[row.id];
  if (!before) return [];
  const later = (await listFormVersions(store, row.region, row.id)).filter(
    ({ version }) => version > before.version && version <= taken.version,
  );
  const mapping: Record<string, string> = {};
  for (const { mapping: step } of later.reverse()) {
    for (const [old, target] of Object.entries(mapping)) mapping[old] = step[target] ?? target;
    for (const [old, target] of Object.entries(step)) mapping[old] ??= target;
  }
  return movedPaths(before, taken.form, mapping);
}

function withForm(pkg: ScenarioPackage, row: FormDraftRow, { form, elements }: FormVersionDocument): ScenarioPackage {
  const { scenario } = pkg;
  const subjects = { ...scenario.subjects };
  for (const { subject } of Object.values(form.fields)) {
    if (subjects[subject]) continue;
    const { name, rank, kind, role } = form.subjects?.[subject] ?? {
      name: { 'zh-CN': subject, en: subject },
      rank: 'z0',
      kind: 'person' as const,
    };
    subjects[subject] = { name, rank, kind, role: role === 'applicant' ? 'none' : (role ?? 'none') };
  }
  const isUsed = Object.values(scenario.forms).some((use) => use.form === row.id);
  const use = `f_${row.id.replaceAll('-', '_')}`.slice(0, 60);
  const departments = scenario.departments[row.department]
    ? scenario.departments
    : { ...scenario.departments, [row.department]: { name: row.departmentName, rank: 'z0' } };
  return {
    ...pkg,
    scenario: { ...scenario, subjects, departments, forms: isUsed ? scenario.forms : { ...scenario.forms, [use]: { form: row.id } } },
    forms: { ...pkg.forms, [row.id]: form },
    elements: { ...pkg.elements, ...elements },
  };
}
