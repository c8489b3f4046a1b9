/** Runs the DMN test kit the way a user would: the model is imported into a scenario, and its tables decide. */
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { compile } from '../../../compile/index.ts';
import { packageOf } from '../../../compile/package.ts';
import type { JsonValue, Plan } from '../../../compile/plan.ts';
import type { DmnImport } from '../../../dmn/import.ts';
import { importDmn } from '../../../dmn/import.ts';
import type { Known } from '../../../dmn/rewrite.ts';
import { feelValue, jsonValue } from '../../../expression/index.ts';
import { FeelTime, parseDuration } from '../../../expression/temporal.ts';
import { type Feel, isContext, isList, normalName } from '../../../expression/values.ts';
import { now, shown, testFilesIn, valueIn } from '../dmn.ts';
import { type SuiteCase, type SuiteReport, suiteReport } from '../suite.ts';
import { agrees } from './types.ts';
import { all, first, parseXml, textIn, type Xml } from './xml.ts';

type Values = Record<string, JsonValue>;

/** Every expected result: right, wrong, or refused because the import refused the decision or something it reads. */
export async function runImportSuite(folder: string): Promise<SuiteReport> {
  const cases: SuiteCase[] = [];
  for (const file of await testFilesIn(folder)) {
    const tests = parseXml(await readFile(file, 'utf8'));
    const modelName = textIn(tests, 'modelName');
    if (tests.name !== 'testCases' || !modelName) continue;
    const imported = importDmn(await readFile(join(dirname(file), modelName)));
    const pkg = packageOf(imported.files).package;
    const plan = pkg && compile(pkg).plan;
    const name = relative(folder, file).split(sep).join('/');
    for (const test of all(tests, 'testCase')) cases.push(...resultsOf(name, imported, plan, test));
  }
  return suiteReport('dmn-import', cases);
}

function resultsOf(file: string, imported: DmnImport, plan: Plan | undefined, test: Xml): SuiteCase[] {
  const inputs = all(test, 'inputNode').map((node): [string, Feel] => [node.attributes.name ?? '', valueIn(node)]);
  const unasked = inputs.filter(([name]) => imported.values.get(normalName(name))?.kind === 'refused').map(([name]) => name);
  const values = plan ? decided(plan, imported, inputs) : {};
  return all(test, 'resultNode').map((node): SuiteCase => {
    const name = node.attributes.name ?? '';
    const id = `${file}#${test.attributes.id ?? ''}/${name}`;
    const known = imported.values.get(normalName(name));
    if (!known || known.kind === 'refused' || !plan || unasked.length > 0) {
      const lines = imported.report.filter(({ verdict }) => verdict === 'refused').map((one) => `${one.element} ${one.name ?? ''}`);
      return { id, verdict: 'refused', detail: `refused: ${[...unasked, ...lines].slice(0, 5).join(', ')}` };
    }
    const expected = valueIn(first(node, 'expected'));
    const actual = read(known, values);
    return agrees(expected, actual)
      ? { id, verdict: 'right', detail: '' }
      : { id, verdict: 'wrong', detail: `expected ${shown(expected)}, got ${shown(actual)}` };
  });
}

/** Values by path after every table was asked, in the order of the flow. */
function decided(plan: Plan, imported: DmnImport, inputs: [string, Feel][]): Values {
  const values: Values = {};
  for (const [name, value] of inputs) write(imported.values.get(normalName(name)), value, values);
  for (const id of Object.keys(imported.scenario.tables ?? {})) {
    const context = plan.contextOf(values, { outcomes: {}, case: { region: '330000', submittedDate: '2026-11-22' } });
    const result = plan.tables[id]?.evaluate(context, { now });
    if (result?.ok) Object.assign(values, result.value.values);
  }
  return values;
}

function write(known: Known | undefined, value: Feel, values: Values): void {
  if (known?.kind === 'value') values[known.path] = known.read && value !== null ? String(value) : jsonValue(value);
  if (known?.kind === 'record' && isContext(value)) for (const [part, one] of known.parts) write(one, value.get(part) ?? null, values);
}

function read(known: Known, values: Values): Feel {
  if (known.kind === 'record') return new Map([...known.parts].map(([part, one]) => [part, read(one, values)]));
  if (known.kind !== 'value') return null;
  const json = values[known.path] ?? null;
  const value = feelValue(json, known.kept) as Feel;
  if (typeof value !== 'string' || !known.read) return isList(value) && value.length === 0 ? null : value;
  return known.read === 'time' ? FeelTime.parse(value) : parseDuration(value);
}
