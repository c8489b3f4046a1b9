/**
 * Synthetic firms, the same for the same seed and date: no real firm is meant. Credit codes follow GB 32100 with valid check
 * digits; who leads a firm is one of the synthetic people, so that the registers agree about them.
 */
import { idCheckDigit, randomFrom, shiftDate, usccCheckDigit } from '../people.ts';

export interface Leader {
  idNumber: string;
  name: string;
  region: string;
}
export interface Firm {
  leader: Leader;
  /** An individual without a firm yet: the registers know the lease and the reserved name, under the ID number. */
  individual: boolean;
  name: string;
  uscc: string;
  companyType: 'limited' | 'shares' | 'sole' | 'partnership';
  companyAddress: string;
  capital: string;
  establishedOn: string;
  authority: string;
  licenceUntil: string;
  shopName: string;
  industry: string;
  chainLicence: string;
  manager: { name: string; idNumber: string; certificate: string };
  health: { number: string; until: string };
  banned: boolean;
  lease: { address: string; landlord: string; from: string; to: string };
  premises: Premises;
}
export interface Premises {
  certificate: string;
  area: number;
  use: 'commercial' | 'mixed' | 'office' | 'residence';
  structure: 'concrete' | 'brick' | 'steel';
  floor: string;
  floorsTotal: number;
  building: string;
  propertyOwner: string;
  fireAcceptance: string;
  acceptedOn: string;
  exits: number;
  facilities: string[];
  outlet: string;
  greaseTrap: boolean;
}

const counties: Record<string, { county: string; short: string; authority: string; streets: string[] }> = {
  '330424': {
    county: '浙江省嘉兴市海盐县',
    short: '海盐',
    authority: '海盐县市场监督管理局',
    streets: ['海滨西路', '枣园中路', '勤俭路', '新桥北路'],
  },
  '331002': {
    county: '浙江省台州市椒江区',
    short: '椒江',
    authority: '台州市椒江区市场监督管理局',
    streets: ['中心大道', '解放南路', '云西路', '中山东路'],
  },
};
const brands = ['湖鲜坊', '小满', '老灶头', '渔家味', '一品轩', '知味', '海潮', '巷子里', '丰年', '四时'];
const trades = ['餐饮管理', '酒店管理', '食品', '文化旅游', '商贸'];

const creditCode = (first17: string) => `${first17}${usccCheckDigit(first17)}`;
const demoId = (first17: string) => `${first17}${idCheckDigit(first17)}`;

/** People in charge behind the demo accounts. `onFile: false`: no register knows them, so everything is asked. */
export const demoOwners = [
  {
    key: 'restaurant',
    region: '330424',
    onFile: true,
    owner: { name: '沈南舟', idNumber: demoId('33042419880721001'), mobile: '13800000011' },
    sex: '1' as const,
    address: '浙江省嘉兴市海盐县武原街道勤俭路 66 号',
  },
  {
    key: 'newRestaurant',
    region: '330424',
    onFile: false,
    owner: { name: '周小满', idNumber: demoId('33042419950214002'), mobile: '13800000013' },
    sex: '2' as const,
    address: '浙江省嘉兴市海盐县澉浦镇盐平塘路 9 号',
  },
  {
    key: 'restaurantJiaojiang',
    region: '331002',
    onFile: true,
    owner: { name: '何海生', idNumber: demoId('33100219840318001'), mobile: '13800000015' },
    sex: '1' as const,
    address: '浙江省台州市椒江区海门街道中山东路 12 号',
  },
];

interface Draw {
  next(): number;
  pick<T>(list: readonly T[]): T;
  between(low: number, high: number): number;
}

