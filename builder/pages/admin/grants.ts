/** Roles of an account while they are being edited. */
import type { Account, GrantInput, OrganisationList, Role } from '../../../schemas/generated/api.ts';

/** In the order they are offered. */
export const roles = ['officer', 'designer', 'supervisor', 'operator', 'admin'] as const satisfies readonly Role[];

export interface GrantDraft {
  key: string;
  region: string;
  role: Role;
  /** Empty: the whole region. */
  department: string;
}

export const grantDrafts = ({ grants }: Pick<Account, 'grants'>): GrantDraft[] =>
  grants.map(({ region, role, department = '' }) => ({ key: `${region}.${role}.${department}`, region, role, department }));

export const grantInputs = (drafts: readonly GrantDraft[]): GrantInput[] =>
  drafts.map(({ region, role, department }) => ({ region, role, ...(department ? { department } : {}) }));

/** What is wrong with each row, as a text's key: an officer needs a department, and nothing is given twice. */
export function grantProblems(drafts: readonly GrantDraft[]): (string | undefined)[] {
  const seen = new Set<string>();
  return drafts.map(({ region, role, department }) => {
    const same = `${region}.${role}.${department}`;
    const twice = seen.has(same);
    seen.add(same);
    if (role === 'officer' && !department) return 'admin.grant.needsDepartment';
    return twice ? 'admin.grant.twice' : undefined;
  });
}

export const sameGrants = (a: readonly GrantDraft[], b: readonly GrantDraft[]): boolean => {
  const words = (drafts: readonly GrantDraft[]) =>
    drafts
      .map(({ region, role, department }) => `${region}.${role}.${department}`)
      .sort()
      .join();
  return words(a) === words(b);
};

export const departmentsOf = (organisations: OrganisationList, region: string) => organisations.filter((row) => row.region === region);
