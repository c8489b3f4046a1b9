/** Columns and cells of a model's tables -> those of ours. What cannot be said is thrown as a `Refusal` with its place. */
import type { DecisionTable, TableInputType, Text, ValueType } from '../../schemas/generated/documents.ts';
import { parseFeel } from '../expression/evaluate.ts';
import type { Aggregation } from '../expression/hit-policy.ts';
import { fitsType } from '../expression/index.ts';
import { type Draft, exactTexts, knownAt, pathNamed, resultSubject, subjectNamed, tell, texts } from './draft.ts';
import { all, first, nameOf, own, textIn, type Xml } from './elements.ts';
import { codesOf } from './import-inputs.ts';
import type { Ids } from './names.ts';
import { type Known, type Knowns, listedTests, type Rewritten, rewriteExpression, rewriteTests } from './rewrite.ts';
import { keptAs, type ModelType } from './types.ts';

/** Something the scenario has no words for: where, and why. */
export class Refusal extends Error {
  readonly at: Xml;
  readonly zh: string;
  readonly en: string;
  constructor(at: Xml, zh: string, en: string) {
    super(en);
    this.at = at;
    this.zh = zh;
    this.en = en;
  }
}

/** `mark` is an attribute only we write. */
export const wordsOf = (element: Xml, mark: string, label: string): Text =>
  own(element, mark) === undefined ? texts(label) : exactTexts(label, own(element, 'en'));

/** A decision being read, and what it sees. */
export interface Source {
  decision: Xml;
  logic: Xml;
  name: string;
  known: Knowns;
}

export function text(at: Xml, rewritten: Rewritten): string {
  if (rewritten.ok) return rewritten.text;
  throw new Refusal(at, `有一处不能导入：${rewritten.zh}。`, `has a part that cannot be imported: ${rewritten.en}.`);
}

export function checkLanguage(element: Xml): void {
  const language = element.attributes.expressionLanguage;
  if (language && !/feel/i.test(language))
    throw new Refusal(element, `用的是 ${language}，只读 FEEL。`, `is written in ${language}; only FEEL is read.`);
}

export function inputOf(
  draft: Draft,
  { input, index, ids, known, rules }: { input: Xml; index: number; ids: Ids; known: Knowns; rules: Xml[] },
) {
  const clause = first(input, 'inputExpression');
  if (clause) checkLanguage(clause);
  const source = textIn(clause, 'text') ?? '';
  if (source === '') throw new Refusal(input, `的第 ${index + 1} 个输入列没有表达式。`, `has no expression in its input ${index + 1}.`);
  const expression = text(input, rewriteExpression(source, known));
  const declared = draft.types.of(clause?.attributes.typeRef);
  const cells = rules.flatMap((rule) => textIn(all(rule, 'inputEntry')[index], 'text') ?? []);
  const type = inputType(input, declared, known.get(source), cells);
  const allowedText = textIn(first(input, 'inputValues'), 'text') ?? (declared?.kind === 'simple' ? declared.allowed : undefined);
  const allowed = allowedText ? listedTests(allowedText).map((one) => text(input, rewriteTests(one, known))) : [];
  const label = input.attributes.label || source;
  const id = own(input, 'column') ?? `i_${ids.take(label, 'input')}`;
  tell(draft, input, 'mapped', { zh: `输入列「${label}」。`, en: `Input column “${label}”.`, to: id });
  return {
    id,
    column: {
      name: wordsOf(input, 'column', label),
      rank: own(input, 'rank') ?? '',
      expression,
      type,
      ...(allowed.length > 0 ? { allowed } : {}),
    },
  };
}

function inputType(input: Xml, declared: ModelType | undefined, read: Known | undefined, cells: string[]): TableInputType {
  const exact = own(first(input, 'inputExpression'), 'type');
  if (exact) return exact as TableInputType;
  if (declared?.kind === 'simple') return declared.list ? 'codes' : declared.type;
  if (declared?.kind === 'record') throw new Refusal(input, '有一列的输入是一组数据。', 'has an input that is a record.');
  if (read?.kind === 'value') return read.list ? 'codes' : read.type;
  return inferred(cells.flatMap((cell) => listedTests(cell)).map((cell) => cell.replace(/^(?:[<>]=?|!?=)\s*/, ''))) ?? 'string';
}

