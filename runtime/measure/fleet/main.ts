/**
 * A province's release and all its clones: `node runtime/measure/fleet/main.ts [--templates 31] [--counties 90] [--waves 3]
 * [--template hotline/people-call] [--unchecked] [--json]`. Bounded: it starts a PostgreSQL of its own, seeds the clones with
 * ten local changes each, releases one new version in waves, upgrades every county through the services as a person would
 * (every conflict decided, the case tests run, finished), asks for the fleet page, and counts every change of either side in
 * what came out with a program that knows nothing of the merge. Exit 1 when a change is lost or an upgrade did not finish.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { hashOfPackage } from '../../compile/index.ts';
import { startPostgres } from '../../postgres/postgres.ts';
import { drawChanges, valueAt, withChanges } from '../../seed/fleet/changes.ts';
import { countyChanges, fleetCounties, fleetTemplates, localChanges, seedFleet } from '../../seed/fleet/fleet.ts';
import type { SessionActor } from '../../services/identity/index.ts';
import { readTemplates } from '../../services/studio/index.ts';
import { templateKey, upstreamOf } from '../../services/templates/cloned-package.ts';
import { createWorld, type World } from '../../services/testing/world.ts';
import { findClone } from '../../store/clones.ts';
import { migrate } from '../../store/migrate.ts';
import { findScenarioDraft } from '../../store/scenarios.ts';
import { findRelease, insertRelease } from '../../store/template-releases.ts';
import { lossOf } from './loss.ts';

const { values } = parseArgs({
  options: {
    templates: { type: 'string' },
    counties: { type: 'string' },
    waves: { type: 'string' },
    template: { type: 'string' },
    /** Leaves the case tests out and does not finish: merges and decisions only. */
    unchecked: { type: 'boolean' },
    json: { type: 'boolean' },
  },
});
const whole = (text: string | undefined, usual: number, most: number) => {
  const number = Math.min(Number(text ?? usual), most);
  if (!Number.isInteger(number) || number < 1) throw new Error('Give whole numbers from 1.');
  return number;
};
const templateCount = whole(values.templates, 31, 200);
const countyCount = whole(values.counties, 90, 90);
const waveCount = whole(values.waves, 3, countyCount);
const upstreamChanges = 25;
const province = '330000';
const facts = { requestId: 'measure', address: '' };

const seconds = (since: number) => Math.round((performance.now() - since) / 100) / 10;
const say = (text: string) => void (values.json || process.stderr.write(`${text}\n`));

