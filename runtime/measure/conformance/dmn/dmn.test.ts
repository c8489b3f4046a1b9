import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDmnSuite, runTableSuite } from '../dmn.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dmn-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const model = `<?xml version="1.0"?>
<d:definitions xmlns:d="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m">
  <d:inputData id="i" name="Full Age"><d:variable name="Full Age" typeRef="number"/></d:inputData>
  <d:businessKnowledgeModel id="b" name="twice"><d:variable name="twice"/>
    <d:encapsulatedLogic><d:formalParameter name="n" typeRef="number"/><d:literalExpression><d:text>n * 2</d:text></d:literalExpression></d:encapsulatedLogic>
  </d:businessKnowledgeModel>
  <d:decision id="t" name="level"><d:variable name="level" typeRef="string"/>
    <d:informationRequirement><d:requiredInput href="#i"/></d:informationRequirement>
    <d:decisionTable hitPolicy="UNIQUE">
      <d:input><d:inputExpression typeRef="number"><d:text>Full Age</d:text></d:inputExpression></d:input>
      <d:output/>
      <d:rule><d:inputEntry><d:text><![CDATA[< 18]]></d:text></d:inputEntry><d:outputEntry><d:text>"child"</d:text></d:outputEntry></d:rule>
      <d:rule><d:inputEntry><d:text>&gt;= 18</d:text></d:inputEntry><d:outputEntry><d:text>"adult"</d:text></d:outputEntry></d:rule>
    </d:decisionTable>
  </d:decision>
  <d:decision id="c" name="boxed"><d:variable name="boxed"/>
    <d:informationRequirement><d:requiredDecision href="#t"/></d:informationRequirement>
    <d:informationRequirement><d:requiredInput href="#i"/></d:informationRequirement>
    <d:knowledgeRequirement><d:requiredKnowledge href="#b"/></d:knowledgeRequirement>
    <d:context>
      <d:contextEntry><d:variable name="who"/><d:literalExpression><d:text>level</d:text></d:literalExpression></d:contextEntry>
      <d:contextEntry><d:variable name="double"/><d:invocation><d:literalExpression><d:text>twice</d:text></d:literalExpression>
        <d:binding><d:parameter name="n"/><d:literalExpression><d:text>Full Age</d:text></d:literalExpression></d:binding></d:invocation></d:contextEntry>
    </d:context>
  </d:decision>
</d:definitions>`;

const tests = (level: string) => `<testCases xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><modelName>m.dmn</modelName>
  <testCase id="1"><inputNode name="Full Age"><value xsi:type="xsd:decimal">20</value></inputNode>
    <resultNode name="level" type="decision"><expected><value xsi:type="xsd:string">${level}</value></expected></resultNode>
    <resultNode name="boxed" type="decision"><expected>
      <component name="who"><value xsi:type="xsd:string">adult</value></component>
      <component name="double"><value xsi:type="xsd:decimal">40</value></component></expected></resultNode>
  </testCase></testCases>`;

describe('the DMN runner', () => {
  it('evaluates tables, contexts, knowledge models and invocations of a folder', async () => {
    await writeFile(path.join(folder, 'm.dmn'), model);
    await writeFile(path.join(folder, 'm-test.xml'), tests('adult'));
    expect((await runDmnSuite(folder)).totals).toEqual({ cases: 2, right: 2, refused: 0, wrong: 0, hang: 0 });
  });

  it('tells a result that differs', async () => {
    await writeFile(path.join(folder, 'm-test.xml'), tests('child'));
    const { cases } = await runDmnSuite(folder);
    expect(cases.filter(({ verdict }) => verdict === 'wrong')).toEqual([
      { id: 'm-test.xml#1/level', verdict: 'wrong', detail: 'expected "child", got "adult"' },
    ]);
  });

  it('names what it does not evaluate instead of a wrong answer', async () => {
    const java = model.replace('<d:encapsulatedLogic>', '<d:encapsulatedLogic kind="Java">');
    await writeFile(path.join(folder, 'm.dmn'), java);
    await writeFile(path.join(folder, 'm-test.xml'), tests('adult'));
    const { cases } = await runDmnSuite(folder);
    expect(cases.map(({ verdict, detail }) => `${verdict} ${detail}`)).toEqual(['right ', 'refused not supported: Java function']);
  });

  it('runs tables given as JSON, decisions before those that read them', async () => {
    const decision = { name: 'Grand Total', kind: 'literal', text: 'Level + 1' };
    const table = {
      name: 'Level',
      kind: 'table',
      hitPolicy: 'RULE ORDER',
      aggregation: null,
      inputs: [{ expression: 'Full Age', type: 'number', allowed: null }],
      outputs: [{ name: null, values: null, default: '0' }],
      // biome-ignore lint/suspicious/noThenProperty: the word of the file's format
      rules: [{ when: ['> 100'], then: ['1'] }],
    };
    const cases = [{ id: '1', inputs: { 'Full Age': 20 }, expect: { 'Grand Total': { value: 1 }, Level: { value: 9 } } }];
    const file = path.join(folder, 'tables.json');
    await writeFile(file, JSON.stringify([{ id: 'm', simple: true, decisions: [decision, table], cases }]));
    const report = await runTableSuite(file);
    expect(report.totals).toMatchObject({ right: 1, wrong: 1 });
    expect(report.cases.find(({ verdict }) => verdict === 'wrong')).toMatchObject({
      id: 'decision-tables.json#m/1/Level',
      detail: 'expected "9", got "0"',
    });
  });
});
