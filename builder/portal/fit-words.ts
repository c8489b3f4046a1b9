/** Texts of the situation questions and of why something is asked. */
import type { Language } from './words.ts';

const zh = {
  answered: '已答',
  of: '项，共',
  items: '项',
  handles: '按您的回答，要办这些',
  notNeeded: '不用办',
  undecided: '答完就知道要不要办',
  days: '个工作日',
  amount: '接着要您填写约 {asked} 项，{shared} 项由部门提供。原来各部门表格一共 {fields} 项。',
  answerThis: '请回答这一项',
  goOn: '开始填写',
  checking: '正在核对',
  kept: '您的回答还在，登录后接着办。',
  basis: '依据',
  form: '联办申请',
};
export type FitWords = typeof zh;

const en: FitWords = {
  answered: 'Answered',
  of: 'of',
  items: '',
  handles: 'With these answers, this is done for you',
  notNeeded: 'not needed',
  undecided: 'depends on the remaining answers',
  days: 'working days',
  amount: 'You will be asked about {asked} more; {shared} come from departments. Their forms have {fields} fields altogether.',
  answerThis: 'Answer this one',
  goOn: 'Fill in the application',
  checking: 'Checking',
  kept: 'Your answers are kept; go on after you have signed in.',
  basis: 'Basis:',
  form: 'Joint application',
};

export const fitWords = (language: Language): FitWords => (language === 'en' ? en : zh);
