/**
 * Every use of outside data goes this way: contract -> field cut -> quota -> fresh answer -> slot, breaker, call with timeout
 * and retry -> check against the resource -> read log. Whatever fails becomes a typed outcome; nothing here throws because of
 * the other side.
 */
import type { Agent } from 'undici';
import type { Connection, DataResource, HttpConnection } from '../../schemas/generated/documents.ts';
import type { JsonValue } from '../compile/plan.ts';
import type { Outcome } from '../engine/types.ts';
import type { Clock, ConnectionTools, ConnectorPort, LoggerPort } from '../services/ports.ts';
import { findConnection } from '../store/connections.ts';
import { findDataRows } from '../store/data-rows.ts';
import { createGather } from '../store/gather.ts';
import { findHosts } from '../store/hosts.ts';
import type { Store } from '../store/store.ts';
import { createFileAgent, fetchFile } from './batch/fetch-file.ts';
import { previewFile } from './batch/preview.ts';
import { keyNames, rowKey } from './batch/row-key.ts';
import { createReadRights, type ReadRequest, type ReadRight } from './contract-check.ts';
import { createFreshAnswers } from './fresh-answers.ts';
import { createGuards, failureOf } from './guards.ts';
import { createHttpAgent } from './http/http-connection.ts';
import { callHttp, type HttpCall, type HttpParts, type HttpSite, readHttp } from './http/http-kind.ts';
import { createProofs } from './http/proof.ts';
import { MappingError } from './mapping/response.ts';
import { parcelOf, receiptOf } from './parcels.ts';
import { createReadLog } from './read-log.ts';
import { checkRecords } from './record-check.ts';
import { createSecrets, secretNameOf } from './secrets.ts';
import { createSqlKind, type SqlSite } from './sql/sql-kind.ts';
import { testConnection } from './test-connection.ts';

export interface Connectors extends ConnectorPort {
  tools: ConnectionTools;
  /** `{ records: [ … ] }` as the connection of the resource answers it, guards included; contract, quota and log are `read`'s. */
  records(region: string, resource: DataResource, keys: Readonly<Record<string, JsonValue>>, key: string): Promise<Outcome>;
  close(): Promise<void>;
}
export interface ConnectorOptions {
  store: Store;
  /** 32 bytes, base64. */
  masterKey: string;
  clock: Clock;
  logger: LoggerPort;
  /** Holds a folder per region with files that connections may fetch. */
  importFolder?: string;
}

interface Access {
  secret: string;
  oldSecret?: string;
  allowedHosts: string[];
}
type Failure = Extract<Outcome, { ok: false }>;
const failure = (kind: Failure['kind'], message: string): Failure => ({ ok: false, kind, message });
/** Of a key that has several records no more are needed to see that there are several. */
const maxRecords = 1000;

