/**
 * A county's departments and the registers each of them keeps: what a county of ordinary size really has.
 * A line is `code | name | English name`, then its registers as `name=English name`.
 */
import type { Text } from '../../../schemas/generated/documents.ts';

export interface CountyDepartment {
  code: string;
  name: Text;
  registers: Text[];
}

const lines = `
fg | 发展和改革局 | Development and reform | 投资项目备案=Investment project filings; 重点项目=Key projects; 价格认定=Price appraisals; 节能审查=Energy reviews; 粮食储备=Grain reserves; 电力设施=Power facilities; 招标核准=Tender approvals; 信用红名单=Credit merits; 产业基金=Industry funds; 民办项目=Private projects
jx | 经济和信息化局 | Economy and information | 规上企业=Large enterprises; 技改项目=Technical upgrades; 小微园区=Small business parks; 数字车间=Digital workshops; 新产品备案=New product filings; 用能企业=Energy users; 亩均评价=Yield per acre; 无线电台=Radio stations; 智能工厂=Smart factories; 绿色工厂=Green factories
jy | 教育局 | Education | 学籍=School enrolment; 教师资格=Teacher qualifications; 民办学校=Private schools; 幼儿园=Kindergartens; 学区划分=School districts; 助学金=Student aid; 毕业证书=Graduation certificates; 校外培训机构=Training institutions; 中考成绩=Entrance examination results; 特殊教育=Special education
kj | 科学技术局 | Science and technology | 高新企业=High-tech enterprises; 科技型中小企业=Technology firms; 科技项目=Research projects; 孵化器=Incubators; 技术合同=Technology contracts; 外国人工作许可=Foreigners' work permits; 研发投入=Research spending; 成果登记=Registered results; 院士工作站=Academician stations; 专利转化=Patent transfers
ga | 公安局 | Public security | 户籍人口=Registered households; 居住登记=Residence registration; 身份证件=Identity documents; 出入境证件=Travel documents; 机动车=Motor vehicles; 驾驶证=Driving licences; 旅馆备案=Hotel filings; 保安单位=Security firms; 印章备案=Seal filings; 养犬登记=Dog registration
mz | 民政局 | Civil affairs | 婚姻登记=Marriages; 低保家庭=Families on minimum income; 养老机构=Care homes; 社会组织=Social organisations; 地名=Place names; 殡葬=Funerals; 收养登记=Adoptions; 儿童福利=Child welfare; 慈善项目=Charity projects; 临时救助=Temporary relief
sf | 司法局 | Justice | 公证书=Notarial deeds; 律师执业=Lawyers; 法律援助=Legal aid; 人民调解=Mediation; 司法鉴定=Forensic opinions; 行政复议=Administrative reviews; 执法证件=Enforcement cards; 规范性文件=Normative documents; 法律顾问=Legal advisers; 社区法律服务=Community legal services
cz | 财政局 | Finance | 预算单位=Budget units; 政府采购=Government purchases; 财政票据=Fiscal receipts; 专项资金=Special funds; 惠农补贴=Farm subsidies; 国有资产=State assets; 非税收入=Non-tax revenue; 会计机构=Accounting firms; 绩效评价=Performance reviews; 政府债券=Government bonds
rs | 人力资源和社会保障局 | Human resources and social security | 社会保险参保=Social insurance; 社会保障卡=Social-security cards; 就业登记=Employment registration; 失业登记=Unemployment registration; 职称证书=Professional titles; 技能证书=Skill certificates; 劳动合同=Labour contracts; 退休审批=Retirement approvals; 人事档案=Personnel files; 工伤认定=Work injury decisions
zr | 自然资源和规划局 | Natural resources and planning | 不动产登记=Real estate; 规划许可=Planning permits; 用地审批=Land use approvals; 地籍宗地=Cadastral parcels; 采矿权=Mining rights; 林权=Forest rights; 测绘资质=Surveying qualifications; 抵押登记=Mortgages; 土地出让=Land sales; 海域使用=Sea use
zj | 住房和城乡建设局 | Housing and construction | 施工许可=Construction permits; 商品房合同=Housing contracts; 保障房=Public housing; 物业企业=Property managers; 燃气企业=Gas suppliers; 竣工备案=Completion filings; 房屋安全=Building safety; 租赁备案=Lease filings; 建筑企业=Construction firms; 维修资金=Maintenance funds
jt | 交通运输局 | Transport | 道路运输许可=Road transport permits; 营运车辆=Commercial vehicles; 从业资格=Driver qualifications; 船舶登记=Ships; 港口经营=Port operators; 超限运输=Oversize transport; 公交线路=Bus lines; 维修企业=Repair shops; 驾校=Driving schools; 出租汽车=Taxis
sl | 水利局 | Water | 取水许可=Water abstraction; 水利工程=Waterworks; 河道管理=River works; 水土保持=Soil conservation; 水库=Reservoirs; 水费=Water charges; 供水单位=Water suppliers; 防汛物资=Flood supplies; 堤防=Dikes; 农村饮水=Rural drinking water
ny | 农业农村局 | Agriculture | 承包经营权=Contracted land; 宅基地=Homesteads; 农药经营=Pesticide shops; 种子经营=Seed shops; 兽药经营=Veterinary drugs; 动物检疫=Animal quarantine; 渔船=Fishing boats; 合作社=Cooperatives; 农机=Farm machines; 农产品质量=Produce quality
sw | 商务局 | Commerce | 外贸备案=Foreign trade filings; 外资企业=Foreign enterprises; 加油站=Filling stations; 单用途卡=Prepaid cards; 拍卖企业=Auction houses; 再生资源=Recycling firms; 电商企业=Online shops; 家政企业=Household services; 会展活动=Trade fairs; 酒类流通=Liquor trade
wl | 文化广电旅游体育局 | Culture, tourism and sport | 文化场所=Culture venues; 旅行社=Travel agencies; 导游=Guides; 文物=Cultural relics; 演出许可=Performance permits; 体育场馆=Sports venues; 高危体育=High-risk sports; 民宿=Guest houses; 非遗项目=Intangible heritage; 图书馆借阅=Library cards
wj | 卫生健康局 | Health | 出生医学证明=Birth certificates; 医疗机构=Medical institutions; 医师执业=Doctors; 护士执业=Nurses; 健康证=Health certificates; 预防接种=Vaccinations; 生育登记=Birth registration; 公共场所卫生=Public hygiene; 死亡证明=Death certificates; 家庭医生=Family doctors
tj | 退役军人事务局 | Veterans | 退役军人=Veterans; 优抚对象=Entitled persons; 安置=Placements; 优待证=Veteran cards; 烈士=Martyrs; 抚恤金=Pensions; 自主就业=Self-employment grants; 军属光荣牌=Honour plaques; 就业培训=Training; 军休干部=Retired officers
yj | 应急管理局 | Emergency management | 危化品许可=Hazardous chemicals; 安全生产许可=Safety permits; 特种作业=Special operations; 应急预案=Emergency plans; 避灾场所=Shelters; 救援队伍=Rescue teams; 隐患整改=Hazard rectification; 烟花经营=Firework shops; 矿山=Mines; 应急物资=Emergency supplies
sjj | 审计局 | Audit | 审计项目=Audits; 审计整改=Rectifications; 内审机构=Internal audit units; 工程审计=Works audits; 专项审计=Special audits; 经责审计=Accountability audits; 审计报告=Audit reports; 中介机构=Audit firms; 资源审计=Resource audits; 预算审计=Budget audits
sc | 市场监督管理局 | Market regulation | 营业执照=Business licences; 食品经营许可=Food permits; 药品经营=Drug shops; 特种设备=Special equipment; 计量器具=Measuring instruments; 商标=Trademarks; 广告=Advertisements; 消费投诉=Consumer complaints; 抽检结果=Sample tests; 年报=Annual reports
tjj | 统计局 | Statistics | 统计单位=Statistical units; 经济普查=Economic census; 劳动工资=Wages; 住户调查=Household survey; 能源统计=Energy statistics; 价格指数=Price indices; 投资统计=Investment statistics; 农业普查=Farm census; 工业统计=Industry statistics; 服务业统计=Service statistics
yb | 医疗保障局 | Medical insurance | 医保参保=Medical insurance; 医保结算=Settlements; 定点机构=Contracted providers; 生育津贴=Maternity benefits; 异地备案=Out-of-area filings; 门诊慢特病=Chronic diseases; 医疗救助=Medical aid; 药品目录=Drug list; 长护险=Long-term care; 缴费记录=Contributions
cg | 综合行政执法局 | Administrative enforcement | 处罚决定=Penalties; 户外广告=Outdoor signs; 占道许可=Street occupation; 渣土运输=Muck transport; 垃圾处置=Waste disposal; 排水许可=Drainage permits; 城市绿化=Greening; 油烟备案=Fume filings; 停车场=Car parks; 犬类管理=Dog control
sj | 数据局 | Data bureau | 电子证照=Electronic licences; 公共数据目录=Data catalogue; 政务事项=Service items; 电子印章=Electronic seals; 数据授权=Data grants; 应用系统=Applications; 云资源=Cloud resources; 网络资源=Networks; 办件记录=Case records; 好差评=Ratings
xfj | 信访局 | Petitions | 信访件=Petitions; 领导接访=Leader receptions; 复查复核=Reviews; 督办件=Supervised matters; 网上信访=Online petitions; 积案=Old cases; 调处记录=Settlements; 评价=Ratings; 来访登记=Visits; 热线工单=Hotline orders
jg | 机关事务中心 | Government offices | 公务用车=Official cars; 办公用房=Offices; 公共机构节能=Energy saving; 会议室=Meeting rooms; 食堂=Canteens; 资产调配=Asset transfers; 周转房=Transit flats; 出入证=Passes; 维修申请=Repairs; 接待=Receptions
swj | 税务局 | Taxation | 纳税人登记=Taxpayers; 纳税信用=Tax credit; 完税证明=Tax receipts; 社保缴费=Social contributions; 发票=Invoices; 税收优惠=Tax reliefs; 契税=Deed tax; 车船税=Vehicle tax; 出口退税=Export refunds; 个体核定=Assessments
st | 生态环境局 | Ecology and environment | 排污许可=Discharge permits; 排污登记=Discharge registration; 环评批复=Impact approvals; 危废转移=Hazardous waste; 辐射许可=Radiation permits; 在线监测=Online monitoring; 噪声许可=Noise permits; 固废企业=Solid waste firms; 环境信用=Environmental credit; 机动车检测=Vehicle tests
xf | 消防救援大队 | Fire and rescue | 消防检查=Fire inspections; 重点单位=Key sites; 消防验收=Fire acceptance; 控制室值班=Control rooms; 微型消防站=Fire posts; 火灾认定=Fire findings; 维保单位=Maintenance firms; 消火栓=Hydrants; 告知承诺=Commitments; 培训证=Training certificates
qx | 气象局 | Meteorology | 防雷检测=Lightning tests; 气象灾害=Weather disasters; 施放气球=Balloon permits; 气象证明=Weather certificates; 防雷审核=Lightning reviews; 观测站=Stations; 预警信号=Warnings; 农业气象=Farm weather; 气候论证=Climate studies; 探测环境=Observation sites
yc | 烟草专卖局 | Tobacco | 零售许可=Retail licences; 零售点布局=Retail layout; 货源投放=Supplies; 案件=Cases; 订单=Orders; 零售户=Retailers; 变更登记=Changes; 停歇业=Closures; 证件检查=Inspections; 举报=Reports
gjj | 住房公积金中心 | Housing fund | 缴存单位=Employers; 个人账户=Accounts; 公积金贷款=Loans; 提取记录=Withdrawals; 异地转移=Transfers; 还款记录=Repayments; 楼盘准入=Housing projects; 租房提取=Rent withdrawals; 冻结记录=Holds; 灵活缴存=Voluntary deposits
gx | 供销合作社 | Supply cooperatives | 基层社=Local cooperatives; 农资门店=Farm shops; 庄稼医院=Crop clinics; 再生网点=Recycling points; 农产品基地=Produce bases; 电商服务站=Online stations; 冷链设施=Cold stores; 农资储备=Farm reserves; 合作基金=Cooperative funds; 联合会=Federations
cl | 残疾人联合会 | Disabled persons' federation | 残疾人证=Disability cards; 两项补贴=Disability allowances; 辅具适配=Aids; 康复服务=Rehabilitation; 就业帮扶=Job support; 无障碍改造=Accessibility works; 残疾人机动轮椅车=Powered wheelchairs; 托养服务=Care services; 助学补贴=Study grants; 盲人按摩=Blind massage
gh | 总工会 | Trade unions | 工会组织=Unions; 会员=Members; 困难职工=Workers in need; 劳模=Model workers; 集体合同=Collective contracts; 职工疗休养=Recreation; 法律服务=Legal help; 职工技能=Skills; 帮扶资金=Relief funds; 职工之家=Workers' homes
fl | 妇女联合会 | Women's federation | 家庭教育=Family education; 妇女创业=Women's enterprise; 两癌救助=Cancer relief; 维权案件=Rights cases; 妇女之家=Women's homes; 巾帼示范=Women's models; 儿童之家=Children's homes; 最美家庭=Model families; 小额贷款=Small loans; 婚姻辅导=Marriage advice
`;

function both(pair: string, mark: string): Text {
  const [zh, en] = pair.split(mark).map((part) => part.trim());
  return { 'zh-CN': zh!, en: en! };
}

export const countyDepartments: CountyDepartment[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [code, zh, en, registers] = line.split('|').map((part) => part.trim());
    return {
      code: code!,
      name: { 'zh-CN': zh!, en: en! },
      registers: registers!.split(';').map((pair) => both(pair, '=')),
    };
  });
