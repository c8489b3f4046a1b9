/**
 * Incidents as jobs: written and taken away in the very commit that stores them in the case, so that the list and the cases
 * never disagree. A script that ran out of time is tried again by a worker after a while; everything else waits for a person,
 * which no clock ends.
 */
import type { CaseState, Incident } from '../../engine/types.ts';
import type { JobRow } from '../../store/bursts.ts';
import { never } from '../../store/incidents.ts';

/** Milliseconds before each try of a machine by itself; then a person is asked. */
export const retryDelays: readonly number[] = [2_000, 15_000, 60_000];

/** Failures that may be gone in a moment: the sandbox was short of time or memory, or was being replaced. */
const passing = new Set(['script.timeout', 'script.memory', 'script.error', 'script.down']);

/** When a worker tries an incident again by itself; nothing when a person has to. */
export function nextTry({ code, tries = 0, at }: Incident): string | undefined {
  const delay = passing.has(code) ? retryDelays[tries] : undefined;
  return delay === undefined ? undefined : new Date(Date.parse(at) + delay).toISOString();
}

const none: IncidentRows = { jobs: [], done: [] };
export interface IncidentRows {
  jobs: JobRow[];
  done: string[];
}

/** What a burst adds to the list and takes off it. Costs one comparison where nothing failed. */
export function incidentRows(before: CaseState | undefined, after: CaseState): IncidentRows {
  if (before?.incidents === after.incidents) return none;
  const jobs = Object.values(after.incidents).flatMap((incident) => (before?.incidents[incident.id] ? [] : [rowOf(incident, after)]));
  const done = Object.keys(before?.incidents ?? {}).filter((id) => !after.incidents[id]);
  return jobs.length + done.length === 0 ? none : { jobs, done };
}

function rowOf({ id, node, code, at, ...incident }: Incident, state: CaseState): JobRow {
  const payload = { id, type: 'incident', node, code, at, tries: incident.tries ?? 0 };
  const runAt = nextTry({ id, node, code, at, ...incident }) ?? never;
  return { id, kind: 'incident', key: `${state.id}:${id}`, run_at: runAt, lease_seconds: null, locked_by: null, payload };
}
