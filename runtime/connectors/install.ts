/** Points a region's connections at the simulated outside world. For the demo and tests: real regions do this in /admin. */
import type { Connection, DataContract } from '../../schemas/generated/documents.ts';
import { secretOf } from '../outside/authentication.ts';
import { saveConnection } from '../store/connections.ts';
import { insertAgreed } from '../store/contracts.ts';
import { findHosts, saveHosts } from '../store/hosts.ts';
import type { Store } from '../store/store.ts';
import { type Secrets, secretNameOf } from './secrets.ts';

export interface OutsideInstall {
  store: Store;
  secrets: Secrets;
  region: string;
  /** Of the template's package; their addresses are replaced. */
  connections: Connection[];
  contracts: DataContract[];
  outsideUrl: string;
  /** Secret shared with the outside world; each connection's own one is derived from it. */
  outsideSecret: string;
  at: string;
}

/** Connections every region has: text messages, seals, the unified payment, the courier, and the housing fund. */
const common: Connection[] = [
  {
    format: 'lianban.connection/1',
    id: 'sms',
    name: { 'zh-CN': '短信服务', en: 'Text messages' },
    owner: { department: 'gg' },
    kind: 'http',
    service: 'sms',
    baseUrl: 'http://127.0.0.1',
    auth: { kind: 'apiKey', header: 'x-api-key', secret: 'outside-sms' },
    timeoutMs: 2000,
    retries: 1,
  },
  {
    format: 'lianban.connection/1',
    id: 'seal',
    name: { 'zh-CN': '电子印章服务', en: 'Electronic seals' },
    owner: { department: 'gg' },
    kind: 'http',
    service: 'eseal',
    baseUrl: 'http://127.0.0.1',
    auth: { kind: 'hmac', app: 'lianban', secret: 'outside-seal' },
    timeoutMs: 2000,
    retries: 1,
  },
  {
    format: 'lianban.connection/1',
    id: 'payment',
    name: { 'zh-CN': '统一支付平台', en: 'Unified payment' },
    owner: { department: 'gg' },
    kind: 'http',
    service: 'payment',
    baseUrl: 'http://127.0.0.1',
    auth: { kind: 'hmac', app: 'lianban', secret: 'outside-payment' },
    timeoutMs: 3000,
    retries: 1,
    events: { messages: ['payment'] },
  },
  {
    format: 'lianban.connection/1',
    id: 'courier',
    name: { 'zh-CN': '邮政寄递', en: 'Courier' },
    owner: { department: 'gg' },
    kind: 'http',
    service: 'courier',
    baseUrl: 'http://127.0.0.1',
    auth: { kind: 'apiKey', header: 'x-api-key', secret: 'outside-courier' },
    timeoutMs: 3000,
    retries: 1,
  },
  {
    format: 'lianban.connection/1',
    id: 'gjj',
    name: { 'zh-CN': '住房公积金数据服务', en: 'Housing fund data service' },
    owner: { department: 'gg' },
    kind: 'http',
    baseUrl: 'http://127.0.0.1',
    auth: { kind: 'oauth2', tokenUrl: 'http://127.0.0.1/gjj/oauth/token', clientId: 'lianban', secret: 'outside-gjj' },
    timeoutMs: 2000,
    retries: 1,
  },
];

const outsideNote = '演示用的部门系统';
const outsideAdder = '系统';

/** The same connection, to the simulated world. */
function pointedAt(connection: Connection, url: string): Connection {
  if (connection.kind !== 'http') return connection;
  const { auth } = connection;
  return {
    ...connection,
    baseUrl: url,
    ...(auth.kind === 'oauth2' ? { auth: { ...auth, tokenUrl: new URL(new URL(auth.tokenUrl).pathname, url).href } } : {}),
  };
}

/** May run any number of times: the outside world of the demo has another port at every start. */
export async function installOutside({
  store,
  secrets,
  region,
  connections,
  contracts,
  outsideUrl,
  outsideSecret,
  at,
}: OutsideInstall): Promise<void> {
  for (const connection of [...connections, ...common]) {
    await saveConnection(store, region, pointedAt(connection, outsideUrl));
    const name = secretNameOf(connection);
    if (name !== undefined) await secrets.save(region, name, secretOf(outsideSecret, name));
  }
  // Agreed once: what its owner made of it since stays.
  for (const contract of contracts) await insertAgreed(store, region, contract, at);

  const { host } = new URL(outsideUrl);
  const { rev, hosts } = await findHosts(store, region);
  // Earlier addresses of the simulated world are no longer anybody's: they leave the list.
  const kept = hosts.filter((entry) => entry.note !== outsideNote);
  if (hosts.length === kept.length + 1 && hosts.some((entry) => entry.host === host && entry.addedBy === outsideAdder)) return;
  const line = { region, at, accountName: outsideAdder, action: 'hosts.saved', object: 'hosts', result: 'done' } as const;
  const entry = { host, note: outsideNote, addedBy: outsideAdder, addedAt: at };
  await saveHosts(store, region, { rev, hosts: [...kept.filter((one) => one.host !== host), entry] }, line);
}
