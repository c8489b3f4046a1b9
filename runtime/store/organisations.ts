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

export interface ScenarioOfDepartment {
  id: string;
  name: Text;
  live: boolean;
  /** Steps the department works, by itself or through its items. */
  steps: number;
  origin: { regionName: string; version: number } | null;
}

/** Scenarios whose draft gives the department work, with the release they were cloned from. */
export async function listScenariosOf(store: Store, region: string, department: string): Promise<ScenarioOfDepartment[]> {
  return store.query<ScenarioOfDepartment>({
    name: 'organisations.scenarios_of',
    text: `SELECT s.id, s.name, s.live_version IS NOT NULL AS live,
             (SELECT count(*)::integer FROM jsonb_each(d.package #> '{scenario,nodes}') AS n
               WHERE n.value ->> 'department' = $2
                 OR d.package #>> ARRAY['scenario', 'items', n.value ->> 'item', 'department'] = $2) AS steps,
             CASE WHEN c.cut_off IS NULL AND c.base_version IS NOT NULL THEN jsonb_build_object('version', c.base_version, 'regionName',
               (SELECT r.region_name FROM template_releases r WHERE r.region = c.origin_region AND r.template_id = c.template_id
                  AND r.version = c.base_version)) END AS origin
           FROM scenario_drafts d JOIN scenarios s ON s.region = d.region AND s.id = d.scenario_id
             LEFT JOIN clones c ON c.region = d.region AND c.scenario_id = d.scenario_id
           WHERE d.region = $1 AND (d.package #> '{scenario,departments}') ? $2 ORDER BY s.id`,
    values: [region, department],
  });
}

export interface DepartmentCounts {
  /** Open tasks on its desk. */
  tasks: number;
  people: number;
  forms: number;
  /** Data resources it keeps, and grants it gave to others. */
  resources: number;
  grants: number;
}

export async function countOf(store: Store, region: string, department: string): Promise<DepartmentCounts> {
  return store.withRegions([region], async (client) => {
    const { rows } = await client.query<DepartmentCounts>(
      `SELECT
         (SELECT count(*)::integer FROM tasks WHERE region = $1 AND department = $2 AND kind = 'desk' AND status IN ('open', 'supplement')) AS tasks,
         (SELECT count(DISTINCT account_id)::integer FROM grants WHERE region = $1 AND department = $2) AS people,
         (SELECT count(*)::integer FROM form_library WHERE region = $1 AND department = $2) AS forms,
         (SELECT count(*)::integer FROM data_resources WHERE owner_region = $1 AND department = $2 AND state <> 'withdrawn') AS resources,
         (SELECT count(*)::integer FROM contracts WHERE owner_region = $1 AND owner_department = $2) AS grants`,
      [region, department],
    );
    return rows[0]!;
  });
}

/** False when the region has it already. */
export async function insertOrganisation(
  store: Store,
  { region, department, name, hue, line }: { region: string; department: string; name: Text; hue: number; line: AuditLine },
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const made = await trx('organisations')
      .insert({ region, department, name: JSON.stringify(name), hue })
      .onConflict()
      .ignore()
      .returning('department');
    if (made.length > 0) await audit(line);
    return made.length > 0;
  });
}
