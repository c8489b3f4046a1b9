import type { Knex } from 'knex';

/**
 * The field standard of a region: data elements by id, each kept by a department. `search` holds what people look for
 * them by, in lower case, one per line: name, English, key, code, pinyin and its initials.
 * `label_key` is the name without its ways of saying, by which two names are told to ask the same.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE element_catalogue (
      region text NOT NULL REFERENCES regions (code),
      id text NOT NULL CHECK (id ~ '^[a-z][A-Za-z0-9]{0,47}$'),
      department text NOT NULL,
      element jsonb NOT NULL,
      code text NOT NULL,
      search text NOT NULL,
      label_key text NOT NULL,
      sensitivity smallint NOT NULL,
      type text NOT NULL,
      rev integer NOT NULL DEFAULT 1,
      retired boolean NOT NULL DEFAULT false,
      changed_by text NOT NULL,
      changed_at timestamptz NOT NULL,
      CONSTRAINT element_catalogue__region_id PRIMARY KEY (region, id),
      CONSTRAINT element_catalogue__region_code UNIQUE (region, code),
      FOREIGN KEY (region, department) REFERENCES organisations (region, department)
    );
    GRANT SELECT, INSERT, UPDATE ON element_catalogue TO lianban_app;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE element_catalogue');
}
