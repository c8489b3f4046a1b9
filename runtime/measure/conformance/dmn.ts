/** Runs a folder of the DMN Technology Compatibility Kit (models and their test files) against the product's FEEL. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { parseNumber } from '../../expression/numbers.ts';
import { FeelDate, FeelDateTime, FeelTime, parseDuration } from '../../expression/temporal.ts';
import type { Feel } from '../../expression/values.ts';
import { decideByName } from './dmn/model.ts';
import { type JsonModel, runJsonModel } from './dmn/tables.ts';
import { agrees } from './dmn/types.ts';
import { all, first, parseXml, textIn, type Xml } from './dmn/xml.ts';
import { type SuiteCase, type SuiteReport, suiteReport } from './suite.ts';

export const now = '2026-11-22T04:00:00Z';

/** A value of a test file. */
export function valueIn(element: Xml | undefined): Feel {
  if (!element) return null;
  const components = all(element, 'component');
  if (components.length > 0) return new Map(components.map((one) => [one.attributes.name ?? '', valueIn(one)]));
  const list = first(element, 'list');
  if (list) return list.attributes['xsi:nil'] === 'true' ? null : all(list, 'item').map(valueIn);
  const value = first(element, 'value');
  return !value || value.attributes['xsi:nil'] === 'true' ? null : typed(value.text, value.attributes['xsi:type']);
}

function typed(text: string, type = 'xsd:string'): Feel {
  switch (type.replace(/^.*:/, '')) {
    case 'decimal':
    case 'double':
    case 'integer':
    case 'float':
      return parseNumber(text.trim());
    case 'boolean':
      return text.trim() === 'true';
    case 'date':
      return FeelDate.parse(text.trim());
    case 'time':
      return FeelTime.parse(text.trim());
    case 'dateTime':
      return FeelDateTime.parse(text.trim());
    case 'duration':
      return parseDuration(text.trim());
    default:
      return text;
  }
}

export async function testFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.xml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

export const shown = (value: Feel): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part instanceof Map ? Object.fromEntries(part) : typeof part === 'bigint' ? String(part) : part,
  ) ?? 'null';

/** Runs every test file below a folder, and its `decision-tables.json`. A result that may be an error is right when it is null. */
export async function runDmnSuite(folder: string): Promise<SuiteReport> {
  const cases: SuiteCase[] = [];
  for (const file of await testFilesIn(folder)) {
    const tests = parseXml(await readFile(file, 'utf8'));
    const modelName = textIn(tests, 'modelName');
    if (tests.name !== 'testCases' || !modelName) continue;
    const model = parseXml(await readFile(join(dirname(file), modelName), 'utf8'));
    const name = relative(folder, file).split(sep).join('/');
    for (const test of all(tests, 'testCase')) cases.push(...casesOf(name, model, test));
  }
  const tables = join(folder, 'decision-tables.json');
  if (existsSync(tables)) cases.push(...(await runTableSuite(tables)).cases);
  return suiteReport('dmn-tck', cases);
}

function casesOf(file: string, model: Xml, test: Xml): SuiteCase[] {
  const inputs = new Map(all(test, 'inputNode').map((node) => [node.attributes.name ?? '', valueIn(node)]));
  return all(test, 'resultNode').map((node) => {
    const result = node.attributes.name ?? '';
    const id = `${file}#${test.attributes.id ?? ''}/${result}`;
    const { value, refused } = decideByName(model, result, inputs, { now });
    const expected = valueIn(first(node, 'expected'));
    if (agrees(expected, value)) return { id, verdict: 'right', detail: '' };
    if (refused.length > 0) return { id, verdict: 'refused', detail: `not supported: ${refused.join(', ')}` };
    return { id, verdict: 'wrong', detail: `expected ${shown(expected)}, got ${shown(value)}` };
  });
}

/** Runs the decision tables given as JSON (`decision-tables.json`); models with knowledge models are left to the XML. */
export async function runTableSuite(file: string): Promise<SuiteReport> {
  const models = JSON.parse(await readFile(file, 'utf8')) as JsonModel[];
  const results = models.filter((model) => model.simple).flatMap((model) => runJsonModel(model, { now }));
  const cases = results.map(({ model, testCase, result, expected, actual, right }): SuiteCase => {
    const id = `decision-tables.json#${model}/${testCase}/${result}`;
    return right
      ? { id, verdict: 'right', detail: '' }
      : { id, verdict: 'wrong', detail: `expected ${shown(expected)}, got ${shown(actual)}` };
  });
  return suiteReport('dmn-tables', cases);
}
