/** Boxed expressions of a DMN model, evaluated with the product's FEEL. */
import type { EvaluationEnv } from '../../../compile/plan.ts';
import { bounded, parseFeel } from '../../../expression/evaluate.ts';
import type { Aggregation, HitPolicy } from '../../../expression/hit-policy.ts';
import { callFunction } from '../../../expression/invoke.ts';
import type { NameTree } from '../../../expression/parse.ts';
import { compileRows, type Decided } from '../../../expression/rows.ts';
import { type Feel, FeelFunction, isContext, isList, isNumber } from '../../../expression/values.ts';
import { listedValues } from './tables.ts';
import { conform, fitsName, passes, type Types } from './types.ts';
import { all, first, textIn, type Xml } from './xml.ts';

/** What a boxed expression sees. */
export interface Sight {
  values: Record<string, Feel>;
  names: NameTree;
}
export interface Model {
  types: Types;
  env: EvaluationEnv;
  /** Constructs met that are not evaluated; their value is null. */
  refused: Set<string>;
}

/** Adds a name to what is seen. */
export function withName(sight: Sight, name: string, value: Feel, names: NameTree | true = namesOfValue(value)): Sight {
  return { values: { ...sight.values, [name]: value }, names: { ...sight.names, [name]: names } };
}

/** Names inside a value, so that the parser knows those with spaces. */
export function namesOfValue(value: Feel, depth = 0): NameTree | true {
  if (isList(value)) return value.length > 0 ? namesOfValue(value[0] as Feel, depth) : true;
  if (!isContext(value) || depth > 8) return true;
  const tree: NameTree = {};
  for (const [key, entry] of value) tree[key] = namesOfValue(entry, depth + 1);
  return tree;
}

const kindsOfBoxed = new Set([
  'literalExpression',
  'decisionTable',
  'context',
  'invocation',
  'functionDefinition',
  'list',
  'relation',
  'conditional',
  'filter',
  'for',
  'some',
  'every',
]);

/** The expression inside an element. */
export const boxedIn = (element: Xml | undefined): Xml | undefined => element?.children.find((child) => kindsOfBoxed.has(child.name));

const lookup = (model: Model) => (name: string) =>
  model.types.has(name) ? (value: Feel) => fitsName(model.types, name, value, 'instance') : undefined;

export function feel(model: Model, source: string, sight: Sight): Feel {
  const parsed = parseFeel(source, { names: sight.names, functions: Object.keys(sight.values), types: lookup(model), lenient: true });
  if (!parsed.ok) return null;
  const result = parsed.expression(sight.values, model.env);
  return result.ok ? result.value : null;
}

/** Evaluates a boxed expression; its own type, where declared, is applied. */
export function boxed(model: Model, element: Xml | undefined, sight: Sight): Feel {
  if (!element) return null;
  return conform(model.types, element.attributes.typeRef, raw(model, element, sight));
}

function raw(model: Model, element: Xml, sight: Sight): Feel {
  const inner = (name: string, seen = sight): Feel => boxed(model, boxedIn(first(element, name)), seen);
  switch (element.name) {
    case 'literalExpression':
      return feel(model, textIn(element, 'text') ?? '', sight);
    case 'decisionTable':
      return table(model, element, sight);
    case 'context':
      return context(model, element, sight);
    case 'invocation':
      return invocation(model, element, sight);
    case 'functionDefinition':
      return functionOf(model, element, () => sight);
    case 'list':
      return element.children.filter((child) => kindsOfBoxed.has(child.name)).map((child) => boxed(model, child, sight));
    case 'relation': {
      const columns = all(element, 'column').map((column) => column.attributes.name ?? '');
      return all(element, 'row').map((row) => {
        const cells = row.children.filter((child) => kindsOfBoxed.has(child.name));
        return new Map(columns.map((column, index) => [column, boxed(model, cells[index], sight)]));
      });
    }
    case 'conditional':
      return inner('if') === true ? inner('then') : inner('else');
    case 'filter':
      return filter(model, element, inner('in'), sight);
    case 'for':
    case 'some':
    case 'every':
      return iterate(model, element, inner('in'), sight);
    default:
      return null;
  }
}

function context(model: Model, element: Xml, sight: Sight): Feel {
  const made = new Map<string, Feel>();
  let seen = sight;
  for (const entry of all(element, 'contextEntry')) {
    const variable = first(entry, 'variable');
    const name = variable?.attributes.name;
    const value = conform(model.types, variable?.attributes.typeRef, boxed(model, boxedIn(entry), seen));
    if (name === undefined) return value;
    made.set(name, value);
    seen = withName(seen, name, value);
  }
  return made;
}

function invocation(model: Model, element: Xml, sight: Sight): Feel {
  const bindings = all(element, 'binding');
  const target = boxed(model, boxedIn(element), sight);
  const args = bindings.map((binding) => boxed(model, boxedIn(binding), sight));
  const names = bindings.map((binding) => first(binding, 'parameter')?.attributes.name ?? '');
  const result = bounded({}, model.env, (run) => callFunction(run, target, args, names));
  return result.ok ? result.value : null;
}

