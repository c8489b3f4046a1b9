/** What the schemas say about a package, in sentences an author can act on. */
import {
  isCaseTest,
  isDataContract,
  isDataElements,
  isDataResource,
  isForm,
  isScenario,
  isTemplate,
  type Validate,
  type ValidationError,
} from '../../../schemas/generated/validators.js';
import { elementKinds, error } from '../../compile/finding.ts';
import type { Finding, ScenarioPackage } from '../../compile/plan.ts';

/** Problems of one document beyond these say little more. */
const perDocument = 30;

/** Findings of every document of the package, in the order of the documents. */
export function schemaFindings(pkg: ScenarioPackage): Finding[] {
  return [
    ...check(isScenario, pkg.scenario, ['scenario']),
    ...checkAll(isForm, pkg.forms, 'forms'),
    // A package keeps the elements only; the document around them is made for the check.
    ...check(
      isDataElements,
      { format: 'lianban.data-elements/1', id: 'elements', name: { 'zh-CN': '数据元' }, elements: pkg.elements },
      [],
    ),
    ...checkAll(isDataResource, pkg.resources, 'resources'),
    ...checkAll(isDataContract, pkg.contracts, 'contracts'),
    ...checkAll(isCaseTest, pkg.cases, 'cases'),
    ...(pkg.template ? check(isTemplate, pkg.template, ['template']) : []),
  ];
}

const checkAll = (validate: Validate, map: Record<string, unknown>, name: string) =>
  Object.entries(map).flatMap(([id, document]) => check(validate, document, [name, id]));

function check(validate: Validate, document: unknown, base: string[]): Finding[] {
  if (validate(document)) return [];
  const seen = new Set<string>();
  return (validate.errors ?? [])
    .filter((problem) => !summaries.has(problem.keyword))
    .map((problem) => findingOf(problem, base))
    .filter((finding) => !seen.has(finding.path) && seen.add(finding.path))
    .slice(0, perDocument);
}

/** Keywords that only say that something inside them failed. */
const summaries = new Set(['if', 'anyOf', 'oneOf', 'allOf', 'discriminator', 'propertyNames']);

function findingOf(problem: ValidationError, base: string[]): Finding {
  const parts = problem.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));
  const { missingProperty, additionalProperty } = problem.params as Record<string, string | undefined>;
  const path = [...base, ...parts, ...(missingProperty ? [missingProperty] : additionalProperty ? [additionalProperty] : [])];
  const [zh, en] = (sentences[problem.keyword] ?? sentences.other)!(problem, path.at(-1) ?? '');
  return error('document-invalid', { path: path.map(escaped).join('/'), ...elementOf(path) }, zh, en);
}

const escaped = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

function elementOf(path: string[]): Pick<Finding, 'element'> {
  const [document, map = '', id] = path;
  if (document === 'scenario' && id !== undefined && elementKinds[map]) return { element: { kind: elementKinds[map], id } };
  if (document === 'forms' && path[2] === 'fields' && path[3] !== undefined) return { element: { kind: 'field', id: path[3] } };
  return {};
}

type Sentence = (problem: ValidationError, name: string) => [zh: string, en: string];
const sentences: Record<string, Sentence> = {
  required: (_, name) => [`缺少「${name}」：请补上。`, `“${name}” is missing: add it.`],
  additionalProperties: (_, name) => [`「${name}」不是这里的内容：请删去。`, `“${name}” does not belong here: remove it.`],
  minLength: (_, name) => [`「${name}」是空的：请填写。`, `“${name}” is empty: fill it in.`],
  maxLength: ({ params }, name) => [
    `「${name}」太长：请缩短到 ${params.limit} 个字以内。`,
    `“${name}” is too long: keep it within ${params.limit} characters.`,
  ],
  minimum: ({ params }, name) => [
    `「${name}」太小：请填 ${params.limit} 或更大的数。`,
    `“${name}” is too small: enter ${params.limit} or more.`,
  ],
  maximum: ({ params }, name) => [
    `「${name}」太大：请填 ${params.limit} 或更小的数。`,
    `“${name}” is too large: enter ${params.limit} or less.`,
  ],
  minItems: (_, name) => [`「${name}」还没有内容：请至少添加一项。`, `“${name}” has nothing in it: add at least one.`],
  minProperties: (_, name) => [`「${name}」还没有内容：请至少添加一项。`, `“${name}” has nothing in it: add at least one.`],
  pattern: (_, name) => [`「${name}」的写法不对：请按示例修改。`, `“${name}” is written in the wrong way: follow the example.`],
  format: (_, name) => [`「${name}」的写法不对：请按示例修改。`, `“${name}” is written in the wrong way: follow the example.`],
  enum: (_, name) => [`「${name}」不是可选的值：请重新选择。`, `“${name}” is none of the choices: choose again.`],
  const: (_, name) => [`「${name}」的值不对：请重新选择。`, `“${name}” has the wrong value: choose again.`],
  type: (_, name) => [`「${name}」的类型不对：请重新填写。`, `“${name}” has the wrong type: enter it again.`],
  other: (_, name) => [`「${name}」不符合要求：请修改。`, `“${name}” does not meet the rules: change it.`],
};
