/** What each register holds about a firm. Two records of a hundred are dirty: missing, doubled or contradicting. */
import { randomFrom } from '../people.ts';
import { demoOwners, type Firm } from './firms.ts';
import type { EnterpriseRegister } from './services.ts';

export type RegisterRow = [key: string, seq: number, record: string];
type Add = (register: EnterpriseRegister, key: string, record: Record<string, unknown>) => void;

/** Rows by register. The firms of the demo come first and stay clean. */
export function enterpriseRows(firms: readonly Firm[], seed: number): Map<EnterpriseRegister, RegisterRow[]> {
  const rows = new Map<EnterpriseRegister, RegisterRow[]>();
  const roll = randomFrom(seed ^ 0xd147);
  const clean = demoOwners.filter(({ onFile }) => onFile).length;
  for (const [index, firm] of firms.entries()) {
    const add: Add = (register, key, record) => {
      const list = rows.get(register) ?? [];
      rows.set(register, list);
      list.push(...rowsOf(key, record, index < clean ? 1 : roll()));
    };
    addFirm(add, firm);
  }
  return rows;
}

/** The people in charge of the demo's firms, for the register of people. */
export function demoPopulation(): { idNumber: string; record: Record<string, unknown> }[] {
  return demoOwners
    .filter(({ onFile }) => onFile)
    .map(({ owner, region, sex, address }) => ({
      idNumber: owner.idNumber,
      record: {
        name: owner.name,
        sex,
        birthDate: `${owner.idNumber.slice(6, 10)}-${owner.idNumber.slice(10, 12)}-${owner.idNumber.slice(12, 14)}`,
        ethnicity: '01',
        nationality: 'CHN',
        education: '30',
        residenceAddress: address,
        hukouRegion: region,
        hukouAddress: address,
        mobile: owner.mobile,
      },
    }));
}

function rowsOf(key: string, record: Record<string, unknown>, roll: number): RegisterRow[] {
  if (roll < 0.0067) return [];
  const row = (seq: number, one: Record<string, unknown>): RegisterRow => [key, seq, JSON.stringify(one)];
  if (roll < 0.0133) return [row(0, record), row(1, contradicting(record))];
  return [row(0, roll < 0.02 ? contradicting(record) : record)];
}

/** Still of the right types, but wrong: as when one register was not told of a change. */
function contradicting(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => {
      if (key === 'area') return [key, Number(value) + 40];
      if (key === 'shopName' || key === 'landlord' || key === 'propertyOwner') return [key, `${String(value)}（旧）`];
      if (key.endsWith('Address') || key === 'building') return [key, `${String(value)}（旧址）`];
      return [key, value];
    }),
  );
}

function addFirm(add: Add, firm: Firm): void {
  const { leader, premises, lease, manager, health } = firm;
  const holder = firm.individual ? leader.idNumber : firm.uscc;
  if (!firm.individual) {
    const { name, uscc, companyType, companyAddress, capital, establishedOn, authority, licenceUntil, chainLicence } = firm;
    add('legalPerson', leader.idNumber, { name, uscc, companyType, companyAddress, capital, establishedOn });
    add('businessLicence', uscc, { authority, licenceUntil });
    add('foodLicence', uscc, { chainLicence });
  }
  add('nameDeclaration', leader.idNumber, { shopName: firm.shopName, scope: '餐饮服务', industry: firm.industry });
  add('foodManager', holder, {
    managerName: manager.name,
    managerIdNumber: manager.idNumber,
    managerCertificate: manager.certificate,
  });
  add('foodBan', leader.idNumber, { banned: firm.banned });
  add('healthCertificate', leader.idNumber, { healthNumber: health.number, healthUntil: health.until });
  const { certificate, fireAcceptance, acceptedOn, exits, facilities, outlet, greaseTrap, ...property } = premises;
  add('lease', holder, {
    certificate,
    leasedAddress: lease.address,
    landlord: lease.landlord,
    leaseFrom: lease.from,
    leaseTo: lease.to,
  });
  add('property', certificate, property);
  add('fireAcceptance', certificate, { fireAcceptance, acceptedOn, exits, facilities });
  add('drainage', certificate, { outlet, greaseTrap, waterSource: 'mains' });
}
