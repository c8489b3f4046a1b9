import { createHash } from 'node:crypto';
import type { Calendar } from '../../schemas/generated/documents.ts';
import nationalCalendar from '../calendar/cn-workday.json' with { type: 'json' };
import type { CompileInput, CompileResult, Plan, ScenarioPackage } from '../compile/plan.ts';
import { createCache } from '../store/lru.ts';
import { NotFoundError } from './errors.ts';
import type { PublishedVersion, VersionSource } from './ports.ts';

/** A version ready to run, with the documents it was compiled from. */
export interface LoadedPlan {
  plan: Plan;
  package: ScenarioPackage;
  region: string;
  scenario: string;
  version: number;
  hash: string;
}

export interface Plans {
  /** A published version of a region; compiled once and kept. */
  getPlan(region: string, scenario: string, which: { version: number } | { hash: string }): Promise<LoadedPlan>;
  /**
   * The version new cases start on; nothing when none is published. `caseId`: of the case that is to start, which decides whether
   * it is one of the share that tries a newer version.
   */
  livePlan(region: string, scenario: string, caseId?: string): Promise<LoadedPlan | undefined>;
  /** What citizens are told while the service is withdrawn. */
  withdrawnMessage(region: string, scenario: string): Promise<string | undefined>;
  /** The calendar that counts in the region at this moment. */
  calendarOf(region: string): Promise<Calendar>;
  /** A calendar changed: plans are compiled with it from now on. */
  forgetCalendars(): void;
  /** A version was published here: the next live plan is asked for anew. */
  forgetLive(region: string, scenario: string): void;
}

export interface PlansParts {
  versions: VersionSource;
  compile: (pkg: ScenarioPackage, input: CompileInput) => CompileResult;
  /** Milliseconds. */
  now?: () => number;
}

/** Other processes publish too: what is live and which calendar counts is asked again after this time, in ms. */
const freshFor = 3_000;
const kept = 300;

interface Timed<T> {
  at: number;
  value: T;
}

export function createPlans({ versions, compile, now = Date.now }: PlansParts): Plans {
  const plans = createCache<Promise<LoadedPlan>>(kept);
  const live = createCache<Timed<Awaited<ReturnType<VersionSource['findLive']>>>>(kept);
  const calendars = createCache<Timed<Calendar>>(kept);
  /** How often a live version was forgotten. */
  let forgotten = 0;

  async function calendarOf(region: string): Promise<Calendar> {
    const known = calendars.get(region);
    if (known && now() - known.at < freshFor) return known.value;
    const value = (await versions.findCalendar(region)) ?? (nationalCalendar as Calendar);
    calendars.set(region, { at: now(), value });
    return value;
  }

  async function compiled(
    key: string,
    region: string,
    calendar: Calendar,
    find: () => Promise<PublishedVersion | undefined>,
  ): Promise<LoadedPlan> {
    // The same package means other dates under another calendar: both are part of the key.
    const full = `${region}/${calendar.region}/${calendar.version}/${key}`;
    const known = plans.get(full);
    if (known) return known;
    const loading = find().then((found) => compileVersion(found, region, calendar, compile));
    plans.set(full, loading);
    loading.catch(() => plans.delete(full));
    return loading;
  }

  async function getPlan(region: string, scenario: string, which: { version: number } | { hash: string }): Promise<LoadedPlan> {
    const calendar = await calendarOf(region);
    const key = 'hash' in which ? `${scenario}/${which.hash}` : `${scenario}/v${which.version}`;
    return compiled(key, region, calendar, () => versions.findVersion({ region, scenario, ...which }));
  }

  async function liveState(region: string, scenario: string) {
    const key = `${region}/${scenario}`;
    const known = live.get(key);
    if (known && now() - known.at < freshFor) return known.value;
    const since = forgotten;
    const value = await versions.findLive(region, scenario);
    // What was read while a release changed it is not kept: it may be of before.
    if (since === forgotten) live.set(key, { at: now(), value });
    return value;
  }

  return {
    getPlan,
    calendarOf,
    async livePlan(region, scenario, caseId) {
      const state = await liveState(region, scenario);
      if (!state) return undefined;
      const tries = state.trial !== undefined && caseId !== undefined && isInShare(caseId, state.trial.share);
      return getPlan(region, scenario, { hash: tries ? state.trial!.hash : state.hash });
    },
    withdrawnMessage: async (region, scenario) => (await liveState(region, scenario))?.withdrawn?.message,
    forgetCalendars: () => calendars.clear(),
    forgetLive: (region, scenario) => {
      forgotten += 1;
      live.delete(`${region}/${scenario}`);
    },
  };
}

/**
 * Whether a case is one of the share (percent) that starts on the newer version: by its id alone, so that every process says the
 * same, and a case that tries it at one share does so at every larger one.
 */
export function isInShare(caseId: string, share: number): boolean {
  return createHash('sha256').update(caseId).digest().readUInt32BE(0) % 100 < share;
}

function compileVersion(
  found: PublishedVersion | undefined,
  region: string,
  calendar: Calendar,
  compile: PlansParts['compile'],
): LoadedPlan {
  if (!found) throw new NotFoundError('version.unknown');
  const scripts = Object.fromEntries(Object.entries(found.scripts).map(([id, js]) => [id, { js, problems: [] }]));
  const { plan, findings } = compile(found.package, { calendar, scripts, rights: 'atRead' });
  if (!plan) {
    const codes = findings.filter((finding) => finding.severity === 'error').map((finding) => finding.code);
    throw new Error(`A published version no longer compiles: ${region} ${found.scenario} v${found.version}: ${codes.join(', ')}`);
  }
  return { plan, package: found.package, region, scenario: found.scenario, version: found.version, hash: found.hash };
}