const folder = await mkdtemp(path.join(os.tmpdir(), 'lianban-fleet-'));
const server = await startPostgres({ dataDir: folder });
try {
  await migrate(server.url);
  const report = await measure();
  console.log(values.json ? JSON.stringify(report) : wordsOf(report));
  process.exitCode = report.lost.length === 0 && report.localKept === report.localWanted && report.unfinished === 0 ? 0 : 1;
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function measure() {
  const nothing = async () => ({ ok: true as const, value: null });
  const world = await createWorld({ url: server.url, connectors: { read: nothing, sendSms: nothing, sealDocument: nothing }, max: 8 });
  try {
    const loaded = await readTemplates(path.join(import.meta.dirname, '../../../templates'));
    const clock = () => new Date().toISOString();
    const seeded = await seedFleet({
      store: world.store,
      clock,
      templates: loaded.values(),
      count: templateCount,
      counties: countyCount,
      progress: (done, of) => say(`templates ${done} / ${of}`),
    });
    const all = fleetTemplates(loaded.values(), templateCount);
    const index = Math.max(
      0,
      all.findIndex(({ templateId }) => templateId === (values.template ?? 'hotline/people-call')),
    );
    return { seeded, ...(await release(world, all[index]!, index)) };
  } finally {
    await world.close();
  }
}

async function release(world: World, template: ReturnType<typeof fleetTemplates>[number], index: number) {
  const { store, services } = world;
  const base = (await findRelease(store, template.region, template.templateId, 1))!;
  const changes = drawChanges(base.package, { seed: 7 + index, count: upstreamChanges, mark: '·新版', field: 'upstreamNote' });
  const pkg = withChanges(base.package, changes);
  await insertRelease(store, {
    ...base,
    version: 2,
    package: pkg,
    hash: hashOfPackage(pkg),
    notes: { why: { 'zh-CN': '规模测试的新版', en: 'The new version of this measurement' }, must: false },
    at: new Date().toISOString(),
    line: { region: province, at: new Date().toISOString(), action: 'template.released', object: template.templateId, result: 'done' },
  });
  const counties = fleetCounties(countyCount);
  const actor = person(province);
  const key = { actor, template: templateKey({ region: template.region, templateId: template.templateId }), ...facts };
  const size = Math.ceil(counties.length / waveCount);
  const waves = Array.from({ length: Math.ceil(counties.length / size) }, (_, wave) => ({
    name: `第 ${wave + 1} 批`,
    regions: counties.slice(wave * size, (wave + 1) * size).map(({ code }) => code),
  }));
  let plan = await services.fleet.planWaves({ ...key, version: 2, waves });
  const upgraded: Awaited<ReturnType<typeof upgrade>>[] = [];
  const refusedEarly: string[] = [];
  const started = performance.now();
  for (const wave of waves) {
    const waiting = waves[waves.indexOf(wave) + 1]?.regions[0];
    plan = await services.fleet.actOnWaves({ ...key, version: '2', rev: plan.rev, action: 'next' });
    if (waiting && (await offered(world, waiting, template.scenarioId)) === 0) refusedEarly.push(waiting);
    for (const region of wave.regions) {
      const county = counties.findIndex(({ code }) => code === region);
      upgraded.push(await upgrade(world, { region, county, index, scenarioId: template.scenarioId }));
    }
    say(`${wave.name}: ${upgraded.length} / ${counties.length} in ${seconds(started)} s`);
  }
  const upgradeSeconds = seconds(started);
  const asked = performance.now();
  const page = await services.fleet.page(key);
  const pageMs = Math.round(performance.now() - asked);
  const again = performance.now();
  await services.fleet.page(key);
  const merges = upgraded.map(({ mergeMs }) => mergeMs).sort((a, b) => a - b);
  const sum = (of: (one: (typeof upgraded)[number]) => number) => upgraded.reduce((total, one) => total + of(one), 0);
  return {
    template: template.templateId,
    upgrades: upgraded.length,
    unfinished: values.unchecked ? 0 : upgraded.filter(({ finished }) => !finished).length,
    waves: waves.length,
    waitedForTheirTurn: refusedEarly.length,
    upgradeSeconds,
    mergeMs: { median: merges[Math.floor(merges.length / 2)]!, p95: merges[Math.floor(merges.length * 0.95)]!, most: merges.at(-1)! },
    conflicts: sum(({ conflicts }) => conflicts),
    clean: sum(({ clean }) => clean),
    local: sum(({ local }) => local),
    valuesChecked: sum(({ checked }) => checked),
    contested: sum(({ contested }) => contested),
    localWanted: sum(({ localWanted }) => localWanted),
    localKept: sum(({ localKept }) => localKept),
    lost: upgraded.flatMap(({ lost }) => lost),
    fleet: { rows: page.rows.length, ...page.totals, firstMs: pageMs, againMs: Math.round(performance.now() - again) },
  };
}

async function offered(world: World, region: string, id: string): Promise<number> {
  return (await world.services.upgrades.offer({ actor: person(region), id, region })).releases.length;
}

/** As a person does it: begin, decide every conflict (the local value stays at every second one), run the cases, finish. */
async function upgrade(
  world: World,
  { region, county, index, scenarioId }: { region: string; county: number; index: number; scenarioId: string },
) {
  const { store, services } = world;
  const here = { actor: person(region), id: scenarioId, region };
  const clone = (await findClone(store, region, scenarioId))!;
  const sides = await Promise.all(
    [1, 2].map(async (version) => upstreamOf((await findRelease(store, clone.originRegion, clone.templateId, version))!, clone)),
  );
  const [base, theirs] = [sides[0]!, sides[1]!];
  const ours = (await findScenarioDraft(store, region, scenarioId))!.package;

  const begun = performance.now();
  const page = await services.upgrades.begin({ ...here, ...facts });
  const mergeMs = Math.round(performance.now() - begun);
  let rev = page.rev;
  const taken = new Map<string, 'ours' | 'theirs'>();
  for (const [at, item] of page.items.filter(({ open }) => open).entries()) {
    const take = at % 2 === 0 && item.choices.includes('ours') ? 'ours' : 'theirs';
    taken.set(item.key, take);
    ({ rev } = await services.upgrades.decide({ ...here, rev, key: item.key, decision: { take } }));
  }
  let finished = false;
  let result = (await services.upgrades.desk({ ...here, packages: 'yes' })).packages?.result;
  if (!values.unchecked) {
    const check = await services.upgrades.check({ ...here, rev });
    if (check.passed) {
      const { draftRev } = await services.upgrades.desk(here);
      await services.upgrades.finish({ ...here, ...facts, rev, draftRev });
      result = (await findScenarioDraft(store, region, scenarioId))!.package as never;
      finished = true;
    } else say(`${region}: ${check.cases.filter(({ passed }) => !passed).length} case tests fail`);
  }
  const decided = (address: string) => {
    const parts = JSON.parse(address) as string[];
    for (let length = parts.length; length > 0; length -= 1) {
      const found = taken.get(
        parts
          .slice(0, length)
          .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
          .join('/'),
      );
      if (found) return found;
    }
    return undefined;
  };
  const loss = lossOf({ base, ours, theirs, result }, decided);
  // Change by change, once more: what the county did, by address and value.
  const changes = countyChanges(base, county, index);
  const wanted = changes.filter(({ path: at }) => decided(JSON.stringify(at)) !== 'theirs');
  const kept = wanted.filter(({ path: at, after }) => JSON.stringify(sorted(valueAt(result, at))) === JSON.stringify(sorted(after)));
  return {
    region,
    mergeMs,
    finished,
    conflicts: page.counts.conflicts,
    clean: page.counts.clean,
    local: page.counts.local,
    checked: loss.checked,
    contested: loss.contested,
    localWanted: wanted.length,
    localKept: kept.length,
    lost: loss.lost.map((one) => ({ region, ...one })),
  };
}

/** Members in one order: what came back from the database has them in another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}

function person(region: string): SessionActor {
  const accountId = '01890000-0000-7000-8000-0000000f1ee7';
  return { accountId, kind: 'staff', name: '规模数据', grants: [{ region, role: 'designer' }], sessionId: 'measure' };
}

function wordsOf(report: Awaited<ReturnType<typeof measure>>): string {
  const { seeded, mergeMs, fleet } = report;
  return [
    `${seeded.templates} templates in ${seeded.counties} counties: ${seeded.clones} clones with ${localChanges} local changes each, seeded in ${seeded.seconds} s`,
    `${report.template}: ${report.upgrades} upgrades in ${report.waves} waves, ${report.upgradeSeconds} s; ${report.unfinished} not finished; ${report.waitedForTheirTurn} waves waited for their turn`,
    `begin an upgrade (merge and page): median ${mergeMs.median} ms, p95 ${mergeMs.p95} ms, most ${mergeMs.most} ms`,
    `${report.clean} clean, ${report.local} local, ${report.conflicts} conflicts`,
    `none lost? ${report.valuesChecked} changed values checked, ${report.contested} contested, ${report.lost.length} lost; local changes kept ${report.localKept} of ${report.localWanted} not decided against`,
    `fleet page: ${fleet.rows} rows, ${fleet.current} on the newest, ${fleet.conflicts} open conflicts; ${fleet.firstMs} ms, again ${fleet.againMs} ms`,
    ...report.lost
      .slice(0, 10)
      .map(({ region, address, side, wanted, found }) => `lost in ${region}: ${side} ${address} wanted ${wanted}, found ${found}`),
  ].join('\n');
}
