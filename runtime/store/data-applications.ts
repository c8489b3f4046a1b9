/** Applications for data, what was done with each of them in order, and the one message a decision sends. */
import type { Knex } from 'knex';
import { uuidv7 } from 'uuidv7';
import type { DataContract, DataResource, Text } from '../../schemas/generated/documents.ts';
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';

export type ApplicationState = 'draft' | 'review' | 'answer' | 'granted' | 'returned' | 'refused' | 'dispute' | 'withdrawn';
export interface FieldWish {
  id: string;
  minimum: boolean;
  reason?: string;
}
export interface ApplicationRecord {
  id: string;
  number: number;
  region: string;
  regionName: string;
  scenario: string;
  scenarioName: Text | null;
  use: string | null;
  ownerRegion: string;
  ownerRegionName: string;
  ownerDepartment: string;
  ownerName: Text | null;
  resource: string;
  resourceDocument: DataResource;
  contract: string;
  /** The contract as it stands, when there is one. */
  grant: DataContract | null;
  state: ApplicationState;
  rev: number;
  purpose: Text;
  legalBasis: Text;
  fields: FieldWish[];
  grantedFields: string[] | null;
  steps: { id: string; name: Text }[];
  perDay: number;
  validTo: string | null;
  unpublished: boolean;
  dueOn: string | null;
  applicant: string;
  applicantName: string;
  madeAt: string;
  sentAt: string | null;
  changedAt: string;
}

const select = `SELECT a.id, a.number, a.region, g.name AS "regionName", a.scenario, s.name AS "scenarioName", a.data_use AS "use",
  a.owner_region AS "ownerRegion", og.name AS "ownerRegionName", a.owner_department AS "ownerDepartment", o.name AS "ownerName",
  a.resource, coalesce(r.document, r.draft) AS "resourceDocument", a.contract, c.document AS "grant", a.state, a.rev, a.purpose,
  a.legal_basis AS "legalBasis", a.fields, a.granted_fields AS "grantedFields", a.steps, a.per_day AS "perDay", a.valid_to AS "validTo",
  a.unpublished, a.due_on AS "dueOn", a.applicant, a.applicant_name AS "applicantName", a.made_at AS "madeAt", a.sent_at AS "sentAt",
  a.changed_at AS "changedAt"
  FROM data_applications a JOIN regions g ON g.code = a.region JOIN regions og ON og.code = a.owner_region
  JOIN data_resources r ON r.owner_region = a.owner_region AND r.id = a.resource
  LEFT JOIN organisations o ON o.region = a.owner_region AND o.department = a.owner_department
  LEFT JOIN scenarios s ON s.region = a.region AND s.id = a.scenario
  LEFT JOIN contracts c ON c.region = a.region AND c.id = a.contract`;

export async function findApplication(store: Store, id: string): Promise<ApplicationRecord | undefined> {
  return (await store.query<ApplicationRecord>({ name: 'data_applications.find', text: `${select} WHERE a.id = $1`, values: [id] }))[0];
}

/** Newest application about a contract, whatever became of it. */
export async function findLatestApplication(store: Store, region: string, contract: string): Promise<ApplicationRecord | undefined> {
  const rows = await store.query<ApplicationRecord>({
    text: `${select} WHERE a.region = $1 AND a.contract = $2 AND a.state <> 'withdrawn' ORDER BY a.made_at DESC LIMIT 1`,
    values: [region, contract],
  });
  return rows[0];
}

/** What is under way or was decided for a scenario: the newest of each contract. */
export async function listOfScenario(store: Store, region: string, scenario: string): Promise<ApplicationRecord[]> {
  return store.query<ApplicationRecord>({
    text: `SELECT DISTINCT ON (x.contract) x.* FROM (${select} WHERE a.region = $1 AND a.scenario = $2 AND a.state <> 'withdrawn') x
           ORDER BY x.contract, x."madeAt" DESC`,
    values: [region, scenario],
  });
}

/** Which applications somebody may see; an empty part sees nothing. */
export interface ApplicationScope {
  /** As designer: of these regions. */
  consumer: string[];
  /** As keeper: those this account made. */
  made: string[];
  /** As keeper: about the data of `region department`. */
  owner: string[];
  /** As steward: reviews of these regions' applications, and disputes about these regions' data. */
  steward: string[];
}
export type ApplicationBox = 'mine' | 'review' | 'answer' | 'dispute' | 'all';

