import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '../../schemas/generated/documents.ts';
import { acceptedOn, hoursAreRight, hoursOn, windowsOn } from './office.ts';

const calendar: Calendar = JSON.parse(readFileSync(new URL('./cn-workday.json', import.meta.url), 'utf8'));
const hour = 3_600_000;

describe('office hours', () => {
  it('breaks cut the day into stretches, seasons have hours of their own, also over the year end', () => {
    const office = {
      from: '09:00',
      to: '17:00',
      breaks: [{ from: '12:00', to: '13:00' }],
      seasons: [{ first: '11-01', last: '02-28', from: '09:30', to: '16:30' }],
    };
    const own = { ...calendar, office };
    expect(windowsOn(own, '2026-03-02')).toEqual([
      { from: 9 * hour, to: 12 * hour },
      { from: 13 * hour, to: 17 * hour },
    ]);
    expect([hoursOn(own, '2026-12-31').from, hoursOn(own, '2026-01-05').to, hoursOn(own, '2026-03-01').to]).toEqual([
      '09:30',
      '16:30',
      '17:00',
    ]);
  });

  it('without office hours the day of receipt is the day of acceptance', () => {
    const { office: _, ...without } = calendar;
    expect(acceptedOn(without, '2026-03-07T14:00:00.000Z')).toBe('2026-03-07');
    expect(acceptedOn(calendar, '2026-03-07T02:00:00.000Z')).toBe('2026-03-09');
    expect(acceptedOn(calendar, '2026-12-31T09:00:00.000Z')).toBeUndefined();
  });

  it.each([
    [{ from: '09:00', to: '17:00' }, true],
    [{ from: '17:00', to: '09:00' }, false],
    [{ from: '09:00', to: '09:00' }, false],
    [{ from: '09:00', to: '25:00' }, false],
    [{ from: '09:00', to: '17:00', breaks: [{ from: '12:00', to: '13:00' }] }, true],
    [{ from: '09:00', to: '17:00', breaks: [{ from: '08:00', to: '10:00' }] }, false],
    [
      {
        from: '09:00',
        to: '17:00',
        breaks: [
          { from: '12:30', to: '14:00' },
          { from: '12:00', to: '13:00' },
        ],
      },
      false,
    ],
  ])('%j can be worked: %s', (office, right) => {
    expect(hoursAreRight(office)).toBe(right);
  });
});
