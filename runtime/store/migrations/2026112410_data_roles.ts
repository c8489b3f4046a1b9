/** Two more roles: who keeps a department's forms and data, and who reviews applications for a region's data. */
import type { Knex } from 'knex';

const constrain = (roles: string[]) =>
  `ALTER TABLE grants DROP CONSTRAINT grants__role,
     ADD CONSTRAINT grants__role CHECK (role IN (${roles.map((role) => `'${role}'`).join(', ')}))`;
const before = ['designer', 'officer', 'admin', 'supervisor', 'operator'];

export async function up(knex: Knex): Promise<void> {
  await knex.raw(constrain([...before, 'keeper', 'steward']));
  await knex.raw(`ALTER TABLE grants ADD CONSTRAINT grants__keeper_department CHECK (role <> 'keeper' OR department <> '')`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE grants DROP CONSTRAINT grants__keeper_department');
  await knex.raw(`DELETE FROM grants WHERE role IN ('keeper', 'steward')`);
  await knex.raw(constrain(before));
}
