/** What a database needs before anybody comes: the national calendar always; the demo only when asked for. */
import { uuidv7 } from 'uuidv7';
import type { Calendar } from '../../schemas/generated/documents.ts';
import nationalCalendar from '../calendar/cn-workday.json' with { type: 'json' };
import { createAccountPeople } from '../config/account-people.ts';
import type { Config } from '../config/config.ts';
import { installAgreed, installResources } from '../services/data/index.ts';
import { enterPackage } from '../services/forms/index.ts';
import type { SessionActor } from '../services/identity/index.ts';
import { nationalRegion } from '../services/identity/index.ts';
import { hashPassword, verifyPassword } from '../services/identity/passwords.ts';
import type { Clock } from '../services/ports.ts';
import type { LoadedTemplate, Studio } from '../services/studio/index.ts';
import { registerTemplates } from '../services/templates/index.ts';
import { findAccount, findCredential, insertAccount, updateAccount, upsertOrganisation, upsertRegion } from '../store/accounts.ts';
import { noRegion } from '../store/audit.ts';
import { findCalendar, insertCalendar } from '../store/calendars.ts';
import { findHosts, saveHosts } from '../store/hosts.ts';
import { findLive, findScenarioDraft } from '../store/scenarios.ts';
import type { Store } from '../store/store.ts';
import { type DemoAccount, demoAccounts, demoCounties, demoDepartments, demoRegions } from './people.ts';

export interface SeedParts {
  store: Store;
  studio: Studio;
  templates: Map<string, LoadedTemplate>;
  clock: Clock;
  config: Pick<Config, 'demo' | 'demoPassword' | 'outsideUrl' | 'masterKey'>;
}

/** What every county of the demo has live. */
export const demoScenarios = [
  { template: 'family/newborn', id: 'newborn' },
  { template: 'enterprise/restaurant', id: 'restaurant' },
  { template: 'governance/supervision', id: 'supervision' },
  { template: 'governance/grassroots-event', id: 'grassroots-event' },
  { template: 'hotline/people-call', id: 'people-call' },
  { template: 'cross-region/remote-application', id: 'remote-application' },
];
const system = { accountName: 'system', result: 'done' as const };

/** Idempotent: what is there stays as people left it. */
export async function seed(parts: SeedParts): Promise<void> {
  await seedCalendar(parts);
  await registerTemplates(parts, parts.templates.values());
  if (!parts.config.demo) return;
  if (parts.config.demoPassword === '') throw new Error('LIANBAN_DEMO_PASSWORD must be given with LIANBAN_DEMO.');
  for (const region of demoRegions) await upsertRegion(parts.store, region);
  for (const { region } of demoCounties) for (const row of demoDepartments) await upsertOrganisation(parts.store, { region, ...row });
  // The province has no desks of its own here; its reform office publishes templates.
  for (const row of demoDepartments.filter(({ department }) => department === 'reform'))
    await upsertOrganisation(parts.store, { region: '330000', ...row });
  await seedAccounts(parts);
  for (const county of demoCounties) {
    await seedHosts(parts, county.region);
    for (const scenario of demoScenarios) {
      const found = parts.templates.get(scenario.template);
      // What the scenario reads was agreed before the demo began, or it could not be published.
      if (found) await seedData(parts, county.region, found.package);
      await seedScenario(parts, county, scenario);
      if (found) await enterPackage(parts, county.region, found.package);
    }
    await offerData(parts, county.region);
  }
}

async function seedCalendar({ store, clock }: SeedParts): Promise<void> {
  const calendar = nationalCalendar as Calendar;
  const known = await findCalendar(store, nationalRegion, calendar.id);
  // A release with a newer national calendar brings it along; what an administrator made since stays.
  if (known && known.version >= calendar.version) return;
  const at = clock();
  const line = { ...system, region: noRegion, at, action: 'calendar.changed', object: calendar.id, data: { version: calendar.version } };
  await insertCalendar(store, { region: nationalRegion, id: calendar.id, version: calendar.version, calendar, at }, line);
}

