/**
 * Locks of a template, enforced wherever a clone is changed: saving a draft, localising, taking a form, finishing an upgrade,
 * publishing, releasing it as a template. What counts is the release the clone stands on, never what the document says.
 */
import type { Form, Lineage, Text } from '../../../schemas/generated/documents.ts';
import { canonicalJson } from '../../compile/canonical.ts';
import { en, error, zh } from '../../compile/finding.ts';
import type { FieldProblem, Finding, JsonValue, ScenarioPackage } from '../../compile/plan.ts';
import { type LockViolation, lockViolations, pathOfKey } from '../../merge/index.ts';
import { type CloneRow, findClone, listClonesWithForm } from '../../store/clones.ts';
import type { Store } from '../../store/store.ts';
import { findRelease, type ReleaseDocument } from '../../store/template-releases.ts';
import { InvalidError } from '../errors.ts';
import { lineageOf, upstreamOf } from './cloned-package.ts';
import { bypassedLocked, missingLocked } from './structure-locks.ts';

export interface LockCheck {
  region: string;
  scenarioId: string;
  package: ScenarioPackage;
  /** What was kept until now: locks it broke already (before they were enforced) do not hold up another change. */
  before?: ScenarioPackage;
}

/** What a clone stands on, while it is one. */
export interface Standing {
  clone: CloneRow;
  release: ReleaseDocument;
  /** The release as this clone has it. */
  upstream: ScenarioPackage;
  lineage: Lineage;
}

/** Undefined when the scenario is no clone, was cut off, or its release is not in the ledger. */
export async function standingOf(store: Store, region: string, scenarioId: string): Promise<Standing | undefined> {
  const clone = await findClone(store, region, scenarioId);
  if (!clone || clone.cutOff) return undefined;
  const release = await findRelease(store, clone.originRegion, clone.templateId, clone.baseVersion);
  if (!release) return undefined;
  const origin = { region: clone.originRegion, templateId: clone.templateId, version: clone.baseVersion, hash: clone.baseHash };
  return { clone, release, upstream: upstreamOf(release, clone), lineage: lineageOf(origin, clone.departments) };
}

/** Refuses a change that breaks a lock, with every lock it breaks. */
export async function enforceLocks(store: Store, check: LockCheck): Promise<void> {
  const standing = await standingOf(store, check.region, check.scenarioId);
  if (standing) mustKeepLocks(standing, check);
}

/** The same where the standing is known already. */
export function mustKeepLocks(
  { upstream, lineage }: Pick<Standing, 'upstream' | 'lineage'>,
  { package: local, before }: Pick<LockCheck, 'package' | 'before'>,
): void {
  const problems = [...lineageProblems(lineage, local, before), ...lockProblems(upstream, local, before)];
  if (problems.length === 0) return;
  throw new InvalidError('lock.broken', problems.slice(0, 50), { count: problems.length });
}

/** The link to the template is the server's: a document that names another one, or none, is refused. */
function lineageProblems(lineage: Lineage, local: ScenarioPackage, before: ScenarioPackage | undefined): FieldProblem[] {
  const given = local.scenario.lineage;
  const isSame = (other: Lineage | undefined) => other !== undefined && canonicalJson(other) === canonicalJson(given);
  if (given && (isSame(lineage) || isSame(before?.scenario.lineage))) return [];
  return [{ path: 'scenario/lineage', code: 'lock.lineage' }];
}

/** Locks the package breaks and did not break before. */
export function lockProblems(upstream: ScenarioPackage, local: ScenarioPackage, before?: ScenarioPackage): FieldProblem[] {
  const broken = brokenBy(upstream, local);
  if (broken.length === 0) return [];
  const known = new Set(before ? brokenBy(upstream, before).map(keyed) : []);
  return broken.filter((violation) => !known.has(keyed(violation))).map((violation) => problemOf(violation, { upstream, local }));
}

/** The same as findings of a package on disk. */
export function lockFindings(upstream: ScenarioPackage, local: ScenarioPackage): Finding[] {
  return brokenBy(upstream, local).map((violation) => {
    const name = nameAt(violation.key, { upstream, local });
    const { message } = violation;
    return error(
      'lock-broken',
      { path: violation.key },
      `${zh(name)}：${message['zh-CN']}`,
      `${en(name)}: ${message.en ?? message['zh-CN']}`,
    );
  });
}

/**
 * Forms pass through the library of their department, which numbers them anew and names the subjects beside them: neither is a
 * change of what they ask.
 */
