/** Who is in the demo: two counties with the same desks, and citizens the outside world's registers know or do not know. */
import type { Text } from '../../schemas/generated/documents.ts';
import { demoElder } from '../outside/common/pension.ts';
import { demoOwners } from '../outside/enterprise/firms.ts';
import { demoClerk, demoReporter } from '../outside/governance/people.ts';
import { demoFamilies } from '../outside/people.ts';
import type { Grant } from '../store/accounts.ts';

export const demoRegions = [
  { code: '330000', name: '浙江省' },
  { code: '330424', name: '海盐县', parent: '330000' },
  { code: '331002', name: '椒江区', parent: '330000' },
];
/** Counties with desks; user names of the second and later ones end in its suffix. */
export const demoCounties = [
  { region: '330424', suffix: '' },
  { region: '331002', suffix: '.jj' },
];

const text = (zh: string, en: string): Text => ({ 'zh-CN': zh, en });

/** Departments every county has, besides those its scenarios name. */
export const demoDepartments: { department: string; name: Text; hue?: number }[] = [
  { department: 'reform', name: text('改革办', 'Reform office') },
  { department: 'wj', name: text('卫生健康局', 'Health commission'), hue: 0 },
  { department: 'cdc', name: text('疾病预防控制中心', 'Disease control'), hue: 1 },
  { department: 'ga', name: text('公安局', 'Public security'), hue: 2 },
  { department: 'rs', name: text('人力资源和社会保障局', 'Human resources and social security'), hue: 3 },
  { department: 'yb', name: text('医疗保障局', 'Medical insurance'), hue: 4 },
  { department: 'sc', name: text('市场监督管理局', 'Market supervision'), hue: 0 },
  { department: 'xf', name: text('消防救援大队', 'Fire and rescue'), hue: 1 },
  { department: 'cg', name: text('综合行政执法局', 'Urban management'), hue: 2 },
  { department: 'zj', name: text('住房和城乡建设局', 'Housing and construction'), hue: 3 },
  { department: 'st', name: text('生态环境分局', 'Ecology and environment'), hue: 4 },
  { department: 'xfj', name: text('信访局', 'Petition office'), hue: 5 },
  { department: 'zw', name: text('政务服务中心', 'Service centre'), hue: 6 },
  { department: 'zfb', name: text('政府办公室', 'Government office'), hue: 4 },
  { department: 'zr', name: text('自然资源和规划局', 'Natural resources and planning'), hue: 1 },
  { department: 'zz', name: text('社会治理中心', 'Social governance centre'), hue: 4 },
  { department: 'zd', name: text('镇（街道）', 'Town or street'), hue: 0 },
  { department: 'cs', name: text('村（社区）', 'Village or community'), hue: 1 },
  { department: 'wg', name: text('网格', 'Grid'), hue: 2 },
  { department: 'yj', name: text('应急管理局', 'Emergency management'), hue: 0 },
  { department: 'mz', name: text('民政局', 'Civil affairs'), hue: 5 },
  { department: 'sw', name: text('税务局', 'Tax office'), hue: 1 },
  { department: 'hg', name: text('海关', 'Customs'), hue: 2 },
  { department: 'gjj', name: text('住房公积金中心', 'Housing fund'), hue: 3 },
  { department: 'jj', name: text('公安交警大队', 'Traffic police'), hue: 2 },
  { department: 'yl', name: text('园林绿化中心', 'Parks and greening'), hue: 4 },
  { department: 'gs', name: text('供水企业', 'Water utility'), hue: 0 },
  { department: 'gd', name: text('供电企业', 'Power utility'), hue: 1 },
  { department: 'rq', name: text('燃气企业', 'Gas utility'), hue: 2 },
  { department: 'rl', name: text('供热企业', 'Heat utility'), hue: 3 },
  { department: 'tx', name: text('通信企业', 'Telecom'), hue: 4 },
  { department: 'rh', name: text('开户银行', 'The bank'), hue: 5 },
  // No desk of the demo, but owner of data that scenarios read.
  { department: 'sj', name: text('数据局', 'Data bureau') },
];

export interface DemoAccount {
  username: string;
  name: string;
  kind: 'person' | 'staff';
  idNumber?: string;
  mobile?: string;
  grants: Grant[];
}