/** Asked by us: all of the region as its designer, one's own as keeper. `$1` holds regions and accounts. */
const ours = '(a.region = ANY($1::text[]) OR a.applicant::text = ANY($1::text[]))';

const boxes: Record<ApplicationBox, string> = {
  mine: ours,
  review: "a.region = ANY($3::text[]) AND a.state = 'review'",
  answer: "a.owner_region || ' ' || a.owner_department = ANY($2::text[]) AND a.state = 'answer'",
  dispute: "a.owner_region = ANY($3::text[]) AND a.state = 'dispute'",
  all: `(${ours} OR (a.state NOT IN ('draft', 'withdrawn') AND
    (a.region = ANY($3::text[]) OR a.owner_region = ANY($3::text[]) OR a.owner_region || ' ' || a.owner_department = ANY($2::text[]))))`,
};
const wanted = `AND ($4::text IS NULL OR a.state = $4) AND ($5::text IS NULL OR a.scenario = $5) AND ($6::text IS NULL OR a.region = $6)
  AND ($7::text = '' OR strpos(r.search, $7) > 0 OR strpos(lower(a.scenario || ' ' || coalesce(s.name ->> 'zh-CN', '')), $7) > 0)
  AND ($8::text IS NULL OR (a.owner_region = $8 AND a.resource = $9))`;

export interface ApplicationFilter {
  scope: ApplicationScope;
  box: ApplicationBox;
  state?: string;
  scenario?: string;
  region?: string;
  resource?: { region: string; id: string };
  q?: string;
  limit: number;
  offset: number;
}
export async function listApplications(
  store: Store,
  { scope, box, state, scenario, region, resource, q, limit, offset }: ApplicationFilter,
): Promise<{ rows: ApplicationRecord[]; total: number }> {
  const values = [
    [...scope.consumer, ...scope.made],
    scope.owner,
    scope.steward,
    state ?? null,
    scenario ?? null,
    region ?? null,
    (q ?? '').trim().toLowerCase(),
    resource?.region ?? null,
    resource?.id ?? null,
  ];
  // Every statement names all parts of the scope, so that one list of values serves all boxes.
  const where = `WHERE ${boxes[box]} AND ($1::text[] IS NOT NULL AND $2::text[] IS NOT NULL AND $3::text[] IS NOT NULL) ${wanted}`;
  // What has a due date comes first, the most pressing on top; then the newest.
  const order = 'ORDER BY a.due_on NULLS LAST, a.changed_at DESC, a.id';
  const [rows, counted] = await Promise.all([
    store.query<ApplicationRecord>({ text: `${select} ${where} ${order} LIMIT $10 OFFSET $11`, values: [...values, limit, offset] }),
    store.query<{ total: number }>({
      text: `SELECT count(*) AS total FROM data_applications a JOIN data_resources r ON r.owner_region = a.owner_region AND r.id = a.resource
             LEFT JOIN scenarios s ON s.region = a.region AND s.id = a.scenario ${where}`,
      values,
    }),
  ]);
  return { rows, total: counted[0]?.total ?? 0 };
}

/** What waits in each box, and how much of it is late. `mine`: given back, or refused and still to be seen to. */
export async function countApplications(
  store: Store,
  { consumer, made, owner, steward }: ApplicationScope,
  today: string,
): Promise<{ mine: number; review: number; answer: number; dispute: number; overdue: number }> {
  const rows = await store.query<{ mine: number; review: number; answer: number; dispute: number; overdue: number }>({
    text: `SELECT count(*) FILTER (WHERE mine) AS mine, count(*) FILTER (WHERE review) AS review, count(*) FILTER (WHERE answer) AS answer,
             count(*) FILTER (WHERE dispute) AS dispute,
             count(*) FILTER (WHERE (review OR answer OR dispute) AND due_on < $4::date) AS overdue
           FROM (SELECT a.due_on, ${ours} AND a.state IN ('draft', 'returned') AS mine, ${boxes.review} AS review,
                   ${boxes.answer} AS answer, ${boxes.dispute} AS dispute
                 FROM data_applications a WHERE a.state IN ('draft', 'returned', 'review', 'answer', 'dispute')) x`,
    values: [[...consumer, ...made], owner, steward, today],
  });
  return rows[0]!;
}

