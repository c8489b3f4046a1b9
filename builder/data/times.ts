/** Instants as people of the county read them: Asia/Shanghai, UTC+8 without summer time since 1991. */
const ahead = 8 * 3_600_000;

export const localMinute = (instant: string): string => new Date(Date.parse(instant) + ahead).toISOString().slice(0, 16).replace('T', ' ');
export const localDay = (instant: string): string => new Date(Date.parse(instant) + ahead).toISOString().slice(0, 10);
