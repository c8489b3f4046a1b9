/** Citizen identity number, GB 11643-1999: region (6), birth date (8), sequence (3; odd is male), check digit. */
import { isLocalDate } from '../../calendar/index.ts';

export type IdCardProblem =
  | 'idCard.length'
  | 'idCard.legacy'
  | 'idCard.characters'
  | 'idCard.region'
  | 'idCard.birthDate'
  | 'idCard.checkDigit';
export interface IdCard {
  region: string;
  birthDate: string;
  sex: 'male' | 'female';
}
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = '10X98765432';
/** GB/T 2260 provinces; 81, 82 and 83 are the residence permits of Hong Kong, Macao and Taiwan residents. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91'.split(' '),
);

/** True when the first two digits name a province or residence-permit region. */
export function isProvince(code: string): boolean {
  return provinces.has(code.slice(0, 2));
}

/** Reads a normalised number; the caller compares `birthDate` with its own today. */
export function readIdCard(value: string): ({ ok: true } & IdCard) | { ok: false; code: IdCardProblem } {
  if (/^\d{15}$/.test(value)) return { ok: false, code: 'idCard.legacy' };
  if (value.length !== 18) return { ok: false, code: 'idCard.length' };
  if (!/^\d{17}[\dX]$/.test(value)) return { ok: false, code: 'idCard.characters' };
  if (!isProvince(value)) return { ok: false, code: 'idCard.region' };
  const birthDate = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`;
  if (value.slice(6, 8) < '18' || !isLocalDate(birthDate)) return { ok: false, code: 'idCard.birthDate' };
  if (idCardCheckDigit(value) !== value[17]) return { ok: false, code: 'idCard.checkDigit' };
  return { ok: true, region: value.slice(0, 6), birthDate, sex: Number(value[16]) % 2 === 1 ? 'male' : 'female' };
}

/** Check digit of the first 17 digits (ISO 7064 MOD 11-2). */
export function idCardCheckDigit(first17: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return checkDigits[sum % 11]!;
}
