/**
 * What several departments demand of one value, united: the stricter wins. A value is taken when every one of them would take
 * it, so the highest minimum, the lowest maximum, every pattern and only the codes all of them know.
 */
import type { CodeList, FormField } from '../../schemas/generated/documents.ts';
import type { Declaration } from './declared.ts';
import { compare, mapOf, ranked } from './maps.ts';
import { type ValueCheck, type ValueRules, valueCheck } from './values/check.ts';

/** The limits a merged field shows; a text of `pattern` is never shown, its hint is. */
export type FieldLimits = Pick<ValueRules, 'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'pattern'>;
export type RuleKind = keyof FieldLimits | 'codes' | 'required';

/** One rule on which the forms do not agree. */
export interface RuleDifference {
  rule: RuleKind;
  /** Forms whose rule is the stricter one and counts, by id, in order. */
  stricter: { form: string; field: string }[];
  /** Forms that would have let more pass. */
  looser: { form: string; field: string }[];
}
export interface UnitedRules {
  rules: ValueRules;
  check: ValueCheck;
  differences: RuleDifference[];
  /** No value can satisfy all: the lowest allowed is above the highest, or no code is known to all. */
  contradictions: ('range' | 'length' | 'codes')[];
}

const limitNames = ['minimum', 'maximum', 'minLength', 'maxLength', 'pattern'] as const;
/** For these a larger number is stricter; for the maxima a smaller one. */
const largerIsStricter: ReadonlySet<string> = new Set(['minimum', 'minLength']);

/** Limits a field states itself: it may narrow what its element allows, never widen it. */
export function narrowedBy(rules: ValueRules, field: FormField & FieldLimits): ValueRules {
  if (limitNames.every((name) => field[name] === undefined)) return rules;
  const narrowed = { ...rules };
  for (const name of limitNames) {
    if (name === 'pattern') narrowed.pattern ??= field.pattern;
    else narrowed[name] = stricterOf(name, [rules[name], field[name]]);
  }
  return narrowed;
}

/** Unites declarations of one path and type; the order they come in does not matter. */
export function uniteRules(declarations: readonly Declaration[]): UnitedRules {
  const all = [...declarations].sort(byForm);
  const rules: ValueRules = { ...all[0]!.rules };
  const differences: RuleDifference[] = [];
  for (const name of limitNames) {
    if (name === 'pattern') continue;
    rules[name] = stricterOf(
      name,
      all.map((one) => one.rules[name]),
    );
    addDifference(differences, name, all, (one) => one.rules[name] === rules[name]);
  }
  rules.codes = commonCodes(all);
  addDifference(differences, 'codes', all, (one) => sameCodes(one.codes, rules.codes));
  const patterns = [...new Set(all.flatMap(({ rules: { pattern } }) => (pattern === undefined ? [] : [pattern])))].sort(compare);
  rules.pattern = patterns[0];
  const custom = all.find(({ rules: one }) => one.custom !== undefined)?.rules.custom;
  if (custom !== undefined) rules.custom = custom;
  addDifference(differences, 'pattern', all, (one) => one.rules.pattern !== undefined);
  return { rules, check: checkOf(rules, patterns.slice(1)), differences, contradictions: contradictionsOf(rules) };
}

function stricterOf(name: keyof FieldLimits, values: readonly (number | undefined)[]): number | undefined {
  const given = values.filter((value) => value !== undefined);
  if (given.length === 0) return undefined;
  return largerIsStricter.has(name) ? Math.max(...given) : Math.min(...given);
}

/** Codes every list has, as the first list words them; a form without a list of its own takes any. */
function commonCodes(all: readonly Declaration[]): CodeList | undefined {
  const lists = all.flatMap(({ codes }) => (codes ? [codes] : []));
  const [first, ...others] = lists;
  if (!first || others.length === 0) return first;
  return mapOf(ranked(first).filter(([code]) => others.every((list) => Object.hasOwn(list, code))));
}

function sameCodes(a: CodeList | undefined, b: CodeList | undefined): boolean {
  return a !== undefined && b !== undefined && Object.keys(a).length === Object.keys(b).length;
}

/** Forms agree when all keep the rule, or none has it. */
function addDifference(
  differences: RuleDifference[],
  rule: RuleKind,
  all: readonly Declaration[],
  keeps: (one: Declaration) => boolean,
): void {
  const [stricter, looser] = [all.filter(keeps), all.filter((one) => !keeps(one))];
  if (stricter.length === 0 || looser.length === 0) {
    // Lists that only overlap: what is left is stricter than any of them.
    if (rule === 'codes' && all.some((one) => one.codes)) differences.push({ rule, stricter: [], looser: placesOf(looser) });
    else if (rule === 'pattern' && new Set(all.map((one) => one.rules.pattern)).size > 1)
      differences.push({ rule, stricter: placesOf(stricter), looser: [] });
    return;
  }
  const none = rule !== 'codes' && rule !== 'pattern' && all.every((one) => one.rules[rule as 'minimum'] === undefined);
  if (!none) differences.push({ rule, stricter: placesOf(stricter), looser: placesOf(looser) });
}

function placesOf(declarations: readonly Declaration[]): RuleDifference['stricter'] {
  return declarations.flatMap(({ form }) => (form ? [{ form: form.id, field: form.field }] : []));
}

function checkOf(rules: ValueRules, morePatterns: readonly string[]): ValueCheck {
  const checks = [valueCheck(rules), ...morePatterns.map((pattern) => valueCheck({ ...rules, pattern }))];
  if (checks.length === 1) return checks[0]!;
  return (value, env) => {
    let checked = checks[0]!(value, env);
    for (const check of checks.slice(1)) if (checked.ok) checked = check(checked.value, env);
    return checked;
  };
}

function contradictionsOf({ minimum, maximum, minLength, maxLength, codes }: ValueRules): UnitedRules['contradictions'] {
  const found: UnitedRules['contradictions'] = [];
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) found.push('range');
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength) found.push('length');
  if (codes && Object.keys(codes).length === 0) found.push('codes');
  return found;
}

/** Order of declarations that does not depend on how the forms are listed: forms by id, then field; the scenario's own last. */
export function byForm(a: Declaration, b: Declaration): number {
  if (!a.form || !b.form) return Number(!a.form) - Number(!b.form);
  return compare(a.form.id, b.form.id) || compare(a.form.field, b.form.field);
}
