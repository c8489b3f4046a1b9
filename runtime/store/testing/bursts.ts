/** Sample bursts for tests of the store and for the bench's bare-SQL client. */
import { uuidv7 } from 'uuidv7';
import type { JournalEntry } from '../../engine/types.ts';
import type { Burst } from '../bursts.ts';
import { chainEntries, chainStart } from '../journal.ts';

export const sampleAt = '2026-03-02T01:00:00.000Z';

export function sampleEntries(first: number, count: number, at = sampleAt): JournalEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    seq: first + index,
    at,
    code: 'task.opened',
    actor: { kind: 'system', id: 'engine' },
    command: 'c1',
    node: `n_${index}`,
  }));
}

/** A new case with three tasks, one clock, one job and six journal entries. */
export function sampleBurst(region: string, changes: Partial<Burst> = {}): Burst {
  const id = changes.id ?? uuidv7();
  const { row, chain } = chainEntries(chainStart, region, id, sampleEntries(1, 6));
  return {
    id,
    rev: 0,
    row: {
      status: 'running',
      scenario: 'sample',
      version: 1,
      hash: 'sha256:00',
      case_no: null,
      start_key: null,
      account: 'a1',
      applicant_name: '张三',
      started_at: sampleAt,
      submitted_at: sampleAt,
      ended_at: null,
      expires_at: null,
      saved_at: sampleAt,
      chain,
    },
    state: JSON.stringify({ v: 1, id, region }),
    tasks: ['k1', 'k2', 'k3'].map((task) => ({
      id: task,
      kind: 'desk',
      status: 'open',
      node: `n_${task}`,
      department: 'health',
      role: null,
      party_key: null,
      opened_at: sampleAt,
      due: '2026-03-06',
      done_at: null,
      done_by: null,
      done_name: null,
      decision: null,
    })),
    clocks: [{ id: 'c_all', status: 'running', due: '2026-03-09', provisional_year: null, started_at: sampleAt, ended_at: null }],
    jobs: [{ id: 'e1', kind: 'notify', key: `${id}/e1`, run_at: sampleAt, lease_seconds: null, locked_by: null, payload: { id: 'e1' } }],
    doneJobs: [],
    journal: row,
    ...changes,
  };
}
