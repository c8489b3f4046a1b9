/** Departments of a region as they are renamed and merged. */
import type { Text } from '../../schemas/generated/documents.ts';
import { type AuditLine, withAudit } from './audit.ts';
import type { Store } from './store.ts';

/** What was merged into the department before follows it to its own successor, so that one step always leads to the end. */
export async function changeOrganisation(
  store: Store,
  {
    region,
    department,
    name,
    successor,
    line,
  }: { region: string; department: string; name?: Text; successor?: string | null; line: AuditLine },
): Promise<void> {
  await withAudit(store, async (trx, audit) => {
    const row = { ...(name ? { name: JSON.stringify(name) } : {}), ...(successor === undefined ? {} : { successor }) };
    if (Object.keys(row).length > 0) await trx('organisations').where({ region, department }).update(row);
    if (typeof successor === 'string') await trx('organisations').where({ region, successor: department }).update({ successor });
    await audit(line);
  });
}

/** Scenarios whose draft gives the department work. */
export async function countScenariosOf(store: Store, region: string, department: string): Promise<number> {
  const rows = await store.query<{ count: number }>({
    name: 'organisations.scenarios',
    text: `SELECT count(*) AS count FROM scenario_drafts WHERE region = $1 AND (package #> '{scenario,departments}') ? $2`,
    values: [region, department],
  });
  return rows[0]?.count ?? 0;
}
