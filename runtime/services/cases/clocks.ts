/** Legal clocks of a case as officers see and change them. */
import type { CaseClock, CasePage, ClockExtension, ClockSuspension } from '../../../schemas/generated/api.ts';
import type { Plan } from '../../compile/plan.ts';
import type { CaseState, Command } from '../../engine/types.ts';
import { explainOf } from '../../engine/views/index.ts';
import { ForbiddenError } from '../errors.ts';
import type { SessionActor } from '../identity/actor.ts';
import type { LoadedPlan } from '../plans.ts';
import { openOfficerCase } from './access.ts';
import { commandIdOf, officerActor } from './commands.ts';
import { departmentName } from './form-view.ts';
import type { CaseParts } from './parts.ts';

/** Every clock with its days explained. What may be done with it follows from its document and the officer's departments. */
export function caseClocks({ plan }: LoadedPlan, state: CaseState, now: string, departments: readonly string[]): CaseClock[] {
  return explainOf(plan, state, now).clocks.map((clock) => {
    const mine = state.status === 'running' && departmentFor(plan, clock.id, departments) !== undefined;
    const doc = plan.clocks[clock.id]!;
    const byHand = state.clocks[clock.id]!.suspensions.some((part) => part.byHand === true && part.to === undefined);
    const open = clock.status === 'running' || clock.status === 'suspended';
    const most = doc.extension?.max ?? (clock.unit === 'workingDays' ? 10 : 0);
    return {
      id: clock.id,
      name: clock.name,
      kind: clock.kind,
      ...(doc.item === undefined ? {} : { item: plan.items[doc.item]?.name ?? doc.name }),
      ...(doc.department === undefined ? {} : { department: departmentName(plan, doc.department) }),
      status: clock.status,
      lamp: clock.lamp,
      amount: clock.days,
      unit: clock.unit,
      ...(clock.legalBasis ? { legalBasis: clock.legalBasis } : {}),
      ...(clock.due === undefined ? {} : { due: clock.due }),
      ...(clock.dueAt === undefined ? {} : { dueAt: clock.dueAt }),
      ...(clock.workingDaysLeft === undefined ? {} : { workingDaysLeft: clock.workingDaysLeft }),
      ...(clock.suspendedWords ? { suspended: clock.suspendedWords } : {}),
      lines: clock.lines,
      reasons: mine && open ? (doc.suspendedBy ?? []).filter(isByHand) : [],
      canResume: mine && open && byHand,
      canExtend: mine && open && most > 0 && !clock.extension ? most : 0,
    };
  });
}

const byHandReasons = ['publicity', 'hearing', 'expertReview', 'inspection', 'quarantine', 'appraisal', 'bidding'] as const;
type ByHand = (typeof byHandReasons)[number];

function isByHand(reason: string): reason is ByHand {
  return (byHandReasons as readonly string[]).includes(reason);
}

/** The department in whose name an officer may act on a clock: the clock's own, its item's, or for the whole case any that takes part. */
function departmentFor(plan: Plan, clock: string, departments: readonly string[]): string | undefined {
  const doc = plan.clocks[clock];
  if (!doc) return departments[0];
  const owner = doc.department ?? (doc.item === undefined ? undefined : plan.items[doc.item]?.department);
  if (owner === undefined) return departments[0];
  return departments.includes(owner) ? owner : undefined;
}

type ByClock = { actor: SessionActor; caseNo: string; clock: string };
type ClockDeed =
  | Omit<Extract<Command, { type: 'suspendClock' }>, 'id' | 'at' | 'actor'>
  | Omit<Extract<Command, { type: 'resumeClock' }>, 'id' | 'at' | 'actor'>
  | Omit<Extract<Command, { type: 'extendClock' }>, 'id' | 'at' | 'actor'>;

export function createClocks(parts: CaseParts, casePage: (input: { actor: SessionActor; caseNo: string }) => Promise<CasePage>) {
  async function act({ actor, caseNo, clock }: ByClock, commandId: string, deed: ClockDeed): Promise<CasePage> {
    const { region, stored, loaded, departments } = await openOfficerCase(parts, actor, caseNo);
    const department = departmentFor(loaded.plan, clock, departments);
    if (department === undefined) throw new ForbiddenError('clock.not_yours');
    await parts.runBurst({
      region,
      caseId: stored.state.id,
      commandsFor: () => [
        { ...deed, id: commandIdOf(actor, commandId), at: parts.clock(), actor: officerActor(actor, region, department) } as Command,
      ],
    });
    return casePage({ actor, caseNo });
  }

  return {
    /** Time that does not count, with its legal basis; the applicant is told in writing. */
    suspendClock: ({ reason, basis, mode, commandId, ...by }: ByClock & ClockSuspension) =>
      act(by, commandId, {
        type: 'suspendClock',
        clock: by.clock,
        reason,
        ...(basis === undefined ? {} : { basis }),
        ...(mode === undefined ? {} : { mode }),
      }),
    resumeClock: ({ commandId, ...by }: ByClock & { commandId: string }) => act(by, commandId, { type: 'resumeClock', clock: by.clock }),
    /** More time, once, approved by the head of the department. */
    extendClock: ({ days, reason, approvedBy, commandId, ...by }: ByClock & ClockExtension) =>
      act(by, commandId, { type: 'extendClock', clock: by.clock, days, reason, approvedBy }),
  };
}
