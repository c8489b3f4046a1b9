import { describe, expect, it } from 'vitest';
import { lampWords } from './lamp.ts';

describe('lampWords', () => {
  it('says how many working days are left, that today is the last, or how many it is over', () => {
    expect(lampWords('normal', 3)).toEqual({ tone: 'done', key: 'work.lamp.left', days: 3 });
    expect(lampWords('amber', 0)).toEqual({ tone: 'amber', key: 'work.lamp.today' });
    expect(lampWords('overdue', -2)).toEqual({ tone: 'red', key: 'work.lamp.over', days: 2 });
  });
  it('names the lamp where there is no number', () => {
    expect(lampWords('stopped', 3)).toEqual({ tone: 'stopped', key: 'work.lamp.stopped' });
    expect(lampWords('provisional', undefined)).toEqual({ tone: 'going', key: 'work.lamp.provisional' });
    expect(lampWords('overdue', undefined)).toEqual({ tone: 'red', key: 'work.lamp.overdue' });
  });
});