function brokenBy(upstream: ScenarioPackage, local: ScenarioPackage): LockViolation[] {
  const forms = Object.entries(local.forms).map(([id, form]) => {
    const given = upstream.forms[id];
    if (!given || typeof form !== 'object' || form === null) return [id, form];
    const { version: _v, lineage: _l, subjects: _s, ...content } = form;
    const { version, lineage, subjects } = given;
    return [id, { ...content, version, ...(lineage ? { lineage } : {}), ...(subjects ? { subjects } : {}) }];
  });
  const same = { ...local, forms: Object.fromEntries(forms) };
  const told = lockViolations(upstream, same);
  const locks = new Set(told.map(({ lock }) => lock));
  const more = [...missingLocked(upstream, same), ...bypassedLocked(upstream, same)];
  return [...told, ...more.filter(({ lock }) => !locks.has(lock))];
}

/** Refuses a change of a form in the library that a template some scenario of the region was cloned from does not allow. */
export async function enforceFormLocks(
  store: Store,
  { region, form, before }: { region: string; form: Form; before: Form },
): Promise<void> {
  for (const scenarioId of await listClonesWithForm(store, region, form.id, form.department)) {
    const standing = await standingOf(store, region, scenarioId);
    if (!standing?.upstream.forms[form.id]) continue;
    const { upstream } = standing;
    const having = (one: Form) => ({ ...upstream, forms: { ...upstream.forms, [form.id]: one } });
    const problems = lockProblems(upstream, having(form), having(before));
    if (problems.length > 0) throw new InvalidError('lock.broken', problems.slice(0, 50), { count: problems.length });
  }
}

/** A lock broken in another way is another violation. */
const keyed = ({ key, code, after }: LockViolation) => `${code} ${key} ${after === undefined ? '' : canonicalJson(after)}`;

function problemOf(violation: LockViolation, packages: { upstream: ScenarioPackage; local: ScenarioPackage }): FieldProblem {
  const { key, code, lock } = violation;
  const data: Record<string, JsonValue> = { name: nameAt(key, packages) as unknown as JsonValue };
  const range = code === 'range' ? rangeOf(packages.upstream, lock) : undefined;
  if (!range) return { path: key, code: `lock.${code}`, data };
  const { min, max } = range;
  if (min === undefined) return { path: key, code: 'lock.at_most', data: { ...data, max: max! } };
  return {
    path: key,
    code: max === undefined ? 'lock.at_least' : 'lock.range',
    data: { ...data, min, ...(max === undefined ? {} : { max }) },
  };
}

function rangeOf(upstream: ScenarioPackage, address: string): { min?: number; max?: number } | undefined {
  const lock = upstream.scenario.locks?.[address];
  const range = typeof lock === 'object' ? lock.tunable : undefined;
  return range && (range.min !== undefined || range.max !== undefined) ? range : undefined;
}

interface Named {
  name?: Text;
  label?: Text;
  title?: Text;
}

/** What people call the place: the nearest element with a name; of a connection, the steps it joins. */
function nameAt(key: string, { upstream, local }: { upstream: ScenarioPackage; local: ScenarioPackage }): Text {
  const path = pathOfKey(key);
  if (path[0] === 'scenario' && path[1] === 'edges') {
    const edge = upstream.scenario.edges[path[2] ?? ''] ?? local.scenario.edges[path[2] ?? ''];
    const step = (id: string | undefined): Text =>
      (upstream.scenario.nodes[id ?? ''] ?? local.scenario.nodes[id ?? ''])?.name ?? { 'zh-CN': '步骤', en: 'step' };
    const [from, to] = [step(edge?.from), step(edge?.to)];
    return { 'zh-CN': `${from['zh-CN']}到${to['zh-CN']}的连线`, en: `${from.en ?? from['zh-CN']} to ${to.en ?? to['zh-CN']}` };
  }
  return namedOn(upstream, path) ?? namedOn(local, path) ?? upstream.scenario.name;
}

function namedOn(pkg: ScenarioPackage, path: readonly string[]): Text | undefined {
  let found: Text | undefined;
  let value: unknown = pkg;
  for (const [depth, part] of path.entries()) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) break;
    value = (value as Record<string, unknown>)[part];
    const { name, label, title } = (depth > 0 ? (value ?? {}) : {}) as Named;
    found = [name, label, title].find((text) => typeof text?.['zh-CN'] === 'string') ?? found;
  }
  return found;
}
