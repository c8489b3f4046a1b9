/** Lists of cases, newest first, without sorting them all: 40,000 cases took 0.8 s a page. */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw('CREATE INDEX cases__submitted_at ON cases (region, submitted_at DESC, id) WHERE case_no IS NOT NULL');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX cases__submitted_at');
}