const staff: { username: string; name: string; role: Grant['role']; department?: string }[] = [
  { username: 'designer', name: '陈立新', role: 'designer', department: 'reform' },
  { username: 'admin', name: '吴守正', role: 'admin' },
  { username: 'operator', name: '沈调度', role: 'operator' },
  { username: 'steward', name: '周执衡', role: 'steward' },
  { username: 'wj', name: '徐安康', role: 'officer', department: 'wj' },
  { username: 'cdc', name: '郑苗', role: 'officer', department: 'cdc' },
  { username: 'ga', name: '王户宁', role: 'officer', department: 'ga' },
  { username: 'ga2', name: '李平安', role: 'officer', department: 'ga' },
  { username: 'rs', name: '孙仁杰', role: 'officer', department: 'rs' },
  { username: 'yb', name: '钱宝珠', role: 'officer', department: 'yb' },
  { username: 'sc', name: '马正规', role: 'officer', department: 'sc' },
  { username: 'xf', name: '霍平安', role: 'officer', department: 'xf' },
  { username: 'cg', name: '成知街', role: 'officer', department: 'cg' },
  { username: 'zj', name: '祝安居', role: 'officer', department: 'zj' },
  { username: 'st', name: '江清源', role: 'officer', department: 'st' },
  { username: 'zr', name: '田知界', role: 'officer', department: 'zr' },
  { username: 'zfb', name: '督必办', role: 'officer', department: 'zfb' },
  { username: 'zz', name: '治中和', role: 'officer', department: 'zz' },
  { username: 'zd', name: '镇有声', role: 'officer', department: 'zd' },
  { username: 'cs', name: '邻里和', role: 'officer', department: 'cs' },
  { username: 'wg', name: '巡小格', role: 'officer', department: 'wg' },
  { username: 'yj', name: '安如山', role: 'officer', department: 'yj' },
  { username: 'xfj', name: '闻民声', role: 'officer', department: 'xfj' },
  { username: 'zw', name: '迎春晖', role: 'officer', department: 'zw' },
  { username: 'mz', name: '民济安', role: 'officer', department: 'mz' },
  { username: 'sw', name: '税清源', role: 'officer', department: 'sw' },
  { username: 'hg', name: '关通达', role: 'officer', department: 'hg' },
  { username: 'gjj', name: '积安居', role: 'officer', department: 'gjj' },
  { username: 'jj', name: '路畅行', role: 'officer', department: 'jj' },
  { username: 'yl', name: '林绿荫', role: 'officer', department: 'yl' },
  { username: 'gs', name: '水长清', role: 'officer', department: 'gs' },
  { username: 'gd', name: '电常明', role: 'officer', department: 'gd' },
  { username: 'rq', name: '气通达', role: 'officer', department: 'rq' },
  { username: 'rl', name: '暖入户', role: 'officer', department: 'rl' },
  { username: 'tx', name: '网畅通', role: 'officer', department: 'tx' },
];

/** The province that publishes templates: one writes a release, the other reviews it. */
const provincial: DemoAccount[] = [
  { username: 'designer.zj', name: '顾省身', kind: 'staff', grants: [{ region: '330000', role: 'designer', department: 'reform' }] },
  { username: 'designer2.zj', name: '范审言', kind: 'staff', grants: [{ region: '330000', role: 'designer', department: 'reform' }] },
];

/** Desks that own no data in the demo: nobody has to keep any. */
const withoutData = new Set(['reform', 'sw', 'yl', 'gs', 'gd', 'rq', 'rl', 'tx', 'rh']);

/** Two of each department, because what one of them wrote the other reviews. */
const keepers: Record<string, [first: string, second: string]> = {
  wj: ['何康敏', '林静怡'],
  cdc: ['方护苗', '叶知秋'],
  ga: ['高守信', '罗立户'],
  rs: ['梁保民', '宋乐业'],
  yb: ['谢济民', '韩惠医'],
  mz: ['唐明正', '冯和睦'],
  sj: ['于数源', '董归集'],
  sc: ['石明察', '贺登记'],
  xf: ['严防火', '安守则'],
  cg: ['文容貌', '齐整洁'],
  zj: ['房建业', '管水长'],
  st: ['蓝天佑', '绿水长'],
  zr: ['田经纬', '图明白'],
  zfb: ['文有据', '录在册'],
  zz: ['平安顺', '和为贵'],
  zd: ['乡知情', '街有数'],
  cs: ['村里通', '社有情'],
  wg: ['格有图', '网无漏'],
  yj: ['险先知', '备无患'],
  xfj: ['应民意', '解忧民'],
  zw: ['通四方', '畅往来'],
  hg: ['关守则', '单相符'],
  gjj: ['公有积', '金有账'],
  jj: ['路有序', '车有规'],
};

/** Families by key; the user names are those of the ten-minute walk. */
const citizens: Record<string, [mother: string, father: string]> = {
  onFile: ['mother', 'father'],
  newcomer: ['newcomer', 'newcomer.father'],
  second: ['mother2', 'father2'],
  jiaojiang: ['mother.jj', 'father.jj'],
};

/** People in charge of the firms that open restaurants, by key. */
const owners: Record<string, string> = { restaurant: 'boss', newRestaurant: 'boss.new', restaurantJiaojiang: 'boss.jj' };

export function demoAccounts(): DemoAccount[] {
  const desks = demoCounties.flatMap(({ region, suffix }) =>
    staff.map(({ username, name, role, department }): DemoAccount => {
      return { username: username + suffix, name, kind: 'staff', grants: [{ region, role, ...(department ? { department } : {}) }] };
    }),
  );
  const keeping = demoCounties.flatMap(({ region, suffix }) =>
    demoDepartments
      .filter(({ department }) => !withoutData.has(department))
      .flatMap(({ department, name }) =>
        ['keeper', 'keeper2'].map((post, index): DemoAccount => {
          const personName = keepers[department]?.[index] ?? `${name['zh-CN']}数据管理员`;
          const grants = [{ region, role: 'keeper' as const, department }];
          return { username: `${department}.${post}${suffix}`, name: personName, kind: 'staff', grants };
        }),
      ),
  );
  const people = demoFamilies.flatMap(({ key, mother, father }): DemoAccount[] => {
    const names = citizens[key];
    if (!names) return [];
    return [
      { username: names[0], kind: 'person', grants: [], ...mother },
      { username: names[1], kind: 'person', grants: [], ...father },
    ];
  });
  const inCharge = demoOwners.flatMap(({ key, owner }): DemoAccount[] =>
    owners[key] ? [{ username: owners[key], kind: 'person', grants: [], ...owner }] : [],
  );
  const elder: DemoAccount = { username: 'elder', kind: 'person', grants: [], ...demoElder };
  const clerk: DemoAccount = { username: 'clerk', kind: 'person', grants: [], ...demoClerk };
  const reporter: DemoAccount = { username: 'reporter', kind: 'person', grants: [], ...demoReporter };
  return [...desks, ...provincial, ...keeping, ...people, ...inCharge, elder, clerk, reporter];
}
