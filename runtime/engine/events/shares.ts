/** Events that come when a part of a limit's time is used up: their timers follow the limit, whatever moves it. */
import { partOfLimit } from '../../calendar/index.ts';
import { eventOf } from '../../compile/events.ts';
import type { Plan } from '../../compile/plan.ts';
import { limitRequestOf } from '../clocks.ts';
import { dropTimer, setTimer } from '../timers.ts';
import type { Subscription } from '../types.ts';
import { inOrder, own, type Work } from '../work.ts';

const drawn = new WeakMap<Plan, boolean>();

/** Hardly any plan has one: then there is nothing to look for after a burst. */
function hasShares(plan: Plan): boolean {
  const known = drawn.get(plan);
  if (known !== undefined) return known;
  const found = Object.values(plan.nodes).some(({ doc }) => doc.kind === 'boundary' && doc.event.type === 'timer' && doc.event.share);
  drawn.set(plan, found);
  return found;
}

/** After a burst: each of these timers stands where its limit now says, or is taken back while the limit does not run. */
export function settleShares(work: Work): undefined {
  const { subscriptions, suspended } = work.state;
  // A case that stands still as a whole keeps what is left of every timer by itself.
  if (!subscriptions || suspended || !hasShares(work.plan)) return;
  for (const one of inOrder(subscriptions)) if (one.on === 'timer') settle(work, one);
}

function settle(work: Work, subscription: Subscription): undefined {
  const event = eventOf(work.plan.nodes[subscription.node]!.doc);
  if (event?.type !== 'timer' || !event.share) return;
  const { timer, ...rest } = subscription;
  const wanted = instantOfShare(work, event.share);
  const current = timer === undefined ? undefined : work.state.timers[timer]?.dueAt;
  if (wanted === current) return;
  if (timer !== undefined) dropTimer(work, timer);
  const about = { token: subscription.token ?? '', node: subscription.node, purpose: 'event' as const };
  own(work, 'subscriptions')[subscription.id] = wanted === undefined ? rest : { ...rest, timer: setTimer(work, about, wanted) };
}

/** Undefined while the limit has not begun, stands still, is over, or reaches into a year that is not published. */
function instantOfShare({ plan, state }: Work, share: { clock: string; percent: number }): string | undefined {
  const clock = state.clocks[share.clock];
  if (clock?.status !== 'running' || clock.due === undefined || !plan.calendar) return undefined;
  return partOfLimit(plan.calendar, limitRequestOf(clock), share.percent);
}
