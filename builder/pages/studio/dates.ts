/** Instants as people read them, in the time of the office (Asia/Shanghai). */
const zone = 'Asia/Shanghai';
const format = (instant: string, language: string, options: Intl.DateTimeFormatOptions) => {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? '' : new Intl.DateTimeFormat(language, { timeZone: zone, ...options }).format(date);
};

/** 14:03 */
export const clockTime = (instant: string, language: string) =>
  format(instant, language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
/** 11月22日 14:03 */
export const shortDate = (instant: string, language: string) =>
  format(instant, language, { month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
/** 2026年11月22日 */
export const longDate = (instant: string, language: string) =>
  format(instant, language, { year: 'numeric', month: 'long', day: 'numeric' });
/** 14:03:27 */
export const secondOf = (instant: string, language: string) =>
  format(instant, language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
