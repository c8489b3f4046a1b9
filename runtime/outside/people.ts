/**
 * Synthetic families, the same for the same seed and date: no real person is meant, and no record is taken from one.
 * ID numbers follow GB 11643 with valid check digits, company codes GB 32100.
 */

export interface Person {
  idNumber: string;
  name: string;
  sex: '1' | '2';
  birthDate: string;
  ethnicity: string;
  nationality: string;
  education: string;
  mobile: string;
  hukouRegion: string;
  hukouAddress: string;
  residenceAddress: string;
}
export interface Family {
  region: string;
  householdNumber: string;
  householdType: 'family' | 'collective';
  head: Person;
  members: Person[];
  couple?: { husband: Person; wife: Person; marriageNumber: string; marriedOn: string };
  birth?: Birth;
  insurance?: Insurance;
  card?: { cardBank: string; bankName: string; bankCard: string };
}
export interface Birth {
  babySex: '1' | '2';
  birthDate: string;
  birthTime: string;
  gestationalWeeks: number;
  birthWeight: number;
  birthLength: number;
  health: string;
  institutionName: string;
  institutionRegion: string;
  deliveryMode: string;
  babies: number;
  childOrder: number;
  hepBOn: string;
  bcgOn: string;
  admittedOn: string;
  dischargedOn: string;
  totalExpense: string;
}
export interface Insurance {
  insurance: 'employee' | 'resident' | 'none';
  employerName?: string;
  employerCode?: string;
  monthlyBase?: string;
}

/** mulberry32: small, fast, good enough for test data; never for secrets. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Last character of an ID number by GB 11643-1999 (ISO 7064 MOD 11-2). */
export function idCheckDigit(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return '10X98765432'[sum % 11]!;
}

/** Last character of a unified social credit code by GB 32100-2015. */
export function usccCheckDigit(first17: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const sum = [...first17].reduce((total, character, index) => total + alphabet.indexOf(character) * (3 ** index % 31), 0);
  return alphabet[(31 - (sum % 31)) % 31]!;
}

