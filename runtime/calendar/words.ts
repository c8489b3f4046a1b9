/** What the calendar says to people, with the article it follows. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { CountedDay } from './working-days.ts';

/** Holiday names as the yearly notices write them; a name not listed is shown as it is. */
const holidays: Record<string, string> = {
  元旦: "New Year's Day",
  春节: 'Spring Festival',
  清明: 'Tomb-sweeping Day',
  清明节: 'Tomb-sweeping Day',
  劳动节: 'Labour Day',
  端午: 'Dragon Boat Festival',
  端午节: 'Dragon Boat Festival',
  中秋: 'Mid-Autumn Festival',
  中秋节: 'Mid-Autumn Festival',
  国庆节: 'National Day',
};

/**
 * Reasons that stop a clock, with the law that lets them. 行政许可法 第四十五条: time for hearing, bidding, auction, testing,
 * quarantine, appraisal and expert review is not counted, and the applicant is told of it in writing; 第三十二条: what is
 * missing is told once, and the limit runs from complete material; 第三十六条、第四十六条: publicity and hearing of others.
 */
const suspensionReasons: Record<string, { zh: string; en: string; basis?: Text }> = {
  supplement: {
    zh: '等待补正材料',
    en: 'Waiting for corrected material',
    basis: { 'zh-CN': '行政许可法第三十二条', en: 'Administrative Licensing Law, art. 32' },
  },
  publicity: {
    zh: '公示期间',
    en: 'Public notice period',
    basis: { 'zh-CN': '行政许可法第三十六条、第四十六条', en: 'Administrative Licensing Law, arts. 36, 46' },
  },
  hearing: { zh: '听证期间', en: 'Hearing' },
  expertReview: { zh: '专家评审期间', en: 'Expert review' },
  inspection: { zh: '检验检测期间', en: 'Inspection and testing' },
  quarantine: { zh: '检疫期间', en: 'Quarantine' },
  appraisal: { zh: '鉴定期间', en: 'Appraisal' },
  bidding: { zh: '招标拍卖期间', en: 'Bidding or auction' },
  consent: { zh: '等待另一方同意', en: 'Waiting for the other party’s consent' },
  suspended: { zh: '办件挂起期间', en: 'The case is on hold' },
};
/** What 第四十五条 names. */
const byArticle45 = ['hearing', 'expertReview', 'inspection', 'quarantine', 'appraisal', 'bidding'];
const article45: Text = { 'zh-CN': '行政许可法第四十五条', en: 'Administrative Licensing Law, art. 45' };

export function holidayText(name: string): Text {
  return { 'zh-CN': `${name}放假`, en: `${englishName(name)} holiday` };
}

export function makeUpText(name: string): Text {
  return { 'zh-CN': `${name}调休上班`, en: `Make-up working day for ${englishName(name)}` };
}

export function weekendText(weekday: number): Text {
  return weekday === 6 ? { 'zh-CN': '星期六', en: 'Saturday' } : { 'zh-CN': '星期日', en: 'Sunday' };
}

export const workingDayText: Text = { 'zh-CN': '工作日', en: 'Working day' };
export const naturalDayText: Text = { 'zh-CN': '自然日', en: 'Calendar day' };
export const startText: Text = { 'zh-CN': '当日不计入，次日起算', en: 'First day not counted: counting starts the next day' };
export const hoursStartText: Text = { 'zh-CN': '自受理时起按小时计算', en: 'Hours count from this moment' };

/** Received when nobody works: the next working day is the day of acceptance. */
export function receivedText(why: 'afterHours' | 'dayOff', closing: string, off?: Text): Text {
  return why === 'afterHours'
    ? { 'zh-CN': `${closing} 下班后收到，视为下一工作日受理`, en: `Received after closing at ${closing}: counts as the next working day` }
    : {
        'zh-CN': `${off?.['zh-CN'] ?? '休息日'}收到，视为下一工作日受理`,
        en: `Received on a day off (${off?.en ?? 'rest day'}): counts as the next working day`,
      };
}

/** 民法典 第二百零三条: a period whose last day is a rest day ends on the day after the rest days. */
export function rolledText(off: Text, isLast: boolean): Text {
  return isLast
    ? { 'zh-CN': `期满日逢${off['zh-CN']}，顺延`, en: `The last day falls on a day off (${off.en}): moves on` }
    : { 'zh-CN': `${off['zh-CN']}，顺延`, en: `${off.en}: moves on` };
}