interface OutputColumn {
  id: string;
  type: TableInputType;
  column: DecisionTable['outputs'][string];
}

export function outputsOf(
  draft: Draft,
  { decision, logic, name, known }: Source,
  { ids, rules, many, aggregation }: { ids: Ids; rules: Xml[]; many: boolean; aggregation?: Aggregation },
): { columns: OutputColumn[]; known: Known } {
  const outputs = all(logic, 'output');
  if (outputs.length === 0) throw new Refusal(logic, '没有输出列。', 'has no output.');
  const variable = draft.types.of(first(decision, 'variable')?.attributes.typeRef);
  const parts = new Map<string, Known>();
  const columns = outputs.map((output, index): OutputColumn => {
    const only = outputs.length === 1;
    const part = nameOf(output) || output.attributes.label || name;
    const fromVariable = only ? variable : variable?.kind === 'record' ? variable.parts.get(part) : undefined;
    const declared = draft.types.of(output.attributes.typeRef) ?? fromVariable;
    const cells = rules.flatMap((rule) => textIn(all(rule, 'outputEntry')[index], 'text') ?? []);
    const exact = own(output, 'type') as TableInputType | undefined;
    const type = exact ? { type: exact, list: false } : outputType(output, declared, () => inferred(cells));
    const counts = aggregation === 'COUNT' ? { ...type, type: 'number' as const } : type;
    const target = singleTarget(draft, {
      element: output,
      name: only ? name : part,
      subject: only ? undefined : name,
      type: counts,
      many: many || type.list,
      cells,
      read: true,
    });
    parts.set(part, target.known);
    const allowedText = textIn(first(output, 'outputValues'), 'text') ?? (declared?.kind === 'simple' ? declared.allowed : undefined);
    const allowed = allowedText ? listedTests(allowedText) : [];
    const fallback = textIn(first(output, 'defaultOutputEntry'), 'text');
    const label = output.attributes.label || nameOf(output) || name;
    const id = own(output, 'column') ?? `o_${ids.take(label, 'output')}`;
    tell(draft, output, 'mapped', { zh: `输出列「${label}」。`, en: `Output column “${label}”.`, to: target.path });
    const keptType = aggregation === 'COUNT' ? 'number' : target.kept;
    return {
      id,
      type: type.type,
      column: {
        name: wordsOf(output, 'column', label),
        rank: own(output, 'rank') ?? '',
        path: target.path,
        type: keptType,
        ...(allowed.length > 0 && keptAs(type.type).read === undefined ? { allowed } : {}),
        ...(fallback ? { default: kept(text(output, rewriteExpression(fallback, known)), type.type) } : {}),
      },
    };
  });
  const known1 = columns.length === 1 ? [...parts.values()][0]! : { kind: 'record' as const, parts };
  if (columns.length > 1 && many)
    return {
      columns,
      known: {
        kind: 'refused',
        why: { zh: `「${name}」每列给出一个列表，而不是一列记录`, en: `“${name}” gives a list for each column, not a list of records` },
      },
    };
  return { columns, known: known1 };
}

/** Times and durations are kept as their text. */
export const kept = (expression: string, type: TableInputType): string =>
  keptAs(type).read && expression.trim() !== 'null' ? `string(${expression})` : expression;

interface Target {
  element: Xml;
  name: string;
  /** Name of the group, for one of several outputs. */
  subject?: string;
  type: { type: TableInputType; list: boolean };
  /** The path holds a list. */
  many: boolean;
  cells: string[];
  read: boolean;
}