export function createConnectors({ store, masterKey, clock, logger, importFolder }: ConnectorOptions): Connectors {
  const secrets = createSecrets({ store, masterKey });
  const guards = createGuards();
  const fresh = createFreshAnswers();
  const agent: Agent = createHttpAgent();
  const http: HttpParts = { agent, proofs: createProofs(agent) };
  const fileAgent = createFileAgent();
  const sql = createSqlKind();
  const rights = createReadRights({ store, clock });
  const readLog = createReadLog({ store, masterKey, clock });
  const placeOf = (region: string, connectionId: string) => `${region}|${connectionId}`;

  const connections = createGather<Connection | undefined>();
  const connectionOf = (region: string, id: string) => connections(`${region}|${id}`, () => findConnection(store, region, id));
  const accesses = createGather<Access | undefined>();

  /** Secret and allowed hosts of a connection, as they are now. */
  function access(region: string, secretName: string): Promise<Access | undefined> {
    return accesses(`${region}|${secretName}`, async () => {
      const [found, { hosts }] = await Promise.all([secrets.findBoth(region, secretName, clock()), findHosts(store, region)]);
      return found && { secret: found.secret, oldSecret: found.old, allowedHosts: hosts.map(({ host }) => host) };
    });
  }
  async function httpSite(region: string, connection: HttpConnection): Promise<Omit<HttpSite, 'signal'> | undefined> {
    const found = await access(region, connection.auth.secret);
    return found && { connection, ...found, now: Date.parse(clock()) };
  }

  /** Within the guards of the connection; what is thrown becomes an outcome. */
  async function guarded(
    region: string,
    { id, ...limits }: { id: string; timeoutMs: number; retries: number; concurrent?: number },
    path: string,
    key: string,
    work: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<Outcome> {
    try {
      return { ok: true, value: (await guards.execute(placeOf(region, id), path, limits, work)) as JsonValue };
    } catch (error) {
      const { kind, message } = failureOf(error);
      logger.warn({ connection: id, path, kind, key }, 'outside call failed');
      return failure(kind, message);
    }
  }

  /** Calls a service of the region; a connection, secret or allowed host that is missing is a denial, not a crash. */
  async function call(region: string, connectionId: string, asked: HttpCall): Promise<Outcome> {
    const connection = await connectionOf(region, connectionId);
    if (connection?.kind !== 'http') return failure('denied', 'The region has no such connection.');
    const site = await httpSite(region, connection);
    if (!site) return failure('denied', 'The connection has no secret yet.');
    return guarded(region, connection, asked.path, asked.key, (signal) => callHttp(http, { ...site, signal }, asked));
  }
  const post = (region: string, connectionId: string, path: string, key: string, body: Record<string, JsonValue>) =>
    call(region, connectionId, { method: 'POST', path, body, key });

  /** `{ records: [ … ] }` whatever the kind of the connection. */
  async function records(region: string, resource: DataResource, keys: Readonly<Record<string, JsonValue>>, key: string): Promise<Outcome> {
    const connection = await connectionOf(region, resource.connection);
    if (!connection) return failure('denied', 'The region has no such connection.');
    const answer = async (found: Promise<JsonValue[]>) => ({ records: await found });
    const { operation } = resource;
    switch (connection.kind) {
      case 'http': {
        if (!operation || !('path' in operation)) return failure('denied', 'The resource does not say how it is asked.');
        const site = await httpSite(region, connection);
        if (!site) return failure('denied', 'The connection has no secret yet.');
        return guarded(region, connection, operation.path, key, (signal) =>
          answer(readHttp(http, { ...site, signal }, { operation, keys, key })),
        );
      }
      case 'sql': {
        if (!operation || !('query' in operation)) return failure('denied', 'The resource does not say which query is asked.');
        const found = await access(region, connection.secret);
        if (!found) return failure('denied', 'The connection has no secret yet.');
        const site: Omit<SqlSite, 'signal'> = { connection, secret: found.secret, allowedHosts: found.allowedHosts };
        return guarded(region, connection, operation.query, key, (signal) => answer(sql.read({ ...site, signal }, operation.query, keys)));
      }
      case 'batch':
      case 'ingest':
        return { ok: true, value: { records: await imported(region, resource, keys) } };
      case 'sample':
        return { ok: true, value: { records: sampled(resource, keys) } };
      case 'assist':
        // As when an interface is down: the way to go on without it is the data use's fallback.
        return failure('down', 'The resource has no interface; people of its owner answer.');
    }
  }

  async function imported(region: string, resource: DataResource, keys: Readonly<Record<string, JsonValue>>): Promise<JsonValue[]> {
    const key = rowKey(keyNames(resource.keys ?? {}), keys);
    return key === undefined ? [] : findDataRows(store, { region, resource: resource.id, key, limit: maxRecords });
  }

  /** Everything but the log. `wrong`: the field whose value was not what the resource promises. */
  async function readUnlogged(request: ReadRequest, right: ReadRight): Promise<{ outcome: Outcome; wrong?: string }> {
    const { region, keys, key } = request;
    if (!right.ok) return { outcome: failure(right.kind, right.message) };
    const { contract, fields, resource, owner } = right;
    if (Object.values(keys).some((value) => value === null || value === ''))
      return { outcome: failure('noRecord', 'Nothing to look for: a key is empty.') };
    const known = await request.answered?.({ id: contract.id, fields });
    if (known) return { outcome: known };
    if (!(await rights.takeQuota(right, region))) return { outcome: failure('quota', "The contract's quota of the day is used up.") };
    let wrong: string | undefined;
    // A county reads another one's register through the owner's connection: no address or secret leaves its region.
    const question = questionOf({ region: owner.region, resource, contract: `${region} ${contract.id}`, fields, keys });
    const { outcome } = await fresh.get(question, resource.maxAgeSeconds ?? 0, async () => {
      const answer = await records(owner.region, resource, keys, key);
      if (!answer.ok) return answer;
      const checked = checkRecords(answer.value, resource, fields, clock());
      if (checked.ok) return { ok: true, value: checked.record };
      if (checked.kind === 'invalid') wrong = checked.field;
      return failure(checked.kind, checked.message);
    });
    return { outcome, wrong };
  }

  return {
    async read(request) {
      const began = performance.now();
      const right = await rights.check(request);
      const { outcome, wrong } = await readUnlogged(request, right);
      try {
        await readLog.log({ request, right, outcome, ms: performance.now() - began, nulls: emptyOf(outcome), wrong });
      } catch (error) {
        // No log, no data.
        logger.error({ error, key: request.key }, 'a read could not be logged');
        return failure('down', 'The read could not be logged.');
      }
      return outcome;
    },
    records,
    sendSms: ({ key, region, to, text }) => post(region, 'sms', '/sms/messages', key, { to, words: text }),
    async handOver({ key, region, to, body }) {
      const connection = await findConnection(store, region, to);
      if (connection?.kind === 'http' && connection.service === 'courier')
        return receiptOf(await post(region, to, '/courier/parcels', key, parcelOf(body.values)));
      return post(region, to, '/cases', key, body);
    },
    sealDocument: ({ key, region, department, number, sha256 }) =>
      post(region, 'seal', '/seal/documents', key, { department, number, sha256 }),
    createPayment: async ({ key, region, order }) => {
      const opened = await post(region, 'payment', '/pay/orders', key, { ...order });
      return opened.ok ? withPayAddress(opened, await findConnection(store, region, 'payment')) : opened;
    },
    queryPayment: ({ key, region, order }) => call(region, 'payment', { method: 'GET', path: '/pay/orders', query: { order }, key }),
    closePayment: ({ key, region, order }) => post(region, 'payment', '/pay/closings', key, { order }),
    refundPayment: ({ key, region, order, amount, reason }) => post(region, 'payment', '/pay/refunds', key, { order, amount, reason }),
    sendParcel: ({ key, region, parcel }) => post(region, 'courier', '/courier/parcels', key, { ...parcel }),
    tools: {
      async test({ region, connection, resource, keys }) {
        const { hosts } = await findHosts(store, region);
        return testConnection({
          connection,
          resource,
          keys,
          clock,
          http,
          sql,
          allowedHosts: hosts.map(({ host }) => host),
          secretOf: (name) => secrets.find(region, name),
          imported: () => (resource ? imported(region, resource, keys ?? {}) : Promise.resolve([])),
        });
      },
      health: (region, id) => ({ breaker: guards.breaker(placeOf(region, id)), ...guards.slots(placeOf(region, id)) }),
      forget: (region) => fresh.forget(`${region}|`),
      secretName: secretNameOf,
      changeSecret: secrets.change,
      preview: previewFile,
      async fetchFile({ region, connection, to }) {
        const name = connection.source?.auth?.secret;
        const [secret, { hosts }] = await Promise.all([
          name === undefined ? undefined : secrets.find(region, name),
          findHosts(store, region),
        ]);
        const allowedHosts = hosts.map(({ host }) => host);
        return fetchFile(fileAgent, {
          region,
          connection,
          to,
          secret,
          allowedHosts,
          proofs: http.proofs,
          now: Date.parse(clock()),
          folder: importFolder,
        });
      },
    },
    async close() {
      await Promise.all([agent.close(), fileAgent.close(), sql.close()]);
    },
  };
}

/** Where people pay, as an address of its own: the payment may name it below its own. Anything but a web address is none. */
function withPayAddress(opened: Outcome & { ok: true }, connection: Connection | undefined): Outcome {
  const { value } = opened;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || typeof value.payUrl !== 'string') return opened;
  const base = connection?.kind === 'http' ? connection.baseUrl : undefined;
  const address = URL.canParse(value.payUrl, base) ? new URL(value.payUrl, base) : undefined;
  const { payUrl: _, ...rest } = value;
  return { ok: true, value: address && /^https?:$/.test(address.protocol) ? { ...rest, payUrl: address.href } : rest };
}

