/**
 * Lanes: how many of a worker's slots the calls over one connection may hold. A department that answers slowly fills its own
 * lane; whoever finds it full sets the job down and leaves the slot to others.
 */
import type { Job } from '../../store/jobs.ts';
import type { LoadedPlan } from '../plans.ts';

export interface Lanes {
  /** A place in the lane, given back by calling it; undefined when the lane is full. */
  take(name: string): (() => void) | undefined;
}

/** The lane of this job is full: nothing was tried. */
export class LaneFull extends Error {}

export function createLanes(most: number): Lanes {
  const used = new Map<string, number>();
  return {
    take(name) {
      const count = used.get(name) ?? 0;
      if (count >= most) return undefined;
      used.set(name, count + 1);
      return () => {
        const left = (used.get(name) ?? 1) - 1;
        if (left === 0) used.delete(name);
        else used.set(name, left);
      };
    },
  };
}

/** Services every region has, by what calls them. */
const services: Partial<Record<string, string>> = {
  notify: 'sms',
  issue: 'seal',
  paper: 'seal',
  pay: 'payment',
  refund: 'payment',
};

/** The connection a job will call; undefined when it stays inside. */
export function laneOf({ region, effect }: Job, loaded: LoadedPlan): string | undefined {
  if (effect.type === 'data') {
    const resource = loaded.plan.data[effect.dataUse]?.resourceDoc;
    return resource && `${resource.owner.region ?? region}|${resource.connection}`;
  }
  if (effect.type === 'transfer') return `${region}|${effect.to}`;
  const service = services[effect.type];
  return service && `${region}|${service}`;
}