function makeFirm(draw: Draw, leader: Leader, index: number, today: string): Firm {
  const region = counties[leader.region] ? leader.region : '330424';
  const place = counties[region]!;
  const brand = draw.pick(brands);
  const individual = draw.next() < 0.4;
  const name = `${place.short}${brand}${draw.pick(trades)}有限公司`;
  const serial = String(index).padStart(7, '0');
  const established = shiftDate(today, -draw.between(200, 4000));
  const from = shiftDate(today, -draw.between(5, 120));
  const owner = `${place.short}${draw.pick(['城西', '城东', '滨海', '老街'])}商业开发有限公司`;
  return {
    leader,
    individual,
    name,
    uscc: creditCode(`91${region}MA${serial}`),
    companyType: draw.pick(['limited', 'limited', 'limited', 'sole', 'partnership'] as const),
    companyAddress: `${place.county}${draw.pick(place.streets)} ${draw.between(1, 400)} 号`,
    capital: `${draw.between(5, 500)}0000.00`,
    establishedOn: established,
    authority: place.authority,
    licenceUntil: shiftDate(established, 10_957),
    shopName: individual ? `${place.short}${brand}餐馆` : `${name}${draw.pick(['城西', '滨海', '老街'])}分店`,
    industry: draw.pick(['6210', '6220', '6231', '6232', '6291']),
    chainLicence: `JY2${region}${serial}`,
    manager: { name: leader.name, idNumber: leader.idNumber, certificate: `SPAQ2025-${region}${serial.slice(2)}` },
    health: { number: `JKZ${region}2026${serial.slice(2)}`, until: shiftDate(today, draw.between(20, 360)) },
    banned: draw.next() < 0.01,
    lease: {
      address: `${place.county}${draw.pick(place.streets)} ${draw.between(1, 400)} 号`,
      landlord: owner,
      from,
      to: shiftDate(from, 365 * draw.between(1, 6)),
    },
    premises: {
      certificate: `浙（${draw.between(2012, 2024)}）${place.short}不动产权第${serial}号`,
      area: draw.pick([38, 46, 50, 80, 120, 180, 260, 300, 420, 860]),
      use: draw.pick(['commercial', 'commercial', 'commercial', 'mixed', 'office', 'residence'] as const),
      structure: draw.pick(['concrete', 'concrete', 'brick', 'steel'] as const),
      floor: String(draw.between(1, 3)),
      floorsTotal: draw.between(3, 18),
      building: `${draw.pick(['城西', '滨海', '老街', '朝阳'])}邻里中心`,
      propertyOwner: owner,
      fireAcceptance: `${place.short.slice(0, 1)}建消验〔2021〕第 ${serial.slice(-3)} 号`,
      acceptedOn: shiftDate(today, -draw.between(400, 3000)),
      exits: draw.between(1, 4),
      facilities: draw.next() < 0.5 ? ['extinguisher', 'light'] : ['extinguisher', 'hydrant', 'light'],
      outlet: draw.pick(place.streets),
      greaseTrap: draw.next() < 0.8,
    },
  };
}

/** Firms by seed, one per leader; those of the demo come first. */
export function makeFirms({ seed, leaders, today }: { seed: number; leaders: readonly Leader[]; today: string }): Firm[] {
  const next = randomFrom(seed ^ 0xf18);
  const draw: Draw = {
    next,
    pick: (list) => list[Math.floor(next() * list.length)]!,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
  };
  const demo = demoOwners.filter(({ onFile }) => onFile).map(({ owner, region }) => demoFirm({ ...owner, region }, today));
  return [...demo, ...leaders.map((leader, index) => makeFirm(draw, leader, index + 20_000, today))];
}

/** A firm with everything on file: 420 m² on the ground floor of a shopping centre. */
function demoFirm(leader: Leader, today: string): Firm {
  const place = counties[leader.region]!;
  const name = leader.region === '330424' ? '海盐南北湖餐饮管理有限公司' : '台州椒江海生餐饮管理有限公司';
  const owner = `${place.short}城西商业开发有限公司`;
  return {
    leader,
    individual: false,
    name,
    uscc: creditCode(`91${leader.region}MA2CX8N2T`),
    companyType: 'limited',
    companyAddress: `${place.county}${place.streets[1]} 200 号`,
    capital: '2000000.00',
    establishedOn: '2016-03-18',
    authority: place.authority,
    licenceUntil: '2046-03-17',
    shopName: `${name}湖鲜坊分店`,
    industry: '6210',
    chainLicence: `JY2${leader.region}0012345`,
    manager: { name: '陆清禾', idNumber: demoId('33042419910305002'), certificate: 'SPAQ2025-33042400126' },
    health: { number: `JKZ${leader.region}202600518`, until: shiftDate(today, 300) },
    banned: false,
    lease: {
      address: `${place.county}${place.streets[0]} 118 号`,
      landlord: owner,
      from: shiftDate(today, -60),
      to: shiftDate(today, 1766),
    },
    premises: {
      certificate: `浙（2021）${place.short}不动产权第0012345号`,
      area: 420,
      use: 'commercial',
      structure: 'concrete',
      floor: '1',
      floorsTotal: 4,
      building: '城西邻里中心',
      propertyOwner: owner,
      fireAcceptance: `${place.short.slice(0, 1)}建消验〔2021〕第 036 号`,
      acceptedOn: '2021-05-12',
      exits: 2,
      facilities: ['extinguisher', 'hydrant', 'light'],
      outlet: place.streets[0]!,
      greaseTrap: true,
    },
  };
}
