/**
 * Who changed what in a draft, save by save: of every revision the places that changed, with what stood there before. Written by
 * the database itself in the statement that saves, so that no way of saving a draft can leave it out. The draft as it is now and
 * these places give every earlier state; the newest 2,000 saves of 400 days are kept.
 */
import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE draft_revisions (
      region text NOT NULL,
      scenario text NOT NULL,
      rev integer NOT NULL,
      at timestamptz NOT NULL,
      by_id uuid NOT NULL,
      by_name text NOT NULL,
      parts jsonb NOT NULL,
      CONSTRAINT draft_revisions__region_scenario_rev PRIMARY KEY (region, scenario, rev)
    );
    COMMENT ON COLUMN draft_revisions.parts IS 'places that changed with this revision: path, and before (left out: nothing was there)';
    ALTER TABLE draft_revisions ENABLE ROW LEVEL SECURITY;
    CREATE POLICY draft_revisions__read ON draft_revisions FOR SELECT TO lianban_app
      USING (region = ANY ((SELECT string_to_array(current_setting('lianban.region', true), ','))::text[]));
    GRANT SELECT ON draft_revisions TO lianban_app;

    CREATE FUNCTION lianban_changed_parts(p_before jsonb, p_after jsonb, p_path text[], p_depth integer) RETURNS SETOF jsonb
    LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
    DECLARE
      v_key text;
    BEGIN
      IF p_before IS NOT DISTINCT FROM p_after THEN RETURN; END IF;
      IF p_depth > 0 AND jsonb_typeof(p_before) = 'object' AND jsonb_typeof(p_after) = 'object' THEN
        FOR v_key IN SELECT jsonb_object_keys(p_before) UNION SELECT jsonb_object_keys(p_after) LOOP
          RETURN QUERY SELECT * FROM lianban_changed_parts(p_before -> v_key, p_after -> v_key, p_path || v_key, p_depth - 1);
        END LOOP;
        RETURN;
      END IF;
      RETURN NEXT jsonb_build_object('path', to_jsonb(p_path)) ||
        CASE WHEN p_before IS NULL THEN '{}'::jsonb ELSE jsonb_build_object('before', p_before) END;
    END
    $$;

    -- As the owner: the role of the product reads what was kept and can neither write nor change it.
    CREATE FUNCTION lianban_keep_revision() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      v_parts jsonb;
    BEGIN
      SELECT jsonb_agg(part) INTO v_parts FROM lianban_changed_parts(
        OLD.package #- '{scenario,lineage}', NEW.package #- '{scenario,lineage}', '{}', 6) AS part;
      IF v_parts IS NOT NULL THEN
        INSERT INTO draft_revisions (region, scenario, rev, at, by_id, by_name, parts)
          VALUES (NEW.region, NEW.scenario_id, NEW.rev, NEW.edited_at, NEW.edited_by, NEW.edited_by_name, v_parts);
        DELETE FROM draft_revisions WHERE region = NEW.region AND scenario = NEW.scenario_id
          AND (rev <= NEW.rev - 2000 OR at < NEW.edited_at - interval '400 days');
      END IF;
      RETURN NULL;
    END
    $$;
    CREATE TRIGGER scenario_drafts__keep_revision AFTER UPDATE OF package ON scenario_drafts
      FOR EACH ROW WHEN (OLD.package IS DISTINCT FROM NEW.package) EXECUTE FUNCTION lianban_keep_revision();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER scenario_drafts__keep_revision ON scenario_drafts;
    DROP FUNCTION lianban_keep_revision();
    DROP FUNCTION lianban_changed_parts(jsonb, jsonb, text[], integer);
    DROP TABLE draft_revisions;
  `);
}
