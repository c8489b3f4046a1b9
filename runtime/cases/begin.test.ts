import { describe, expect, it } from 'vitest';
import type { CaseTest } from '../../schemas/generated/documents.ts';
import { planOf } from '../engine/testing/plan.ts';
import { runCase } from './run-case.ts';

const plan = planOf('start -> fill -> block -> c -> end', {
  nodes: { block: { adHoc: { order: 'sequential' } }, c: { each: { departments: ['d1'], order: 'parallel', addable: true } } },
  blocks: { block: 'a; b' },
});

function play(steps: CaseTest['steps'], status: CaseTest['expect']['status']) {
  const test: CaseTest = {
    format: 'lianban.case-test/1',
    id: 'begin',
    name: { 'zh-CN': '自选步骤' },
    region: '330110',
    at: '2026-03-02T09:00',
    steps: [{ do: 'submit', values: { 'person.name': 'Lin', 'person.idNumber': '1' } }, ...steps],
    expect: { status },
  };
  return runCase(plan, test, async () => ({ ok: true, value: {} }));
}
const decide = (node: string) => ({ do: 'decide' as const, node, decision: 'agree' });

describe('case tests', () => {
  it('begin steps in an order of their own, and add more of a step', async () => {
    const run = await play(
      [
        { do: 'begin', node: 'b' },
        decide('b'),
        { do: 'begin', node: 'a' },
        decide('a'),
        { do: 'add', node: 'c', item: 'd2' },
        decide('c'),
        decide('c'),
      ],
      'completed',
    );

    expect(run.problems).toEqual([]);
    expect(run.trace.map((entry) => entry.node)).toEqual(['start', 'fill', 'block', 'b', 'a', 'c', 'c', 'c', 'end']);
  });

  it('say which step was not accepted', async () => {
    const run = await play(
      [
        { do: 'begin', node: 'b' },
        { do: 'begin', node: 'a' },
      ],
      'running',
    );

    expect(run.problems).toMatchObject([{ got: { code: 'step.another_running' }, message: { 'zh-CN': '「a」的这一步没有被接受。' } }]);
  });

  it('begin at a start of another kind with what its message brings, and name the desk of several that decides', async () => {
    const alarmed = planOf('start -> fill -> c -> end; startAlarm -> c', {
      nodes: {
        startAlarm: { trigger: { type: 'message', message: 'alarm', provides: { who: 'person.name' } } },
        c: { each: { departments: ['d1', 'd2'], order: 'parallel' } },
      },
      scenario: { messages: { alarm: { name: { 'zh-CN': '报警' } } } },
    });
    const test: CaseTest = {
      format: 'lianban.case-test/1',
      id: 'alarm',
      name: { 'zh-CN': '报警' },
      region: '330110',
      at: '2026-03-02T09:00',
      start: { node: 'startAlarm', values: { who: 'Lin' } },
      steps: [
        { ...decide('c'), department: 'd2' },
        { ...decide('c'), department: 'd2' },
      ],
      expect: { status: 'running', fields: { 'person.name': 'Lin' } },
    };

    const run = await runCase(alarmed, test, async () => ({ ok: true, value: {} }));

    expect(run.trace.map((entry) => entry.node)).toEqual(['startAlarm', 'c', 'c', 'c']);
    expect(Object.values(run.state.tasks).map(({ department, status }) => [department, status])).toEqual([
      ['d1', 'open'],
      ['d2', 'done'],
    ]);
    expect(run.problems).toMatchObject([{ code: 'step.not_waiting', step: 1 }]);
  });
});