/** Fields that were answered, but empty. */
function emptyOf(outcome: Outcome): string[] {
  if (!outcome.ok || typeof outcome.value !== 'object' || outcome.value === null || Array.isArray(outcome.value)) return [];
  return Object.entries(outcome.value).flatMap(([field, value]) => (value === null ? [field] : []));
}

/** Two reads with the same question may share an answer: same place, contract, fields and keys. */
function questionOf({
  region,
  resource,
  contract,
  fields,
  keys,
}: {
  region: string;
  resource: DataResource;
  contract: string;
  fields: readonly string[];
  keys: Readonly<Record<string, JsonValue>>;
}): string {
  const sorted = Object.keys(keys)
    .sort()
    .map((name) => [name, keys[name]]);
  return `${region}|${resource.id}|${JSON.stringify([resource.connection, resource.operation ?? null, contract, [...fields].sort(), sorted])}`;
}

/** The samples of the resource that have these keys; values of a key may be written with or without spaces and case. */
export function sampled(resource: DataResource, keys: Readonly<Record<string, JsonValue>>): JsonValue[] {
  const names = keyNames(resource.keys ?? {});
  const wanted = rowKey(names, keys);
  const samples = (resource.samples ?? []) as Record<string, JsonValue>[];
  return wanted === undefined ? [] : samples.filter((sample) => rowKey(names, sample) === wanted);
}

/** The service's answer has what a caller needs, or it is no answer. */
export function memberOf(value: JsonValue, name: string): string {
  const member = typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined;
  if (typeof member !== 'string') throw new MappingError(`The answer has no ${name}.`);
  return member;
}
