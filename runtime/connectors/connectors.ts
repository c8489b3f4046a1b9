/**
 * Every use of outside data goes this way: contract -> field cut -> quota -> breaker -> call with timeout and retry ->
 * check against the resource -> read log. Whatever fails becomes a typed outcome; nothing here throws because of the
 * other side.
 */
import type { Agent } from 'undici';
import type { Connection } from '../../schemas/generated/documents.ts';
import { localDate } from '../calendar/index.ts';
import type { JsonValue } from '../compile/plan.ts';
import type { Outcome } from '../engine/types.ts';
import type { Clock, ConnectorPort, LoggerPort } from '../services/ports.ts';
import { findConnection, findContract, takeQuota } from '../store/connections.ts';
import { findHosts } from '../store/hosts.ts';
import { insertRead } from '../store/reads.ts';
import type { Store } from '../store/store.ts';
import { checkContract } from './contract-check.ts';
import { createGuards, failureOf } from './guards.ts';
import { callHttp, createHttpAgent } from './http/http-connection.ts';
import { checkRecords } from './record-check.ts';
import { createSecrets } from './secrets.ts';

export interface Connectors extends ConnectorPort {
  close(): Promise<void>;
}
export interface ConnectorOptions {
  store: Store;
  /** 32 bytes, base64. */
  masterKey: string;
  clock: Clock;
  logger: LoggerPort;
}

type Failure = Extract<Outcome, { ok: false }>;
const failure = (kind: Failure['kind'], message: string): Failure => ({ ok: false, kind, message });
const bodyOf = (value: unknown): Outcome => ({ ok: true, value: value as JsonValue });

export function createConnectors({ store, masterKey, clock, logger }: ConnectorOptions): Connectors {
  const secrets = createSecrets({ store, masterKey });
  const guardOf = createGuards();
  const agent: Agent = createHttpAgent();

  /** Calls a connection of the region; a connection, secret or allowed host that is missing is a denial, not a crash. */
  async function call(
    region: string,
    connectionId: string,
    { method, path, body, key }: { method: 'GET' | 'POST'; path: string; body: Record<string, unknown>; key: string },
  ): Promise<Outcome> {
    const connection: Connection | undefined = await findConnection(store, region, connectionId);
    if (!connection) return failure('denied', 'The region has no such connection.');
    const [secret, { hosts }] = await Promise.all([secrets.find(region, connection.auth.secret), findHosts(store, region)]);
    if (secret === undefined) return failure('denied', 'The connection has no secret yet.');
    const allowedHosts = hosts.map(({ host }) => host);
    try {
      return bodyOf(
        await guardOf(connection, path).execute((signal) =>
          callHttp(agent, { connection, secret, allowedHosts, method, path, body, key, now: Date.parse(clock()), signal }),
        ),
      );
    } catch (error) {
      const { kind, message } = failureOf(error);
      logger.warn({ connection: connection.id, path, kind, key }, 'outside call failed');
      return failure(kind, message);
    }
  }

  async function readUnlogged(
    request: Parameters<ConnectorPort['read']>[0],
  ): Promise<{ outcome: Outcome; fields: string[]; contract?: string }> {
    const { dataUse, resource, region, scenario, keys, key } = request;
    // The contract in force decides, not the one the version was published with: a suspension counts at once.
    const contract = (dataUse.contract && (await findContract(store, region, dataUse.contract))) || request.contract;
    const today = localDate(clock());
    const verdict = checkContract({ contract, dataUse, resource, scenario, today });
    if (!verdict.ok) return { outcome: failure('denied', verdict.message), fields: [], contract: contract?.id };
    const { fields } = verdict;
    const named = { fields, contract: contract!.id };
    if (Object.values(keys).some((value) => value === null || value === ''))
      return { outcome: failure('noRecord', 'Nothing to look for: a key is empty.'), ...named };
    if (!(await takeQuota(store, { region, contract: contract!.id, day: today, limit: contract!.quotaPerDay })))
      return { outcome: failure('quota', "The contract's quota of the day is used up."), ...named };
    const answer = await call(region, resource.connection, {
      method: resource.operation.method,
      path: resource.operation.path,
      body: keys,
      key,
    });
    if (!answer.ok) return { outcome: answer, ...named };
    const checked = checkRecords(answer.value, resource, fields, clock());
    return { outcome: checked.ok ? { ok: true, value: checked.record } : failure(checked.kind, checked.message), ...named };
  }

  return {
    async read(request) {
      const began = performance.now();
      const { outcome, fields, contract } = await readUnlogged(request);
      // No log, no data: a read that cannot be logged is not answered.
      await insertRead(store, {
        region: request.region,
        caseId: request.caseId,
        scenario: request.scenario,
        at: clock(),
        actor: request.actor,
        dataUse: request.dataUse.id,
        resource: request.resource.id,
        contract,
        purpose: request.purpose?.['zh-CN'],
        fields,
        node: request.node,
        key: request.key,
        result: outcome.ok ? 'ok' : outcome.kind,
        ms: performance.now() - began,
      });
      return outcome;
    },
    sendSms: ({ key, region, to, text }) => call(region, 'sms', { method: 'POST', path: '/sms/messages', body: { to, words: text }, key }),
    handOver: ({ key, region, to, body }) => call(region, to, { method: 'POST', path: '/cases', body, key }),
    sealDocument: ({ key, region, department, number, sha256 }) =>
      call(region, 'seal', { method: 'POST', path: '/seal/documents', body: { department, number, sha256 }, key }),
    close: () => agent.close(),
  };
}
