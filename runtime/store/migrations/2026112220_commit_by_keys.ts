/**
 * The commit function finds its rows by their keys, always.
 *
 * Its statements are planned once per connection and kept. Planned while a table was still small, "read the whole table and
 * hash it" looked cheapest and stayed the plan while the table grew: completing a task cost more the more cases there were,
 * until the next ANALYZE. Every one of these statements touches a few rows named by primary key, so the other ways are off.
 */
import type { Knex } from 'knex';

const settings = ['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin'];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`ALTER FUNCTION lianban_commit ${settings.map((name) => `SET ${name} TO off`).join(' ')}`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`ALTER FUNCTION lianban_commit ${settings.map((name) => `RESET ${name}`).join(' ')}`);
}
