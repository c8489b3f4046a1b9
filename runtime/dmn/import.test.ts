import { describe, expect, it } from 'vitest';
import { XmlError } from '../bpmn/problem.ts';
import { compile, packageOf } from '../compile/index.ts';
import { importDmn, NotDmn } from './index.ts';

const definitions = (inner: string, attributes = '') =>
  new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" ${attributes}>${inner}</definitions>`,
  );
const input = (id: string, name: string, type: string) =>
  `<inputData id="${id}" name="${name}"><variable name="${name}" typeRef="${type}"/></inputData>`;
const needs = (...ids: string[]) =>
  ids
    .map(
      (id) =>
        `<informationRequirement><${id.startsWith('d') ? 'requiredDecision' : 'requiredInput'} href="#${id}"/></informationRequirement>`,
    )
    .join('');
const literal = (id: string, name: string, type: string, text: string, required: string[] = []) =>
  `<decision id="${id}" name="${name}"><variable name="${name}" typeRef="${type}"/>${needs(...required)}<literalExpression><text>${text}</text></literalExpression></decision>`;
const rule = (when: string, then: string) =>
  `<rule><inputEntry><text>${when}</text></inputEntry><outputEntry><text>${then}</text></outputEntry></rule>`;
const table = (rows: string, attributes = 'hitPolicy="UNIQUE"', expression = 'Full Age') =>
  `<decision id="d1" name="Risk Level"><variable name="Risk Level" typeRef="string"/>${needs('i1')}<decisionTable ${attributes}><input label="Age"><inputExpression typeRef="number"><text>${expression}</text></inputExpression></input><output typeRef="string"/>${rows}</decisionTable></decision>`;
const refused = (bytes: Uint8Array) =>
  importDmn(bytes).report.flatMap(({ element, name, verdict, message }) =>
    verdict === 'refused' ? [`${element} ${name}: ${message.en}`] : [],
  );

