/** Which scenario was cloned from which release, what was localised, and whether it was cut off. */
import type { Knex } from 'knex';
import type { Lineage, Text } from '../../schemas/generated/documents.ts';
import { type AuditLine, withAudit } from './audit.ts';
import type { DraftInput } from './scenarios.ts';
import type { Store } from './store.ts';

export interface CutOff {
  reason: string;
  byName: string;
  at: string;
}
/** Points of the localisation sheet somebody settled, by id, with the moment. */
export type Localised = Record<string, string>;
export interface CloneRow {
  region: string;
  regionName: string;
  scenarioId: string;
  name: Text;
  originRegion: string;
  templateId: string;
  baseVersion: number;
  baseHash: string;
  /** Departments of the template that are others here: template code -> our code. */
  departments: Record<string, string>;
  localised: Localised;
  byName: string;
  at: string;
  cutOff: CutOff | null;
  liveVersion: number | null;
}

const select = `SELECT c.region, g.name AS "regionName", c.scenario_id AS "scenarioId", s.name, c.origin_region AS "originRegion",
  c.template_id AS "templateId", c.base_version AS "baseVersion", c.base_hash AS "baseHash", c.departments, c.localised, c.by_name AS "byName", c.at,
  c.cut_off AS "cutOff", s.live_version AS "liveVersion"
  FROM clones c JOIN scenarios s ON s.region = c.region AND s.id = c.scenario_id JOIN regions g ON g.code = c.region`;

/** The clone a scenario is; also when it was cut off. */
export async function findClone(store: Store, region: string, scenarioId: string): Promise<CloneRow | undefined> {
  const rows = await store.query<CloneRow>({
    name: 'clones.find',
    text: `${select} WHERE c.region = $1 AND c.scenario_id = $2`,
    values: [region, scenarioId],
  });
  return rows[0];
}

/** Every clone of a template, those that were cut off included. */
export async function listClonesOf(store: Store, originRegion: string, templateId: string): Promise<CloneRow[]> {
  return store.query<CloneRow>({
    name: 'clones.of_template',
    text: `${select} WHERE c.origin_region = $1 AND c.template_id = $2 ORDER BY c.region, c.scenario_id`,
    values: [originRegion, templateId],
  });
}

/** Clones in the regions. */
export async function listClonesIn(store: Store, regions: string[]): Promise<CloneRow[]> {
  return store.query<CloneRow>({
    name: 'clones.of_regions',
    text: `${select} WHERE c.region = ANY($1::text[]) ORDER BY c.region, c.scenario_id`,
    values: [regions],
  });
}

/** Clones of the region whose draft has this form of the department. */
export async function listClonesWithForm(store: Store, region: string, form: string, department: string): Promise<string[]> {
  const rows = await store.query<{ id: string }>({
    name: 'clones.with_form',
    text: `SELECT c.scenario_id AS id FROM clones c JOIN scenario_drafts d ON d.region = c.region AND d.scenario_id = c.scenario_id
           WHERE c.region = $1 AND c.cut_off IS NULL AND d.package #>> ARRAY['forms', $2, 'department'] = $3 ORDER BY c.scenario_id`,
    values: [region, form, department],
  });
  return rows.map(({ id }) => id);
}

/** How many regions use each template. */
export async function countCloneRegions(store: Store): Promise<{ originRegion: string; templateId: string; regions: number }[]> {
  return store.query({
    name: 'clones.count_regions',
    text: `SELECT origin_region AS "originRegion", template_id AS "templateId", count(DISTINCT region) AS regions FROM clones
           WHERE cut_off IS NULL GROUP BY origin_region, template_id`,
  });
}

