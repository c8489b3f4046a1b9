/**
 * Decision tables of a package -> a DMN 1.3 model: a decision for each table, input data for each group of values it reads.
 * Expressions stay as they are. What DMN has no words for (exact types, paths, order keys, English) is written beside it
 * under our own namespace, so that the same tables come back.
 */
import type { DecisionTable } from '../../schemas/generated/documents.ts';
import { declarationsOf, declaredPaths } from '../compile/declared.ts';
import type { ScenarioPackage } from '../compile/plan.ts';
import { compileTable } from '../expression/index.ts';
import { LIANBAN } from './elements.ts';
import type { ReportEntry } from './report.ts';
import { feelTypeOf, isExact } from './types.ts';
import { element, speakable, textElement } from './xml-writer.ts';

export interface DmnExport {
  xml: string;
  report: ReportEntry[];
}

const MODEL = 'https://www.omg.org/spec/DMN/20191111/MODEL/';
const byRank = <T extends { rank: string }>(map: Record<string, T>): [string, T][] =>
  Object.entries(map).sort(([idA, a], [idB, b]) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : idA < idB ? -1 : 1));

/** Functions only we have. */
const ownFunctions = /\b(add working days|working days between|is working day)\s*\(/;

/** Writes the tables named, or all. */
export function exportDmn(pkg: ScenarioPackage, tables: readonly string[] = Object.keys(pkg.scenario.tables ?? {})): DmnExport {
  const report: ReportEntry[] = [];
  const written = tables.flatMap((id) => {
    const table = pkg.scenario.tables?.[id];
    const compiled = table && compileTable(table);
    if (!table || !compiled) return [];
    if (!compiled.ok) {
      refuse(report, id, table, compiled.problems[0]!);
      return [];
    }
    return [{ id, table, reads: compiled.reads }];
  });
  const types = typesOf(pkg);
  const groups = groupsOf(written.flatMap(({ reads }) => reads));
  const names = decisionNames(written);
  const inner = [
    ...itemDefinitions(groups, types, written),
    ...[...groups].flatMap(([group]) => inputData(pkg, group)),
    ...written.flatMap(({ id, table, reads }) => decision(id, table, names.get(id)!, [...groupsOf(reads).keys()])),
    ...diagram(
      pkg,
      [...groups.keys()],
      written.map(({ id }) => id),
    ),
  ];
  for (const { id, table } of written) tellTable(report, id, table);
  for (const group of groups.keys())
    report.push({
      element: 'inputData',
      id: group,
      verdict: 'mapped',
      to: inputId(group),
      message: { 'zh-CN': '决策表读取的一组数据。', en: 'A group of values the tables read.' },
    });
  const root = element(
    'definitions',
    {
      xmlns: MODEL,
      'xmlns:dmndi': 'https://www.omg.org/spec/DMN/20191111/DMNDI/',
      'xmlns:dc': 'http://www.omg.org/spec/DMN/20180521/DC/',
      'xmlns:di': 'http://www.omg.org/spec/DMN/20180521/DI/',
      'xmlns:lianban': LIANBAN,
      id: `definitions_${pkg.scenario.id}`,
      name: pkg.scenario.name['zh-CN'],
      namespace: `${LIANBAN}/${pkg.scenario.id}`,
      exporter: 'Lianban',
    },
    inner,
  );
  return { xml: `<?xml version="1.0" encoding="UTF-8"?>\n${root.join('\n')}\n`, report };
}

function refuse(
  report: ReportEntry[],
  id: string,
  table: DecisionTable,
  problem: { path: string; message: { 'zh-CN': string; en?: string } },
): void {
  const message = {
    'zh-CN': `决策表有误（${problem.path}）：${problem.message['zh-CN']}`,
    en: `The table is wrong (${problem.path}): ${problem.message.en ?? ''}`,
  };
  report.push({ element: 'table', id, name: table.name['zh-CN'], verdict: 'refused', message });
}

function tellTable(report: ReportEntry[], id: string, table: DecisionTable): void {
  const cells = Object.values(table.rows).flatMap((row) => [...Object.values(row.when), ...Object.values(row.then)]);
  const sources = [...cells, ...Object.values(table.inputs).map(({ expression }) => expression)];
  const foreign = [...new Set(sources.flatMap((source) => ownFunctions.exec(source)?.[1] ?? []))];
  report.push({
    element: 'table',
    id,
    name: table.name['zh-CN'],
    verdict: foreign.length > 0 ? 'loss' : 'mapped',
    to: id,
    message:
      foreign.length > 0
        ? {
            'zh-CN': `用到了只有联办才有的函数：${foreign.join('、')}；其他工具不认识。`,
            en: `Uses functions other tools do not know: ${foreign.join(', ')}.`,
          }
        : { 'zh-CN': '成为一个决策。', en: 'Became a decision.' },
  });
}

type TypesByGroup = Record<string, Record<string, string>>;

/** DMN types of everything a table may read, by group and name. */
function typesOf(pkg: ScenarioPackage): TypesByGroup {
  const types: TypesByGroup = { case: { submittedDate: 'date' } };
  const add = (group: string, key: string, type: string) => {
    types[group] = { ...types[group], [key]: type };
  };
  for (const { subject, key, type } of Object.values(declaredPaths(declarationsOf(pkg)))) add(subject, key, feelTypeOf(type));
  for (const [id, { type }] of Object.entries(pkg.scenario.params ?? {})) add('param', id, feelTypeOf(type));
  return types;
}

/** `mother.age`, `mother.county` -> mother: age, county. */
function groupsOf(reads: readonly string[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const read of [...reads].sort()) {
    const [group = '', key] = read.split('.');
    const keys = groups.get(group) ?? new Set<string>();
    groups.set(group, keys);
    if (key !== undefined) keys.add(key);
  }
  return groups;
}

const inputId = (group: string): string => `input_${group}`;
const typeName = (group: string): string => `t${group.charAt(0).toUpperCase()}${group.slice(1)}`;

function itemDefinitions(
  groups: ReadonlyMap<string, ReadonlySet<string>>,
  types: TypesByGroup,
  written: { table: DecisionTable }[],
): string[] {
  const used = new Set([
    ...[...groups].flatMap(([group, keys]) => [...keys].map((key) => types[group]?.[key])),
    ...written.flatMap(({ table }) => Object.values(table.inputs).map(({ type }) => feelTypeOf(type))),
    ...written.flatMap(({ table }) => Object.values(table.outputs).map(({ type }) => feelTypeOf(type))),
  ]);
  const texts = used.has('tTexts')
    ? element('itemDefinition', { name: 'tTexts', isCollection: 'true' }, element('typeRef', {}, 'string'))
    : [];
  const records = [...groups].flatMap(([group, keys]) =>
    element(
      'itemDefinition',
      { name: typeName(group) },
      [...keys].flatMap((key) => element('itemComponent', { name: key }, element('typeRef', {}, types[group]?.[key] ?? 'string'))),
    ),
  );
  return [...texts, ...records];
}

/** Groups every case has are marked, so that nobody is asked for them when the model comes back. */
const given = new Set(['case', 'param', 'outcome']);

function inputData(pkg: ScenarioPackage, group: string): string[] {
  const label = pkg.scenario.subjects[group]?.name['zh-CN'];
  const attributes = { id: inputId(group), name: group, label, 'lianban:group': given.has(group) ? 'true' : undefined };
  return element('inputData', attributes, element('variable', { name: group, typeRef: typeName(group) }));
}

/** Two tables may share a name, two decisions may not. */
function decisionNames(written: { id: string; table: DecisionTable }[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    written.map(({ id, table }) => {
      const wanted = table.name['zh-CN'];
      const name = taken.has(wanted) ? `${wanted} ${id}` : wanted;
      taken.add(name);
      return [id, name];
    }),
  );
}

function decision(id: string, table: DecisionTable, name: string, groups: string[]): string[] {
  const label = name === table.name['zh-CN'] ? undefined : table.name['zh-CN'];
  return element('decision', { id, name, label, 'lianban:table': id, 'lianban:en': table.name.en }, [
    ...element('variable', { name }),
    ...groups.flatMap((group) =>
      element('informationRequirement', { id: `requires_${id}_${group}` }, element('requiredInput', { href: `#${inputId(group)}` })),
    ),
    ...decisionTable(id, table),
  ]);
}

function decisionTable(id: string, table: DecisionTable): string[] {
  const inputs = byRank(table.inputs);
  const outputs = byRank(table.outputs);
  const rows = byRank(table.rows);
  const noted = rows.some(([, row]) => row.note);
  const english = rows.some(([, row]) => row.note?.en !== undefined);
  const attributes = {
    id: `table_${id}`,
    hitPolicy: table.hitPolicy.replace('_', ' '),
    aggregation: table.aggregation,
    preferredOrientation: 'Rule-as-Row',
  };
  return element('decisionTable', attributes, [
    ...inputs.flatMap(([key, input]) =>
      element(
        'input',
        { id: `${id}_${key}`, label: input.name['zh-CN'], 'lianban:column': key, 'lianban:rank': input.rank, 'lianban:en': input.name.en },
        [
          ...textElement('inputExpression', speakable(input.expression), {
            typeRef: feelTypeOf(input.type),
            'lianban:type': isExact(input.type) ? undefined : input.type,
          }),
          ...(input.allowed?.length ? textElement('inputValues', speakable(input.allowed.join(', '))) : []),
        ],
      ),
    ),
    ...outputs.flatMap(([key, output]) =>
      element(
        'output',
        {
          id: `${id}_${key}`,
          label: output.name['zh-CN'],
          name: outputs.length > 1 ? key : undefined,
          typeRef: feelTypeOf(output.type),
          'lianban:column': key,
          'lianban:path': output.path,
          'lianban:type': output.type,
          'lianban:rank': output.rank,
          'lianban:en': output.name.en,
        },
        [
          ...(output.allowed?.length ? textElement('outputValues', speakable(output.allowed.join(', '))) : []),
          ...(output.default === undefined ? [] : textElement('defaultOutputEntry', speakable(output.default))),
        ],
      ),
    ),
    ...(noted ? element('annotation', { name: 'zh-CN' }) : []),
    ...(noted && english ? element('annotation', { name: 'en' }) : []),
    ...rows.flatMap(([key, row]) =>
      element('rule', { id: `${id}_${key}`, 'lianban:row': key, 'lianban:rank': row.rank }, [
        ...inputs.flatMap(([input]) => textElement('inputEntry', speakable(row.when[input] ?? ''))),
        ...outputs.flatMap(([output]) => textElement('outputEntry', speakable(row.then[output] ?? ''))),
        ...(noted ? textElement('annotationEntry', row.note?.['zh-CN'] ?? '') : []),
        ...(noted && english ? textElement('annotationEntry', row.note?.en ?? '') : []),
      ]),
    ),
  ]);
}

/** Decisions where their first step stands in the flow, input data below them. */
function diagram(pkg: ScenarioPackage, groups: string[], tables: string[]): string[] {
  const steps = Object.entries(pkg.scenario.nodes);
  const placeOf = (table: string, index: number) => {
    const step = steps.find(([, node]) => node.kind === 'decision' && node.table === table)?.[0];
    return (step === undefined ? undefined : pkg.scenario.layout?.[step]) ?? { x: 40 + index * 220, y: 40 };
  };
  const places = tables.map((table, index): [string, { x: number; y: number }, number] => [table, placeOf(table, index), 80]);
  const lowest = Math.max(0, ...places.map(([, { y }]) => y));
  const inputs = groups.map((group, index): [string, { x: number; y: number }, number] => [
    inputId(group),
    { x: 40 + index * 180, y: lowest + 180 },
    45,
  ]);
  const shapes = [...places, ...inputs].flatMap(([id, { x, y }, height]) =>
    element(
      'dmndi:DMNShape',
      { id: `shape_${id}`, dmnElementRef: id },
      element('dc:Bounds', { x, y, width: height === 80 ? 180 : 125, height }),
    ),
  );
  return element('dmndi:DMNDI', {}, element('dmndi:DMNDiagram', { id: 'diagram_1' }, shapes));
}