describe('the import of a model', () => {
  it('turns names with spaces into paths, decisions into tables and steps in the order they require', () => {
    const model = definitions(
      literal('d2', 'Greeting', 'string', '"Level: " + Risk Level', ['d1']) +
        table(rule('&lt; 18', '"low"') + rule('&gt;= 18', '"high"')) +
        input('i1', 'Full Age', 'number'),
    );

    const { scenario, files, report } = importDmn(model);

    expect(report.filter(({ verdict }) => verdict === 'refused')).toEqual([]);
    expect(Object.keys(scenario.tables!)).toEqual(['t_riskLevel', 't_greeting']);
    expect(scenario.tables!.t_riskLevel!.inputs.i_age).toMatchObject({ expression: 'input.fullAge', type: 'number' });
    expect(scenario.tables!.t_greeting!.rows.r_1!.then).toEqual({ o_1: '"Level: " + result.riskLevel' });
    const compiled = compile(packageOf(files).package!);
    expect(compiled.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const context = compiled.plan!.contextOf({ 'input.fullAge': 20 }, { outcomes: {}, case: {} });
    expect(compiled.plan!.tables.t_riskLevel!.evaluate(context, { now: '2026-01-01T00:00:00Z' })).toMatchObject({
      value: { values: { 'result.riskLevel': 'high' } },
    });
  });

  it('takes the parts of a structured value one by one, and types from its definition', () => {
    const type =
      '<itemDefinition name="tPerson"><itemComponent name="Home County"><typeRef>string</typeRef><allowedValues><text>"a, b", "c"</text></allowedValues></itemComponent><itemComponent name="born"><typeRef>date</typeRef></itemComponent></itemDefinition>';
    const model = definitions(type + input('i1', 'Person', 'tPerson') + table(rule('"c"', '"x"'), '', 'Person.Home County'));

    const { scenario, report } = importDmn(model);

    expect(scenario.tables!.t_riskLevel!.inputs.i_age).toMatchObject({ expression: 'person.homeCounty' });
    expect(report.filter(({ verdict }) => verdict === 'refused')).toEqual([]);
  });

  it('keeps durations as text, says so, and reads them back as durations', () => {
    const model = definitions(
      input('i1', 'Full Age', 'years and months duration') +
        table(rule('-', '"x"')).replace('typeRef="number"', 'typeRef="years and months duration"'),
    );

    const { scenario, report } = importDmn(model);

    expect(scenario.tables!.t_riskLevel!.inputs.i_age).toMatchObject({ expression: 'duration(input.fullAge)', type: 'yearMonthDuration' });
    expect(report.find(({ element }) => element === 'inputData')).toMatchObject({ verdict: 'loss', to: 'input.fullAge' });
  });

  it('says of every element what became of it', () => {
    const model = definitions(
      `${input('i1', 'Full Age', 'number')}${table(rule('-', '"x"'))}<knowledgeSource id="k" name="Law"/><textAnnotation id="t"/><decisionService id="s" name="S"/><mystery/>`,
    );

    const lines = importDmn(model).report.map(({ element, verdict }) => `${element} ${verdict}`);

    expect(lines).toEqual(
      expect.arrayContaining([
        'inputData mapped',
        'decision mapped',
        'knowledgeSource loss',
        'textAnnotation loss',
        'decisionService loss',
        'mystery loss',
      ]),
    );
  });
});

describe('what cannot be said is refused by name', () => {
  const age = input('i1', 'Full Age', 'number');
  it.each([
    ['a boxed context', `${age}<decision id="d1" name="Box"><variable name="Box"/><context/></decision>`, 'context Box'],
    ['a knowledge model', '<businessKnowledgeModel id="b" name="PMT"/>', 'businessKnowledgeModel PMT'],
    ['another model', '<import namespace="urn:x" name="other" importType="DMN"/>', 'import other'],
    ['a decision without logic', '<decision id="d1" name="Empty"><variable name="Empty"/></decision>', 'decision Empty'],
    ['decisions in a circle', literal('d1', 'A', 'number', 'B', ['d2']) + literal('d2', 'B', 'number', 'A', ['d1']), 'decision A'],
    ['a cell nobody can read', age + table(rule('5 apples', '"x"')), 'inputEntry Risk Level'],
    ['a row with too few cells', age + table('<rule><inputEntry><text>-</text></inputEntry></rule>'), 'rule Risk Level'],
    [
      'another language',
      age + table(rule('-', '"x"')).replace('<inputExpression', '<inputExpression expressionLanguage="groovy"'),
      'inputExpression Risk Level',
    ],
    [
      'a list of numbers',
      `<itemDefinition name="tN" isCollection="true"><typeRef>number</typeRef></itemDefinition>${input('i1', 'Numbers', 'tN')}`,
      'inputData Numbers',
    ],
    [
      'a type of the model in an expression',
      age + literal('d1', 'Is', 'boolean', 'Full Age instance of tAge', ['i1']),
      'literalExpression Is',
    ],
  ])('%s', (_, inner, named) => {
    expect(refused(definitions(inner)).some((line) => line.startsWith(named))).toBe(true);
  });

  it('and so is what reads it', () => {
    const model = definitions(
      `<businessKnowledgeModel id="b" name="PMT"/><decision id="d1" name="Pay"><variable name="Pay" typeRef="number"/><knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement><literalExpression><text>PMT(1)</text></literalExpression></decision>`,
    );

    expect(refused(model)[1]).toContain('“PMT” is a function of the model');
  });

  it('a file that is no model, or no XML, or hides entities, is told so', () => {
    expect(() => importDmn(new TextEncoder().encode('<html/>'))).toThrow(NotDmn);
    expect(() => importDmn(new TextEncoder().encode('<definitions'))).toThrow(XmlError);
    expect(() => importDmn(new TextEncoder().encode('<!DOCTYPE x [<!ENTITY a "b">]><definitions/>'))).toThrow(XmlError);
  });
});
