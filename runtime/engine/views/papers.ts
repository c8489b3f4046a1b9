/**
 * Statutory papers in words. 行政许可法 第三十二条 (受理, 补正, 不予受理), 第三十八条 (不予许可, with reasons and where to appeal),
 * 第四十二条 (延期), 第四十五条 (time not counted); 行政复议法 第二十条 (60 days), 行政诉讼法 第四十六条 (six months).
 */
import type { Text } from '../../../schemas/generated/documents.ts';
import { countLimit, dayText, localDate, suspensionBasis, suspensionWords } from '../../calendar/index.ts';
import type { Plan } from '../../compile/plan.ts';
import type { CaseState, Paper, PaperKind } from '../types.ts';
import { departmentName, text } from './names.ts';

export interface PaperView {
  id: string;
  kind: PaperKind;
  name: Text;
  number: string;
  department: string;
  departmentName: Text;
  at: string;
  state: 'making' | 'delivered' | 'acknowledged';
  /** To whom it is. */
  to: string;
  paragraphs: Text[];
  deliveredAt?: string;
  acknowledgedAt?: string;
  document?: string;
  checkCode?: string;
  /** Last days to appeal, counted from the day it was acknowledged, or delivered. */
  appeal?: { review?: string; court?: string };
}

export const paperNames: Record<PaperKind, Text> = {
  acceptance: text('受理通知书', 'Notice of acceptance'),
  supplement: text('补正告知书', 'Notice of what is missing'),
  nonAcceptance: text('不予受理决定书', 'Decision not to accept'),
  refusal: text('不予许可决定书', 'Decision to refuse'),
  extension: text('延期告知书', 'Notice of extension'),
  suspension: text('时限中止告知书', 'Notice of time not counted'),
};

/** Papers of a case, the first made first. */
export function paperViews(plan: Plan, state: CaseState): PaperView[] {
  return Object.values(state.papers ?? {})
    .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
    .map((paper) => paperView(plan, state, paper));
}

export function paperView(plan: Plan, state: CaseState, paper: Paper): PaperView {
  const { id, kind, number, department, at, deliveredAt, acknowledgedAt, document, checkCode } = paper;
  const appeal = appealOf(plan, paper);
  return {
    id,
    kind,
    name: paperNames[kind],
    number,
    department,
    departmentName: departmentName(plan, department) ?? text(department, department),
    at,
    state: acknowledgedAt !== undefined ? 'acknowledged' : deliveredAt !== undefined ? 'delivered' : 'making',
    to: applicantOf(plan, state),
    paragraphs: paragraphsOf(plan, state, paper),
    ...(deliveredAt === undefined ? {} : { deliveredAt }),
    ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
    ...(document === undefined ? {} : { document }),
    ...(checkCode === undefined ? {} : { checkCode }),
    ...(appeal ? { appeal } : {}),
  };
}

function paragraphsOf(plan: Plan, state: CaseState, paper: Paper): Text[] {
  const about = matterOf(plan, state, paper);
  switch (paper.kind) {
    case 'acceptance':
      return [
        text(
          `您${about['zh-CN']}申请收悉。经审查，符合受理条件，现予受理（《中华人民共和国行政许可法》第三十二条）。`,
          `Your application ${about.en} was received. It meets the conditions and is accepted (Administrative Licensing Law, art. 32).`,
        ),
        ...limitWords(plan, paper),
      ];
    case 'supplement':
      return [
        text(
          `您${about['zh-CN']}申请，需要补正下列内容。以下为一次性告知的全部内容（《中华人民共和国行政许可法》第三十二条）：`,
          `Your application ${about.en} needs the following to be put right. This is everything, told at once (Administrative Licensing Law, art. 32):`,
        ),
        ...defectWords(plan, paper),
        text(
          '请补齐后提交；补正期间不计入办理时限。',
          'Please correct and send it again; the time until then does not count towards the limit.',
        ),
      ];
    case 'nonAcceptance':
      return [
        text(`您${about['zh-CN']}申请，经审查，决定不予受理。`, `Your application ${about.en} was examined. It is not accepted.`),
        ...groundsOf(paper),
        appealWords,
      ];
    case 'refusal':
      return [
        text(`您${about['zh-CN']}申请，经审查，决定不予许可。`, `Your application ${about.en} was examined. It is refused.`),
        ...groundsOf(paper),
        appealWords,
      ];
    case 'extension':
      return [extensionWords(plan, about, paper)];
    case 'suspension':
      return [suspendedWords(plan, about, paper)];
  }
}

/** '于 2026 年 3 月 2 日提交的「出生登记」'. */
function matterOf(plan: Plan, state: CaseState, { item }: Paper): { 'zh-CN': string; en: string } {
  const name = (item === undefined ? undefined : plan.items[item]?.name) ?? plan.scenario.name;
  const date = dayText(localDate(state.submittedAt ?? state.startedAt), true);
  return { 'zh-CN': `于 ${date['zh-CN']}提交的「${name['zh-CN']}」`, en: `of ${date.en} for “${name.en ?? name['zh-CN']}”` };
}

const units: Record<string, { zh: string; en: string }> = {
  workingDays: { zh: '个工作日', en: 'working days' },
  days: { zh: '日', en: 'days' },
  months: { zh: '个月', en: 'months' },
  workingHours: { zh: '个工作小时', en: 'working hours' },
  hours: { zh: '小时', en: 'hours' },
};

