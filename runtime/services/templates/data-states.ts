/** Data a template reads, as the asking region stands to it: granted, to be applied for, or not here. */
import type { TemplateData } from '../../../schemas/generated/api.ts';
import type { DataUse } from '../../../schemas/generated/documents.ts';
import { localDate } from '../../calendar/index.ts';
import type { ScenarioPackage } from '../../compile/plan.ts';
import { listOrganisations } from '../../store/accounts.ts';
import { listContractsOf } from '../../store/contracts.ts';
import { findResource, type ResourceRecord } from '../../store/data-resources.ts';
import { keyOf } from '../data/parts.ts';
import { type TemplateParts, text } from './parts.ts';

/** `scenarios`: clones of the template in the region, whose contracts count. */
export async function dataStates(
  { store, clock }: TemplateParts,
  { package: pkg, region, scenarios }: { package: ScenarioPackage; region: string; scenarios: readonly string[] },
): Promise<TemplateData[]> {
  const uses = Object.entries(pkg.scenario.data ?? {}).sort(([, a], [, b]) => (a.rank < b.rank ? -1 : 1));
  const today = localDate(clock());
  const contracts = (await Promise.all(scenarios.map((scenario) => listContractsOf(store, region, scenario)))).flat();
  const inForce = contracts.filter(({ status, validFrom, validTo }) => status === 'granted' && validFrom <= today && today <= validTo);
  const organisations = new Map((await listOrganisations(store, [region])).map((row) => [row.department, row.name]));
  const records = new Map<string, ResourceRecord | undefined>();
  for (const [, { resource }] of uses) if (!records.has(resource)) records.set(resource, await offered(resource));

  async function offered(id: string): Promise<ResourceRecord | undefined> {
    for (const owner of new Set([region, pkg.resources[id]?.owner.region ?? region])) {
      const record = await findResource(store, { region: owner, id });
      if (record && (record.state === 'listed' || record.state === 'published')) return record;
    }
    return undefined;
  }

  return uses.map(([use, doc]) => {
    const record = records.get(doc.resource);
    const document = record?.document ?? record?.draft ?? pkg.resources[doc.resource];
    const owner = document?.owner.department ?? '';
    const department = record?.departmentName ?? organisations.get(owner) ?? pkg.scenario.departments[owner]?.name;
    const covered = (contract: (typeof inForce)[number]) =>
      contract.resource === doc.resource && Object.keys(doc.provides).every((field) => contract.fields.includes(field));
    const state = inForce.some(covered) ? 'granted' : !record || document?.sharing === 'notShared' ? 'absent' : 'apply';
    return {
      use,
      name: doc.name,
      resource: document?.name ?? doc.name,
      department: department ?? text('提供部门', 'Owner'),
      fields: Object.keys(doc.provides).map((field) => document?.fields[field]?.name ?? { 'zh-CN': field }),
      state,
      words: wordsOf(state, doc),
      ...(record ? { key: keyOf(record) } : {}),
    };
  });
}

function wordsOf(state: TemplateData['state'], { fallback }: DataUse): TemplateData['words'] {
  if (state === 'granted') return text('已有授权，克隆后即可使用', 'Granted: may be read at once');
  if (state === 'apply')
    return text('需申请：克隆后向提供部门申请，批复前用样例试办', 'Apply to its owner after cloning; samples until then');
  return fallback === 'assist'
    ? text('本地没有：由提供部门人工协查', 'Not here: the owner answers by hand')
    : text('本地没有：改由申请人填写', 'Not here: the applicant fills it in');
}
