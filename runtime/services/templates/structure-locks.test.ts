import { describe, expect, it } from 'vitest';
import type { Edge, Node, Scenario } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { bypassedLocked, missingLocked } from './structure-locks.ts';

const node = (kind: Node['kind']) => ({ kind, name: { 'zh-CN': kind } }) as unknown as Node;
const edge = (from: string, to: string, more: Partial<Edge> = {}): Edge => ({ from, to, rank: 'a0', ...more });

/** start -> choice -> locked -> after -> end; choice -> other -> end. */
function packageOf(change: (scenario: Scenario) => void = () => {}): ScenarioPackage {
  const scenario = {
    nodes: {
      start: node('start'),
      choice: node('exclusive'),
      locked: node('task'),
      after: node('task'),
      other: node('task'),
      end: node('end'),
    },
    edges: {
      e_1: edge('start', 'choice'),
      e_2: edge('choice', 'locked', { when: 'a > 1' }),
      e_3: edge('choice', 'other', { default: true }),
      e_4: edge('locked', 'after', { on: 'yes' }),
      e_5: edge('after', 'end'),
      e_6: edge('other', 'end'),
    },
    clocks: { c_all: { days: 5 } },
    locks: { locked: 'locked', 'c_all.days': { tunable: { max: 5 } } },
  } as unknown as Scenario;
  change(scenario);
  return { scenario, forms: {}, elements: {}, resources: {}, contracts: {}, cases: {} };
}
const bypassed = (change: (scenario: Scenario) => void) => bypassedLocked(packageOf(), packageOf(change)).map(({ lock }) => lock);

describe('a locked step', () => {
  it.each<[string, (scenario: Scenario) => void]>([
    [
      'its way leads elsewhere',
      (s) => {
        s.edges.e_2!.to = 'after';
      },
    ],
    ['its way goes', (s) => void delete s.edges.e_2],
    [
      'its way gets another condition',
      (s) => {
        s.edges.e_2!.when = 'false';
      },
    ],
    [
      'its way leads to a new step and from there elsewhere',
      (s) => {
        s.nodes.n = node('task');
        s.edges.e_2!.to = 'n';
        s.edges.e_n = edge('n', 'after');
      },
    ],
    [
      'a new way leaves the same choice',
      (s) => {
        s.edges.e_n = edge('choice', 'end', { when: 'true' });
      },
    ],
    [
      'what came after it is reached from the side',
      (s) => {
        s.edges.e_6!.to = 'after';
      },
    ],
  ])('is bypassed when %s', (_, change) => {
    expect(bypassed(change)).toEqual(['locked']);
  });

  it.each<[string, (scenario: Scenario) => void]>([
    ['nothing changed', () => {}],
    [
      'a step is put before it',
      (s) => {
        s.nodes.n = node('task');
        s.edges.e_2!.to = 'n';
        s.edges.e_n = edge('n', 'locked');
      },
    ],
    [
      'a step is put behind it',
      (s) => {
        s.nodes.n = node('task');
        s.edges.e_4!.to = 'n';
        s.edges.e_n = edge('n', 'after');
      },
    ],
    [
      'the other branch gets a step',
      (s) => {
        s.nodes.n = node('task');
        s.edges.e_6!.to = 'n';
        s.edges.e_n = edge('n', 'end');
      },
    ],
  ])('is not when %s', (_, change) => {
    expect(bypassed(change)).toEqual([]);
  });

  it('is looked for in drafts of any shape', () => {
    expect(bypassed((s) => void Object.assign(s, { edges: null, nodes: { locked: 3 } }))).toEqual([]);
  });
});

describe('a locked value', () => {
  it('cannot go with the element around it', () => {
    const gone = missingLocked(
      packageOf(),
      packageOf((s) => void delete s.clocks),
    );
    expect(gone).toMatchObject([{ key: 'scenario/clocks/c_all/days', lock: 'c_all.days', code: 'locked' }]);
    expect(missingLocked(packageOf(), packageOf())).toEqual([]);
  });
});
