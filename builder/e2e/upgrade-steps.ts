/** What two regions change of one template, so that an upgrade has something of everything; through the API, as their designers. */
import type { ScenarioPackage } from '../../runtime/compile/plan.ts';
import type { TemplateReleasePage } from '../../schemas/generated/api.ts';
import type { Product } from './product.ts';
import { type StaffClient, staffClient } from './staff-client.ts';

export const templateKey = '330000~family~newborn';
type Scenario = ScenarioPackage['scenario'];
export type Edit = (scenario: Scenario, cases: ScenarioPackage['cases']) => void;

export async function editDraft(client: StaffClient, edit: Edit): Promise<void> {
  const draft = await client.send<{ rev: number; package: ScenarioPackage }>('GET', '/scenarios/newborn/draft');
  edit(draft.package.scenario, draft.package.cases);
  await client.send('PUT', '/scenarios/newborn/draft', { rev: draft.rev, package: draft.package });
}

/** The province's own working copy: what it releases from. */
export async function openMaster(product: Product): Promise<StaffClient> {
  const province = await staffClient(product, 'designer.zj');
  await province.send('POST', '/scenarios', { from: { template: templateKey } });
  return province;
}

/** Handed in by one designer of the province, released by the other. */
export async function releaseTemplate(product: Product, province: StaffClient, why: string): Promise<number> {
  const page = await province.send<TemplateReleasePage>('GET', '/scenarios/newborn/template-release');
  await province.send('POST', '/scenarios/newborn/template-release', {
    rev: page.rev,
    settings: page.settings,
    notes: { why: { 'zh-CN': why }, must: true, latestDate: '2027-06-30' },
    commandId: crypto.randomUUID(),
  });
  const second = await staffClient(product, 'designer2.zj');
  const handed = await second.send<TemplateReleasePage>('GET', '/scenarios/newborn/template-release');
  await second.send('POST', '/scenarios/newborn/template-release/review', {
    do: 'release',
    rev: handed.submission!.rev,
    commandId: crypto.randomUUID(),
  });
  return page.next;
}

const asks = (scenario: Scenario, node: string, words: string) => {
  const doc = scenario.nodes[node]!;
  if ('asks' in doc && doc.asks) doc.asks = { ...doc.asks, 'zh-CN': words };
};
const tell = (scenario: Scenario, message: string, words: string) => {
  const doc = scenario.notifications![message]!;
  doc.text = { ...doc.text, 'zh-CN': words };
};
const set = (scenario: Scenario, param: string, value: string | number) => {
  scenario.params![param] = { ...scenario.params![param]!, value };
};

/** Eleven the county left alone, two sample cases among them, and three it changed, too. */
export const provincial: Edit = (scenario, cases) => {
  for (const node of ['n_papers', 'n_verify', 'n_card', 'n_insurance', 'n_benefit', 'n_vaccination'])
    asks(scenario, node, '请在一个工作日内核对，材料不全的一次性告知');
  for (const message of ['m_finished', 'm_expired']) tell(scenario, message, '您好，办理情况有更新，请到“我的办件”查看。');
  scenario.summary = { ...scenario.summary, 'zh-CN': '一次申请，孩子出生后的八件事一起办，不用再跑。' };
  set(scenario, 'counter', '政务服务中心一楼综合窗口');
  set(scenario, 'maxAgeMonths', 18);
  // The samples of those who come too late come later still.
  for (const late of ['too-old', 'too-old-and-elsewhere']) {
    const birth = cases[late]!.data!.d_birth!;
    if ('record' in birth) birth.record = { ...birth.record, birthDate: '2025-01-01' };
  }
  tell(scenario, 'm_accepted', '您好，出生一件事已受理，4 个工作日内办结，不用再跑。');
};

/** Four of its own, and three the province changes, too; the last one turns newborns away. */
export const local: Edit = (scenario) => {
  asks(scenario, 'n_guidance', '请记录随访日期，并告知社区医生');
  tell(scenario, 'm_benefit_no', '您好，生育津贴不予发放，可到武原街道社保所咨询。');
  tell(scenario, 'm_ask_father', '您好，请在 3 天内登录“浙里办”确认是否同意使用您的电子证照。');
  set(scenario, 'station', '武原街道社区卫生服务中心');
  set(scenario, 'counter', '海盐县政务服务中心 2 楼 6 号窗口');
  set(scenario, 'maxAgeMonths', 0);
  tell(scenario, 'm_accepted', '您好，出生一件事已受理，海盐县 5 个工作日内办结。');
};
