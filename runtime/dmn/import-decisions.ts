/** Decisions of a model -> decision tables. A literal expression becomes a table of one row. */
import type { DecisionTable } from '../../schemas/generated/documents.ts';
import type { Aggregation, HitPolicy } from '../expression/hit-policy.ts';
import { compileTable } from '../expression/index.ts';
import { type Draft, tell, texts } from './draft.ts';
import { all, first, nameOf, own, textIn, type Xml } from './elements.ts';
import {
  cellOf,
  checkLanguage,
  inferred,
  inputOf,
  kept,
  noteOf,
  outputsOf,
  outputType,
  Refusal,
  resultOf,
  type Source,
  singleTarget,
  text,
  wordsOf,
} from './import-columns.ts';
import { Ids, ranksOf } from './names.ts';
import { type Known, type Knowns, rewriteExpression } from './rewrite.ts';

const policies: Record<string, HitPolicy> = {
  UNIQUE: 'UNIQUE',
  FIRST: 'FIRST',
  PRIORITY: 'PRIORITY',
  ANY: 'ANY',
  COLLECT: 'COLLECT',
  'RULE ORDER': 'RULE_ORDER',
  'OUTPUT ORDER': 'OUTPUT_ORDER',
};
const severalRows = new Set<HitPolicy>(['COLLECT', 'RULE_ORDER', 'OUTPUT_ORDER']);
const boxed = new Set(
  'literalExpression decisionTable context invocation functionDefinition list relation conditional filter for some every'.split(' '),
);

/** What a refused element is called in words. */
const kinds: Record<string, { zh: string; en: string }> = {
  context: { zh: '上下文', en: 'a context' },
  invocation: { zh: '函数调用', en: 'an invocation' },
  functionDefinition: { zh: '函数', en: 'a function' },
  list: { zh: '列表', en: 'a list' },
  relation: { zh: '关系表', en: 'a relation' },
  conditional: { zh: '条件盒', en: 'a boxed conditional' },
  filter: { zh: '过滤盒', en: 'a boxed filter' },
  for: { zh: '循环盒', en: 'a boxed iteration' },
  some: { zh: '存在盒', en: 'a boxed quantifier' },
  every: { zh: '全称盒', en: 'a boxed quantifier' },
};

/** Adds the table of a decision to the draft; answers with what others see under its name. */
export function importDecision(draft: Draft, decision: Xml, known: Knowns): Known {
  const name = nameOf(first(decision, 'variable')) || nameOf(decision);
  const logic = decision.children.find((child) => boxed.has(child.name));
  const before = new Set(draft.variables.keys());
  try {
    if (!logic) throw new Refusal(decision, '没有决策逻辑。', 'has no decision logic.');
    if (logic.name === 'decisionTable') return tableOf(draft, { decision, logic, name, known });
    if (logic.name === 'literalExpression') return literalOf(draft, { decision, logic, name, known });
    const kind = kinds[logic.name]!;
    throw new Refusal(
      logic,
      `是${kind.zh}，场景里的决策只有表格；请改写成决策表或脚本。`,
      `is ${kind.en}; decisions of a scenario are tables: write it as a table or a script.`,
    );
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    for (const path of draft.variables.keys()) if (!before.has(path)) draft.variables.delete(path);
    tell(draft, { ...error.at, attributes: { ...error.at.attributes, name: error.at.attributes.name || name } }, 'refused', {
      zh: `「${name}」${error.zh}`,
      en: `“${name}” ${error.en}`,
    });
    return { kind: 'refused', why: { zh: `用到了不能导入的「${name}」`, en: `it reads “${name}”, which cannot be imported` } };
  }
}

function literalOf(draft: Draft, { decision, logic, name, known }: Source): Known {
  checkLanguage(logic);
  const source = textIn(logic, 'text') ?? '';
  const expression = text(logic, rewriteExpression(source, known));
  const declared = draft.types.of(logic.attributes.typeRef ?? first(decision, 'variable')?.attributes.typeRef);
  const type = outputType(logic, declared, () => inferred([expression]));
  if (type.list)
    throw new Refusal(
      logic,
      '的结果是一个列表，办件里只有代码可以多个；请改写成列出多行的决策表。',
      'has a list for a result; in a case only codes can be several: write it as a table that collects rows.',
    );
  const target = singleTarget(draft, { element: decision, name, type, many: false, cells: [expression], read: false });
  const table: DecisionTable = {
    name: texts(nameOf(decision) || name),
    hitPolicy: 'UNIQUE',
    inputs: {},
    outputs: { o_1: { name: texts(name), rank: 'a0', path: target.path, type: target.kept } },
    // biome-ignore lint/suspicious/noThenProperty: the word of the document's schema
    rows: { r_1: { rank: 'a0', when: {}, then: { o_1: kept(expression, type.type) } } },
  };
  const id = addTable(draft, decision, table);
  tell(draft, logic, 'loss', {
    zh: '单个表达式写成了只有一行、没有条件的决策表。',
    en: 'The single expression became a table of one row without conditions.',
    to: `tables/${id}`,
  });
  tell(draft, decision, 'mapped', { zh: '成为决策表。', en: 'Became a decision table.', to: `tables/${id}` });
  return target.known;
}

