import { describe, expect, it } from 'vitest';
import { calendarEntry } from './calendar-entry.ts';

describe('calendarEntry', () => {
  it('is one whole day, with the title escaped and every line ended as RFC 5545 wants', () => {
    const address = calendarEntry({ caseNo: 'LB330424', day: '2026-11-30', title: '出生，一件事; done' });

    const text = decodeURIComponent(address.slice(address.indexOf(',') + 1));
    expect(address.startsWith('data:text/calendar')).toBe(true);
    expect(text).toContain('DTSTART;VALUE=DATE:20261130\r\n');
    expect(text).toContain('SUMMARY:出生，一件事\\; done (LB330424)\r\n');
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
  });
});
