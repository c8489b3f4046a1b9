/** Registers about firms and their premises: where each is asked, how the caller proves itself, what it is asked by. */
export const enterpriseRegisters = [
  'legalPerson',
  'businessLicence',
  'nameDeclaration',
  'foodLicence',
  'foodManager',
  'foodBan',
  'lease',
  'property',
  'fireAcceptance',
  'drainage',
  'healthCertificate',
] as const;
export type EnterpriseRegister = (typeof enterpriseRegisters)[number];

interface EnterpriseService {
  connection: string;
  auth: 'apiKey' | 'hmac';
  register: EnterpriseRegister;
  /** Member of the body that names whom or what is looked up. */
  key: string;
}

/** Lookups, by path: POST { "<key>": "…" } -> { "records": [ … ] }. */
export const enterpriseLookups: Record<string, EnterpriseService> = {
  '/sc/legal-person': { connection: 'sc', auth: 'hmac', register: 'legalPerson', key: 'idNumber' },
  '/sc/business-licence': { connection: 'sc', auth: 'hmac', register: 'businessLicence', key: 'uscc' },
  '/sc/name-declaration': { connection: 'sc', auth: 'hmac', register: 'nameDeclaration', key: 'idNumber' },
  '/sc/food-licence': { connection: 'sc', auth: 'hmac', register: 'foodLicence', key: 'uscc' },
  '/sc/food-manager': { connection: 'sc', auth: 'hmac', register: 'foodManager', key: 'holder' },
  '/sc/food-ban': { connection: 'sc', auth: 'hmac', register: 'foodBan', key: 'idNumber' },
  '/zj/lease': { connection: 'zj', auth: 'apiKey', register: 'lease', key: 'lessee' },
  '/zj/fire-acceptance': { connection: 'zj', auth: 'apiKey', register: 'fireAcceptance', key: 'certificate' },
  '/zj/drainage': { connection: 'zj', auth: 'apiKey', register: 'drainage', key: 'certificate' },
  '/zr/property': { connection: 'zr', auth: 'hmac', register: 'property', key: 'certificate' },
  '/wj/health-certificate': { connection: 'wj', auth: 'apiKey', register: 'healthCertificate', key: 'idNumber' },
};
