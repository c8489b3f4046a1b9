import type { RuleDifference, UnitedRules } from '../field-rules.ts';
import { atField, en, error, warning, zh } from '../finding.ts';
import { entry } from '../maps.ts';
import type { Model } from '../model.ts';
import { pathName } from '../names.ts';
import type { Finding } from '../plan.ts';
import type { Rule } from './rule.ts';

/**
 * One value that several forms ask for under different rules. The stricter rule counts, and its author should know whom it
 * binds; rules that no value can satisfy stop publishing. Required here and optional there is no finding: it is what merging
 * is for, and the merged form says so beside the question.
 */
export const fieldRulesDiffer: Rule = (model) =>
  Object.values(model.declared).flatMap(({ path, differences = [], contradictions = [] }) => {
    const where = placeOf(model, path);
    if (contradictions.length > 0) return contradictions.map((kind) => contradiction(model, where, path, kind));
    return differences.map((difference) => differing(model, where, path, difference));
  });

type Where = Pick<Finding, 'path' | 'element'>;

/** The first field that asks for it. */
function placeOf(model: Model, path: string): Where {
  const form = model.declarations.find((one) => one.path === path && one.form)?.form;
  return form ? atField(form.id, form.field) : { path: `scenario/variables/${path}`, element: { kind: 'variable', id: path } };
}

const words: Record<RuleDifference['rule'], [zh: string, en: string]> = {
  minimum: ['最小值', 'the lowest value'],
  maximum: ['最大值', 'the highest value'],
  minLength: ['最少字数', 'the shortest text'],
  maxLength: ['最多字数', 'the longest text'],
  pattern: ['格式', 'the pattern'],
  codes: ['选项', 'the choices'],
  required: ['必填', 'whether it is required'],
};
const impossible: Record<UnitedRules['contradictions'][number], [zh: string, en: string]> = {
  range: ['最小值大于最大值', 'the lowest value is above the highest'],
  length: ['最少字数多于最多字数', 'the shortest text is longer than the longest'],
  codes: ['没有各方都有的选项', 'no choice is known to all'],
};

function differing(model: Model, where: Where, path: string, { rule, stricter, looser }: RuleDifference): Finding {
  const name = pathName(model, path);
  const [zhRule, enRule] = words[rule];
  const [zhOf, enOf] = stricter.length > 0 ? formNames(model, stricter) : ['各方共有', 'what all have in common'];
  const [zhOthers, enOthers] = formNames(model, looser.length > 0 ? looser : stricter);
  return warning(
    'field-rules-differ',
    where,
    `${zh(name)}的${zhRule}在各部门表单里不一致：按较严的${zhOf}执行，${zhOthers}的填写人也要遵守。请确认，或统一为同一个数据元。`,
    `The forms do not agree on ${enRule} of ${en(name)}: the stricter rule of ${enOf} counts for ${enOthers} too. Confirm it, or use one data element.`,
  );
}

function contradiction(model: Model, where: Where, path: string, kind: UnitedRules['contradictions'][number]): Finding {
  const name = pathName(model, path);
  const [zhWhy, enWhy] = impossible[kind];
  return error(
    'field-rules-contradict',
    where,
    `${zh(name)}在各部门表单里的规则互相矛盾（${zhWhy}），怎么填都不对：请与有关部门商定一条规则。`,
    `The forms contradict each other on ${en(name)} (${enWhy}): no answer is right. Agree on one rule with the departments.`,
  );
}

function formNames({ pkg }: Model, places: RuleDifference['stricter']): [zh: string, en: string] {
  const names = [...new Set(places.map(({ form }) => form))].map((id) => entry(pkg.forms, id)?.name);
  return [names.map((name) => zh(name)).join('、'), names.map((name) => en(name)).join(', ')];
}
