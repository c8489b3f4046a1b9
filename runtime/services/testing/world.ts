/** Everything below the api, on a real database: for tests, the bench and the chaos harness. */
import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { hashOfPackage } from '../../compile/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { createSandbox } from '../../sandbox/index.ts';
import { upsertRegion } from '../../store/accounts.ts';
import { insertScenario, insertVersion } from '../../store/scenarios.ts';
import { createStore, type Store } from '../../store/store.ts';
import { createTypechecker } from '../../typecheck/index.ts';
import { publishedEvents } from '../events/starts.ts';
import type { SessionActor } from '../identity/index.ts';
import { createServices, type Services } from '../index.ts';
import type { ConnectorPort, LoggerPort, SecretsPort } from '../ports.ts';
import { checkPackage } from '../studio/index.ts';

export const quiet: LoggerPort = { debug() {}, info() {}, warn() {}, error() {} };
const masterKey = Buffer.alloc(32, 7).toString('base64');

/** Publishes a package in regions the way the studio does, without its accounts. */
export async function publishPackage(
  store: Store,
  pkg: ScenarioPackage,
  regions: readonly { code: string; name: string }[],
  /** One for many packages; without it one is started and closed. */
  given?: ReturnType<typeof createTypechecker>,
): Promise<void> {
  const typecheck = given ?? createTypechecker();
  try {
    const { default: calendar } = await import('../../calendar/cn-workday.json', { with: { type: 'json' } });
    const { findings, scripts, plan } = await checkPackage(typecheck, pkg, calendar as Parameters<typeof checkPackage>[2]);
    if (!plan) throw new Error(`The package has errors: ${JSON.stringify(findings.filter((finding) => finding.severity === 'error'))}`);
    const at = new Date().toISOString();
    const by = { id: uuidv7(), name: 'designer' };
    const hash = hashOfPackage(pkg);
    for (const { code: region, name } of regions) {
      await upsertRegion(store, { code: region, name });
      const scenarioId = pkg.scenario.id;
      await insertScenario(store, {
        region,
        scenarioId,
        package: pkg,
        hash,
        errors: 0,
        warnings: 0,
        editedBy: by,
        at,
        name: pkg.scenario.name,
      });
      await insertVersion(store, {
        region,
        scenarioId,
        rev: 1,
        hash,
        package: pkg,
        scripts: Object.fromEntries(Object.entries(scripts).map(([id, { js }]) => [id, { js }])),
        notes: '',
        commandId: randomBytes(8).toString('hex'),
        publishedBy: by,
        at,
        events: publishedEvents(pkg, plan, calendar as Parameters<typeof publishedEvents>[2], at),
        line: { region, at, action: 'scenario.published', object: scenarioId, result: 'done' },
      });
    }
  } finally {
    if (!given) await typecheck.close();
  }
}

export interface World {
  store: Store;
  services: Services;
  close(): Promise<void>;
}

/** One process' worth of services. Several over one database share nothing but the database. */
export async function createWorld(options: {
  url: string;
  connectors: ConnectorPort;
  clock?: () => string;
  max?: number;
  /** Where other systems reach this one. */
  publicUrl?: string;
  secrets?: SecretsPort;
}): Promise<World> {
  const store = createStore({ url: options.url, applicationName: 'test-world', max: options.max ?? 6 });
  const sandbox = createSandbox({ children: 1 });
  const typecheck = createTypechecker();
  const services = await createServices({
    store,
    sandbox,
    typecheck,
    connectors: options.connectors,
    config: { publicUrl: options.publicUrl ?? 'http://127.0.0.1:8080', masterKey, sessionIdleMinutes: 60, sessionHours: 12 },
    logger: quiet,
    ...(options.secrets ? { secrets: options.secrets } : {}),
    clock: options.clock ?? (() => new Date().toISOString()),
    templates: new Map(),
  });
  return {
    store,
    services,
    async close() {
      await sandbox.close();
      await typecheck.close();
      await store.close();
    },
  };
}

export function citizen(name: string, idNumber: string, mobile = '13800000000'): SessionActor {
  return { accountId: uuidv7(), kind: 'person', name, person: { idNumber, mobile }, grants: [], sessionId: uuidv7() };
}

export function officer(name: string, region: string, ...departments: string[]): SessionActor {
  return {
    accountId: uuidv7(),
    kind: 'staff',
    name,
    grants: departments.map((department) => ({ region, department, role: 'officer' })),
    sessionId: uuidv7(),
  };
}
