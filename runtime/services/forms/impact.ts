/** Who uses a form, and what its new version means for each: shown before submitting, decided again before releasing. */
import type { FormImpact, ScenarioImpact } from '../../../schemas/generated/api.ts';
import type { Form } from '../../../schemas/generated/documents.ts';
import { compareForms, compareInScenario, type FieldMapping, worstLevel } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { elementsById } from '../../store/elements.ts';
import { type FormDraftRow, type FormUser, findFormVersion, listFormUsers } from '../../store/forms.ts';
import { findScenarioDraft, findVersion } from '../../store/scenarios.ts';
import { elementIds, formHash } from './form-content.ts';
import type { FormParts } from './parts.ts';

export interface ImpactRequest {
  row: FormDraftRow;
  form: Form;
  mapping: FieldMapping;
}

export async function impactOf({ store, running }: Pick<FormParts, 'store' | 'running'>, request: ImpactRequest): Promise<FormImpact> {
  const { row, form, mapping } = request;
  const elements = await elementsById(store, row.region, elementIds(form));
  const after = { form, elements };
  const live = row.liveVersion === null ? undefined : await findFormVersion(store, row.region, row.id, row.liveVersion);
  const users = await listFormUsers(store, row.region, row.id, row.department);
  const scenarios = await Promise.all(users.map((user) => scenarioImpact({ store, running }, { ...request, after, user })));
  return {
    breaking: scenarios.some(({ level }) => level === 'breaking'),
    fields: live ? compareForms(live, after, mapping) : [],
    scenarios,
    running: scenarios.reduce((sum, one) => sum + one.running, 0),
  };
}

interface UserRequest extends ImpactRequest {
  after: { form: Form; elements: Awaited<ReturnType<typeof elementsById>> };
  user: FormUser;
}

/** The live version decides when there is one, with what the draft adds; cases under way stay on their version. */
async function scenarioImpact({ store, running }: Pick<FormParts, 'store' | 'running'>, request: UserRequest): Promise<ScenarioImpact> {
  const { row, user, after, mapping } = request;
  const draft = user.draft ? await findScenarioDraft(store, row.region, user.scenario) : undefined;
  const liveVersion = user.liveVersion !== null && user.versions.includes(user.liveVersion) ? user.liveVersion : undefined;
  const live = liveVersion === undefined ? undefined : await findVersion(store, row.region, user.scenario, { version: liveVersion });
  const verdicts = [live?.package, draft?.package].flatMap((pkg) => (pkg ? verdictsIn(pkg, row.id, after, mapping) : []));
  const byVersion = await running(row.region, user.scenario);
  const seen = new Set<string>();
  const once = verdicts.filter(({ field, change, level }) => {
    const key = `${field} ${change} ${level}`;
    return !seen.has(key) && seen.add(key);
  });
  return {
    scenario: user.scenario,
    name: user.name,
    draft: user.draft,
    ...(live ? { live: { version: live.version, formVersion: live.package.forms[row.id]?.version ?? 1 } } : {}),
    running: user.versions.reduce((sum, version) => sum + (byVersion[version] ?? 0), 0),
    level: worstLevel(once),
    verdicts: once.map(({ readBy, ...verdict }) => ({ ...verdict, readBy: readBy.map(({ kind, name }) => ({ kind, name })) })),
  };
}

function verdictsIn(pkg: ScenarioPackage, id: string, after: UserRequest['after'], mapping: FieldMapping) {
  const form = pkg.forms[id];
  if (!form || formHash(form) === formHash(after.form)) return [];
  return compareInScenario(pkg, { form, elements: pkg.elements }, after, mapping);
}