function unitOf(plan: Plan, clock: string | undefined): { zh: string; en: string } {
  const unit = clock === undefined ? undefined : plan.clocks[clock]?.unit;
  return units[unit ?? 'workingDays']!;
}

function limitWords(plan: Plan, { facts }: Paper): Text[] {
  if (facts.days === undefined) return [];
  const unit = unitOf(plan, facts.clock);
  const due = facts.due === undefined ? undefined : dayText(facts.due, true);
  return [
    text(
      `办理时限为 ${facts.days} ${unit.zh}，受理当日和依法不计入的时间除外${due ? `，将于 ${due['zh-CN']}前办结` : '，办结日期待放假安排公布后确定'}。`,
      `The limit is ${facts.days} ${unit.en}, not counting the day of acceptance and time the law leaves out${due ? `: to be decided by ${due.en}` : '; the date follows when the holidays are published'}.`,
    ),
  ];
}

function defectWords(plan: Plan, { facts }: Paper): Text[] {
  return (facts.defects ?? []).map(({ path, words }, index) => {
    const label = path === undefined ? undefined : labelOf(plan, path);
    const zh = label ? `${label['zh-CN']}：` : '';
    const en = label ? `${label.en ?? label['zh-CN']}: ` : '';
    return text(`${index + 1}. ${zh}${words}`, `${index + 1}. ${en}${words}`);
  });
}

function labelOf(plan: Plan, path: string): Text | undefined {
  const field = Object.values(plan.fills)
    .map((form) => form.fields[path])
    .find((one) => one !== undefined);
  return field?.label ?? plan.types[path]?.name;
}

function groundsOf({ facts }: Paper): Text[] {
  const { reasons, article } = facts;
  return [
    ...(reasons === undefined ? [] : [text(`理由：${reasons}`, `Reasons: ${reasons}`)]),
    ...(article === undefined ? [] : [text(`依据：${article['zh-CN']}`, `Legal basis: ${article.en ?? article['zh-CN']}`)]),
  ];
}

const appealWords = text(
  '如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，或者自收到本决定书之日起六个月内依法向人民法院提起行政诉讼。',
  'If you do not accept this decision, you may apply for administrative reconsideration within sixty days of receiving it, or bring an action before the people’s court within six months of receiving it.',
);

function extensionWords(plan: Plan, about: { 'zh-CN': string; en: string }, { facts }: Paper): Text {
  const unit = unitOf(plan, facts.clock);
  const [before, due] = [facts.before, facts.due].map((date) => (date === undefined ? undefined : dayText(date, true)));
  const basis = facts.article ? `（${facts.article['zh-CN']}）` : '';
  const basisEn = facts.article ? ` (${facts.article.en ?? facts.article['zh-CN']})` : '';
  return text(
    `您${about['zh-CN']}申请，因${facts.reasons}，经${facts.approvedBy}批准，办理时限延长 ${facts.days} ${unit.zh}${before && due ? `，由 ${before['zh-CN']}延至 ${due['zh-CN']}` : ''}${basis}。`,
    `The limit for your application ${about.en} is extended by ${facts.days} ${unit.en}${before && due ? `, from ${before.en} to ${due.en}` : ''}. Reason: ${facts.reasons}. Approved by ${facts.approvedBy}${basisEn}.`,
  );
}

function suspendedWords(plan: Plan, about: { 'zh-CN': string; en: string }, { facts, at }: Paper): Text {
  const words = suspensionWords(facts.reasons ?? '');
  const basis = facts.article ?? suspensionBasis(facts.reasons ?? '');
  const date = dayText(localDate(at), true);
  const name = facts.clock === undefined ? undefined : plan.clocks[facts.clock]?.name;
  return text(
    `您${about['zh-CN']}申请，自 ${date['zh-CN']}起进入${words['zh-CN']}，所需时间不计入${name ? `「${name['zh-CN']}」` : '办理时限'}${basis ? `（${basis['zh-CN']}）` : ''}。结束后继续计算，届时另行告知。`,
    `Your application ${about.en}: from ${date.en}, ${(words.en ?? '').toLowerCase()}; this time does not count towards ${name ? `“${name.en ?? name['zh-CN']}”` : 'the limit'}${basis ? ` (${basis.en ?? basis['zh-CN']})` : ''}. Counting goes on afterwards.`,
  );
}

/** 行政复议法 第二十条: sixty natural days; 行政诉讼法 第四十六条: six months. Only once somebody has received it. */
function appealOf(plan: Plan, { kind, deliveredAt, acknowledgedAt }: Paper): PaperView['appeal'] {
  const received = acknowledgedAt ?? deliveredAt;
  if ((kind !== 'refusal' && kind !== 'nonAcceptance') || received === undefined || !plan.calendar) return undefined;
  const start = localDate(received);
  const review = countLimit(plan.calendar, { amount: 60, unit: 'days', start }).due;
  const court = countLimit(plan.calendar, { amount: 6, unit: 'months', start }).due;
  return { ...(review === undefined ? {} : { review }), ...(court === undefined ? {} : { court }) };
}

function applicantOf(plan: Plan, state: CaseState): string {
  const subjects = Object.entries(plan.scenario.subjects).filter(([, { role }]) => role === 'applicant');
  const names = subjects.map(([id]) => state.fields[`${id}.name`]?.value).filter((name) => typeof name === 'string' && name !== '');
  return typeof names[0] === 'string' ? names[0] : (state.applicant?.name ?? '');
}
