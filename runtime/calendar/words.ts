import type { Text } from '../../schemas/generated/documents.ts';

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
const suspensionReasons: Record<string, Text> = {
  supplement: { 'zh-CN': '等待补正材料，不计入时限', en: 'Waiting for corrected material: not counted' },
  publicity: { 'zh-CN': '公示期间，不计入时限', en: 'Public notice period: not counted' },
  expertReview: { 'zh-CN': '专家评审期间，不计入时限', en: 'Expert review: not counted' },
  inspection: { 'zh-CN': '检验检测期间，不计入时限', en: 'Inspection and testing: not counted' },
  consent: { 'zh-CN': '等待另一方同意，不计入时限', en: 'Waiting for the other party’s consent: not counted' },
};

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
export const startText: Text = { 'zh-CN': '当日不计入，次日起算', en: 'First day not counted: counting starts the next day' };

export function suspensionText(reason: string): Text {
  return Object.hasOwn(suspensionReasons, reason)
    ? suspensionReasons[reason]!
    : { 'zh-CN': `${reason}，不计入时限`, en: `${reason}: not counted` };
}

export function unpublishedText(year: number): Text {
  return { 'zh-CN': `待 ${year} 年放假安排公布`, en: `Holidays of ${year} are not published yet` };
}

function englishName(name: string): string {
  const parts = name.split('、').map((part) => (Object.hasOwn(holidays, part) ? holidays[part]! : part));
  return parts.join(' and ');
}
