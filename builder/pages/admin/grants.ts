/** Roles of an account while they are being edited. */
import type { Account, GrantInput, OrganisationList, Role } from '../../../schemas/generated/api.ts';

/** In the order they are offered. */
export const roles = ['officer', 'keeper', 'designer', 'steward', 'supervisor', 'operator', 'admin'] as const satisfies readonly Role[];

export interface GrantDraft {
  key: string;
  region: string;
  role: Role;
  /** Empty: the whole region. */
  department: string;
  /** An officer's roles in scenarios, as `scenario/role` and by blanks or commas; empty: every role of the department. */
  posts?: string;
}

/** These act for one department; the others for the region. */
export const needsDepartment = (role: Role): boolean => role === 'officer' || role === 'keeper';

/** One entry of `posts`. */
const post = /^[a-z][a-z0-9-]{0,63}\/[A-Za-z][A-Za-z0-9_-]{0,31}$/;
const postsOf = ({ role, posts = '' }: GrantDraft): string[] => (role === 'officer' ? posts.split(/[\s,，、;；]+/).filter(Boolean) : []);

export const grantDrafts = ({ grants }: Pick<Account, 'grants'>): GrantDraft[] =>
  grants.map(({ region, role, department = '', posts }) => ({
    key: `${region}.${role}.${department}`,
    region,
    role,
    department,
    ...(posts ? { posts: posts.join(' ') } : {}),
  }));

export const grantInputs = (drafts: readonly GrantDraft[]): GrantInput[] =>
  drafts.map((draft) => {
    const { region, role, department } = draft;
    const posts = postsOf(draft);
    return { region, role, ...(department ? { department } : {}), ...(posts.length > 0 ? { posts } : {}) };
  });

/** What is wrong with each row, as a text's key: an officer or keeper needs a department, and nothing is given twice. */
export function grantProblems(drafts: readonly GrantDraft[]): (string | undefined)[] {
  const seen = new Set<string>();
  return drafts.map((draft) => {
    const { region, role, department } = draft;
    const same = `${region}.${role}.${department}`;
    const twice = seen.has(same);
    seen.add(same);
    if (needsDepartment(role) && !department) return 'admin.grant.needsDepartment';
    if (postsOf(draft).some((one) => !post.test(one))) return 'admin.grant.postsWrong';
    return twice ? 'admin.grant.twice' : undefined;
  });
}

export const sameGrants = (a: readonly GrantDraft[], b: readonly GrantDraft[]): boolean => {
  const words = (drafts: readonly GrantDraft[]) =>
    drafts
      .map((draft) => `${draft.region}.${draft.role}.${draft.department} ${postsOf(draft).sort().join(' ')}`)
      .sort()
      .join();
  return words(a) === words(b);
};

export const departmentsOf = (organisations: OrganisationList, region: string) => organisations.filter((row) => row.region === region);