export interface NewApplication {
  region: string;
  scenario: string;
  use?: string;
  ownerRegion: string;
  ownerDepartment: string;
  resource: string;
  contract: string;
  purpose: Text;
  legalBasis: Text;
  fields: FieldWish[];
  steps: { id: string; name: Text }[];
  perDay: number;
  validTo?: string;
  unpublished: boolean;
  commandId: string;
  by: { id: string; name: string };
  at: string;
}

/** A draft. Sent twice, it is there once; `open`: another one about the same contract is under way. */
export async function insertApplication(
  store: Store,
  input: NewApplication,
  line: AuditLine,
): Promise<{ id: string } | { open: string | undefined }> {
  return withAudit(store, async (trx, audit) => {
    const id = uuidv7();
    const made = await trx('data_applications')
      .insert({
        id,
        region: input.region,
        scenario: input.scenario,
        data_use: input.use ?? null,
        owner_region: input.ownerRegion,
        owner_department: input.ownerDepartment,
        resource: input.resource,
        contract: input.contract,
        state: 'draft',
        rev: 1,
        purpose: JSON.stringify(input.purpose),
        legal_basis: JSON.stringify(input.legalBasis),
        fields: JSON.stringify(input.fields),
        steps: JSON.stringify(input.steps),
        per_day: input.perDay,
        valid_to: input.validTo ?? null,
        unpublished: input.unpublished,
        command_id: input.commandId,
        applicant: input.by.id,
        applicant_name: input.by.name,
        made_at: input.at,
        changed_at: input.at,
      })
      .onConflict()
      .ignore()
      .returning('id');
    if (made.length === 0) {
      const same = await trx('data_applications')
        .where({ region: input.region, applicant: input.by.id, command_id: input.commandId })
        .first('id');
      if (same) return { id: same.id as string };
      const open = await trx('data_applications')
        .where({ region: input.region, contract: input.contract })
        .whereIn('state', ['draft', 'review', 'answer', 'returned', 'dispute'])
        .first('id');
      return { open: open?.id as string | undefined };
    }
    await insertEvent(trx, { id, seq: 1, at: input.at, by: input.by, action: 'made', state: 'draft', commandId: input.commandId });
    await audit({ ...line, object: id });
    return { id };
  });
}

interface EventInput {
  id: string;
  seq: number;
  at: string;
  by: { id: string | null; name: string };
  action: string;
  state: string;
  reason?: string;
  fields?: string[];
  commandId?: string;
}
async function insertEvent(
  trx: Knex.Transaction,
  { id, seq, at, by, action, state, reason, fields, commandId }: EventInput,
): Promise<void> {
  await trx('data_application_events').insert({
    application: id,
    seq,
    at,
    account_id: by.id,
    account_name: by.name,
    action,
    state,
    reason: reason ?? null,
    fields: fields ?? null,
    command_id: commandId ?? null,
  });
}

export interface ApplicationChange {
  id: string;
  /** The revision it was decided on: a second decision on the same one finds nothing to change. */
  rev: number;
  at: string;
  by: { id: string | null; name: string };
  action: string;
  commandId: string;
  set: Partial<{
    state: ApplicationState;
    purpose: Text;
    legalBasis: Text;
    fields: FieldWish[];
    grantedFields: string[] | null;
    steps: { id: string; name: Text }[];
    perDay: number;
    validTo: string | null;
    unpublished: boolean;
    dueOn: string | null;
    sentAt: string;
  }>;
  reason?: string;
  /** Comes into force with the decision. */
  contract?: { region: string; document: DataContract };
  /** One message to the one who applied. */
  notice?: { account: string; region: string; contract: string; words: Text };
}

const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value));

