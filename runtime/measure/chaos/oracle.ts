/**
 * What must be true, judged from outside the product: the client's file of acknowledgements, the outside world's own
 * counts, and the rows as an owner of the database sees them.
 */
import pg from 'pg';
import { type ChainRow, chainQuery, checkChain } from '../../store/journal.ts';
import type { Acknowledged } from './client.ts';

export interface OutsideCall {
  service: string;
  key: string;
  calls: number;
  performed: number;
}
export interface Verdict {
  acknowledgedStarts: number;
  acknowledgedCompletions: number;
  cases: number;
  completed: number;
  lost: string[];
  doubled: string[];
  brokenChains: string[];
  /** Effects the outside performed, and how often it was called for them. */
  effects: number;
  effectCalls: number;
  jobsLeft: number;
}

export async function judge(url: string, acknowledged: readonly Acknowledged[], calls: readonly OutsideCall[]): Promise<Verdict> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: cases } = await client.query<CaseFacts>(
      `SELECT c.id, c.case_no, c.status, c.region, c.chain, (SELECT count(*)::int FROM jobs j WHERE j.case_id = c.id) AS jobs,
         (SELECT json_agg(t.status) FROM tasks t WHERE t.case_id = c.id) AS tasks, d.state -> 'issued' AS issued
       FROM cases c JOIN case_data d ON d.id = c.id`,
    );
    const starts = acknowledged.filter((line) => line.did === 'start');
    const completions = acknowledged.filter((line) => line.did === 'complete');
    const verdict: Verdict = {
      acknowledgedStarts: starts.length,
      acknowledgedCompletions: completions.length,
      cases: cases.length,
      completed: cases.filter((one) => one.status === 'completed').length,
      lost: [],
      doubled: [],
      brokenChains: [],
      effects: calls.filter(isEffect).reduce((sum, call) => sum + call.performed, 0),
      effectCalls: calls.filter(isEffect).reduce((sum, call) => sum + call.calls, 0),
      jobsLeft: cases.reduce((sum, one) => sum + one.jobs, 0),
    };
    const byId = new Map(cases.map((one) => [one.id, one]));
    judgeCommands(verdict, byId, starts, completions);
    judgeEffects(verdict, cases, calls);
    for (const one of cases) if (!(await isChained(client, one))) verdict.brokenChains.push(one.id);
    return verdict;
  } finally {
    await client.end();
  }
}

interface CaseFacts {
  id: string;
  case_no: string;
  status: string;
  region: string;
  chain: string;
  jobs: number;
  tasks: string[] | null;
  issued: Record<string, { document?: string }>;
}
type Start = Extract<Acknowledged, { did: 'start' }>;
type Completion = Extract<Acknowledged, { did: 'complete' }>;

const isEffect = (call: OutsideCall) => call.service === '/sms/messages' || call.service === '/seal/documents';

function judgeCommands(verdict: Verdict, cases: Map<string, CaseFacts>, starts: Start[], completions: Completion[]): void {
  for (const start of starts) if (cases.get(start.id)?.case_no !== start.caseNo) verdict.lost.push(`${start.command}: ${start.caseNo}`);
  for (const { task } of completions) {
    const found = cases.get(task.split('.')[0]!);
    if (found?.status !== 'completed' || !found.tasks?.every((status) => status === 'done')) verdict.lost.push(`completion of ${task}`);
  }
  if (new Set(starts.map((start) => start.caseNo)).size !== starts.length) verdict.doubled.push('a case number was given to two commands');
  // A case nobody was told of would be one that a repeated command began a second time.
  const known = new Set(starts.map((start) => start.id));
  for (const id of cases.keys()) if (!known.has(id)) verdict.doubled.push(`case ${id} was never acknowledged`);
}

/** Each finished case sent one message and sealed one paper: one key each, performed once. */
function judgeEffects(verdict: Verdict, cases: CaseFacts[], calls: readonly OutsideCall[]): void {
  const byCase = Map.groupBy(calls.filter(isEffect), (call) => call.key.split(':')[0]!);
  for (const { id, status } of cases) {
    const own = byCase.get(id) ?? [];
    for (const call of own)
      if (call.performed !== 1) verdict.doubled.push(`${call.service} ${call.key} was performed ${call.performed} times`);
    for (const service of ['/sms/messages', '/seal/documents']) {
      const keys = own.filter((call) => call.service === service).length;
      if (keys > 1) verdict.doubled.push(`${service} was asked under ${keys} keys for ${id}`);
      if (keys === 0 && status === 'completed') verdict.lost.push(`${service} for ${id}`);
    }
  }
}

async function isChained(client: pg.Client, { id, region, chain }: CaseFacts): Promise<boolean> {
  const { rows } = await client.query<ChainRow>(chainQuery, [region, id]);
  return checkChain(region, id, rows, chain).ok;
}
