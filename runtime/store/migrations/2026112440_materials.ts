/**
 * Materials people hand in (or promise, or bring later), licences of their wallets, and what was deleted when and why. All
 * carry the region first and stand behind the same walls as cases; a person's own rows in every region are found by functions.
 */
import type { Knex } from 'knex';

const names = ['uploads', 'licences', 'erasures', 'data_requests'] as const;

const tables = `
CREATE TABLE uploads (
  region text NOT NULL,
  id uuid NOT NULL,
  account text NOT NULL,
  case_id uuid,
  path text,
  document text,
  kind text NOT NULL CHECK (kind IN ('upload', 'earlier', 'licence', 'promise', 'tolerance')),
  state text NOT NULL CHECK (state IN ('receiving', 'ready', 'refused', 'deleted')),
  name text NOT NULL,
  declared text,
  type text,
  limits json NOT NULL,
  size integer NOT NULL,
  received integer NOT NULL DEFAULT 0,
  offsets integer[] NOT NULL DEFAULT '{}',
  claimed text,
  sha256 text,
  sent_sha256 text,
  thumbnail boolean NOT NULL DEFAULT false,
  problem text,
  facts json NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  attached_at timestamptz,
  due date,
  reminded_at timestamptz,
  late_at timestamptz,
  delivered uuid[],
  delivered_at timestamptz,
  wrong text,
  retain_days integer,
  deleted_at timestamptz,
  deleted_why text,
  PRIMARY KEY (region, id)
);
COMMENT ON COLUMN uploads.document IS 'kind of document, the same in every scenario';
COMMENT ON COLUMN uploads.claimed IS 'SHA-256 the sender gave beforehand';
COMMENT ON COLUMN uploads.sent_sha256 IS 'of the bytes as sent; sha256 is of what is kept';
COMMENT ON COLUMN uploads.wrong IS 'marked by its owner as wrong, in their words';
CREATE INDEX uploads__case ON uploads (region, case_id);
CREATE INDEX uploads__account ON uploads (account, created_at);
CREATE INDEX uploads__content ON uploads (region, sha256) WHERE state = 'ready';
CREATE INDEX uploads__stale ON uploads (created_at) WHERE attached_at IS NULL AND state <> 'deleted';
CREATE INDEX uploads__due ON uploads (due) WHERE kind = 'tolerance' AND delivered_at IS NULL AND state = 'ready';

CREATE TABLE licences (
  region text NOT NULL,
  id uuid NOT NULL,
  case_id uuid NOT NULL,
  document text NOT NULL,
  holder_key text,
  applicant text NOT NULL,
  holder_name text NOT NULL,
  type text NOT NULL,
  name json NOT NULL,
  number text NOT NULL,
  department text NOT NULL,
  department_name json NOT NULL,
  fields json NOT NULL,
  issued_at timestamptz NOT NULL,
  valid_to date,
  status text NOT NULL CHECK (status IN ('valid', 'revoked')),
  revoked_at timestamptz,
  revoked_why text,
  revoked_by text,
  PRIMARY KEY (region, id),
  UNIQUE (region, case_id, document)
);
CREATE INDEX licences__holder ON licences (holder_key);
CREATE INDEX licences__applicant ON licences (applicant);
CREATE INDEX licences__number ON licences (region, number);

CREATE TABLE erasures (
  region text NOT NULL,
  id uuid NOT NULL,
  case_id uuid,
  account text,
  what text NOT NULL CHECK (what IN ('form', 'material', 'draft', 'upload')),
  subject text NOT NULL,
  name json NOT NULL,
  hash text NOT NULL,
  at timestamptz NOT NULL,
  why text NOT NULL CHECK (why IN ('retention', 'asked', 'unattached')),
  PRIMARY KEY (region, id)
);
CREATE INDEX erasures__case ON erasures (region, case_id);
CREATE UNIQUE INDEX erasures__once ON erasures (region, case_id, what, subject) WHERE what = 'form';

CREATE TABLE data_requests (
  region text NOT NULL,
  id uuid NOT NULL,
  account text NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('correct', 'delete', 'withdraw', 'export')),
  subject text NOT NULL,
  result json NOT NULL,
  PRIMARY KEY (region, id)
);
CREATE INDEX data_requests__account ON data_requests (account, at);

CREATE INDEX audit__object ON audit (region, object) WHERE object <> '';
`;

/** A person's rows lie in every region they applied in; workers look through all of them. */
const finders = `
CREATE FUNCTION lianban_find_own_uploads(p_account text, p_limit integer) RETURNS TABLE (region text, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.region, u.id FROM uploads u WHERE u.account = p_account AND u.state <> 'deleted' ORDER BY u.created_at DESC LIMIT p_limit
$$;
CREATE FUNCTION lianban_find_upload(p_id uuid) RETURNS TABLE (region text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.code FROM regions r WHERE EXISTS (SELECT FROM uploads u WHERE u.region = r.code AND u.id = p_id)
$$;
CREATE FUNCTION lianban_find_own_licences(p_account text, p_keys text[]) RETURNS TABLE (region text, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT l.region, l.id FROM licences l WHERE l.holder_key = ANY (p_keys)
  UNION
  SELECT l.region, l.id FROM licences l WHERE l.applicant = p_account
$$;
CREATE FUNCTION lianban_find_stale_uploads(p_before timestamptz, p_limit integer) RETURNS TABLE (region text, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.region, u.id FROM uploads u WHERE u.attached_at IS NULL AND u.state <> 'deleted' AND u.created_at < p_before LIMIT p_limit
$$;
CREATE FUNCTION lianban_find_due_materials(p_until date, p_limit integer) RETURNS TABLE (region text, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.region, u.id FROM uploads u
  WHERE u.kind = 'tolerance' AND u.delivered_at IS NULL AND u.state = 'ready' AND u.late_at IS NULL AND u.due <= p_until
  ORDER BY u.due LIMIT p_limit
$$;
CREATE FUNCTION lianban_find_over_materials(p_now timestamptz, p_limit integer) RETURNS TABLE (region text, id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.region, u.id FROM uploads u JOIN cases c ON c.region = u.region AND c.id = u.case_id
  WHERE u.state = 'ready' AND u.retain_days IS NOT NULL AND c.ended_at + u.retain_days * interval '1 day' <= p_now LIMIT p_limit
$$;
`;

const walls = names
  .map(
    (table) => `
ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY ${table}__read ON ${table} FOR SELECT TO lianban_app
  USING (region = ANY ((SELECT string_to_array(current_setting('lianban.region', true), ','))::text[]));
CREATE POLICY ${table}__insert ON ${table} FOR INSERT TO lianban_app WITH CHECK (region = current_setting('lianban.region', true));
CREATE POLICY ${table}__update ON ${table} FOR UPDATE TO lianban_app
  USING (region = current_setting('lianban.region', true)) WITH CHECK (region = current_setting('lianban.region', true));`,
  )
  .join('\n');

const grants = `
GRANT SELECT, INSERT, UPDATE ON uploads, licences TO lianban_app;
GRANT SELECT, INSERT ON erasures, data_requests TO lianban_app;
`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(tables);
  await knex.raw(finders);
  await knex.raw(walls);
  await knex.raw(grants);
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['own_uploads', 'upload', 'own_licences', 'stale_uploads', 'due_materials', 'over_materials'])
    await knex.raw(`DROP FUNCTION lianban_find_${name}`);
  await knex.raw(`DROP INDEX audit__object; DROP TABLE ${names.join(', ')}`);
}