/** A table the product itself cannot compile is refused with the first of its problems. */
function addTable(draft: Draft, decision: Xml, table: DecisionTable): string {
  const compiled = compileTable(table);
  const problem = compiled.ok ? undefined : compiled.problems[0];
  if (problem)
    throw new Refusal(
      decision,
      `有一处不成立（${problem.path}）：${problem.message['zh-CN']}`,
      `has a part that does not hold (${problem.path}): ${problem.message.en ?? ''}`,
    );
  const wanted = own(decision, 'table') ?? `t_${nameOf(decision)}`;
  const id = own(decision, 'table') && !draft.tables.has(wanted) ? wanted : `t_${draft.tableIds.take(nameOf(decision), 'table', 40)}`;
  draft.tables.set(id, { table, decision });
  return id;
}

function tableOf(draft: Draft, source: Source): Known {
  const { decision, logic, name, known } = source;
  const hitPolicy = policies[logic.attributes.hitPolicy ?? 'UNIQUE'];
  if (!hitPolicy)
    throw new Refusal(
      logic,
      `的命中策略 ${logic.attributes.hitPolicy} 不认识。`,
      `has an unknown hit policy ${logic.attributes.hitPolicy}.`,
    );
  const aggregation = logic.attributes.aggregation as Aggregation | undefined;
  const ids = new Ids();
  const rules = all(logic, 'rule');
  const inputs = all(logic, 'input').map((input, index) => inputOf(draft, { input, index, ids, known, rules }));
  const outputs = outputsOf(draft, source, { ids, rules, many: severalRows.has(hitPolicy) && !aggregation, aggregation });
  const ranks = ranksOf(Math.max(inputs.length, outputs.columns.length, rules.length));
  const table: DecisionTable = {
    name: wordsOf(decision, 'table', decision.attributes.label || nameOf(decision) || name),
    hitPolicy,
    ...(aggregation ? { aggregation } : {}),
    inputs: Object.fromEntries(inputs.map(({ id, column }, index) => [id, { ...column, rank: column.rank || ranks[index]! }])),
    outputs: Object.fromEntries(outputs.columns.map(({ id, column }, index) => [id, { ...column, rank: column.rank || ranks[index]! }])),
    rows: {},
  };
  const annotations = all(logic, 'annotation').map(nameOf);
  const rowIds = new Ids();
  rules.forEach((rule, index) => {
    const entries = all(rule, 'inputEntry');
    const results = all(rule, 'outputEntry');
    if (entries.length !== inputs.length || results.length !== outputs.columns.length)
      throw new Refusal(rule, `第 ${index + 1} 行的格数与列数不符。`, `has a row ${index + 1} whose cells do not match its columns.`);
    const given = rule.attributes.id ?? '';
    const id =
      own(rule, 'row') ?? `r_${rowIds.take(/^[A-Za-z][A-Za-z0-9]*$/.test(given) && given.length < 24 ? given : `row${index + 1}`, 'row')}`;
    table.rows[id] = {
      rank: own(rule, 'rank') ?? ranks[index]!,
      when: Object.fromEntries(entries.flatMap((entry, at) => cellOf(entry, inputs[at]!.id, known))),
      // biome-ignore lint/suspicious/noThenProperty: the word of the document's schema
      then: Object.fromEntries(results.map((entry, at) => resultOf(entry, outputs.columns[at]!, known))),
      ...noteOf(rule, annotations),
    };
  });
  const id = addTable(draft, decision, table);
  if (logic.attributes.preferredOrientation && logic.attributes.preferredOrientation !== 'Rule-as-Row')
    tell(draft, logic, 'loss', {
      zh: '方向不保留，规则一律是行。',
      en: 'Its orientation is not kept: rules are rows.',
      to: `tables/${id}`,
    });
  else tell(draft, logic, 'mapped', { zh: `决策表，${rules.length} 行。`, en: `A table of ${rules.length} rows.`, to: `tables/${id}` });
  tell(draft, decision, 'mapped', {
    zh: '成为决策表和一个决策环节。',
    en: 'Became a decision table and a decision step.',
    to: `tables/${id}`,
  });
  return outputs.known;
}
