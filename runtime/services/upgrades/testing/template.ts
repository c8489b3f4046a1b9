/** A template in versions, and regions that follow it: for tests of upgrades, proposals and waves. */
import { uuidv7 } from 'uuidv7';
import type { CaseTest, Text } from '../../../../schemas/generated/documents.ts';
import { hashOfPackage } from '../../../compile/index.ts';
import type { ScenarioPackage } from '../../../compile/plan.ts';
import { flow } from '../../../engine/testing/flow.ts';
import { upsertOrganisation, upsertRegion } from '../../../store/accounts.ts';
import { findScenarioDraft } from '../../../store/scenarios.ts';
import type { Store } from '../../../store/store.ts';
import { insertRelease, type ReleaseNotes } from '../../../store/template-releases.ts';
import type { SessionActor } from '../../identity/index.ts';
import type { Services } from '../../index.ts';

export const province = '330000';
export const counties = { haiyan: '330424', jiaojiang: '331002' } as const;
export const templateId = 'family/small';
export const templateAddress = '330000~family~small';
export const scenarioId = 'small';
const text = (zh: string): Text => ({ 'zh-CN': zh, en: zh });

const steps: Record<string, string> = { accept: '受理', check: '初核', site: '现场核查', review: '复核' };

/** A straight flow of four desks with a limit, and a case that expects its due date. */
export function firstRelease(): ScenarioPackage {
  const pkg = flow('start -> fill -> accept -> check -> site -> review -> end', {
    scenario: {
      id: scenarioId,
      name: text('小店开办一件事'),
      scripts: {},
      data: {},
      tables: {},
      outcomes: {},
      notifications: {},
      clocks: { all: { name: text('承诺时限'), kind: 'promised', days: 10, starts: 'fill' } },
      params: {
        counter: { name: text('办理地点'), type: 'string', value: '政务服务中心' },
        phone: { name: text('咨询电话'), type: 'string', value: '12345' },
      },
      locks: { accept: 'locked', 'all.days': { tunable: { min: 1, max: 20 } }, params: 'free' },
    },
  });
  for (const [id, node] of Object.entries(pkg.scenario.nodes)) {
    const name = steps[id];
    if (name) node.name = text(name);
    if (node.kind === 'task') node.dueDays = 5;
  }
  return { ...pkg, resources: {}, contracts: {}, cases: { ordinary: caseTest('2026-03-16') } };
}

/** Ends with the promised date of ten working days after 2 March 2026, unless a release says otherwise. */
export function caseTest(due: string): CaseTest {
  const decide = (node: string): CaseTest['steps'][number] => ({ do: 'decide', node, decision: 'agree', opinion: '同意' });
  return {
    format: 'lianban.case-test/1',
    id: 'ordinary',
    name: text('一般申请，全部同意'),
    region: '330424',
    at: '2026-03-02T09:00:00',
    steps: [
      { do: 'submit', values: { 'person.name': '林知夏', 'person.idNumber': '1' } },
      ...['accept', 'check', 'site', 'review'].map(decide),
    ],
    expect: { status: 'completed', due: { all: due } },
  };
}

export type Change = (pkg: ScenarioPackage) => void;
export const changed = (pkg: ScenarioPackage, ...changes: Change[]): ScenarioPackage => {
  const next = structuredClone(pkg);
  for (const change of changes) change(next);
  return next;
};
export const dueDays =
  (node: string, days: number): Change =>
  (pkg) =>
    Object.assign(pkg.scenario.nodes[node]!, { dueDays: days });
export const named =
  (node: string, name: string): Change =>
  (pkg) =>
    Object.assign(pkg.scenario.nodes[node]!, { name: text(name) });
export const param =
  (id: string, value: string): Change =>
  (pkg) =>
    Object.assign(pkg.scenario.params![id]!, { value });
export const label =
  (field: string, words: string): Change =>
  (pkg) =>
    Object.assign(pkg.forms.basic!.fields[field]!, { label: text(words) });
export const limit =
  (days: number, due: string): Change =>
  (pkg) => {
    pkg.scenario.clocks!.all!.days = days;
    pkg.cases.ordinary = caseTest(due);
  };
export const localLimit =
  (days: number): Change =>
  (pkg) => {
    pkg.scenario.clocks!.all!.days = days;
  };

export async function openRegions(store: Store): Promise<void> {
  await upsertRegion(store, { code: province, name: '浙江省' });
  for (const code of Object.values(counties)) {
    await upsertRegion(store, { code, name: code === counties.haiyan ? '海盐县' : '椒江区', parent: province });
    for (const department of ['d1', 'd2', 'd3'])
      await upsertOrganisation(store, { region: code, department, name: text(`部门 ${department}`) });
  }
}

/** The province's ledger gets one release more. */
export async function release(
  store: Store,
  version: number,
  pkg: ScenarioPackage,
  {
    notes,
    scenario = null,
    at = `2026-03-0${version}T01:00:00.000Z`,
  }: { notes?: Partial<ReleaseNotes>; scenario?: string | null; at?: string } = {},
): Promise<void> {
  const hash = hashOfPackage(pkg);
  await insertRelease(store, {
    region: province,
    regionName: '浙江省',
    templateId,
    version,
    name: pkg.scenario.name,
    hash,
    package: pkg,
    notes: { why: text(`第 ${version} 版`), must: false, ...notes },
    author: { name: '顾省身' },
    scenario,
    source: 'published',
    fingerprint: null,
    at,
    line: { region: province, at, accountName: '顾省身', action: 'template.released', object: templateId, result: 'done' },
  });
}

export function designer(region: string, name: string): SessionActor {
  return { accountId: uuidv7(), kind: 'staff', name, grants: [{ region, role: 'designer' }], sessionId: uuidv7() };
}

/** The scenario as a county makes it of the template. */
export async function cloneInto(services: Services, actor: SessionActor, region: string): Promise<void> {
  await services.studio.create({ actor, region, id: scenarioId, from: { template: templateId } });
}

/** Edits and saves the draft, as the designer does. */
export async function edit(services: Services, store: Store, actor: SessionActor, region: string, ...changes: Change[]): Promise<void> {
  const draft = (await findScenarioDraft(store, region, scenarioId))!;
  await services.studio.saveDraft({ actor, id: scenarioId, region, rev: draft.rev, package: changed(draft.package, ...changes) });
}

export const facts = { requestId: 'test', address: '' };
