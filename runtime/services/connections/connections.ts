/** Connections of a region: kept by its administrators, seen by the keepers of their departments. Secrets go in and never out. */
import type {
  ConnectionList,
  ConnectionSave,
  ConnectionTest,
  ConnectionTry,
  ConnectionView,
  ImportTurn,
  SecretChange,
} from '../../../schemas/generated/api.ts';
import type { BatchConnection, Connection, DataResource, Text } from '../../../schemas/generated/documents.ts';
import { validateDocument } from '../../../schemas/validate.ts';
import type { JsonValue } from '../../compile/plan.ts';
import { listOrganisations } from '../../store/accounts.ts';
import {
  type ConnectionRow,
  changeConnection,
  deleteConnection,
  findConnectionRow,
  findSecret,
  listConnections,
  listResourcesOf,
  saveConnectionTest,
} from '../../store/connections.ts';
import type { Store } from '../../store/store.ts';
import { CodedError, ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../errors.ts';
import { auditLine } from '../identity/audit-line.ts';
import { keeps, keptDepartments, type RequestFacts, regionsWith, type SessionActor } from '../identity/index.ts';
import type { Clock, ConnectionTools } from '../ports.ts';

type By<T = unknown> = { actor: SessionActor; region?: string } & T;
type ById<T = unknown> = By<{ id: string } & T>;

export interface ConnectionServices {
  list(input: By): Promise<ConnectionList>;
  get(input: ById): Promise<ConnectionView>;
  save(input: ById<ConnectionSave & RequestFacts>): Promise<ConnectionView>;
  remove(input: ById<RequestFacts>): Promise<void>;
  changeSecret(input: ById<SecretChange & RequestFacts>): Promise<ConnectionView>;
  test(input: ById<ConnectionTry & RequestFacts>): Promise<ConnectionTest>;
}
export interface ConnectionParts {
  store: Store;
  clock: Clock;
  tools: ConnectionTools | undefined;
  /** When the file of a connection is fetched. */
  turnOf: (region: string, connection: BatchConnection) => Promise<ImportTurn | undefined>;
}

const defaultKeepHours = 24;

export function createConnections({ store, clock, tools, turnOf }: ConnectionParts): ConnectionServices {
  /** The region meant, and whether the actor keeps all of it or a department's part. */
  function scopeOf(actor: SessionActor, wanted: string | undefined): { region: string; isAdmin: boolean } {
    const regions = regionsWith(actor, 'admin', 'keeper');
    const region = wanted ?? regions[0];
    if (region === undefined || !regions.includes(region)) throw new ForbiddenError('access.region');
    return { region, isAdmin: regionsWith(actor, 'admin').includes(region) };
  }
  function adminRegion(actor: SessionActor, wanted: string | undefined): string {
    const { region, isAdmin } = scopeOf(actor, wanted);
    if (!isAdmin) throw new ForbiddenError('access.role');
    return region;
  }
  /** A keeper sees the connections of their own department; others are not there for them. */
  async function visible({ actor, id, region: wanted }: ById): Promise<{ region: string; row: ConnectionRow }> {
    const { region, isAdmin } = scopeOf(actor, wanted);
    const row = await findConnectionRow(store, region, id);
    if (!row || !(isAdmin || keeps(actor, region, row.connection.owner.department))) throw new NotFoundError('connection.not_found');
    return { region, row };
  }

  async function secretOf(region: string, connection: Connection): Promise<ConnectionView['secret']> {
    const name = nameOfSecret(connection);
    if (name === undefined) return { state: 'notNeeded' };
    const found = await findSecret(store, region, name);
    if (!found) return { state: 'missing' };
    return { state: 'set', setAt: found.setAt, ...(found.oldUntil && found.oldUntil > clock() ? { oldUntil: found.oldUntil } : {}) };
  }
  const breakerOf = (region: string, id: string) => tools?.health(region, id).breaker ?? 'closed';

  async function view(region: string, { connection, rev, lastTest }: ConnectionRow): Promise<ConnectionView> {
    const [secret, resources, turn] = await Promise.all([
      secretOf(region, connection),
      listResourcesOf(store, region, connection.id),
      connection.kind === 'batch' ? turnOf(region, connection) : undefined,
    ]);
    return {
      region,
      rev,
      connection,
      secret,
      resources: resources.map(({ id, name }) => ({ id, name })),
      breaker: breakerOf(region, connection.id),
      ...(turn ? { turn } : {}),
      ...(lastTest ? { lastTest: lastTest as unknown as ConnectionTest } : {}),
    };
  }

  return {
    async list({ actor, region: wanted }) {
      const { region, isAdmin } = scopeOf(actor, wanted);
      const [rows, organisations] = await Promise.all([listConnections(store, region), listOrganisations(store, [region])]);
      const own = new Set(keptDepartments(actor, region));
      const names = new Map(organisations.map(({ department, name }) => [department, name]));
      const seen = rows.filter(({ connection }) => isAdmin || own.has(connection.owner.department));
      return { region, rows: await Promise.all(seen.map((row) => listed(region, row, names))) };
    },

    async get(input) {
      const { region, row } = await visible(input);
      return view(region, row);
    },

    async save(input) {
      const { actor, id, rev, connection } = input;
      const region = adminRegion(actor, input.region);
      check(id, connection);
      const saved = await changeConnection(
        store,
        region,
        { connection, rev },
        auditLine(input, { region, at: clock(), action: 'connection.saved', object: id }),
      );
      if (saved === undefined) throw new ConflictError('connection.stale', { id });
      tools?.forget(region, id);
      return view(region, (await findConnectionRow(store, region, id))!);
    },

    async remove(input) {
      const region = adminRegion(input.actor, input.region);
      const used = await listResourcesOf(store, region, input.id);
      if (used.length > 0) throw new ConflictError('connection.in_use', { count: used.length });
      if (
        !(await deleteConnection(
          store,
          region,
          input.id,
          auditLine(input, { region, at: clock(), action: 'connection.deleted', object: input.id }),
        ))
      )
        throw new NotFoundError('connection.not_found');
      tools?.forget(region, input.id);
    },

    async changeSecret(input) {
      const region = adminRegion(input.actor, input.region);
      const row = await findConnectionRow(store, region, input.id);
      if (!row) throw new NotFoundError('connection.not_found');
      const name = nameOfSecret(row.connection);
      if (name === undefined) throw new InvalidError('connection.no_secret_needed');
      if (!tools) throw new CodedError('service.unavailable', { status: 503, retryAfter: 60 });
      const at = clock();
      const hours = input.keepOldHours ?? defaultKeepHours;
      const oldUntil = hours === 0 ? null : new Date(Date.parse(at) + hours * 3_600_000).toISOString();
      await tools.changeSecret(
        region,
        name,
        input.value,
        { at, oldUntil },
        auditLine(input, { region, at: clock(), action: 'connection.secret_changed', object: input.id, data: { keepOldHours: hours } }),
      );
      tools.forget(region, input.id);
      return view(region, row);
    },

    async test(input) {
      const { region, row } = await visible(input);
      if (!tools) throw new CodedError('service.unavailable', { status: 503, retryAfter: 60 });
      const resources = await listResourcesOf(store, region, row.connection.id, input.draft === true);
      const resource = input.resource === undefined ? resources[0] : resources.find(({ id }) => id === input.resource);
      if (input.resource !== undefined && !resource) throw new NotFoundError('resource.not_found');
      const result = await tools.test({
        region,
        connection: row.connection,
        ...(resource ? { resource } : {}),
        ...keysIn(input.keys, resource),
      });
      await saveConnectionTest(store, region, row.connection.id, result);
      return result;
    },
  };

  async function listed(
    region: string,
    { connection, lastTest }: ConnectionRow,
    names: Map<string, Text>,
  ): Promise<ConnectionList['rows'][number]> {
    const { id, name, kind, owner } = connection;
    const test = lastTest as unknown as ConnectionTest | null;
    const address = addressOf(connection);
    return {
      id,
      name,
      kind,
      ...(connection.kind === 'http' && connection.service ? { service: connection.service } : {}),
      department: { id: owner.department, name: names.get(owner.department) ?? ofNoDepartment },
      ...(address === undefined ? {} : { address }),
      secret: (await secretOf(region, connection)).state,
      resources: (await listResourcesOf(store, region, id)).length,
      breaker: breakerOf(region, id),
      ...(test ? { lastTest: { at: test.at, ok: test.ok, words: test.words } } : {}),
    };
  }
}

/** Payment, courier, seals: connections of no department. */
const ofNoDepartment: Text = { 'zh-CN': '公共服务', en: 'Common services' };

/** Only keys the resource has, as texts. */
function keysIn(keys: Record<string, string> | undefined, resource: DataResource | undefined): { keys?: Record<string, JsonValue> } {
  if (!keys || !resource) return {};
  return { keys: Object.fromEntries(Object.entries(keys).filter(([name]) => Object.hasOwn(resource.keys, name))) };
}

function check(id: string, connection: Connection): void {
  const findings = validateDocument('connection', connection);
  if (findings.length > 0)
    throw new InvalidError(
      'connection.wrong',
      findings.map(({ path }) => ({ path: path.replace(/^connections\/[^/]+\/?/, 'connection/'), code: 'connection.entry_wrong' })),
    );
  if (
    connection.kind === 'batch' &&
    connection.source &&
    (connection.source.everyMinutes === undefined) === (connection.source.daily === undefined)
  )
    throw new InvalidError('connection.wrong', [{ path: 'connection/source/everyMinutes', code: 'connection.schedule_one' }]);
  if (connection.id !== id) throw new InvalidError('connection.id_differs', [{ path: 'connection/id', code: 'connection.id_differs' }]);
}

/** Where a connection goes, as an administrator would write it on the list of allowed hosts. */
function addressOf(connection: Connection): string | undefined {
  if (connection.kind === 'sql') return `${connection.host}:${connection.port}`;
  const url = connection.kind === 'http' ? connection.baseUrl : connection.kind === 'batch' ? connection.source?.url : undefined;
  return url !== undefined && URL.canParse(url) ? new URL(url).host : url;
}

function nameOfSecret(connection: Connection): string | undefined {
  if (connection.kind === 'http' || connection.kind === 'ingest') return connection.auth.secret;
  if (connection.kind === 'sql') return connection.secret;
  return connection.kind === 'batch' ? connection.source?.auth?.secret : undefined;
}
