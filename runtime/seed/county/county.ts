/**
 * A county of ordinary size, for trying lists, pages and reports at the size they will have: 37 departments, a catalogue of
 * 370 registers with 5,000 fields, 25 services and a year's cases. Everything goes through the doors people use; what is
 * there already stays, so a run that was cut off is simply begun again.
 */
import { randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { localDate } from '../../calendar/index.ts';
import type { Actor } from '../../engine/types.ts';
import { shiftDate } from '../../outside/people.ts';
import type { SessionActor } from '../../services/identity/index.ts';
import { hashPassword } from '../../services/identity/passwords.ts';
import type { Services } from '../../services/index.ts';
import { findAccount, findCredential, type Grant, insertAccount, upsertOrganisation, upsertRegion } from '../../store/accounts.ts';
import { findLive } from '../../store/scenarios.ts';
import type { Store } from '../../store/store.ts';
import { seedCase } from './cases.ts';
import { seedCatalogue } from './catalogue.ts';
import { countyDepartments } from './departments.ts';
import { packageOf } from './packages.ts';
import { type CountyService, countyServices } from './services.ts';

export interface CountySeed {
  store: Store;
  services: Services;
  region: { code: string; name: string };
  /** How many cases, over all services. */
  cases: number;
  /** Of the accounts that are made; a new one when missing. */
  password?: string;
  clock: () => string;
  /** Told what is being done, and how much of how much. */
  progress?: (what: 'departments' | 'services' | 'resources' | 'contracts' | 'cases', done: number, of: number) => void;
}

export interface CountyFigures {
  departments: number;
  services: number;
  resources: number;
  elements: number;
  contracts: number;
  /** Cases begun by this run. */
  cases: number;
  /** Seconds for the cases. */
  seconds: number;
  accounts: { password?: string; designer: string; officers: string[] };
}

/** Cases under way at once: enough to fill the statements that commit many at a time. */
const atOnce = 96;

export async function seedCounty(input: CountySeed): Promise<CountyFigures> {
  const { store, region, progress = () => {} } = input;
  await upsertRegion(store, region);
  for (const [index, { code, name }] of countyDepartments.entries())
    await upsertOrganisation(store, { region: region.code, department: code, name, hue: index % 8 });
  const people = await seedPeople(input);
  progress('departments', countyDepartments.length, countyDepartments.length);
  for (const [index, service] of countyServices.entries()) {
    await publish(input, people.designer, service);
    progress('services', index + 1, countyServices.length);
  }
  const catalogue = await seedCatalogue({ store, region: region.code, at: input.clock() });
  progress('resources', catalogue.resources, catalogue.resources);
  progress('contracts', catalogue.contracts, catalogue.contracts);
  const began = performance.now();
  const cases = await seedCases(input, people.officers);
  return {
    departments: countyDepartments.length,
    services: countyServices.length,
    ...catalogue,
    cases,
    seconds: Math.round((performance.now() - began) / 100) / 10,
    accounts: {
      ...(people.password ? { password: people.password } : {}),
      designer: designerName,
      officers: countyDepartments.map(({ code }) => officerName(code)),
    },
  };
}

const designerName = 'county.designer';
const officerName = (department: string) => `county.${department}`;

async function seedPeople({ store, region, clock, password = randomBytes(9).toString('base64url') }: CountySeed) {
  const passwordHash = await hashPassword(password);
  let made = false;
  const account = async (username: string, name: string, grants: Grant[]) => {
    const known = await findCredential(store, username);
    if (known) return (await findAccount(store, known.id))!;
    made = true;
    const [id, at] = [uuidv7(), clock()];
    const line = { accountName: 'system', result: 'done' as const, region: region.code, at, action: 'account.created', object: id };
    await insertAccount(store, { id, username, name, kind: 'staff', passwordHash, at }, grants, line);
    return (await findAccount(store, id))!;
  };
  const grant: Grant = { region: region.code, role: 'designer', department: 'reform' };
  const designer = await account(designerName, '沈县设', [grant]);
  const officers = new Map<string, Actor>();
  for (const { code, name } of countyDepartments) {
    const { id, name: called } = await account(officerName(code), `${name['zh-CN']}办件员`, [
      { region: region.code, role: 'officer', department: code },
    ]);
    officers.set(code, { kind: 'officer', id, name: called, department: code, region: region.code });
  }
  const actor: SessionActor = { accountId: designer.id, kind: 'staff', name: designer.name, grants: [grant], sessionId: 'seed' };
  return { designer: actor, officers, password: made ? password : undefined };
}

async function publish({ store, services, region }: CountySeed, actor: SessionActor, service: CountyService): Promise<void> {
  const by = { actor, region: region.code, id: service.id };
  if (await findLive(store, region.code, service.id)) return;
  const { studio } = services;
  const known = await studio.draft(by).catch(() => undefined);
  if (!known) await studio.create({ ...by, name: service.name });
  const { rev } = await studio.saveDraft({ ...by, rev: known?.rev ?? 1, package: packageOf(service) });
  await studio.publish({ ...by, rev, notes: '首次发布', commandId: `county-${service.id}`, requestId: 'seed', address: '' });
}

/** In turn over the services, a few at once; a number that is there already is not begun again. */
async function seedCases(
  { services, region, cases, clock, progress = () => {} }: CountySeed,
  officers: Map<string, Actor>,
): Promise<number> {
  const { runBurst, plans } = services.caseParts;
  const packages = await Promise.all(
    countyServices.map(async (service) => ({ service, pkg: packageOf(service), loaded: (await plans.livePlan(region.code, service.id))! })),
  );
  const facts = { region: region.code, officers, today: shiftDate(localDate(clock()), -1), seed: 2026 };
  let next = 0;
  let begun = 0;
  const work = async () => {
    for (let number = next++; number < cases; number = next++) {
      if (await seedCase(runBurst, { ...facts, ...packages[number % packages.length]!, number })) begun += 1;
      if (number % 1000 === 999) progress('cases', number + 1, cases);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, cases) }, work));
  progress('cases', cases, cases);
  return begun;
}
