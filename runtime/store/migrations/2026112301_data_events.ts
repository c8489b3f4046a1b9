/** Data that came from outside is an event, too: starts by a rule over data look at it. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE messages DROP CONSTRAINT messages_kind_check;
    ALTER TABLE messages ADD CONSTRAINT messages__kind CHECK (kind IN ('message', 'signal', 'data'));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DELETE FROM messages WHERE kind = 'data';
    ALTER TABLE messages DROP CONSTRAINT messages__kind;
    ALTER TABLE messages ADD CONSTRAINT messages_kind_check CHECK (kind IN ('message', 'signal'));
  `);
}
