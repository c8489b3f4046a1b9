/**
 * The 25 one-thing services of the county, after the national and provincial lists of 高效办成一件事. A line is
 * `id | name | English name`, then its items as `department:name=English name:promised working days`; the first one accepts.
 */
import type { Text } from '../../../schemas/generated/documents.ts';

export interface CountyItem {
  department: string;
  name: Text;
  days: number;
}
export interface CountyService {
  id: string;
  name: Text;
  items: CountyItem[];
}

const lines = `
school-entry | 教育入学一件事 | Starting school | jy:入学报名=School registration:5; ga:户籍核验=Household check:1; zr:房产核验=Property check:1; rs:社保核验=Insurance check:1
retirement | 退休一件事 | Retiring | rs:退休审批=Retirement approval:7; yb:医保转退休=Medical insurance of retirees:3; gjj:公积金提取=Housing fund withdrawal:2
after-death | 公民身后一件事 | After a death | wj:死亡证明=Death certificate:1; ga:户口注销=Deregistration:1; rs:丧葬补助=Funeral grant:5; yb:医保账户继承=Insurance account:5; gjj:公积金提取=Housing fund withdrawal:3
veterans-return | 军人退役一件事 | Leaving the forces | tj:退役报到=Reporting:2; ga:恢复户口=Household restoration:1; rs:社保转接=Insurance transfer:5; yb:医保转接=Medical transfer:5
disability | 残疾人服务一件事 | Disability services | cl:残疾人证办理=Disability card:10; mz:两项补贴=Allowances:7; rs:养老缴费补贴=Pension subsidy:5
flexible-job | 灵活就业一件事 | Flexible employment | rs:就业登记=Employment registration:2; yb:医保参保=Medical insurance:2; swj:社保缴费=Contributions:1; gjj:自愿缴存=Voluntary housing fund:2
second-hand-house | 二手房转移登记一件事 | Transfer of a flat | zr:转移登记=Transfer:3; swj:契税缴纳=Deed tax:1; zj:资金监管=Escrow:2; sl:用水过户=Water contract:2; fg:用电过户=Power contract:2
company-closure | 企业注销一件事 | Closing a company | sc:注销登记=Deregistration:3; swj:税务注销=Tax clearance:5; rs:社保注销=Insurance clearance:3; ga:印章缴销=Seal return:1
company-change | 企业信息变更一件事 | Changing a company | sc:变更登记=Change:2; swj:税务变更=Tax change:1; rs:社保变更=Insurance change:1; gjj:公积金变更=Housing fund change:1; ga:印章刻制=Seal:1
convenience-store | 开办便利店一件事 | Opening a shop | sc:营业执照=Business licence:1; yc:烟草零售许可=Tobacco licence:10; cg:户外招牌=Outdoor sign:3; xf:消防检查=Fire inspection:5
hotel | 开办旅馆一件事 | Opening a hotel | sc:营业执照=Business licence:1; ga:特种行业许可=Special trade permit:5; wj:卫生许可=Hygiene permit:5; xf:消防检查=Fire inspection:7
pharmacy | 开办药店一件事 | Opening a pharmacy | sc:药品经营许可=Drug permit:10; yb:定点协议=Insurance contract:15; cg:户外招牌=Outdoor sign:3
transport-firm | 开办运输企业一件事 | Opening a haulage firm | jt:道路运输许可=Transport permit:5; sc:营业执照=Business licence:1; ga:车辆登记=Vehicle registration:1; swj:税务登记=Tax registration:1
kindergarten | 开办幼儿园一件事 | Opening a kindergarten | jy:办学许可=School permit:20; xf:消防检查=Fire inspection:7; wj:卫生评价=Hygiene review:10; sc:食品经营许可=Food permit:7
clinic | 开办诊所一件事 | Opening a clinic | wj:诊所备案=Clinic filing:5; st:排污登记=Discharge registration:3; xf:消防检查=Fire inspection:5; yb:定点协议=Insurance contract:15
project-start | 建设项目开工一件事 | Starting construction | zj:施工许可=Construction permit:3; zr:规划许可=Planning permit:5; sl:水土保持=Soil conservation:5; qx:防雷审核=Lightning review:5; yj:安全备案=Safety filing:2
utilities | 水电气网报装一件事 | Utility connections | fg:用电报装=Power:3; sl:用水报装=Water:3; zj:燃气报装=Gas:3; cg:占道许可=Street occupation:2
credit-repair | 信用修复一件事 | Restoring credit | fg:信用修复=Credit restoration:5; sc:异常名录移出=Removal from list:3; cg:处罚公示修复=Penalty notice:3
oversize-load | 大件运输许可一件事 | Oversize loads | jt:超限许可=Oversize permit:3; ga:通行许可=Passage permit:2; cg:市政设施核查=Street works check:2
public-event | 举办大型活动一件事 | Public events | ga:安全许可=Safety permit:7; wl:演出许可=Performance permit:5; xf:消防检查=Fire inspection:5; wj:医疗保障=Medical cover:3
talent | 人才服务一件事 | Talent services | rs:人才认定=Recognition:10; ga:人才落户=Settling:2; zj:人才住房=Housing:10; jy:子女入学=School place:5
tech-firm | 科技企业政策兑现一件事 | Grants to technology firms | kj:资格审查=Eligibility:7; cz:资金审核=Funds:5; swj:税收核验=Tax check:2
homestead | 农民建房一件事 | Building a farm house | ny:宅基地审批=Homestead:10; zr:规划许可=Planning permit:5; sl:河道核查=River check:3; zj:建房监管=Building check:3
poverty-relief | 扶残助困一件事 | Relief | mz:救助认定=Recognition:10; yb:医疗救助=Medical aid:5; jy:助学金=Study aid:5; rs:就业帮扶=Job support:5
foreign-worker | 外国人来华工作一件事 | Foreigners at work | kj:工作许可=Work permit:7; ga:居留许可=Residence permit:7; rs:社保参保=Insurance:2
`;

export const countyServices: CountyService[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [id, zh, en, items] = line.split('|').map((part) => part.trim());
    return { id: id!, name: { 'zh-CN': zh!, en: en! }, items: items!.split(';').map(itemOf) };
  });

function itemOf(words: string): CountyItem {
  const [department, names, days] = words.trim().split(':');
  const [zh, en] = names!.split('=');
  return { department: department!, name: { 'zh-CN': zh!, en: en! }, days: Number(days) };
}
