/** Commands on legal clocks: stopping with a legal basis, going on, more time. Each tells the applicant in writing. */
import type { Clock } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import { changeSuspensions, isOver, moveDue } from '../clocks.ts';
import { makePaper } from '../papers.ts';
import type { ClockState, Command, Suspension } from '../types.ts';
import { note, own, type Verdict, type Work } from '../work.ts';

/** 行政许可法 第四十二条: ten working days more, unless the scenario names another most. */
const usualExtension = 10;

/** Stops the clock named, or every clock that names the reason. */
export function suspendClock(work: Work, command: Extract<Command, { type: 'suspendClock' }>): Verdict {
  const { clock: id, reason, basis, mode, at } = command;
  const found = id === undefined ? openClocks(work) : openClock(work, id);
  if ('code' in found) return found;
  const naming = found.filter((clock) => (work.plan.clocks[clock.id]!.suspendedBy ?? []).includes(reason));
  if (naming.length === 0) return { code: id === undefined && found.length === 0 ? 'clock.none_running' : 'clock.reason_not_named' };
  const stopping = naming.filter(
    (clock) => !clock.suspensions.some((part) => part.byHand && part.to === undefined && part.reason === reason),
  );
  if (stopping.length === 0) return { code: 'clock.already_suspended' };
  const part: Suspension = {
    from: localDate(at),
    fromAt: at,
    reason,
    byHand: true,
    ...(basis?.trim() ? { basis: basis.trim() } : {}),
    ...(mode === 'restart' ? { restarts: true as const } : {}),
  };
  for (const clock of stopping) changeSuspensions(work, clock.id, () => false, [part]);
  tell(work, stopping[0]!, 'suspension', { reasons: reason, ...(part.basis === undefined ? {} : { article: { 'zh-CN': part.basis } }) });
}

/** Lets the clock named run again, or every clock a person stopped. */
export function resumeClock(work: Work, { clock: id }: Extract<Command, { type: 'resumeClock' }>): Verdict {
  const found = id === undefined ? openClocks(work) : openClock(work, id);
  if ('code' in found) return found;
  // A suspended case is taken up again as a whole, with `resume`.
  const byPerson = (part: Suspension): boolean => part.byHand === true && part.reason !== 'suspended';
  const stopped = found.filter((clock) => clock.suspensions.some((part) => byPerson(part) && part.to === undefined));
  if (stopped.length === 0) return { code: 'clock.not_suspended' };
  for (const clock of stopped) changeSuspensions(work, clock.id, byPerson, []);
}

/** More time: once, not beyond what the law or the scenario allows, before the time is over. */
export function extendClock(work: Work, command: Extract<Command, { type: 'extendClock' }>): Verdict {
  const found = openClock(work, command.clock);
  if ('code' in found) return found;
  const clock = found[0]!;
  const doc = work.plan.clocks[clock.id]!;
  const problem = extensionProblem(clock, doc, command);
  if (problem) return { code: problem };
  const { days, reason, approvedBy, at, actor } = command;
  const extension = { days, reason: reason.trim(), approvedBy: approvedBy.trim(), at, by: actor };
  const before = clock.due;
  own(work, 'clocks')[clock.id] = { ...clock, extension };
  note(work, 'clock.extended', { data: { clock: clock.id, days } });
  moveDue(work, clock.id, 'extension');
  if (isBeyondStatutory(work, clock.id)) return { code: 'extension.beyond_statutory' };
  const { due } = work.state.clocks[clock.id]!;
  tell(work, clock, 'extension', {
    reasons: extension.reason,
    approvedBy: extension.approvedBy,
    days,
    ...(before === undefined ? {} : { before }),
    ...(due === undefined ? {} : { due }),
    article: doc.extension?.legalBasis ?? {
      'zh-CN': '《中华人民共和国行政许可法》第四十二条',
      en: 'Administrative Licensing Law, art. 42',
    },
  });
}

function extensionProblem(clock: ClockState, doc: Clock, command: Extract<Command, { type: 'extendClock' }>): string | undefined {
  const usual = doc.unit === undefined || doc.unit === 'workingDays' ? usualExtension : 0;
  const most = doc.extension?.max ?? usual;
  if (most === 0) return 'extension.not_allowed';
  if (clock.extension) return 'extension.only_once';
  if (!Number.isInteger(command.days) || command.days < 1 || command.days > most) return 'extension.too_long';
  if (!command.reason.trim()) return 'extension.reason_required';
  if (!command.approvedBy.trim()) return 'extension.approval_required';
  const over = clock.dueAt === undefined ? clock.due !== undefined && localDate(command.at) > clock.due : command.at > clock.dueAt;
  return over && clock.status === 'running' ? 'extension.too_late' : undefined;
}

/** A promise may only be shorter than the law, also when it is extended. */
function isBeyondStatutory({ plan, state }: Work, id: string): boolean {
  const doc = plan.clocks[id]!;
  const { due } = state.clocks[id]!;
  if (doc.kind !== 'promised' || due === undefined) return false;
  return Object.values(state.clocks).some((other) => {
    const limit = plan.clocks[other.id]!;
    const same = limit.kind === 'statutory' && limit.item === doc.item && limit.department === doc.department;
    return same && !isOver(other) && other.due !== undefined && due > other.due;
  });
}

function openClocks({ state }: Work): ClockState[] {
  return Object.values(state.clocks).filter((clock) => !isOver(clock));
}

function openClock({ state }: Work, id: string): ClockState[] | { code: string } {
  const clock = Object.hasOwn(state.clocks, id) ? state.clocks[id] : undefined;
  if (!clock) return { code: 'clock.unknown' };
  return isOver(clock) ? { code: 'clock.over' } : [clock];
}

/** Both 第四十二条 and 第四十五条 want the applicant told. The clock's department writes, else the officer's, else the item's. */
function tell(work: Work, clock: ClockState, kind: 'extension' | 'suspension', facts: Parameters<typeof makePaper>[1]['facts']): undefined {
  const { plan, command } = work;
  const doc = plan.clocks[clock.id]!;
  const ofItem = doc.item === undefined ? undefined : plan.items[doc.item]?.department;
  const department = doc.department ?? ofItem ?? command.actor.department ?? Object.values(plan.items)[0]?.department;
  if (department === undefined) return undefined;
  makePaper(work, { kind, department, item: doc.item, facts: { ...facts, clock: clock.id } });
}
