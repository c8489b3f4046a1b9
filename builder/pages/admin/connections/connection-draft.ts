/** A connection while it is being edited: what a new one begins with, and what is still missing, before the server is asked. */
import type { Connection, ConnectionAuth, SqlQuery } from '../../../../schemas/generated/documents.ts';

export type ConnectionKind = Connection['kind'];
export const kinds = ['http', 'sql', 'batch', 'ingest', 'assist', 'sample'] as const satisfies readonly ConnectionKind[];
export const authKinds = ['apiKey', 'hmac', 'oauth2'] as const satisfies readonly ConnectionAuth['kind'][];

interface NewConnection {
  /** An id nobody has; it is never shown. */
  id: string;
  kind: ConnectionKind;
  region: string;
  department: string;
}

/** What every new connection begins with; the secret is an entry of the server's store under the connection's own id. */
export function newConnection({ id, kind, region, department }: NewConnection): Connection {
  const secret = id.replaceAll('/', '-').slice(0, 64);
  const common = { format: 'lianban.connection/1' as const, id, name: { 'zh-CN': '' }, owner: { region, department } };
  switch (kind) {
    case 'http':
      return { ...common, kind, baseUrl: 'https://', auth: { kind: 'apiKey', header: 'x-api-key', secret }, timeoutMs: 3000, retries: 2 };
    case 'sql':
      return { ...common, kind, host: '', port: 5432, database: '', user: '', secret, timeoutMs: 3000, retries: 1, queries: {} };
    case 'ingest':
      return { ...common, kind, auth: { kind: 'hmac', app: department, secret } };
    default:
      return { ...common, kind };
  }
}

/** The same way of signing in with other particulars; the secret's place stays, so that a set secret goes on counting. */
export function authOf(kind: ConnectionAuth['kind'], before: ConnectionAuth): ConnectionAuth {
  if (before.kind === kind) return before;
  const { secret } = before;
  if (kind === 'apiKey') return { kind, header: 'x-api-key', secret };
  return kind === 'hmac' ? { kind, app: '', secret } : { kind, tokenUrl: 'https://', clientId: '', secret };
}

/** Entries that are missing or cannot be right, as a text's key by the entry's name. */
export function connectionProblems(connection: Connection): Record<string, string> {
  const problems: Record<string, string> = {};
  const need = (name: string, value: string) => {
    if (value.trim() === '') problems[name] = 'connections.needed';
  };
  need('name', connection.name['zh-CN']);
  if (connection.kind === 'http') {
    if (!isAddress(connection.baseUrl)) problems.baseUrl = 'connections.addressWrong';
    authProblems(connection.auth, problems);
    numbers(connection, problems);
  }
  if (connection.kind === 'sql') {
    for (const name of ['host', 'database', 'user'] as const) need(name, connection[name]);
    if (!Number.isInteger(connection.port) || connection.port < 1 || connection.port > 65_535) problems.port = 'connections.portWrong';
    numbers(connection, problems);
    for (const [id, query] of Object.entries(connection.queries)) {
      const wrong = queryProblem(query);
      if (wrong) problems[`queries.${id}`] = wrong;
    }
  }
  if (connection.kind === 'ingest') need('app', connection.auth.app);
  if (connection.kind === 'batch' && connection.source) {
    if (!isAddress(connection.source.url) && !/^folder:[^/\\]+$/.test(connection.source.url)) problems.url = 'connections.addressWrong';
    need('resource', connection.source.resource);
    if (Object.keys(connection.source.file.columns).length === 0) problems.columns = 'connections.columnsNeeded';
    const { everyMinutes = 0, daily } = connection.source;
    if (
      daily ? !/^([01]\d|2[0-3]):[0-5]\d$/.test(daily.time) : !Number.isInteger(everyMinutes) || everyMinutes < 5 || everyMinutes > 44_640
    )
      problems.everyMinutes = 'connections.minutesWrong';
  }
  return problems;
}

const isAddress = (words: string): boolean => /^https?:\/\/[^\s/]+/.test(words);

function authProblems(auth: ConnectionAuth, problems: Record<string, string>): void {
  if (auth.kind === 'apiKey' && !/^[A-Za-z0-9-]{1,64}$/.test(auth.header)) problems.header = 'connections.headerWrong';
  if (auth.kind === 'hmac' && auth.app.trim() === '') problems.app = 'connections.needed';
  if (auth.kind !== 'oauth2') return;
  if (!isAddress(auth.tokenUrl)) problems.tokenUrl = 'connections.addressWrong';
  if (auth.clientId.trim() === '') problems.clientId = 'connections.needed';
}

function numbers({ timeoutMs, retries }: { timeoutMs: number; retries: number }, problems: Record<string, string>): void {
  if (!Number.isInteger(timeoutMs) || timeoutMs < 50 || timeoutMs > 60_000) problems.timeoutMs = 'connections.timeoutWrong';
  if (!Number.isInteger(retries) || retries < 0 || retries > 5) problems.retries = 'connections.retriesWrong';
}

/** As many $1, $2 … in the statement as there are keys; the server and the database's own privileges decide the rest. */
function queryProblem({ name, sql, parameters }: SqlQuery): string | undefined {
  if (name['zh-CN'].trim() === '' || sql.trim() === '') return 'connections.needed';
  const used = new Set([...sql.matchAll(/\$(\d+)/g)].map((match) => Number(match[1])));
  const expected = parameters.map((_, i) => i + 1);
  return used.size === expected.length && expected.every((number) => used.has(number)) ? undefined : 'connections.parametersWrong';
}
