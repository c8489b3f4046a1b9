/** A whole day for the calendar of the phone (RFC 5545), as an address to download. The title carries no personal data. */
export function calendarEntry({ caseNo, day, title }: { caseNo: string; day: string; title: string }): string {
  const date = day.replaceAll('-', '');
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//lianban//portal//ZH',
    'BEGIN:VEVENT',
    `UID:${caseNo}@lianban`,
    `DTSTAMP:${date}T000000Z`,
    `DTSTART;VALUE=DATE:${date}`,
    `SUMMARY:${title.replace(/[\\;,]/g, (character) => `\\${character}`)} (${caseNo})`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ];
  return `data:text/calendar;charset=utf-8,${encodeURIComponent(lines.join('\r\n'))}`;
}
