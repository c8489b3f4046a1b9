import { describe, expect, it } from 'vitest';
import type { ScenarioPackage } from '../../../runtime/compile/plan.ts';
import type { UpgradeItem } from '../../../schemas/generated/api.ts';
import { inFlowOrder, marksOf, withGhosts } from './marks.ts';

const item = (key: string, more: Partial<UpgradeItem> = {}): UpgradeItem => ({
  key,
  group: 'flow',
  kind: 'changed',
  sentence: { 'zh-CN': key },
  state: 'theirs',
  choices: [],
  open: false,
  comments: 0,
  ...more,
});
const pkg = (nodes: Record<string, object>, edges: Record<string, object>) =>
  ({ scenario: { nodes, edges }, forms: {} }) as unknown as ScenarioPackage;

describe('marks on the picture', () => {
  it('say what happened to a step, and what must be decided first', () => {
    const marks = marksOf([
      item('scenario/nodes/a', { kind: 'added' }),
      item('scenario/nodes/b/dueDays'),
      item('scenario/nodes/b/name', { open: true, state: 'conflict' }),
      item('scenario/nodes/c', { kind: 'removed' }),
      item('scenario/nodes/d/rank', { group: 'layout' }),
      item('forms/f/name'),
    ]);
    expect(marks).toEqual({ a: 'added', b: 'conflict', c: 'removed' });
  });

  it('draw a step that is gone where it stood, with the edges that still have two ends', () => {
    const drawn = withGhosts(
      pkg({ a: {}, z: {} }, { e: { from: 'a', to: 'z' } }),
      [
        pkg(
          { a: {}, c: { kind: 'task' }, z: {}, x: {} },
          { e1: { from: 'a', to: 'c' }, e2: { from: 'c', to: 'z' }, e3: { from: 'c', to: 'x' } },
        ),
      ],
      [item('scenario/nodes/c', { kind: 'removed' })],
    );
    expect(Object.keys(drawn.scenario.nodes)).toEqual(['a', 'z', 'c']);
    expect(Object.keys(drawn.scenario.edges)).toEqual(['e', 'e1', 'e2']);
  });
});

describe('walking the marks', () => {
  it('goes along the flow, and ends with steps the flow no longer reaches', () => {
    const drawn = pkg(
      { s: { kind: 'start' }, b: { kind: 'task' }, a: { kind: 'task' }, z: { kind: 'end' }, lost: { kind: 'task' } },
      { e1: { from: 's', to: 'b' }, e2: { from: 'b', to: 'a' }, e3: { from: 'a', to: 'z' } },
    );

    expect(inFlowOrder(drawn, { lost: 'removed', a: 'changed', b: 'conflict', gone: 'removed' })).toEqual(['b', 'a', 'lost']);
  });
});
