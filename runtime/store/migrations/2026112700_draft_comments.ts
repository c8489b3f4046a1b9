/** What people say to each other about a draft, and one message to each person they name. Beside the package, never in it. */
import type { Knex } from 'knex';

const mine = "((SELECT string_to_array(current_setting('lianban.region', true), ','))::text[])";
const own = "region = current_setting('lianban.region', true)";
const wall = (table: string) => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  CREATE POLICY ${table}__read ON ${table} FOR SELECT TO lianban_app USING (region = ANY (${mine}));
  CREATE POLICY ${table}__insert ON ${table} FOR INSERT TO lianban_app WITH CHECK (${own});
  CREATE POLICY ${table}__update ON ${table} FOR UPDATE TO lianban_app USING (region = ANY (${mine})) WITH CHECK (${own});
  GRANT SELECT, INSERT, UPDATE ON ${table} TO lianban_app;`;

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE draft_comments (
      region text NOT NULL,
      id uuid NOT NULL,
      scenario text NOT NULL,
      thread uuid NOT NULL,
      about text NOT NULL CHECK (about IN ('scenario', 'step', 'question')),
      place text NOT NULL,
      place_name jsonb,
      author uuid NOT NULL REFERENCES accounts (id),
      by_name text NOT NULL,
      at timestamptz NOT NULL,
      words text NOT NULL CHECK (length(words) BETWEEN 1 AND 2000),
      named jsonb NOT NULL DEFAULT '[]',
      command_id text NOT NULL,
      resolved_at timestamptz,
      resolved_name text,
      CONSTRAINT draft_comments__region_id PRIMARY KEY (region, id),
      CONSTRAINT draft_comments__command UNIQUE (region, scenario, author, command_id),
      FOREIGN KEY (region, scenario) REFERENCES scenarios (region, id)
    );
    CREATE INDEX draft_comments__scenario ON draft_comments (region, scenario, id);
    COMMENT ON COLUMN draft_comments.thread IS 'the first comment of a conversation; of the first one its own id';
    COMMENT ON COLUMN draft_comments.place IS 'id of the step, form and field of the question with a slash between, empty for the scenario';
    COMMENT ON COLUMN draft_comments.place_name IS 'what it was called when this was written: still readable once it is deleted';
    COMMENT ON COLUMN draft_comments.named IS 'names of the people named in it, for reading; who they are stands in draft_mentions';
    CREATE TABLE draft_mentions (
      region text NOT NULL,
      account uuid NOT NULL REFERENCES accounts (id),
      comment uuid NOT NULL,
      at timestamptz NOT NULL,
      seen_at timestamptz,
      CONSTRAINT draft_mentions__region_account_comment PRIMARY KEY (region, account, comment),
      FOREIGN KEY (region, comment) REFERENCES draft_comments (region, id)
    );
    ${wall('draft_comments')}
    ${wall('draft_mentions')}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP TABLE draft_mentions, draft_comments');
}
