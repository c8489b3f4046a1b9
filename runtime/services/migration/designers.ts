/** Migration as designers use it: their region's scenarios, every step of it in the audit. */
import type { MigrationMove, MigrationOrder, MigrationPlan, MigrationProgress } from '../../../schemas/generated/api.ts';
import { appendAudit } from '../../store/audit.ts';
import { findScenarioDraft } from '../../store/scenarios.ts';
import { NotFoundError } from '../errors.ts';
import { type RequestFacts, regionFor, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import type { MigrationParts, MigrationService } from './migration.ts';

type ByScenario<T = unknown> = { actor: SessionActor; id: string; region?: string } & T;
type ByMigration<T = unknown> = ByScenario<{ migrationId: string } & T>;

export function createDesignerMigrations({ store, clock }: Pick<MigrationParts, 'store' | 'clock'>, migration: MigrationService) {
  async function scopeOf({ actor, id, region: wanted }: ByScenario): Promise<{ region: string; scenario: string }> {
    const region = regionFor(actor, 'designer', wanted);
    if (!(await findScenarioDraft(store, region, id))) throw new NotFoundError('scenario.not_found');
    return { region, scenario: id };
  }

  async function keyOf(input: ByMigration): Promise<{ region: string; id: string }> {
    const { region, scenario } = await scopeOf(input);
    const known = await migration.progress({ region, id: input.migrationId });
    if (known.scenario !== scenario) throw new NotFoundError('migration.unknown');
    return { region, id: input.migrationId };
  }

  async function audit(
    input: ByScenario & RequestFacts,
    region: string,
    action: string,
    progress: MigrationProgress,
  ): Promise<MigrationProgress> {
    const { to, moved, undone, waiting } = progress;
    const data = { migration: progress.id, to, moved, undone, waiting };
    await appendAudit(store, auditLine(input, { region, at: clock(), action, object: input.id, data }));
    return progress;
  }

  return {
    async plan(input: ByScenario<MigrationOrder>): Promise<MigrationPlan> {
      const { to, mapping, filter, children } = input;
      return migration.plan({ ...(await scopeOf(input)), ...defined({ to, mapping, filter, children }) });
    },
    async begin(input: ByScenario<MigrationOrder & RequestFacts>): Promise<MigrationProgress> {
      const { to, mapping, filter, children, actor } = input;
      const scope = await scopeOf(input);
      const begun = await migration.begin({
        ...scope,
        ...defined({ to, mapping, filter, children }),
        by: { id: actor.accountId, name: actor.name },
      });
      return audit(input, scope.region, 'cases.migration_planned', begun);
    },
    async move(input: ByMigration<MigrationMove & RequestFacts>): Promise<MigrationProgress> {
      const key = await keyOf(input);
      return audit(input, key.region, 'cases.migrated', await migration.move({ ...key, ...defined({ limit: input.limit }) }));
    },
    async undo(input: ByMigration<RequestFacts>): Promise<MigrationProgress> {
      const key = await keyOf(input);
      return audit(input, key.region, 'cases.migration_undone', await migration.undo(key));
    },
    async progress(input: ByMigration): Promise<MigrationProgress> {
      return migration.progress(await keyOf(input));
    },
    async list(input: ByScenario): Promise<MigrationProgress[]> {
      return migration.list(await scopeOf(input));
    },
  };
}
export type DesignerMigrations = ReturnType<typeof createDesignerMigrations>;

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