/** A new scenario, its first draft and where it came from, in one transaction; false when the id is taken in the region. */
export async function insertClone(
  store: Store,
  {
    draft,
    clone,
    line,
  }: {
    draft: DraftInput & { name: Text; lineage: Lineage };
    clone: Pick<CloneRow, 'originRegion' | 'templateId' | 'baseVersion' | 'baseHash' | 'departments' | 'localised'>;
    line: AuditLine;
  },
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const { region, scenarioId, at, editedBy } = draft;
    const made = await trx('scenarios')
      .insert({
        region,
        id: scenarioId,
        name: JSON.stringify(draft.name),
        lineage: JSON.stringify(draft.lineage),
        created_at: at,
        created_by: editedBy.id,
      })
      .onConflict()
      .ignore()
      .returning('id');
    if (made.length === 0) return false;
    await trx('scenario_drafts').insert({
      region,
      scenario_id: scenarioId,
      rev: 1,
      package: JSON.stringify(draft.package),
      hash: draft.hash,
      errors: draft.errors,
      warnings: draft.warnings,
      edited_by: editedBy.id,
      edited_by_name: editedBy.name,
      edited_at: at,
    });
    await trx('clones').insert({
      region,
      scenario_id: scenarioId,
      origin_region: clone.originRegion,
      template_id: clone.templateId,
      base_version: clone.baseVersion,
      base_hash: clone.baseHash,
      departments: JSON.stringify(clone.departments),
      localised: JSON.stringify(clone.localised),
      by_name: editedBy.name,
      at,
    });
    await audit(line);
    return true;
  });
}

/** After an upgrade the clone stands on another release. Give `trx` to do it together with the draft. */
export async function setCloneBase(
  store: Store,
  { region, scenarioId, version, hash }: { region: string; scenarioId: string; version: number; hash: string },
  trx: Knex = store.knex,
): Promise<void> {
  await trx('clones').where({ region, scenario_id: scenarioId }).update({ base_version: version, base_hash: hash });
  await trx('scenarios')
    .where({ region, id: scenarioId })
    .update({ lineage: trx.raw("lineage || jsonb_build_object('baseVersion', ?::integer, 'baseHash', ?::text)", [version, hash]) });
}

/** The draft as it was localised, and what is settled now, unless somebody saved first: the new rev. */
export async function saveLocalised(
  store: Store,
  draft: DraftInput & { rev: number; name: Text; lineage: Lineage },
  { departments, localised }: Pick<CloneRow, 'departments' | 'localised'>,
): Promise<number | undefined> {
  return withAudit(store, async (trx) => {
    const key = { region: draft.region, scenario_id: draft.scenarioId };
    const row = {
      rev: draft.rev + 1,
      package: JSON.stringify(draft.package),
      hash: draft.hash,
      errors: draft.errors,
      warnings: draft.warnings,
      edited_by: draft.editedBy.id,
      edited_by_name: draft.editedBy.name,
      edited_at: draft.at,
    };
    const saved = await trx('scenario_drafts')
      .where({ ...key, rev: draft.rev })
      .update(row);
    if (saved === 0) return undefined;
    await trx('scenarios')
      .where({ region: draft.region, id: draft.scenarioId })
      .update({ name: JSON.stringify(draft.name), lineage: JSON.stringify(draft.lineage) });
    await trx('clones')
      .where(key)
      .update({ departments: JSON.stringify(departments), localised: JSON.stringify(localised) });
    return draft.rev + 1;
  });
}

/** Stands alone from now on; false when it already does. The draft loses its lineage with it. */
export async function cutOffClone(
  store: Store,
  { region, scenarioId, cutOff, line }: { region: string; scenarioId: string; cutOff: CutOff; line: AuditLine },
): Promise<boolean> {
  return withAudit(store, async (trx, audit) => {
    const key = { region, scenario_id: scenarioId };
    const changed = await trx('clones')
      .where(key)
      .whereNull('cut_off')
      .update({ cut_off: JSON.stringify(cutOff) });
    if (changed === 0) return false;
    await trx('scenarios').where({ region, id: scenarioId }).update({ lineage: null });
    await trx('scenario_drafts')
      .where(key)
      .update({ rev: trx.raw('rev + 1'), package: trx.raw("package #- '{scenario,lineage}'") });
    await audit(line);
    return true;
  });
}