async function seedAccounts({ store, clock, config }: SeedParts): Promise<void> {
  const accounts = demoAccounts();
  const people = createAccountPeople(config.masterKey);
  const known = await Promise.all(accounts.map((account) => findCredential(store, account.username)));
  const sample = known.find((credential) => credential !== undefined);
  const same = sample !== undefined && (await verifyPassword(config.demoPassword, sample.passwordHash));
  if (same && known.every((credential) => credential !== undefined)) return;
  // One hash for all: they share the password anyway, and the first start is 1.5 s shorter.
  const passwordHash = await hashPassword(config.demoPassword);
  for (const [index, account] of accounts.entries()) await seedAccount(account, known[index]?.id);

  async function seedAccount(account: DemoAccount, id: string | undefined): Promise<void> {
    const at = clock();
    const { grants, idNumber, mobile, ...row } = account;
    const made = id ?? uuidv7();
    const person = idNumber === undefined ? undefined : people.seal(made, { idNumber, mobile: mobile ?? '' });
    const line = { ...system, region: grants[0]?.region ?? noRegion, at, object: made };
    if (id === undefined)
      await insertAccount(store, { id: made, ...row, person, passwordHash, at }, grants, { ...line, action: 'account.created' });
    // The demo was started with another password: the one it prints is the one that counts.
    else if (!same) await updateAccount(store, id, { passwordHash, endSessions: true }, { ...line, action: 'account.changed' });
  }
}

/** The demo's connections may reach the simulated outside world, and nothing else. */
async function seedHosts({ store, clock, config, templates }: SeedParts, region: string): Promise<void> {
  const connections = demoScenarios.flatMap(({ template }) => Object.values(templates.get(template)?.connections ?? {}));
  const wanted =
    config.outsideUrl === ''
      ? connections.flatMap((connection) => (connection.kind === 'http' ? [connection.baseUrl] : []))
      : [config.outsideUrl];
  const hosts = [...new Set(wanted.map((url) => new URL(url).host))];
  const known = await findHosts(store, region);
  const missing = hosts.filter((host) => !known.hosts.some((one) => one.host === host));
  if (missing.length === 0) return;
  const at = clock();
  const added = missing.map((host) => ({ host, note: '演示用的部门系统', addedBy: '系统', addedAt: at }));
  const line = { ...system, region, at, action: 'hosts.changed', object: region, data: { hosts: missing } };
  await saveHosts(store, region, { rev: known.rev, hosts: [...known.hosts, ...added] }, line);
}

async function seedData({ store, clock }: SeedParts, region: string, pkg: LoadedTemplate['package']): Promise<void> {
  const install = { store, region, package: pkg, at: clock() };
  await installResources(install);
  await installAgreed(install);
}

/** What the other templates read can be applied for here: what is there already stays as it is. */
async function offerData({ store, clock, templates }: SeedParts, region: string): Promise<void> {
  const live = new Set(demoScenarios.map(({ template }) => template));
  for (const [id, { package: pkg }] of templates) if (!live.has(id)) await installResources({ store, region, package: pkg, at: clock() });
}

/** Through the same door as any designer: created from the template, checked, published. */
async function seedScenario(
  { store, studio }: SeedParts,
  { region, suffix }: { region: string; suffix: string },
  scenario: (typeof demoScenarios)[number],
): Promise<void> {
  if (await findLive(store, region, scenario.id)) return;
  const actor = await designerOf(store, region, suffix);
  const facts = { requestId: 'seed', address: '' };
  const draft = await findScenarioDraft(store, region, scenario.id);
  if (!draft) await studio.create({ actor, region, id: scenario.id, from: { template: scenario.template } });
  const rev = draft?.rev ?? 1;
  await studio.publish({ actor, region, id: scenario.id, rev, notes: '首次发布', commandId: `seed-${scenario.id}-v1`, ...facts });
}

async function designerOf(store: Store, region: string, suffix: string): Promise<SessionActor> {
  const credential = await findCredential(store, `designer${suffix}`);
  const account = credential && (await findAccount(store, credential.id));
  if (!account) throw new Error(`The demo's designer of ${region} is missing.`);
  const grants = [{ region, role: 'designer' as const, department: 'reform' }];
  return { accountId: account.id, kind: 'staff', name: account.name, grants, sessionId: 'seed' };
}
