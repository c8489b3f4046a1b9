import type { Knex } from 'knex';

/**
 * People and their rights, sessions, what the studio authors and publishes, calendars, allowed hosts, and the audit.
 *
 * `audit` and `versions` are append-only twice over: the application's role holds no right to change them, and a
 * trigger refuses whoever does.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    DO $$ BEGIN
      CREATE ROLE lianban_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$;

    CREATE TABLE regions (
      code text CONSTRAINT regions__code PRIMARY KEY CHECK (code ~ '^[0-9]{6}$'),
      name text NOT NULL,
      parent text REFERENCES regions (code)
    );

    CREATE TABLE organisations (
      region text NOT NULL REFERENCES regions (code),
      department text NOT NULL CHECK (department ~ '^[a-z][a-z0-9-]{0,31}$'),
      name jsonb NOT NULL,
      hue integer,
      CONSTRAINT organisations__region_department PRIMARY KEY (region, department)
    );

    CREATE TABLE accounts (
      id uuid CONSTRAINT accounts__id PRIMARY KEY,
      username text NOT NULL CONSTRAINT accounts__username UNIQUE CHECK (username = lower(username)),
      name text NOT NULL,
      kind text NOT NULL CHECK (kind IN ('person', 'staff')),
      id_number text,
      mobile text,
      password_hash text,
      disabled boolean NOT NULL DEFAULT false,
      failed_sign_ins integer NOT NULL DEFAULT 0,
      locked_until timestamptz,
      created_at timestamptz NOT NULL,
      last_sign_in_at timestamptz,
      CHECK ((kind = 'person') = (id_number IS NOT NULL))
    );
    CREATE UNIQUE INDEX accounts__id_number ON accounts (id_number);

    CREATE TABLE grants (
      account_id uuid NOT NULL REFERENCES accounts (id),
      region text NOT NULL REFERENCES regions (code),
      department text NOT NULL DEFAULT '',
      role text NOT NULL CHECK (role IN ('designer', 'officer', 'admin', 'supervisor')),
      CONSTRAINT grants__account_region_department_role PRIMARY KEY (account_id, region, department, role),
      CHECK (role <> 'officer' OR department <> '')
    );
    CREATE INDEX grants__region ON grants (region);

    CREATE TABLE sessions (
      token_hash bytea CONSTRAINT sessions__token_hash PRIMARY KEY,
      id uuid NOT NULL UNIQUE,
      account_id uuid NOT NULL REFERENCES accounts (id),
      csrf text NOT NULL,
      created_at timestamptz NOT NULL,
      seen_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL
    );
    CREATE INDEX sessions__account_id ON sessions (account_id);

    CREATE TABLE scenarios (
      region text NOT NULL REFERENCES regions (code),
      id text NOT NULL CHECK (id ~ '^[a-z][a-z0-9-]{0,63}$'),
      name jsonb NOT NULL,
      lineage jsonb,
      live_version integer,
      created_at timestamptz NOT NULL,
      created_by uuid NOT NULL,
      CONSTRAINT scenarios__region_id PRIMARY KEY (region, id)
    );

    CREATE TABLE scenario_drafts (
      region text NOT NULL,
      scenario_id text NOT NULL,
      rev integer NOT NULL,
      package jsonb NOT NULL,
      hash text NOT NULL,
      errors integer NOT NULL DEFAULT 0,
      warnings integer NOT NULL DEFAULT 0,
      edited_by uuid NOT NULL,
      edited_by_name text NOT NULL,
      edited_at timestamptz NOT NULL,
      CONSTRAINT scenario_drafts__region_scenario_id PRIMARY KEY (region, scenario_id),
      FOREIGN KEY (region, scenario_id) REFERENCES scenarios (region, id)
    );

    CREATE TABLE versions (
      region text NOT NULL,
      scenario_id text NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      hash text NOT NULL,
      package jsonb NOT NULL,
      scripts jsonb NOT NULL,
      notes text NOT NULL,
      command_id text NOT NULL,
      published_by uuid NOT NULL,
      published_by_name text NOT NULL,
      published_at timestamptz NOT NULL,
      CONSTRAINT versions__region_scenario_id_version PRIMARY KEY (region, scenario_id, version),
      CONSTRAINT versions__command_id UNIQUE (region, scenario_id, command_id),
      FOREIGN KEY (region, scenario_id) REFERENCES scenarios (region, id)
    );
    CREATE INDEX versions__hash ON versions (region, scenario_id, hash);

    CREATE TABLE calendars (
      region text NOT NULL,
      id text NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      calendar jsonb NOT NULL,
      changed_at timestamptz NOT NULL,
      changed_by text,
      CONSTRAINT calendars__region_id_version PRIMARY KEY (region, id, version)
    );

    CREATE TABLE hosts (
      region text CONSTRAINT hosts__region PRIMARY KEY,
      rev integer NOT NULL,
      hosts jsonb NOT NULL
    );

    CREATE TABLE audit (
      region text NOT NULL,
      seq bigint NOT NULL,
      at timestamptz NOT NULL,
      account_id uuid,
      account_name text,
      action text NOT NULL,
      object text NOT NULL,
      result text NOT NULL CHECK (result IN ('done', 'refused')),
      address text,
      request_id text,
      data jsonb NOT NULL,
      previous bytea NOT NULL,
      hash bytea NOT NULL,
      CONSTRAINT audit__region_seq PRIMARY KEY (region, seq)
    );
    CREATE INDEX audit__at ON audit (region, at);

    -- One writer per region at a time: the lock is taken before the last row is read, so the chain never forks.
    CREATE FUNCTION audit_append(p_region text, p_at timestamptz, p_account uuid, p_name text, p_action text, p_object text,
      p_result text, p_address text, p_request text, p_data jsonb) RETURNS bigint
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE
      last record;
      number bigint;
      link bytea;
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtext('audit:' || p_region));
      SELECT seq, hash INTO last FROM audit WHERE region = p_region ORDER BY seq DESC LIMIT 1;
      number := coalesce(last.seq, 0) + 1;
      link := coalesce(last.hash, '\\x'::bytea);
      INSERT INTO audit VALUES (p_region, number, p_at, p_account, p_name, p_action, p_object, p_result, p_address, p_request, p_data, link,
        audit_hash(p_region, number, p_at, p_account, p_name, p_action, p_object, p_result, p_address, p_request, p_data, link));
      RETURN number;
    END $$;

    CREATE FUNCTION audit_hash(p_region text, p_seq bigint, p_at timestamptz, p_account uuid, p_name text, p_action text, p_object text,
      p_result text, p_address text, p_request text, p_data jsonb, p_previous bytea) RETURNS bytea
    LANGUAGE sql STABLE SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
      SELECT sha256(p_previous || convert_to(jsonb_build_array(p_region, p_seq, extract(epoch FROM p_at), p_account, p_name, p_action, p_object,
        p_result, p_address, p_request, p_data)::text, 'UTF8'))
    $$;

    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END $$;
    CREATE TRIGGER audit__append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER versions__immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON versions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    GRANT SELECT, INSERT, UPDATE, DELETE ON regions, organisations, grants, sessions, scenarios, scenario_drafts, hosts TO lianban_app;
    GRANT SELECT, INSERT, UPDATE ON accounts TO lianban_app;
    GRANT SELECT, INSERT ON versions, calendars, audit TO lianban_app;
    GRANT USAGE ON SCHEMA public TO lianban_app;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE audit, hosts, calendars, versions, scenario_drafts, scenarios, sessions, grants, accounts, organisations, regions;
    DROP FUNCTION audit_append(text, timestamptz, uuid, text, text, text, text, text, text, jsonb);
    DROP FUNCTION audit_hash(text, bigint, timestamptz, uuid, text, text, text, text, text, text, jsonb, bytea);
    DROP FUNCTION refuse_change();
  `);
}
