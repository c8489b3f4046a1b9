import { describe, expect, it } from 'vitest';
import { arranged, type Standing } from './arrange.ts';

const steps: Standing[] = [
  { id: 'a', lane: 'police', x: 10, y: 30 },
  { id: 'b', lane: 'police', x: 100, y: 10 },
  { id: 'c', lane: 'tax', x: 40, y: 300 },
];

describe('arranging steps', () => {
  it('aligns left across all lanes', () => {
    expect(Object.values(arranged(steps, 'left')).map(({ x }) => x)).toEqual([10, 10, 10]);
  });

  it('aligns tops in each lane by itself, so that no step leaves its lane', () => {
    expect(arranged(steps, 'top')).toEqual({ a: { x: 10, y: 10 }, b: { x: 100, y: 10 } });
  });

  it('spreads three or more evenly between the outer two', () => {
    expect(arranged(steps, 'across')).toEqual({ a: { x: 10, y: 30 }, c: { x: 55, y: 300 }, b: { x: 100, y: 10 } });
    expect(arranged(steps.slice(0, 2), 'across')).toEqual({});
  });
});
