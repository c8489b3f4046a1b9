import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runCalendarSuite } from './calendar.ts';

let folder: string | undefined;
afterEach(async () => {
  if (folder) await rm(folder, { recursive: true });
});

async function casesFolder(due: string): Promise<string> {
  folder = await mkdtemp(path.join(tmpdir(), 'lianban-calendar-'));
  const cases = {
    dueDates: [
      { id: 'plain', start: '2026-02-13', workingDays: 3, suspensions: [], expectDue: due },
      { id: 'stopped', start: '2026-03-02', workingDays: 5, suspensions: [['2026-03-04', '2026-03-05']], expectDue: '2026-03-11' },
    ],
    isWorkday: [{ date: '2026-02-14', isWorkday: true }],
    countWorkingDays: [{ from_: '2025-01-01', to: '2025-12-31', workingDays: 248 }],
    unknownYear: { year: 2027 },
  };
  await writeFile(path.join(folder, 'sla-cases.json'), JSON.stringify(cases));
  await mkdir(path.join(folder, 'holiday-cn'));
  const days = [
    { date: '2026-01-01', isOffDay: true },
    { date: '2026-10-10', isOffDay: false },
    { date: '2018-12-31', isOffDay: true },
  ];
  await writeFile(path.join(folder, 'holiday-cn/2026.json'), JSON.stringify({ days }));
  return folder;
}

describe('the calendar conformance run', () => {
  it('passes every case that is right; days of years we do not publish are none', async () => {
    const { totals } = await runCalendarSuite(await casesFolder('2026-02-25'));

    expect(totals).toEqual({ cases: 11, right: 11, refused: 0, wrong: 0, hang: 0 });
  });

  it('names a case that is wrong, with both answers', async () => {
    const { cases } = await runCalendarSuite(await casesFolder('2026-02-26'));

    expect(cases.filter(({ verdict }) => verdict !== 'right')).toEqual([
      { id: 'due plain', verdict: 'wrong', detail: 'expected 2026-02-26, got 2026-02-25' },
    ]);
  });
});
