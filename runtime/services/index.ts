/** Puts the use cases together. main.ts gives them to the api and to the worker. */

import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { localDate } from '../calendar/index.ts';
import { compile } from '../compile/index.ts';
import type { ScenarioPackage } from '../compile/plan.ts';
import type { Config } from '../config/config.ts';
import { createPersonKeys } from '../config/derived-keys.ts';
import { createCheckCodes } from '../documents/check-code.ts';
import { createDocuments } from '../documents/index.ts';
import { step } from '../engine/index.ts';
import { createFiles, type Files } from '../files/index.ts';
import { listRegions } from '../store/accounts.ts';
import { createCaseNumbers } from '../store/case-numbers.ts';
import { countRunning } from '../store/cases.ts';
import { createNotifier } from '../store/job-hints.ts';
import type { Store } from '../store/store.ts';
import { createAssistServices } from './assists/index.ts';
import { createBench } from './bench/index.ts';
import { createCases } from './cases/index.ts';
import type { CaseParts } from './cases/parts.ts';
import { createCalendarRounds } from './cases/recalculate.ts';
import { createConnections } from './connections/connections.ts';
import { createData, installResources } from './data/index.ts';
import { createEvents } from './events/ingest.ts';
import { createFieldStandard, createForms, enterPackage } from './forms/index.ts';
import { createIdentity } from './identity/index.ts';
import { createImports } from './imports/imports.ts';
import { createImportTurns } from './imports/turns.ts';
import { createIncidents } from './incidents/incidents.ts';
import { createMaterials } from './materials/index.ts';
import { createDesignerMigrations } from './migration/designers.ts';
import { createMigration } from './migration/migration.ts';
import { createMyData } from './my-data/my-data.ts';
import { createPlans } from './plans.ts';
import type { Clock, ConnectorPort, LoggerPort, SandboxPort, SecretsPort } from './ports.ts';
import { createReleases } from './releases/index.ts';
import { createRepositories } from './repositories/index.ts';
import { createRunBurst } from './run-burst.ts';
import { checkPackage } from './studio/check-package.ts';
import { createStudio, createVersionSource, type LoadedTemplate, readTemplates, type TypecheckPort } from './studio/index.ts';
import { createTemplates } from './templates/index.ts';
import { createUpgradeArea } from './upgrades/index.ts';

export interface ServicesParts {
  store: Store;
  sandbox: SandboxPort;
  typecheck: TypecheckPort;
  connectors: ConnectorPort;
  config: Pick<Config, 'publicUrl' | 'masterKey' | 'sessionIdleMinutes' | 'sessionHours'>;
  logger: LoggerPort;
  clock: Clock;
  /** Secrets of connections: what other systems sign their events with. */
  secrets?: SecretsPort;
  /** Where materials lie; without it nothing handed in outlives the process. */
  files?: Files;
  /** Read from templates/ when not given. */
  templates?: Map<string, LoadedTemplate>;
}

export type Services = Awaited<ReturnType<typeof createServices>>;