/** Card number with a Luhn check digit (ISO/IEC 7812). */
function bankCard(prefix: string, digits: string): string {
  const body = `${prefix}${digits}`;
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** Local date `days` after (or before) another; both YYYY-MM-DD. */
export function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const surnames = [
  ...'王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖覃洪武莫孔',
];
const boys = [
  '伟',
  '强',
  '磊',
  '军',
  '洋',
  '勇',
  '杰',
  '涛',
  '明',
  '超',
  '浩然',
  '子轩',
  '宇航',
  '俊杰',
  '家豪',
  '天佑',
  '志远',
  '建国',
  '文博',
  '晨阳',
  '一鸣',
  '思远',
  '承泽',
  '行舟',
];
const girls = [
  '芳',
  '娜',
  '敏',
  '静',
  '丽',
  '艳',
  '娟',
  '霞',
  '秀英',
  '婷婷',
  '雨桐',
  '欣怡',
  '梓涵',
  '诗涵',
  '佳怡',
  '若曦',
  '知夏',
  '晓雯',
  '语嫣',
  '清禾',
  '安然',
  '思齐',
  '书瑶',
  '念慈',
];
const towns: Record<string, { county: string; names: string[]; streets: string[] }> = {
  '330424': {
    county: '浙江省嘉兴市海盐县',
    names: ['武原街道', '西塘桥街道', '元通街道', '秦山街道', '沈荡镇', '百步镇', '于城镇', '澉浦镇', '通元镇'],
    streets: ['枣园中路', '勤俭路', '海滨西路', '朝阳东路', '新桥北路', '盐平塘路'],
  },
  '331002': {
    county: '浙江省台州市椒江区',
    names: ['海门街道', '白云街道', '葭沚街道', '洪家街道', '三甲街道', '下陈街道', '前所街道', '章安街道'],
    streets: ['市府大道', '中心大道', '解放南路', '中山东路', '云西路', '机场中路'],
  },
  '330106': {
    county: '浙江省杭州市西湖区',
    names: ['北山街道', '西溪街道', '翠苑街道', '文新街道', '蒋村街道'],
    streets: ['文一西路', '天目山路', '教工路', '古墩路'],
  },
  '360902': {
    county: '江西省宜春市袁州区',
    names: ['灵泉街道', '秀江街道', '湛郎街道', '化成街道'],
    streets: ['中山中路', '袁山中路', '明月北路'],
  },
};
const hospitals: Record<string, string[]> = {
  '330424': ['海盐县妇幼保健院', '海盐县人民医院'],
  '331002': ['椒江区妇幼保健院', '台州市立医院'],
  '330106': ['杭州市妇产科医院'],
  '360902': ['宜春市妇幼保健院'],
};
const banks: [string, string, string][] = [
  ['icbc', '工商银行', '621558'],
  ['abc', '农业银行', '622848'],
  ['boc', '中国银行', '621785'],
  ['ccb', '建设银行', '621700'],
  ['psbc', '邮储银行', '621799'],
  ['zjrc', '农商银行', '622858'],
];
const firms = [
  '南北湖文化旅游',
  '秦山零部件',
  '沈荡酿造',
  '海之味食品',
  '澉湖紧固件',
  '星光电子',
  '台州湾医药化工',
  '白云缝制设备',
  '东海水产',
  '华盛物流',
];

interface Draw {
  next(): number;
  pick<T>(list: readonly T[]): T;
  between(low: number, high: number): number;
}
function drawing(seed: number): Draw {
  const next = randomFrom(seed);
  return {
    next,
    pick: (list) => list[Math.floor(next() * list.length)]!,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
  };
}

interface Maker extends Draw {
  today: string;
  serial: Map<string, number>;
}

function makePerson(make: Maker, region: string, sex: '1' | '2', age: number, surname: string, address: string): Person {
  const birthDate = shiftDate(make.today, -Math.round(age * 365.25) - make.between(0, 364));
  const day = birthDate.replaceAll('-', '');
  const key = `${region}${day}${sex}`;
  // Odd sequence numbers are male, even ones female.
  const count = make.serial.get(key) ?? 0;
  make.serial.set(key, count + 1);
  const order = String(100 + count * 2 + (sex === '1' ? 1 : 0)).padStart(3, '0');
  const first17 = `${region}${day}${order}`;
  return {
    idNumber: `${first17}${idCheckDigit(first17)}`,
    name: `${surname}${make.pick(sex === '1' ? boys : girls)}`,
    sex,
    birthDate,
    ethnicity: make.next() < 0.96 ? '01' : make.pick(['11', '20', '03', '15']),
    nationality: 'CHN',
    education: make.pick(['20', '30', '40', '60', '70']),
    mobile: `1${make.pick(['30', '39', '50', '58', '86', '88'])}${String(make.between(0, 99_999_999)).padStart(8, '0')}`,
    hukouRegion: region,
    hukouAddress: address,
    residenceAddress: address,
  };
}

function makeBirth(make: Maker, region: string): Birth {
  const birthDate = shiftDate(make.today, -make.between(3, 60));
  return {
    babySex: make.pick(['1', '2']),
    birthDate,
    birthTime: `${String(make.between(0, 23)).padStart(2, '0')}:${String(make.between(0, 59)).padStart(2, '0')}`,
    gestationalWeeks: make.between(37, 41),
    birthWeight: make.between(260, 400) * 10,
    birthLength: make.between(47, 53),
    health: make.next() < 0.95 ? 'good' : 'fair',
    institutionName: make.pick(hospitals[region]!),
    institutionRegion: region,
    deliveryMode: make.pick(['natural', 'natural', 'assisted', 'caesarean']),
    babies: 1,
    childOrder: make.pick([1, 1, 1, 2, 2, 3]),
    hepBOn: birthDate,
    bcgOn: shiftDate(birthDate, 1),
    admittedOn: shiftDate(birthDate, -1),
    dischargedOn: shiftDate(birthDate, 3),
    totalExpense: `${make.between(4200, 15800)}.${make.pick(['00', '50', '80'])}`,
  };
}

function makeInsurance(make: Maker): Insurance {
  const roll = make.next();
  if (roll > 0.75) return { insurance: roll > 0.9 ? 'none' : 'resident' };
  const code = `9133${make.pick(['0424', '1002'])}MA${String(make.between(0, 9_999_999)).padStart(7, '0')}`;
  return {
    insurance: 'employee',
    employerName: `${make.pick(firms)}有限公司`,
    employerCode: `${code}${usccCheckDigit(code)}`,
    monthlyBase: `${make.between(4462, 18_900)}.00`,
  };
}

function makeFamily(make: Maker, index: number): Family {
  const region = make.pick(['330424', '330424', '330424', '331002', '331002', '331002', '330106', '360902']);
  const place = towns[region]!;
  const address = `${place.county}${make.pick(place.names)}${make.pick(place.streets)} ${make.between(1, 360)} 号 ${make.between(1, 18)} 幢 ${make.between(101, 1802)} 室`;
  const surname = make.pick(surnames);
  const age = make.between(23, 62);
  const husband = makePerson(make, region, '1', age, surname, address);
  const wife = makePerson(make, region, '2', Math.max(22, age - make.between(-2, 5)), make.pick(surnames), address);
  const members = [husband, wife];
  const children = Math.min(make.between(0, 3), Math.floor((age - 20) / 4));
  for (let child = 0; child < children; child += 1)
    members.push(
      makePerson(make, region, make.pick(['1', '2'] as const), make.between(1, Math.max(1, Math.min(17, age - 22))), surname, address),
    );
  if (make.next() < 0.75) members.push(makePerson(make, region, '1', age + make.between(23, 30), surname, address));
  if (make.next() < 0.75) members.push(makePerson(make, region, '2', age + make.between(21, 28), make.pick(surnames), address));
  const [cardBank, bank, prefix] = make.pick(banks);
  const married = shiftDate(make.today, -make.between(400, 365 * 20));
  return {
    region,
    householdNumber: `${region}${String(index).padStart(6, '0')}`,
    householdType: make.next() < 0.93 ? 'family' : 'collective',
    head: husband,
    members,
    couple: { husband, wife, marriageNumber: `J${region}-${married.slice(0, 4)}-${String(index).padStart(6, '0')}`, marriedOn: married },
    birth: age < 42 && make.next() < 0.5 ? makeBirth(make, region) : undefined,
    insurance: makeInsurance(make),
    card: {
      cardBank,
      bankName: `${bank}${place.county.slice(-3)}支行`,
      bankCard: bankCard(prefix, String(make.between(0, 999_999_999)).padStart(9, '0')),
    },
  };
}

/** Families by seed: enough for more than 10,000 people when `count` is 2,600. The demo families come first. */
export function makeFamilies({ seed, count, today }: { seed: number; count: number; today: string }): Family[] {
  const make: Maker = { ...drawing(seed), today, serial: new Map() };
  const demo = demoFamilies.filter((family) => family.onFile).map((family) => onFile(family, today));
  return [...demo, ...Array.from({ length: count - demo.length }, (_, index) => makeFamily(make, index + 1000))];
}

interface DemoPerson {
  name: string;
  idNumber: string;
  mobile: string;
}
export interface DemoFamily {
  key: string;
  region: string;
  onFile: boolean;
  mother: DemoPerson;
  father: DemoPerson;
  address: string;
}

const demoId = (first17: string) => `${first17}${idCheckDigit(first17)}`;

/** People behind the demo accounts. `onFile: false`: no register knows them, so everything is asked. */
export const demoFamilies: DemoFamily[] = [
  {
    key: 'onFile',
    region: '330424',
    onFile: true,
    mother: { name: '林知夏', idNumber: demoId('33042419960312002'), mobile: '13800000001' },
    father: { name: '周行远', idNumber: demoId('33042419940705001'), mobile: '13800000002' },
    address: '浙江省嘉兴市海盐县武原街道枣园中路 18 号',
  },
  {
    key: 'newcomer',
    region: '330424',
    onFile: false,
    mother: { name: '许安然', idNumber: demoId('33042419981123004'), mobile: '13800000003' },
    father: { name: '方思远', idNumber: demoId('33042419970218003'), mobile: '13800000004' },
    address: '浙江省嘉兴市海盐县澉浦镇盐平塘路 6 号',
  },
  {
    key: 'second',
    region: '330424',
    onFile: true,
    mother: { name: '沈清禾', idNumber: demoId('33042419950817002'), mobile: '13800000005' },
    father: { name: '陆承泽', idNumber: demoId('33042419930430001'), mobile: '13800000006' },
    address: '浙江省嘉兴市海盐县西塘桥街道海滨西路 27 号',
  },
  {
    key: 'jiaojiang',
    region: '331002',
    onFile: true,
    mother: { name: '叶书瑶', idNumber: demoId('33100219970606002'), mobile: '13800000007' },
    father: { name: '何行舟', idNumber: demoId('33100219951012001'), mobile: '13800000008' },
    address: '浙江省台州市椒江区海门街道中山东路 9 号',
  },
];

function onFile(family: DemoFamily, today: string): Family {
  const person = ({ name, idNumber, mobile }: DemoPerson, sex: '1' | '2'): Person => ({
    name,
    idNumber,
    mobile,
    sex,
    birthDate: `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`,
    ethnicity: '01',
    nationality: 'CHN',
    education: '20',
    hukouRegion: family.region,
    hukouAddress: family.address,
    residenceAddress: family.address,
  });
  const wife = person(family.mother, '2');
  const husband = person(family.father, '1');
  const birthDate = shiftDate(today, -12);
  const code = '91330424MA2B3C4D5';
  return {
    region: family.region,
    householdNumber: `${family.region}01${family.mother.idNumber.slice(10, 14)}`,
    householdType: 'family',
    head: husband,
    members: [husband, wife],
    couple: { husband, wife, marriageNumber: `J${family.region}-2023-000${family.mother.mobile.slice(-3)}`, marriedOn: '2023-05-20' },
    birth: {
      babySex: '1',
      birthDate,
      birthTime: '08:36',
      gestationalWeeks: 39,
      birthWeight: 3350,
      birthLength: 50,
      health: 'good',
      institutionName: hospitals[family.region]![0]!,
      institutionRegion: family.region,
      deliveryMode: 'natural',
      babies: 1,
      childOrder: 1,
      hepBOn: birthDate,
      bcgOn: shiftDate(birthDate, 1),
      admittedOn: shiftDate(birthDate, -1),
      dischargedOn: shiftDate(birthDate, 3),
      totalExpense: '6840.50',
    },
    insurance: {
      insurance: 'employee',
      employerName: '海盐南北湖文化旅游有限公司',
      employerCode: `${code}${usccCheckDigit(code)}`,
      monthlyBase: '7521.00',
    },
    card: { cardBank: 'icbc', bankName: '工商银行海盐支行', bankCard: bankCard('621558', `120400012${family.mother.mobile.slice(-3)}`) },
  };
}
