/** Clocks with their lamps, for people. */
import type { Text } from '../../../schemas/generated/documents.ts';
import { type Lamp, type LimitUnit, lampOf, lampOfDue, suspensionBasis, suspensionWords } from '../../calendar/index.ts';
import type { Plan } from '../../compile/plan.ts';
import type { CaseState, ClockState } from '../types.ts';

export interface ClockView {
  id: string;
  name: Text;
  kind: 'promised' | 'statutory';
  item?: string;
  department?: string;
  status: ClockState['status'];
  lamp: Lamp;
  /** How many of the unit, extension included. */
  days: number;
  unit: LimitUnit;
  legalBasis?: Text;
  workingDaysLeft?: number;
  /** Limits in hours. */
  hoursLeft?: number;
  dueAt?: string;
  /** Local date; absent while suspended or provisional: no date is promised then. */
  due?: string;
  provisional?: ClockState['provisional'];
  suspendedFor?: string;
  /** Why it stands, with the article, in words. */
  suspendedWords?: Text;
  extension?: ClockState['extension'];
  /** A corrected calendar would give more days; the date that was promised stays. */
  promiseKept?: true;
}

export function clockViews(plan: Plan, state: CaseState, now: string): ClockView[] {
  return Object.values(state.clocks)
    .map((clock) => clockView(plan, clock, now))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function clockView(plan: Plan, clock: ClockState, now: string): ClockView {
  const doc = plan.clocks[clock.id]!;
  const lamp = plan.calendar ? lampOf(clock, doc, plan.calendar, now) : { lamp: 'provisional' as const };
  const open = clock.suspensions.find((part) => part.to === undefined);
  return {
    id: clock.id,
    name: doc.name,
    kind: doc.kind,
    ...(doc.item === undefined ? {} : { item: doc.item }),
    ...(doc.department === undefined ? {} : { department: doc.department }),
    status: clock.status,
    ...lamp,
    days: clock.days + (clock.extension?.days ?? 0),
    unit: clock.unit ?? 'workingDays',
    ...(doc.legalBasis === undefined ? {} : { legalBasis: doc.legalBasis }),
    ...(clock.dueAt === undefined || clock.status === 'suspended' ? {} : { dueAt: clock.dueAt }),
    ...(clock.due === undefined || clock.status === 'suspended' ? {} : { due: clock.due }),
    ...(clock.provisional ? { provisional: clock.provisional } : {}),
    ...(open && clock.status === 'suspended' ? { suspendedFor: open.reason, suspendedWords: wordsOf(open.reason, open.basis) } : {}),
    ...(clock.extension ? { extension: clock.extension } : {}),
    ...(clock.kept === undefined ? {} : { promiseKept: true as const }),
  };
}

/** '听证期间（行政许可法第四十五条）'. */
function wordsOf(reason: string, basis: string | undefined): Text {
  const words = suspensionWords(reason);
  const article = basis === undefined ? suspensionBasis(reason) : { 'zh-CN': basis, en: basis };
  if (!article) return words;
  return { 'zh-CN': `${words['zh-CN']}（${article['zh-CN']}）`, en: `${words.en} (${article.en ?? article['zh-CN']})` };
}

/** The clock that speaks for the whole case: promised before statutory, without item or department. */
export function caseClock(clocks: ClockView[]): ClockView | undefined {
  const whole = clocks.filter((clock) => clock.item === undefined && clock.department === undefined);
  return whole.find((clock) => clock.kind === 'promised') ?? whole[0];
}

export function taskLamp(plan: Plan, due: string | undefined, now: string): { lamp: Lamp; workingDaysLeft?: number } | undefined {
  return due === undefined || !plan.calendar ? undefined : lampOfDue(due, plan.calendar, now);
}
