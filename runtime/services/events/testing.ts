/** A county whose scenarios send each other messages: for tests of events on a real database. */
import type { Scenario } from '../../../schemas/generated/documents.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { eventNames } from '../../engine/testing/events.ts';
import { type FlowOptions, flow } from '../../engine/testing/flow.ts';
import { findCase, type StoredCase } from '../../store/cases.ts';
import { claimDueJobs } from '../../store/jobs.ts';
import type { Store } from '../../store/store.ts';
import { performJob } from '../cases/effects.ts';
import type { Services } from '../index.ts';
import type { ConnectorPort } from '../ports.ts';

/** Nothing outside is there. */
export const noOutside: ConnectorPort = {
  read: async () => ({ ok: false, kind: 'noRecord', message: 'none' }),
  sendSms: async () => ({ ok: true, value: null }),
  sealDocument: async () => ({ ok: true, value: null }),
};

/** A flow as a package that can be published under an id of its own. */
export function eventPackage(
  id: string,
  source: string,
  nodes: Record<string, Record<string, unknown>> = {},
  more: FlowOptions = {},
): ScenarioPackage {
  const pkg = flow(source, { ...more, nodes, scenario: { ...eventNames, ...more.scenario } as Partial<Scenario> });
  const { data: _, scripts: __, ...scenario } = pkg.scenario;
  return { ...pkg, scenario: { ...scenario, id }, resources: {}, contracts: {} };
}

/** Performs due jobs of the region until none is left; answers how many there were. */
export async function performAll(services: Services, store: Store, region: string, workerId = 'test'): Promise<number> {
  let done = 0;
  for (;;) {
    const jobs = await claimDueJobs(store, { region, workerId, limit: 50 });
    if (jobs.length === 0) return done;
    for (const job of jobs) {
      await performJob(services.caseParts, job, { maxAttempts: 3 });
      done += 1;
    }
  }
}

export async function caseOf(store: Store, region: string, id: string): Promise<StoredCase> {
  const stored = await findCase(store, region, id);
  if (!stored) throw new Error('no such case');
  return stored;
}