/** Why a clock stands: '等待补正材料，不计入时限'. `basis` is added where it is not the usual one. */
export function suspensionText(reason: string, basis?: string): Text {
  const known = suspensionWords(reason);
  const given = basis === undefined ? ['', ''] : [`（${basis}）`, ` (${basis})`];
  return { 'zh-CN': `${known['zh-CN']}${given[0]}，不计入时限`, en: `${known.en}${given[1]}: not counted` };
}

/** '听证期间'; a reason that is no code is shown as it is. */
export function suspensionWords(reason: string): Text {
  const known = Object.hasOwn(suspensionReasons, reason) ? suspensionReasons[reason] : undefined;
  return known ? { 'zh-CN': known.zh, en: known.en } : { 'zh-CN': reason, en: reason };
}

/** The article that lets a clock stop for a reason; none for what only the parties agreed on. */
export function suspensionBasis(reason: string): Text | undefined {
  return byArticle45.includes(reason) ? article45 : Object.hasOwn(suspensionReasons, reason) ? suspensionReasons[reason]?.basis : undefined;
}

export function unpublishedText(year: number): Text {
  return { 'zh-CN': `待 ${year} 年放假安排公布`, en: `Holidays of ${year} are not published yet` };
}

export function officeHoursText(windows: string, minutes: number): Text {
  return {
    'zh-CN': `办公时间 ${windows}，计 ${hoursOf(minutes, 'zh-CN')}`,
    en: `Office hours ${windows}: ${hoursOf(minutes, 'en')} counted`,
  };
}

export function naturalHoursText(minutes: number): Text {
  return { 'zh-CN': `计 ${hoursOf(minutes, 'zh-CN')}`, en: `${hoursOf(minutes, 'en')} counted` };
}

/** Part of the day was stopped. */
export function withStopText(text: Text, reason: string): Text {
  const words = suspensionWords(reason);
  return { 'zh-CN': `${text['zh-CN']}，其间${words['zh-CN']}不计`, en: `${text.en}, without: ${words.en}` };
}

/** '7 小时 30 分', '7 h 30 min'. */
export function hoursOf(minutes: number, language: 'zh-CN' | 'en'): string {
  const whole = Math.floor(minutes / 60);
  const rest = Math.round(minutes - whole * 60);
  const zh = [whole > 0 || rest === 0 ? `${whole} 小时` : '', rest > 0 ? `${rest} 分` : ''];
  const en = [whole > 0 || rest === 0 ? `${whole} h` : '', rest > 0 ? `${rest} min` : ''];
  return (language === 'zh-CN' ? zh : en).filter((part) => part !== '').join(' ');
}

const months = 'January February March April May June July August September October November December'.split(' ');

/** '4 月 5 日', 'April 5'; with the year when asked. */
export function dayText(date: string, withYear = false): Text {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return {
    'zh-CN': `${withYear ? `${year} 年 ` : ''}${month} 月 ${day} 日`,
    en: `${months[month - 1]} ${day}${withYear ? `, ${year}` : ''}`,
  };
}

/** One day of an explanation as a line: '3 月 2 日 受理，当日不计入，次日起算', '4 月 5 日 清明放假，不计'. */
export function explainDay(day: CountedDay): Text {
  const date = dayText(day.date);
  const words = lineOf(day);
  return { 'zh-CN': `${date['zh-CN']} ${words['zh-CN']}`, en: `${date.en}: ${words.en}` };
}

function lineOf(day: CountedDay): { 'zh-CN': string; en: string } {
  const zh = day.reason['zh-CN'];
  const en = day.reason.en ?? zh;
  if (day.mark === 'start') return { 'zh-CN': `受理，${zh}`, en: `accepted. ${en}` };
  const end = day.mark === 'due' ? { zh: '，到期', en: '; due' } : { zh: '', en: '' };
  if (day.minutes !== undefined && day.minutes > 0) return { 'zh-CN': `${zh}${end.zh}`, en: `${en}${end.en}` };
  if (day.mark === 'rolled' && day.nth !== undefined) return { 'zh-CN': `第 ${day.nth} 日，${zh}`, en: `day ${day.nth}. ${en}` };
  if (day.counted && day.nth !== undefined) return { 'zh-CN': `${zh}，第 ${day.nth} 日${end.zh}`, en: `${en}, day ${day.nth}${end.en}` };
  const said = /不计|待 |顺延|视为/.test(zh) || day.mark === 'due';
  return said ? { 'zh-CN': `${zh}${end.zh}`, en: `${en}${end.en}` } : { 'zh-CN': `${zh}，不计`, en: `${en}, not counted` };
}

function englishName(name: string): string {
  const parts = name.split('、').map((part) => (Object.hasOwn(holidays, part) ? holidays[part]! : part));
  return parts.join(' and ');
}
