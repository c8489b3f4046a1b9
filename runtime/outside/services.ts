/** What the departments' systems offer: where a request goes, how it must prove itself, which register answers. */
import type { Register } from './database.ts';
import { enterpriseLookups } from './enterprise/services.ts';

export interface OutsideService {
  /** Connection that may call it; its secret is `outside-<connection>`. */
  connection: string;
  auth: 'apiKey' | 'hmac';
  register: Register;
  /** Member of the body that names who is looked up. Default idNumber. */
  key?: string;
}

/** Lookups, by path: POST { "idNumber": "…" } -> { "records": [ … ] }. */
export const lookups: Record<string, OutsideService> = {
  '/ga/population': { connection: 'ga', auth: 'hmac', register: 'population' },
  '/ga/household': { connection: 'ga', auth: 'hmac', register: 'household' },
  '/mz/marriage': { connection: 'mz', auth: 'apiKey', register: 'marriage' },
  '/wj/birth-record': { connection: 'wj', auth: 'apiKey', register: 'birth' },
  '/rs/social-card': { connection: 'rs', auth: 'apiKey', register: 'socialCard' },
  '/yb/maternity-insurance': { connection: 'yb', auth: 'hmac', register: 'maternityInsurance' },
  '/yb/delivery-settlement': { connection: 'yb', auth: 'hmac', register: 'settlement' },
  '/sj/licence': { connection: 'sj', auth: 'apiKey', register: 'employer' },
  ...enterpriseLookups,
};

/** Effects, by path; each is performed once per idempotency key. */
export const effects = {
  '/sms/messages': { connection: 'sms', auth: 'apiKey' },
  '/seal/documents': { connection: 'seal', auth: 'hmac' },
} as const;

/** expired: tokens given out so far; refused: the service turns us away; notJson: a page instead of data; lostCallback: a call back that never comes. */
export const faults = ['noRecord', 'severalRecords', 'slow', 'down', 'wrongData', 'expired', 'refused', 'notJson', 'lostCallback'] as const;
export type Fault = (typeof faults)[number];
