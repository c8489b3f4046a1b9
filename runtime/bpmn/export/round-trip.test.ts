import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packageOf } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { eventful, parts, scenarioOf } from '../../engine/testing/random-plans.ts';
import { exportBpmn, importBpmn } from '../index.ts';
import { modelOf } from '../model.ts';
import { violationsOf } from '../rules/index.ts';
import { bytes, flows, formal, model } from '../testing/model.ts';
import { readXml } from '../xml.ts';

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

async function back(pkg: ScenarioPackage): Promise<ScenarioPackage> {
  const { xml } = await exportBpmn(pkg);
  const { problems, processes } = importBpmn(bytes(xml));
  expect(problems).toEqual([]);
  return processes[0]!.package;
}

async function newborn(): Promise<ScenarioPackage> {
  const folder = path.join(import.meta.dirname, '../../../templates/family/newborn');
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'));
  const files = await Promise.all(names.map(async (name) => [name, JSON.parse(await readFile(path.join(folder, name), 'utf8'))] as const));
  return packageOf(Object.fromEntries(files)).package!;
}

describe('there and back', () => {
  it('a template comes back as it was, with its forms and data', async () => {
    const pkg = await newborn();
    expect(plain(await back(pkg))).toEqual(plain(pkg));
  });

  it('any scenario comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(parts, eventful), async (body) => {
        const pkg = scenarioOf(body);
        expect(plain(await back(pkg))).toEqual(plain(pkg));
      }),
      { numRuns: 30 },
    );
  });

  it('what was imported comes back as it was imported', async () => {
    const inside = `<startEvent id="s"/><userTask id="a"><multiInstanceLoopCharacteristics>${formal('loopCardinality', '2')}</multiInstanceLoopCharacteristics></userTask><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><userTask id="u" isForCompensation="true"/><association id="x" sourceRef="b" targetRef="u"/><endEvent id="e"><compensateEventDefinition/></endEvent>${flows('s>a', 'a>e')}`;
    const { package: pkg } = importBpmn(model(inside)).processes[0]!;
    expect(plain(await back(pkg))).toEqual(plain(pkg));
  });
});

describe('the exported file', () => {
  it('is valid BPMN 2.0 with every step drawn', async () => {
    const pkg = await newborn();
    const { xml, report } = await exportBpmn(pkg);
    const read = modelOf(readXml(bytes(xml)));
    expect(violationsOf(read).map(({ code, id }) => `${code} ${id}`)).toEqual([]);
    const shapes = read.all.filter(({ name }) => name === 'BPMNShape').map(({ attributes }) => attributes.bpmnElement);
    expect(new Set(shapes)).toEqual(new Set(Object.keys(pkg.scenario.nodes)));
    expect(report.filter(({ fate, message }) => fate !== 'mapped' && !message)).toEqual([]);
  });

  it('takes over what somebody changed in another tool: a name, a place, a new way', async () => {
    const { package: pkg } = importBpmn(
      model(`<startEvent id="s"/><userTask id="a" name="Check"/><userTask id="c"/><endEvent id="e"/>${flows('s>a', 'a>c', 'c>e')}`),
    ).processes[0]!;
    pkg.scenario.layout = { a: { x: 1, y: 2 } };
    const { xml } = await exportBpmn(pkg);

    const changed = xml
      .replace('name="Check"', 'name="Look again"')
      .replace(/(bpmnElement="a">\s*<dc:Bounds x=")1(")/, '$1500$2')
      .replace('</bpmn:process>', '<bpmn:manualTask id="d"/><bpmn:sequenceFlow id="y" sourceRef="d" targetRef="e"/></bpmn:process>')
      .replace('</bpmn:process>', '<bpmn:sequenceFlow id="z" sourceRef="c" targetRef="d"/></bpmn:process>');
    const { scenario } = importBpmn(bytes(changed), { drawing: true }).processes[0]!.package;

    expect(scenario.nodes.a).toMatchObject({ kind: 'task', name: { 'zh-CN': 'Look again' } });
    expect(scenario.layout!.a).toEqual({ x: 500, y: 2 });
    expect(scenario.nodes.d).toBeDefined();
    expect(scenario.edges.z).toMatchObject({ from: 'c', to: 'd' });
  });

  it('data of ours that is broken or hostile is not believed', () => {
    const data =
      '<extensionElements><data xmlns="https://lianban.dev/schemas/bpmn/1">{"node":{"kind":"task","__proto__":{"x":1}</data></extensionElements>';
    const { processes } = importBpmn(
      model(`<startEvent id="s"/><userTask id="a">${data}</userTask><endEvent id="e"/>${flows('s>a', 'a>e')}`),
    );
    expect(processes[0]!.package.scenario.nodes.a).toMatchObject({ kind: 'task', department: 'department' });
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});