/** One decision: state, event, contract, message and audit line together, or nothing of it. `repeated`: this command was done before. */
export async function changeApplication(store: Store, change: ApplicationChange, line: AuditLine): Promise<'done' | 'repeated' | 'stale'> {
  const { id, rev, at, by, action, commandId, set, reason } = change;
  return withAudit(store, async (trx, audit) => {
    const values = {
      state: set.state,
      purpose: json(set.purpose),
      legal_basis: json(set.legalBasis),
      fields: json(set.fields),
      granted_fields: set.grantedFields,
      steps: json(set.steps),
      per_day: set.perDay,
      valid_to: set.validTo,
      unpublished: set.unpublished,
      due_on: set.dueOn,
      sent_at: set.sentAt,
    };
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    // The row is locked by the update: of two decisions at once the second waits, then finds another revision.
    const changed = await trx('data_applications')
      .where({ id, rev })
      .update({ ...given, rev: rev + 1, changed_at: at })
      .returning('state');
    if (changed.length === 0) {
      const same = await trx('data_application_events').where({ application: id, command_id: commandId }).first('seq');
      return same ? 'repeated' : 'stale';
    }
    const fields = set.grantedFields ?? undefined;
    await insertEvent(trx, { id, seq: rev + 1, at, by, action, state: changed[0].state, reason, fields, commandId });
    if (change.contract) await putContract(trx, { ...change.contract, at, by, action: 'granted', commandId });
    if (change.notice) await insertNotice(trx, { ...change.notice, application: id, at });
    await audit(line);
    return 'done';
  });
}

/** Writes a contract in force with its own history line; a wider or renewed one takes the place of the earlier. */
export async function putContract(
  trx: Knex.Transaction,
  {
    region,
    document,
    at,
    by,
    action,
    reason,
    commandId,
  }: {
    region: string;
    document: DataContract;
    at: string;
    by: { id: string | null; name: string };
    action: string;
    reason?: string;
    commandId?: string;
  },
): Promise<void> {
  const saved = await trx.raw(
    `INSERT INTO contracts (region, id, document) VALUES (?, ?, ?::jsonb)
     ON CONFLICT (region, id) DO UPDATE SET document = excluded.document, rev = contracts.rev + 1 RETURNING rev`,
    [region, document.id, JSON.stringify(document)],
  );
  await trx('contract_events').insert({
    region,
    contract: document.id,
    rev: saved.rows[0].rev,
    at,
    account_id: by.id,
    account_name: by.name,
    action,
    reason: reason ?? null,
    command_id: commandId ?? null,
  });
}

export async function insertNotice(
  trx: Knex.Transaction,
  {
    account,
    region,
    contract,
    words,
    application,
    at,
  }: NonNullable<ApplicationChange['notice']> & { application: string | null; at: string },
): Promise<void> {
  await trx('data_notices').insert({ id: uuidv7(), account_id: account, application, region, contract, at, words: JSON.stringify(words) });
}

export interface ApplicationEvent {
  at: string;
  who: string;
  action: string;
  state: string;
  reason: string | null;
  fields: string[] | null;
}
export async function listApplicationEvents(store: Store, id: string): Promise<ApplicationEvent[]> {
  return store.query<ApplicationEvent>({
    text: `SELECT at, account_name AS who, action, state, reason, fields FROM data_application_events WHERE application = $1 ORDER BY seq`,
    values: [id],
  });
}

export interface Notice {
  id: string;
  at: string;
  words: Text;
  seen: boolean;
  application: string | null;
  region: string;
  contract: string;
}
export async function listNotices(store: Store, account: string): Promise<{ rows: Notice[]; unseen: number }> {
  const [rows, counted] = await Promise.all([
    store.query<Notice>({
      text: `SELECT id, at, words, seen, application, region, contract FROM data_notices WHERE account_id = $1 ORDER BY id DESC LIMIT 100`,
      values: [account],
    }),
    store.query<{ unseen: number }>({
      text: 'SELECT count(*) AS unseen FROM data_notices WHERE account_id = $1 AND NOT seen',
      values: [account],
    }),
  ]);
  return { rows, unseen: counted[0]!.unseen };
}
export async function markSeen(store: Store, account: string, upTo: string): Promise<void> {
  await store.query({
    text: 'UPDATE data_notices SET seen = true WHERE account_id = $1 AND id <= $2 AND NOT seen',
    values: [account, upTo],
  });
}