/** Where an output is kept, and what others see of it. */
export function singleTarget(
  draft: Draft,
  { element, name, subject, type, many, cells }: Target,
): { path: string; kept: ValueType; known: Known } {
  const path =
    own(element, 'path') ?? pathNamed(draft, subject === undefined ? resultSubject(draft) : subjectNamed(draft, subject, 'decision'), name);
  const subjectId = path.slice(0, path.indexOf('.'));
  if (!draft.subjects.has(subjectId)) draft.subjects.set(subjectId, texts(subjectId));
  const { type: keptType, read } = keptAs(type.type);
  if (read)
    tell(draft, element, 'loss', {
      zh: `「${name}」以文字保存，读取时用 ${read}() 转换。`,
      en: `“${name}” is kept as text and read by ${read}().`,
      to: path,
    });
  if (!many) {
    draft.variables.set(path, { name: texts(name), type: keptType === 'code' || keptType === 'codes' ? 'string' : keptType });
    return { path, kept: keptType, known: knownAt(path, type.type) };
  }
  const codes = codesOf([...new Set(cells)].join(', '));
  if (codes && keptType === 'string') {
    draft.variables.set(path, { name: texts(name), type: 'codes', codes });
    return { path, kept: 'code', known: knownAt(path, 'codes', true) };
  }
  const why = {
    zh: `「${name}」是一个列表，办件里只有代码可以多个，后面的决策读不到它`,
    en: `“${name}” is a list; in a case only codes can be several, so no later decision can read it`,
  };
  return { path, kept: keptType, known: { kind: 'refused', why } };
}

export function outputType(
  element: Xml,
  declared: ModelType | undefined,
  guess: () => TableInputType | undefined,
): { type: TableInputType; list: boolean } {
  if (declared?.kind === 'simple') return { type: declared.type, list: declared.list };
  if (declared?.kind === 'record')
    throw new Refusal(
      element,
      '的结果是一组数据，表格的每一列只给一个值。',
      'has a record for a result; a column of a table gives one value.',
    );
  const type = guess();
  if (!type)
    throw new Refusal(
      element,
      '的结果没有写类型，也看不出来；请在模型里写明 typeRef。',
      'has a result of no known type: give it a typeRef in the model.',
    );
  return { type, list: false };
}

const guesses: TableInputType[] = ['boolean', 'number', 'date', 'dateTime', 'time', 'dayTimeDuration', 'yearMonthDuration', 'string'];

/** The type all constants among these have; undefined when there is none, or they differ. */
export function inferred(sources: string[]): TableInputType | undefined {
  const found = new Set<TableInputType>();
  for (const source of sources) {
    const parsed = parseFeel(source);
    if (!parsed.ok || parsed.reads.length > 0) continue;
    const result = parsed.expression({}, { now: '2000-01-01T00:00:00Z' });
    if (!result.ok || result.value === null) continue;
    const value = result.value;
    const type = guesses.find((one) => fitsType(value, one));
    if (type) found.add(type);
  }
  return found.size === 1 ? [...found][0] : undefined;
}

export function cellOf(entry: Xml, column: string, known: Knowns): [string, string][] {
  checkLanguage(entry);
  const source = textIn(entry, 'text') ?? '';
  return source === '' ? [] : [[column, source === '-' ? '-' : text(entry, rewriteTests(source, known))]];
}

export function resultOf(entry: Xml, { id, type }: OutputColumn, known: Knowns): [string, string] {
  checkLanguage(entry);
  const source = textIn(entry, 'text') ?? '';
  return [id, source === '' || source === '-' ? 'null' : kept(text(entry, rewriteExpression(source, known)), type)];
}

/** The annotations of a row in one text; ours are by language. */
export function noteOf(rule: Xml, columns: string[]): { note?: { 'zh-CN': string; en?: string } } {
  const entries = all(rule, 'annotationEntry').map((entry) => textIn(entry, 'text') ?? '');
  const zh = entries[columns.indexOf('zh-CN')];
  if (columns.includes('zh-CN')) return zh ? { note: exactTexts(zh, entries[columns.indexOf('en')]) } : {};
  const written = [textIn(rule, 'description') ?? '', ...entries].filter((one) => one !== '');
  return written.length > 0 ? { note: texts(written.join('；')) } : {};
}
