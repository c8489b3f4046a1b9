/**
 * Data that departments share: the catalogue of their resources with every version published, applications and what became
 * of them, and the contracts in force with their history. Reads are looked up by owner, by contract and by the person they
 * were about; they are hash-chained, signed, and counted into days while they are written.
 */
import type { Knex } from 'knex';

const catalogue = `
CREATE TABLE data_resources (
  owner_region text NOT NULL REFERENCES regions (code),
  id text NOT NULL,
  department text NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'listed', 'published', 'withdrawn')),
  rev integer NOT NULL,
  version integer NOT NULL DEFAULT 0,
  draft jsonb,
  document jsonb,
  contact jsonb NOT NULL DEFAULT '{}',
  search text NOT NULL,
  edited_by uuid,
  edited_by_name text NOT NULL,
  edited_at timestamptz NOT NULL,
  CONSTRAINT data_resources__owner_region_id PRIMARY KEY (owner_region, id),
  CHECK (draft IS NOT NULL OR document IS NOT NULL)
);
COMMENT ON TABLE data_resources IS 'draft: the owner''s alone; listed: in the catalogue, not published yet; published; withdrawn: no longer offered';
CREATE INDEX data_resources__id ON data_resources (id);
CREATE INDEX data_resources__department ON data_resources (owner_region, department);

CREATE TABLE data_resource_versions (
  owner_region text NOT NULL,
  id text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  document jsonb NOT NULL,
  notes text NOT NULL,
  published_by uuid,
  published_by_name text NOT NULL,
  published_at timestamptz NOT NULL,
  CONSTRAINT data_resource_versions__owner_region_id_version PRIMARY KEY (owner_region, id, version),
  FOREIGN KEY (owner_region, id) REFERENCES data_resources (owner_region, id)
);
CREATE TRIGGER data_resource_versions__append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON data_resource_versions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const applications = `
CREATE TABLE data_applications (
  id uuid CONSTRAINT data_applications__id PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY,
  region text NOT NULL REFERENCES regions (code),
  scenario text NOT NULL,
  data_use text,
  owner_region text NOT NULL,
  owner_department text NOT NULL,
  resource text NOT NULL,
  contract text NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'review', 'answer', 'granted', 'returned', 'refused', 'dispute', 'withdrawn')),
  rev integer NOT NULL,
  purpose jsonb NOT NULL,
  legal_basis jsonb NOT NULL,
  fields jsonb NOT NULL,
  granted_fields text[],
  steps jsonb NOT NULL,
  per_day integer NOT NULL,
  valid_to date,
  unpublished boolean NOT NULL,
  due_on date,
  command_id text NOT NULL,
  applicant uuid NOT NULL,
  applicant_name text NOT NULL,
  made_at timestamptz NOT NULL,
  sent_at timestamptz,
  changed_at timestamptz NOT NULL,
  CONSTRAINT data_applications__command UNIQUE (region, applicant, command_id),
  FOREIGN KEY (owner_region, resource) REFERENCES data_resources (owner_region, id)
);
COMMENT ON COLUMN data_applications.fields IS '[{ id, minimum, reason }]: what is asked for, and why beyond what the scenario needs';
-- Two people cannot apply for the same thing at the same time: the second finds the first.
CREATE UNIQUE INDEX data_applications__open ON data_applications (region, contract)
  WHERE state IN ('draft', 'review', 'answer', 'returned', 'dispute');
CREATE INDEX data_applications__consumer ON data_applications (region, state, changed_at);
CREATE INDEX data_applications__owner ON data_applications (owner_region, owner_department, state, changed_at);
CREATE INDEX data_applications__contract ON data_applications (region, contract, made_at);

