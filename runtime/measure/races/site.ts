/** Two processes' worth of services over one database: they share nothing but PostgreSQL. */
import type { ScenarioPackage } from '../../compile/plan.ts';
import { eventNames } from '../../engine/testing/events.ts';
import { flow } from '../../engine/testing/flow.ts';
import type { CaseState } from '../../engine/types.ts';
import type { SessionActor } from '../../services/identity/index.ts';
import { citizen, createWorld, officer, publishPackage, type World } from '../../services/testing/world.ts';

export const region = '330424';
export const applicant = citizen('林雨', '330424199603120029');
export const first = officer('周宁', region, 'd1', 'd2', 'd3');
export const second = officer('吴敏', region, 'd1', 'd2', 'd3');
export const operator: SessionActor = {
  ...officer('徐安', region),
  grants: [
    { region, role: 'operator' },
    { region, role: 'supervisor' },
    { region, role: 'admin' },
  ] as SessionActor['grants'],
};
export const values = { 'person.name': '林雨', 'person.idNumber': applicant.person!.idNumber };

export interface Site {
  a: World;
  b: World;
  close(): Promise<void>;
}

const nothing = async () => ({ ok: true as const, value: null });

/** A scenario drawn in words, without anything from outside. */
export function drawn(id: string, source: string, nodes: Record<string, Record<string, unknown>> = {}): ScenarioPackage {
  const bare = { scripts: {}, data: {}, tables: {}, outcomes: {}, notifications: {} };
  return { ...flow(source, { nodes, scenario: { id, ...bare, ...eventNames } }), resources: {}, contracts: {} };
}

/** Opens two worlds on a migrated database and publishes the scenarios of the races. */
export async function openSite(url: string, packages: readonly ScenarioPackage[], clock?: () => string): Promise<Site> {
  const connectors = { read: nothing, sendSms: nothing, sealDocument: nothing };
  const open = () => createWorld({ url, connectors, max: 8, ...(clock ? { clock } : {}) });
  const a = await open();
  const b = await open();
  for (const pkg of packages) await publishPackage(a.store, pkg, [{ code: region, name: '海盐县' }]);
  return {
    a,
    b,
    async close() {
      await a.close();
      await b.close();
    },
  };
}

let count = 0;
/** A command id nobody used. */
export const fresh = (): string => {
  count += 1;
  return `race-command-${count}`;
};

export interface OpenCase {
  id: string;
  caseNo: string;
}

/** A submitted case of a scenario. */
export const submitted = ({ a }: Site, scenario: string): Promise<OpenCase> =>
  a.services.cases.startAndSubmit({ actor: applicant, region, scenario, values, commandId: fresh() });

export async function stateOf({ a }: Site, id: string): Promise<CaseState> {
  return (await a.services.caseParts.runBurst.load(region, id)).stored.state;
}

/** Id and page revision of the open task at a node, as both officers see it. */
export async function taskAt(site: Site, id: string, node: string): Promise<{ taskId: string; rev: number }> {
  const task = Object.values((await stateOf(site, id)).tasks).find((one) => one.node === node && one.status === 'open');
  if (!task) throw new Error(`no open task at ${node}`);
  const taskId = `${id}.${task.id}`;
  const { rev } = await site.a.services.cases.taskPage({ actor: first, taskId });
  return { taskId, rev };
}

/** Decides the open task at a node. */
export async function decide(site: Site, id: string, node: string, decision = 'agree'): Promise<void> {
  const { taskId, rev } = await taskAt(site, id, node);
  await site.a.services.cases.complete({ actor: first, taskId, rev, decision, commandId: fresh() });
}
