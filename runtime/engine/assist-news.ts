/** What the applicant is told of a question to the owner of data, by a text message: no value is in it. */
import type { Text } from '../../schemas/generated/documents.ts';
import { addressOf } from './elements/notify.ts';
import { expect } from './pending.ts';
import type { Assist } from './types.ts';
import { note, type Work } from './work.ts';

/** `late`: nobody answered in time. `filled`: the value is there. `nothing`: it has to come from the applicant. */
export type AssistNews = 'late' | 'filled' | 'nothing';

type Words = (names: { scenario: string; owner: string; data: string }) => string;
const words: Record<AssistNews, Record<'zh-CN' | 'en', Words>> = {
  late: {
    'zh-CN': ({ scenario, owner, data }) => `您办理的「${scenario}」正在等${owner}提供「${data}」，已超过答复期限并督办，有结果会告诉您。`,
    en: ({ scenario, owner, data }) =>
      `“${scenario}” waits for “${data}” from ${owner}; the answer is late and was escalated. You will be told.`,
  },
  filled: {
    'zh-CN': ({ scenario, owner, data }) => `您办理的「${scenario}」：${owner}已提供「${data}」，不用您填写，继续办理。`,
    en: ({ scenario, owner, data }) => `“${scenario}”: ${owner} gave “${data}”. You need not fill it in; the case goes on.`,
  },
  nothing: {
    'zh-CN': ({ scenario, owner, data }) => `您办理的「${scenario}」：${owner}没有提供「${data}」，如需您补填，请在「我的办件」里填写。`,
    en: ({ scenario, owner, data }) => `“${scenario}”: ${owner} has no “${data}”. If it is needed, fill it in under “My cases”.`,
  },
};

/** Names of these messages; no notification of a scenario can have them. */
export const assistNewsNames: Record<`assist.${AssistNews}`, Text> = {
  'assist.late': { 'zh-CN': '数据协查超期', en: 'The answer about data is late' },
  'assist.filled': { 'zh-CN': '数据已由部门提供', en: 'Data given by its owner' },
  'assist.nothing': { 'zh-CN': '部门没有这项数据', en: 'The owner has no such data' },
};

/** Sends it where the case knows a mobile number of whoever applied. */
export function tellOfAssist(work: Work, { id, use, department, node }: Assist, news: AssistNews): undefined {
  const { plan } = work;
  const subjects = Object.entries(plan.scenario.subjects).filter(([, { role }]) => role === 'applicant');
  const to = subjects.map(([subject]) => addressOf(work, subject)).find((one) => one !== undefined);
  if (to === undefined) return;
  const names = (language: 'zh-CN' | 'en') => {
    const say = (name: Text | undefined, other: string) => name?.[language] ?? name?.['zh-CN'] ?? other;
    return {
      scenario: say(plan.scenario.name, ''),
      owner: say(plan.scenario.departments[department]?.name, language === 'en' ? 'the department that holds it' : '数据提供部门'),
      data: say(plan.data[use]?.name, ''),
    };
  };
  const notification = `assist.${news}`;
  const text = { 'zh-CN': words[news]['zh-CN'](names('zh-CN')), en: words[news].en(names('en')) };
  const effect = expect(work, { kind: 'notify', of: notification, node });
  work.effects.push({ id: effect.id, type: 'notify', key: effect.key, notification, to, text, node });
  note(work, 'notify.sent', { node, data: { notification, assist: id } });
}