export async function createServices({
  store,
  sandbox,
  typecheck,
  connectors,
  config,
  logger,
  clock,
  templates,
  secrets,
  files,
}: ServicesParts) {
  const plans = createPlans({ versions: createVersionSource(store), compile });
  const numbers = createCaseNumbers(store);
  const notifier = createNotifier(store);
  const jobListeners = new Set<(region: string) => void>();
  const partyKey = createPersonKeys(config.masterKey);
  const onJobs = (region: string) => {
    // A worker in this process is told directly; others by a hint.
    if (jobListeners.size === 0) notifier.hint();
    for (const listener of jobListeners) listener(region);
  };
  const runBurst = createRunBurst({
    store,
    plans,
    sandbox,
    step,
    numbers,
    clock,
    owner: `self:${randomUUID()}`,
    partyKey,
    onJobs,
  });
  const caseParts: CaseParts = {
    store,
    plans,
    runBurst,
    numbers,
    connectors,
    certificates: createDocuments({ publicUrl: config.publicUrl }),
    publicUrl: config.publicUrl,
    checkCodes: createCheckCodes(config.masterKey),
    clock,
    logger,
    partyKey,
    regionName: createRegionNames(store),
    files: files ?? createFiles({ masterKey: config.masterKey }),
  };

  const cases = createCases(caseParts);
  const running = async (region: string, scenario: string) =>
    Object.fromEntries((await countRunning(store, region, scenario)).map(({ version, running }) => [version, running]));
  const migration = createMigration({ ...caseParts, sandbox });

  const data = createData({
    store,
    clock,
    calendarOf: plans.calendarOf,
    running,
    masterKey: config.masterKey,
    regionName: caseParts.regionName,
  });

  const formParts = {
    store,
    clock,
    running,
    async check(region: string, pkg: ScenarioPackage) {
      const rights = await data.rightsOf(region, pkg.scenario.id);
      return (await checkPackage(typecheck, pkg, await plans.calendarOf(region), { rights, today: localDate(clock()) })).findings;
    },
  };

  const market = createTemplates({
    store,
    clock,
    typecheck,
    calendarOf: plans.calendarOf,
    regionName: caseParts.regionName,
    rightsOf: data.rightsOf,
    ...(secrets ? { secrets } : {}),
    // Its data enters the catalogue, its forms the libraries of the departments they are mapped to.
    onClone: async (region, pkg) => {
      await installResources({ store, region, package: pkg, at: clock() });
      await enterPackage({ store, clock }, region, pkg);
    },
  });

  const bench = createBench({ store, clock, sandbox, typecheck, logger, calendarOf: plans.calendarOf });

  const importTurns = createImportTurns({ store, clock, logger, tools: connectors.tools, calendarOf: plans.calendarOf, onReady: onJobs });

  return {
    cases,
    data,
    market,
    bench,
    ...createAssistServices(caseParts, cases),
    connections: createConnections({ store, clock, tools: connectors.tools, turnOf: importTurns.view }),
    importTurns,
    imports: createImports({ store, clock, tools: connectors.tools, onReady: onJobs }),
    events: createEvents({ store, clock, secrets, onJobs }),
    forms: createForms(formParts),
    elements: createFieldStandard(formParts),
    materials: createMaterials(caseParts),
    myData: createMyData({ ...caseParts, readsAbout: data.reads.about }),
    incidents: createIncidents(caseParts, importTurns.failed),
    /** Without an actor: for the command line and for measuring. */
    migration,
    migrations: createDesignerMigrations({ store, clock }, migration),
    ...createUpgradeArea({
      store,
      clock,
      sandbox,
      typecheck,
      calendarOf: plans.calendarOf,
      rightsOf: data.rightsOf,
      running,
      regionName: caseParts.regionName,
      onTemplate: async (region, pkg) => {
        await installResources({ store, region, package: pkg, at: clock() });
        await enterPackage({ store, clock }, region, pkg);
      },
    }),
    caseParts,
    /** One batch of bringing a changed calendar to the running cases; false when there is nothing to do. */
    runCalendarRound: createCalendarRounds(caseParts),
    plans,
    identity: createIdentity({
      store,
      config,
      clock,
      // Running cases follow in rounds, which the workers do.
      onCalendar: async () => plans.forgetCalendars(),
    }),
    studio: createStudio({
      store,
      sandbox,
      typecheck,
      clock,
      templates: templates ?? (await readTemplates(path.join(import.meta.dirname, '../../templates'))),
      calendarOf: plans.calendarOf,
      rightsOf: data.rightsOf,
      cloning: market.cloning,
      factsOf: market.factsOf,
      running,
      runningIn: async (region) => {
        const counts: Record<string, number> = {};
        for (const { scenario, running } of await countRunning(store, region)) counts[scenario] = (counts[scenario] ?? 0) + running;
        return counts;
      },
      onSaved: bench.onSaved,
      onPublish: plans.forgetLive,
    }),
    repositories: createRepositories({
      store,
      clock,
      typecheck,
      publicUrl: config.publicUrl ?? 'http://localhost',
      calendarOf: plans.calendarOf,
      rightsOf: data.rightsOf,
      ...(secrets ? { secrets } : {}),
    }),
    releases: createReleases({
      store,
      clock,
      calendarOf: plans.calendarOf,
      running,
      regionName: caseParts.regionName,
      onPublish: plans.forgetLive,
    }),
    /** Called after a commit of this process that left jobs to do: a worker in the same process need not wait for its poll. */
    onJobs(listener: (region: string) => void): () => void {
      jobListeners.add(listener);
      return () => void jobListeners.delete(listener);
    },
    async health(): Promise<Record<string, boolean>> {
      const database = await store.query({ text: 'SELECT 1' }).then(
        () => true,
        () => false,
      );
      return { database };
    },
  };
}

/** Names of regions change about never: kept for a minute. */
function createRegionNames(store: Store): (region: string) => Promise<string> {
  let names: Promise<Map<string, string>> | undefined;
  let until = 0;
  return async (region) => {
    if (!names || Date.now() >= until) {
      until = Date.now() + 60_000;
      const loading = listRegions(store).then((rows) => new Map(rows.map(({ code, name }) => [code, name])));
      loading.catch(() => {
        names = undefined;
      });
      names = loading;
    }
    return (await names).get(region) ?? region;
  };
}
