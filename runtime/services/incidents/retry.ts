import type { Job } from '../../store/jobs.ts';
import type { CaseParts } from '../cases/parts.ts';
import { systemActor } from '../run-burst.ts';

/** A worker tries an incident again by itself; one that somebody has dealt with is forgotten. */
export async function retryByItself(parts: CaseParts, job: Job): Promise<void> {
  await parts.runBurst({
    region: job.region,
    caseId: job.caseId,
    doneJobs: [job.id],
    commandsFor: ({ state }) =>
      state.incidents[job.id] && !state.suspended
        ? [{ id: `again:${job.id}`, at: parts.clock(), actor: systemActor, type: 'retryIncident', incidentId: job.id }]
        : [],
  });
}
