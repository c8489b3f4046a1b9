/** What is wrong with a result, and which items brought it (MG17-MG19). */
import { compile } from '../compile/compile.ts';
import type { Finding, ScenarioPackage } from '../compile/plan.ts';
import { lockViolations } from './locks.ts';
import { pathOfKey } from './tree.ts';
import type { MergeFinding, MergeInput, MergeItem } from './types.ts';

/** Findings of the compiler that our own package did not have, and locks that are broken. */
export function findingsOf(input: MergeInput, result: ScenarioPackage, items: readonly MergeItem[]): MergeFinding[] {
  const found = compile(result).findings;
  const known = found.length === 0 ? new Set<string>() : namesIn(input.ours);
  const fresh = found.filter((finding) => !known.has(nameOf(finding)));
  const locks = lockViolations(input.theirs, result).map(
    (violation): MergeFinding => ({
      code: 'lock-broken',
      severity: 'error',
      path: violation.key,
      message: violation.message,
      keys: items.filter(({ key }) => key === violation.key || violation.key.startsWith(`${key}/`)).map(({ key }) => key),
    }),
  );
  return [...locks, ...fresh.map((finding) => ({ ...finding, keys: causesOf(finding, items) }))];
}

/** What was wrong with ours before; a clone is merged again after every decision. */
const before = new WeakMap<ScenarioPackage, Set<string>>();
function namesIn(ours: ScenarioPackage): Set<string> {
  const names = before.get(ours) ?? new Set(compile(ours).findings.map(nameOf));
  before.set(ours, names);
  return names;
}

const nameOf = ({ code, path, message }: Finding) => `${code} ${path} ${message['zh-CN']}`;

/** Items at the place of a finding, or of the elements its place names; when none is there, those of the flow. */
function causesOf(finding: Finding, items: readonly MergeItem[]): string[] {
  const { path } = finding;
  const element = `${pathOfKey(path).slice(0, 3).join('/')}/`;
  const near = items.filter(({ key }) => key === path || path.startsWith(`${key}/`) || key.startsWith(element));
  return (near.length > 0 ? near : items.filter(({ group }) => group === 'flow')).map(({ key }) => key);
}
