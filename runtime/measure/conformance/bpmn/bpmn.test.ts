// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of other engines are written like this
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { definitions, dialect, flows, formal, model } from '../../../bpmn/testing/model.ts';
import { runBetsySuite } from './betsy.ts';
import { runMiwgSuite } from './miwg.ts';
import { runTracesSuite } from './traces.ts';

let folder: string | undefined;
afterEach(async () => {
  if (folder) await rm(folder, { recursive: true });
});

/** A folder of files; what is no text or bytes is written as JSON. */
async function folderOf(files: Record<string, unknown>): Promise<string> {
  folder = await mkdtemp(path.join(tmpdir(), 'lianban-suite-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content instanceof Uint8Array ? content : JSON.stringify(content));
  }
  return folder;
}

const mark = (id: string, text: string) => `<scriptTask id="${id}"><script>${text}</script></scriptTask>`;
const two = model(
  `<startEvent id="s"/>${mark('a', 'SCRIPT_one')}${mark('b', 'SCRIPT_two')}<endEvent id="e"/>${flows('s>a', 'a>b', 'b>e')}`,
);
const condition = (id: string, to: string, words: string) =>
  `<sequenceFlow id="${id}" sourceRef="g" targetRef="${to}">${formal('conditionExpression', words)}</sequenceFlow>`;
const choice = model(
  `<startEvent id="s"/><exclusiveGateway id="g"/>${mark('a', 'SCRIPT_one')}${mark('b', 'SCRIPT_two')}<endEvent id="e"/>${flows('s>g', 'a>e', 'b>e')}${condition('x', 'a', 'test.contains("a")')}${condition('y', 'b', 'test.contains("b")')}`,
);
const waiting = model(
  `<startEvent id="s"/><subProcess id="p1"><startEvent id="s1"/><intermediateCatchEvent id="c"><timerEventDefinition>${formal('timeDuration', 'PT3S')}</timerEventDefinition></intermediateCatchEvent><endEvent id="e1"/>${flows('s1>c', 'c>e1')}</subProcess><boundaryEvent id="b" attachedToRef="p1"><timerEventDefinition>${formal('timeDuration', 'PT1S')}</timerEventDefinition></boundaryEvent>${mark('a', 'SCRIPT_late')}<endEvent id="e"/><endEvent id="e2"/>${flows('s>p1', 'p1>e', 'b>a', 'a>e2')}`,
);
const broken = model(`<startEvent id="s"/>${mark('a', 'SCRIPT_one')}${flows('s>a')}`);

describe('the suite of marks', () => {
  it('a model is right, wrong or refused by what it leaves; an invalid one must be refused', async () => {
    const one = (id: string, file: string, ...cases: { input: string | null; expectTrace: string[] }[]) => ({
      id,
      model: file,
      cases: cases.map((each) => ({ integerVariable: 0, ...each })),
    });
    const report = await runBetsySuite(
      await folderOf({
        'cases.json': [
          one('two', 'two.bpmn', { input: null, expectTrace: ['SCRIPT_two', 'SCRIPT_one'] }, { input: null, expectTrace: ['SCRIPT_one'] }),
          one('choice', 'choice.bpmn', { input: 'ab', expectTrace: ['SCRIPT_one'] }, { input: 'c', expectTrace: ['ERROR_runtime'] }),
          one('waiting', 'waiting.bpmn', { input: null, expectTrace: ['SCRIPT_late'] }),
          one('broken', 'broken.bpmn', { input: null, expectTrace: ['SCRIPT_one'] }, { input: null, expectTrace: ['ERROR'] }),
        ],
        'must-reject.json': [
          { model: 'broken.bpmn', constraint: 'A' },
          { model: 'two.bpmn', constraint: 'B' },
        ],
        'models/two.bpmn': two,
        'models/choice.bpmn': choice,
        'models/waiting.bpmn': waiting,
        'models/broken.bpmn': broken,
      }),
    );

    expect(report.cases.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      'two#1 right',
      'two#2 wrong',
      'choice#1 right',
      'choice#2 right',
      'waiting#1 right',
      'broken#1 refused',
      'broken#2 right',
      'A/broken.bpmn right',
      'B/two.bpmn wrong',
    ]);
    expect(report.cases[1]!.detail).toBe('expected [SCRIPT_one], came [SCRIPT_one SCRIPT_two]');
  });
});

describe('the suite of steps', () => {
  const parent = model(
    `<startEvent id="s"/><callActivity id="a" calledElement="child"/><boundaryEvent id="b" attachedToRef="a"><errorEventDefinition errorRef="err"/></boundaryEvent><userTask id="t" name="Repair"/><endEvent id="e"/><endEvent id="e2"/>${flows('s>a', 'a>e', 'b>t', 't>e2')}`,
    '<error id="err" errorCode="broke"/>',
    dialect,
  );
  const child = definitions(
    `<error id="err" errorCode="broke"/><process id="child" isExecutable="true"><startEvent id="s"/><userTask id="u" name="Try"/><endEvent id="e"><errorEventDefinition errorRef="err"/></endEvent>${flows('s>u', 'u>e')}</process>`,
    dialect,
  );
  const steps = (...list: object[]) => ({
    id: 'x',
    models: ['models/parent.xml', 'models/child.xml'],
    core: true,
    steps: [{ start: 'p' }, ...list],
  });

  it('a called process that ends with an error is taken up by the step that called it', async () => {
    const report = await runTracesSuite(
      await folderOf({
        'cases.json': [
          steps(
            { getTask: 'task', where: {} },
            { expectTaskAttr: 'Name', equals: 'Try', ref: 'task' },
            { complete: { ref: 'task' } },
            { expectTaskCount: 1, where: { taskDefinitionKey: 't' } },
            { expectInstanceCount: 1 },
            { complete: { one: { taskName: 'Repair' } } },
            { expectEnded: true },
          ),
          steps({ expectTaskCount: 2, where: {} }),
          steps({ expectTaskCount: 1, where: { taskAssignee: 'kermit' } }),
        ],
        'models/parent.xml': parent,
        'models/child.xml': child,
      }),
    );

    expect(report.cases.map(({ verdict }) => verdict)).toEqual(['right', 'wrong', 'refused']);
    expect(report.cases[1]!.detail).toContain('expected 2, came 1');
    expect(report.core).toEqual({ cases: 3, right: 1, refused: 1, wrong: 1, hang: 0 });
  });
});

describe('the suite of drawings', () => {
  const shape = (x: number) =>
    `<bpmndi:BPMNShape id="sh" bpmnElement="a"><dc:Bounds x="${x}" y="5" width="100" height="80"/></bpmndi:BPMNShape>`;
  const drawing = (inside: string) =>
    definitions(
      `<process id="p"><startEvent id="s"/><userTask id="a"/><endEvent id="e"/>${flows('s>a', 'a>e')}</process><bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="q" bpmnElement="p">${inside}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>`,
    );

  it('every element is accounted for, every position kept', async () => {
    const report = await runMiwgSuite(
      await folderOf({ 'Reference/a.bpmn': drawing(shape(10)), 'Reference/b.bpmn': new TextEncoder().encode('<a>') }),
    );

    expect(report.cases.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(['Reference/a.bpmn right', 'Reference/b.bpmn refused']);
    expect(report.elements.shapes).toBe(1);
  });

  it('a shape that cannot be placed is wrong', async () => {
    const report = await runMiwgSuite(await folderOf({ 'a.bpmn': drawing(shape(Number.NaN)) }));
    expect(report.cases[0]!.verdict).toBe('wrong');
  });
});
