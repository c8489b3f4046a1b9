import type { Knex } from 'knex';

/**
 * Forms of departments: one row per form with its draft, and its released versions, which never change. A version keeps the
 * data elements it was released with, so that it reads the same for ever. `form_fields` says who asks what: it is written
 * with the draft.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE form_library (
      region text NOT NULL REFERENCES regions (code),
      id text NOT NULL CHECK (id ~ '^[a-z][a-z0-9-]{0,63}$'),
      department text NOT NULL,
      name jsonb NOT NULL,
      search text NOT NULL,
      state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'review', 'returned')),
      rev integer NOT NULL,
      form jsonb NOT NULL,
      hash text NOT NULL,
      fields integer NOT NULL DEFAULT 0,
      errors integer NOT NULL DEFAULT 0,
      warnings integer NOT NULL DEFAULT 0,
      edited_by uuid NOT NULL,
      edited_by_name text NOT NULL,
      edited_at timestamptz NOT NULL,
      authors uuid[] NOT NULL,
      submitted jsonb,
      remarks jsonb,
      withdrawn jsonb,
      live_version integer,
      created_at timestamptz NOT NULL,
      created_by uuid NOT NULL,
      CONSTRAINT form_library__region_id PRIMARY KEY (region, id),
      FOREIGN KEY (region, department) REFERENCES organisations (region, department)
    );
    CREATE INDEX form_library__department ON form_library (region, department, edited_at DESC);
    COMMENT ON COLUMN form_library.authors IS 'who edited the draft since the last release: none of them may release it';

    CREATE TABLE form_versions (
      region text NOT NULL,
      form_id text NOT NULL,
      version integer NOT NULL CHECK (version > 0),
      hash text NOT NULL,
      form_hash text NOT NULL,
      form jsonb NOT NULL,
      elements jsonb NOT NULL,
      notes text NOT NULL,
      mapping jsonb NOT NULL,
      command_id text NOT NULL,
      submitted_by uuid NOT NULL,
      submitted_by_name text NOT NULL,
      published_by uuid NOT NULL,
      published_by_name text NOT NULL,
      published_at timestamptz NOT NULL,
      CONSTRAINT form_versions__region_form_version PRIMARY KEY (region, form_id, version),
      CONSTRAINT form_versions__command_id UNIQUE (region, form_id, command_id),
      FOREIGN KEY (region, form_id) REFERENCES form_library (region, id)
    );
    CREATE TRIGGER form_versions__immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON form_versions
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

    CREATE TABLE form_fields (
      region text NOT NULL,
      form_id text NOT NULL,
      field text NOT NULL,
      element text,
      subject text NOT NULL,
      subject_name jsonb,
      label jsonb,
      type text,
      CONSTRAINT form_fields__region_form_field PRIMARY KEY (region, form_id, field),
      FOREIGN KEY (region, form_id) REFERENCES form_library (region, id)
    );
    CREATE INDEX form_fields__element ON form_fields (region, element);

    GRANT SELECT, INSERT, UPDATE ON form_library TO lianban_app;
    GRANT SELECT, INSERT ON form_versions TO lianban_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON form_fields TO lianban_app;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE form_fields, form_versions, form_library');
}
