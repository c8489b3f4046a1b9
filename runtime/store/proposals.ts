/** Local changes offered upward. A row lies in the region that offers; the publisher of the template may read it. */
import type { Text } from '../../schemas/generated/documents.ts';
import type { JsonValue, ScenarioPackage } from '../compile/plan.ts';
import type { ChangeGroup, ChangeKind } from '../merge/index.ts';
import type { Store } from './store.ts';

export interface ProposedChange {
  key: string;
  group: ChangeGroup;
  kind: ChangeKind;
  sentence: Text;
  before?: JsonValue;
  after?: JsonValue;
  answer: 'open' | 'taken' | 'declined';
  reason?: string;
  by?: string;
  at?: string;
}
export interface EvidenceFigures {
  cases: number;
  medianDays?: number;
  returnShare?: number;
  stars?: number;
  ratings?: number;
}
export interface EvidenceRow {
  computedAt: string;
  since?: string;
  version?: number;
  before: EvidenceFigures;
  after: EvidenceFigures;
}
export type ProposalStatus = 'sent' | 'taken' | 'partly' | 'declined' | 'withdrawn';
export interface ProposalData {
  region: string;
  id: string;
  scenario: string;
  originRegion: string;
  template: string;
  baseVersion: number;
  title: string;
  why: string;
  status: ProposalStatus;
  rev: number;
  changes: ProposedChange[];
  evidence: EvidenceRow;
  sentAt: string;
  sentName: string;
  changedAt: string;
}

const columns = `region, id, scenario, origin_region AS "originRegion", template, base_version AS "baseVersion", title, why, status, rev, changes,
  evidence, sent_at AS "sentAt", sent_name AS "sentName", changed_at AS "changedAt"`;

/** Sent twice by the same command, it is one. */
export async function insertProposal(
  store: Store,
  row: ProposalData & { offered: ScenarioPackage; commandId: string; sentBy: string },
): Promise<ProposalData> {
  return store.withRegions([row.region], async (client) => {
    const { rows } = await client.query<ProposalData>(
      `INSERT INTO proposals (region, id, scenario, origin_region, template, base_version, title, why, status, changes, evidence, offered, command_id,
         sent_at, sent_by, sent_name, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $14)
       ON CONFLICT (region, command_id) DO UPDATE SET command_id = excluded.command_id RETURNING ${columns}`,
      [
        row.region,
        row.id,
        row.scenario,
        row.originRegion,
        row.template,
        row.baseVersion,
        row.title,
        row.why,
        row.status,
        JSON.stringify(row.changes),
        JSON.stringify(row.evidence),
        JSON.stringify(row.offered),
        row.commandId,
        row.sentAt,
        row.sentBy,
        row.sentName,
      ],
    );
    return rows[0]!;
  });
}

/** `reader`: the region that asks; the database lets only the sender's and the publisher's see it. */
export async function findProposal(
  store: Store,
  { reader, region, id }: { reader: string; region: string; id: string },
): Promise<(ProposalData & { offered: ScenarioPackage }) | undefined> {
  return store.withRegions([reader], async (client) => {
    const { rows } = await client.query<ProposalData & { offered: ScenarioPackage }>(
      `SELECT ${columns}, offered FROM proposals WHERE region = $1 AND id = $2`,
      [region, id],
    );
    return rows[0];
  });
}

/** What a region sent, newest first. */
export async function listSentProposals(
  store: Store,
  { region, scenario, limit = 500 }: { region: string; scenario?: string; limit?: number },
): Promise<ProposalData[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<ProposalData>(
      `SELECT ${columns} FROM proposals WHERE region = $1 AND ($2::text IS NULL OR scenario = $2) ORDER BY sent_at DESC, id DESC LIMIT $3`,
      [region, scenario ?? null, limit],
    );
    return rows;
  });
}

/** What a publisher received from one region, newest first. */
export async function listReceivedProposals(
  store: Store,
  { publisher, region, limit = 500 }: { publisher: string; region: string; limit?: number },
): Promise<ProposalData[]> {
  return store.withRegions([publisher], async (client) => {
    const { rows } = await client.query<ProposalData>(
      `SELECT ${columns} FROM proposals WHERE region = $1 AND origin_region = $2 ORDER BY sent_at DESC, id DESC LIMIT $3`,
      [region, publisher, limit],
    );
    return rows;
  });
}

/** Writes the answers if nobody was faster: the new rev, or undefined when `rev` is no longer the current one. */
export async function answerProposal(
  store: Store,
  row: Pick<ProposalData, 'region' | 'id' | 'rev' | 'status' | 'changes'>,
  at: string,
): Promise<number | undefined> {
  return store.withRegions([row.region], async (client) => {
    const { rows } = await client.query<{ rev: number }>(
      `UPDATE proposals SET rev = rev + 1, status = $4, changes = $5, changed_at = $6 WHERE region = $1 AND id = $2 AND rev = $3 RETURNING rev`,
      [row.region, row.id, row.rev, row.status, JSON.stringify(row.changes), at],
    );
    return rows[0]?.rev;
  });
}

export interface EndedCase {
  version: number;
  submittedAt: string;
  endedAt: string;
  returned: boolean;
  stars: number | null;
}

/** Ended cases of a scenario, newest first: limits, returns and stars of each. */
export async function listEndedCases(
  store: Store,
  { region, scenario, limit = 20_000 }: { region: string; scenario: string; limit?: number },
): Promise<EndedCase[]> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<EndedCase>(
      `SELECT c.version, c.submitted_at AS "submittedAt", c.ended_at AS "endedAt", r.stars,
         EXISTS (SELECT FROM json_each(d.state -> 'tasks') AS t WHERE (t.value ->> 'supplements')::integer > 0) AS returned
       FROM cases c JOIN case_data d ON d.region = c.region AND d.id = c.id
       LEFT JOIN ratings r ON r.region = c.region AND r.case_id = c.id
       WHERE c.region = $1 AND c.scenario = $2 AND c.ended_at IS NOT NULL AND c.submitted_at IS NOT NULL ORDER BY c.ended_at DESC LIMIT $3`,
      [region, scenario, limit],
    );
    return rows;
  });
}
