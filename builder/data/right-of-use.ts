/** Where the right to one data use stands: in force, under way, or not asked for. */
import type { DataRights } from '../../schemas/generated/api.ts';
import type { DataUse } from '../../schemas/generated/documents.ts';
import { ungranted } from './offers.ts';

export interface RightOfUse {
  state: 'granted' | 'part' | 'pending' | 'stopped' | 'none';
  /** Fields nothing covers yet. */
  missing: string[];
  validTo?: string;
  application?: DataRights['applications'][string];
}

const under: ReadonlySet<string> = new Set(['draft', 'review', 'answer', 'returned', 'dispute']);

export function rightOf(use: DataUse, rights: DataRights): RightOfUse {
  const contract = use.contract === undefined ? undefined : rights.contracts[use.contract];
  const application = use.contract === undefined ? undefined : rights.applications[use.contract];
  const missing = ungranted(use, rights.contracts);
  const known = { missing, ...(contract ? { validTo: contract.validTo } : {}), ...(application ? { application } : {}) };
  if (contract?.status === 'granted' && missing.length === 0) return { state: 'granted', ...known };
  // A wider application under way says more than the narrower grant there is.
  if (application && under.has(application.state)) return { state: 'pending', ...known };
  if (contract && contract.status !== 'granted') return { state: 'stopped', ...known };
  return contract ? { state: 'part', ...known } : { state: 'none', ...known };
}