CREATE TABLE data_application_events (
  application uuid NOT NULL REFERENCES data_applications (id),
  seq integer NOT NULL,
  at timestamptz NOT NULL,
  account_id uuid,
  account_name text NOT NULL,
  action text NOT NULL,
  state text NOT NULL,
  reason text,
  fields text[],
  command_id text,
  CONSTRAINT data_application_events__application_seq PRIMARY KEY (application, seq)
);
CREATE TRIGGER data_application_events__append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON data_application_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE data_notices (
  id uuid CONSTRAINT data_notices__id PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts (id),
  application uuid REFERENCES data_applications (id),
  region text NOT NULL,
  contract text NOT NULL,
  at timestamptz NOT NULL,
  words jsonb NOT NULL,
  seen boolean NOT NULL DEFAULT false
);
CREATE INDEX data_notices__account ON data_notices (account_id, id);
`;

const contracts = `
ALTER TABLE contracts
  ADD COLUMN rev integer NOT NULL DEFAULT 1,
  ADD COLUMN resource text GENERATED ALWAYS AS (document ->> 'resource') STORED,
  ADD COLUMN scenario text GENERATED ALWAYS AS (document ->> 'scenario') STORED,
  ADD COLUMN status text GENERATED ALWAYS AS (document ->> 'status') STORED,
  ADD COLUMN valid_to text GENERATED ALWAYS AS (document ->> 'validTo') STORED,
  ADD COLUMN owner_region text GENERATED ALWAYS AS (coalesce(document #>> '{owner,region}', region)) STORED,
  ADD COLUMN owner_department text
    GENERATED ALWAYS AS (coalesce(document #>> '{owner,department}', split_part(document ->> 'resource', '/', 1))) STORED;
CREATE INDEX contracts__owner ON contracts (owner_region, resource);
CREATE INDEX contracts__scenario ON contracts (region, scenario);
-- Until now a published version brought its contracts along. They become contracts in force, so that running cases go on.
INSERT INTO contracts (region, id, document)
  SELECT DISTINCT ON (v.region, c.key) v.region, c.key, c.value
  FROM versions v, jsonb_each(coalesce(v.package -> 'contracts', '{}')) c
  WHERE c.value ->> 'id' = c.key AND c.value ->> 'resource' IS NOT NULL
  ORDER BY v.region, c.key, v.version DESC
  ON CONFLICT (region, id) DO NOTHING;

CREATE TABLE contract_events (
  region text NOT NULL,
  contract text NOT NULL,
  rev integer NOT NULL,
  at timestamptz NOT NULL,
  account_id uuid,
  account_name text NOT NULL,
  action text NOT NULL,
  reason text,
  command_id text,
  CONSTRAINT contract_events__region_contract_rev PRIMARY KEY (region, contract, rev),
  FOREIGN KEY (region, contract) REFERENCES contracts (region, id)
);
CREATE TRIGGER contract_events__append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON contract_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`;

const reads = `
ALTER TABLE reads
  ADD COLUMN owner_region text,
  ADD COLUMN owner_department text,
  ADD COLUMN nulls text[],
  ADD COLUMN chain uuid,
  ADD COLUMN seq integer,
  ADD COLUMN hash bytea,
  ADD COLUMN signature bytea;
COMMENT ON COLUMN reads.chain IS 'each writing process has its own chain per region, so that none waits for another';
COMMENT ON COLUMN reads.hash IS 'SHA-256 of the hash before it and this row; the last row of every batch is signed (Ed25519)';
DROP INDEX reads__contract;
CREATE INDEX reads__contract ON reads (region, contract, id);
CREATE INDEX reads__owner ON reads (owner_region, resource, id);
CREATE UNIQUE INDEX reads__chain ON reads (region, chain, seq);
CREATE TRIGGER reads__append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON reads FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- The owner sees reads of its data in every region; the regions in the setting are those the reader answers for.
CREATE POLICY reads__owner ON reads FOR SELECT TO lianban_app
  USING (owner_region = ANY ((SELECT string_to_array(current_setting('lianban.region', true), ','))::text[]));

CREATE TABLE read_chains (
  region text NOT NULL,
  chain uuid NOT NULL,
  rows integer NOT NULL,
  hash bytea NOT NULL,
  began_at timestamptz NOT NULL,
  CONSTRAINT read_chains__region_chain PRIMARY KEY (region, chain)
) WITH (fillfactor = 70);

CREATE TABLE read_persons (
  person_key text NOT NULL,
  region text NOT NULL,
  read_id uuid NOT NULL,
  CONSTRAINT read_persons__person_key_region_read_id PRIMARY KEY (person_key, region, read_id)
);
COMMENT ON TABLE read_persons IS 'whom a read was about: a keyed hash of the ID number. Keys only, no contents';
CREATE TRIGGER read_persons__append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON read_persons
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE read_days (
  owner_region text NOT NULL,
  resource text NOT NULL,
  day date NOT NULL,
  region text NOT NULL,
  contract text NOT NULL,
  reads integer NOT NULL DEFAULT 0,
  hits integer NOT NULL DEFAULT 0,
  absent integer NOT NULL DEFAULT 0,
  invalid integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  refused integer NOT NULL DEFAULT 0,
  ms bigint NOT NULL DEFAULT 0,
  last_at timestamptz NOT NULL,
  CONSTRAINT read_days__key PRIMARY KEY (owner_region, resource, day, region, contract)
) WITH (fillfactor = 70);
COMMENT ON TABLE read_days IS 'absent: no or several records; failed: down or too slow; refused: outside the contract or its quota';
CREATE INDEX read_days__contract ON read_days (region, contract, day);

CREATE TABLE read_field_days (
  owner_region text NOT NULL,
  resource text NOT NULL,
  field text NOT NULL,
  day date NOT NULL,
  asked integer NOT NULL DEFAULT 0,
  nulls integer NOT NULL DEFAULT 0,
  wrong integer NOT NULL DEFAULT 0,
  CONSTRAINT read_field_days__key PRIMARY KEY (owner_region, resource, field, day)
) WITH (fillfactor = 70);

CREATE FUNCTION lianban_find_case_numbers(p_region text, p_ids uuid[]) RETURNS TABLE (id uuid, case_no text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.id, c.case_no FROM cases c WHERE c.region = p_region AND c.id = ANY(p_ids) AND c.case_no IS NOT NULL
$$;
`;

const rights = `
GRANT SELECT, INSERT, UPDATE ON data_resources, data_applications, data_notices, read_chains, read_days, read_field_days TO lianban_app;
GRANT SELECT, INSERT ON data_resource_versions, data_application_events, contract_events, read_persons TO lianban_app;
`;

export async function up(knex: Knex): Promise<void> {
  for (const part of [catalogue, applications, contracts, reads, rights]) await knex.raw(part);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP FUNCTION lianban_find_case_numbers;
    DROP TABLE read_field_days, read_days, read_persons, read_chains, contract_events, data_notices, data_application_events,
      data_applications, data_resource_versions, data_resources;
    DROP POLICY reads__owner ON reads;
    DROP TRIGGER reads__append_only ON reads;
    DROP INDEX reads__chain, reads__owner, reads__contract;
    ALTER TABLE reads DROP COLUMN owner_region, DROP COLUMN owner_department, DROP COLUMN nulls, DROP COLUMN chain, DROP COLUMN seq,
      DROP COLUMN hash, DROP COLUMN signature;
    CREATE INDEX reads__contract ON reads (region, contract, at);
    DROP INDEX contracts__owner, contracts__scenario;
    ALTER TABLE contracts DROP COLUMN owner_department, DROP COLUMN owner_region, DROP COLUMN valid_to, DROP COLUMN status,
      DROP COLUMN scenario, DROP COLUMN resource, DROP COLUMN rev;
  `);
}