/** A function of a boxed function definition or of a knowledge model's encapsulated logic. */
export function functionOf(model: Model, element: Xml, sight: () => Sight, resultType?: string): FeelFunction {
  const parameters = all(element, 'formalParameter').map((parameter) => ({
    name: parameter.attributes.name ?? '',
    type: parameter.attributes.typeRef,
  }));
  const body = boxedIn(element);
  return new FeelFunction([parameters.map((parameter) => parameter.name)], (_run, args) => {
    if (element.attributes.kind === 'Java' || element.attributes.kind === 'PMML') {
      model.refused.add(`${element.attributes.kind} function`);
      return null;
    }
    if (args.length !== parameters.length) return null;
    let seen = sight();
    for (const [index, { name, type }] of parameters.entries()) {
      const given = args[index] as Feel;
      const value = conform(model.types, type, given);
      if (value === null && given !== null) return null;
      seen = withName(seen, name, value);
    }
    return conform(model.types, resultType, boxed(model, body, seen));
  });
}

function filter(model: Model, element: Xml, source: Feel, sight: Sight): Feel {
  const match = boxedIn(first(element, 'match'));
  const list = isList(source) ? source : source === null ? [] : [source];
  const kept: Feel[] = [];
  for (const item of list) {
    let seen = withName(sight, 'item', item);
    if (isContext(item)) for (const [key, value] of item) seen = withName(seen, key, value);
    const answer = boxed(model, match, seen);
    if (isNumber(answer)) {
      const at = answer.toNumber();
      return list[at > 0 ? at - 1 : list.length + at] ?? null;
    }
    if (answer !== null && typeof answer !== 'boolean') return null;
    if (answer === true) kept.push(item);
  }
  return source === null ? null : kept;
}

function iterate(model: Model, element: Xml, source: Feel, sight: Sight): Feel {
  const name = element.attributes.iteratorVariable ?? '';
  const body = boxedIn(first(element, element.name === 'for' ? 'return' : 'satisfies'));
  const single = bounded({ source, body: null }, model.env, () => (isList(source) ? source : null));
  const list = single.ok && single.value ? single.value : rangeList(model, source);
  if (!list) return null;
  const made: Feel[] = [];
  for (const item of list) made.push(boxed(model, body, withName(withName(sight, 'partial', [...made]), name, item)));
  if (element.name === 'for') return made;
  if (made.some((value) => value !== null && typeof value !== 'boolean')) return null;
  const stop = element.name === 'some';
  if (made.includes(stop)) return stop;
  return made.every((value) => value === !stop) ? !stop : null;
}

function rangeList(model: Model, source: Feel): readonly Feel[] | null {
  const values = feel(model, 'for i in source return i', { values: { source }, names: { source: true } });
  return isList(values) ? values : null;
}

const policies: Record<string, HitPolicy> = {
  UNIQUE: 'UNIQUE',
  FIRST: 'FIRST',
  PRIORITY: 'PRIORITY',
  ANY: 'ANY',
  COLLECT: 'COLLECT',
  'RULE ORDER': 'RULE_ORDER',
  'OUTPUT ORDER': 'OUTPUT_ORDER',
};

function table(model: Model, element: Xml, sight: Sight): Feel {
  const outputs = all(element, 'output');
  const spec = {
    hitPolicy: policies[element.attributes.hitPolicy ?? 'UNIQUE'] ?? 'UNIQUE',
    aggregation: element.attributes.aggregation as Aggregation | undefined,
    inputs: all(element, 'input').map((input, index) => {
      const expression = first(input, 'inputExpression');
      const allowed = textIn(first(input, 'inputValues'), 'text');
      const type = expression?.attributes.typeRef;
      return {
        id: String(index),
        expression: textIn(expression, 'text') ?? '',
        fits: (_run: unknown, value: Feel) => conform(model.types, type, value) !== null && (!allowed || passes(allowed, value)),
      };
    }),
    outputs: outputs.map((output, index) => ({
      id: String(index),
      allowed: listedValues(textIn(first(output, 'outputValues'), 'text')),
      default: textIn(first(output, 'defaultOutputEntry'), 'text'),
    })),
    rows: all(element, 'rule').map((rule, index) => ({
      id: String(index),
      when: all(rule, 'inputEntry').map((entry) => textIn(entry, 'text')),
      results: all(rule, 'outputEntry').map((entry) => textIn(entry, 'text')),
    })),
  };
  const compiled = compileRows(spec, { names: sight.names, functions: Object.keys(sight.values), lenient: true });
  if (!compiled.ok) return null;
  const result = bounded(sight.values, model.env, compiled.decide);
  return result.ok ? tableValue(model, outputs, result.value) : null;
}

function tableValue(model: Model, outputs: Xml[], decided: Decided): Feel {
  if (decided.aggregated !== undefined) return decided.aggregated;
  const record = (values: Feel[]): Feel => {
    if (outputs.length === 1) return conform(model.types, outputs[0]?.attributes.typeRef, values[0] ?? null);
    return new Map(
      outputs.map((output, index) => [
        output.attributes.name ?? '',
        conform(model.types, output.attributes.typeRef, values[index] ?? null),
      ]),
    );
  };
  if (decided.records.length === 0) return null;
  return decided.single ? record(decided.records[0] as Feel[]) : decided.records.map(record);
}
