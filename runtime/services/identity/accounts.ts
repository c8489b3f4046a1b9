import { uuidv7 } from 'uuidv7';
import type { Account, AccountChange, AccountCreate, AccountList, GrantInput, GrantView } from '../../../schemas/generated/api.ts';
import {
  type AccountRow,
  findAccount,
  type Grant,
  insertAccount,
  listAccounts,
  listGrants,
  listOrganisations,
  updateAccount,
} from '../../store/accounts.ts';
import type { Store } from '../../store/store.ts';
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../errors.ts';
import { type RequestFacts, regionFor, regionsWith, type SessionActor } from './actor.ts';
import { auditLine } from './audit-line.ts';
import { hashPassword, isWeakPassword } from './passwords.ts';

type By = { actor: SessionActor } & RequestFacts;
export interface AccountServices {
  list(input: { actor: SessionActor; region?: string; q?: string; page?: number }): Promise<AccountList>;
  create(input: By & AccountCreate): Promise<Account>;
  /** What an administrator takes away is gone at the account's next request: its sessions end with the change. */
  change(input: By & { id: string; changes: AccountChange }): Promise<Account>;
}

const pageSize = 50;
/** These act for a department; the others for the whole region. */
const needsDepartment = (role: GrantInput['role']) => role === 'officer' || role === 'keeper';

/** Administrators see and change staff of their own regions only; anybody else does not exist for them. */
export function createAccounts({ store, clock }: { store: Store; clock: () => string }): AccountServices {
  async function view(id: string, regions: string[]): Promise<Account> {
    const row = await findAccount(store, id);
    if (row?.kind !== 'staff') throw new NotFoundError('account.not_found');
    const grants = await listGrants(store, [id]);
    if (!grants.some((grant) => regions.includes(grant.region))) throw new NotFoundError('account.not_found');
    return accountOf(
      row,
      grants.filter((grant) => regions.includes(grant.region)),
    );
  }

  async function checkGrants(grants: GrantInput[], regions: string[]): Promise<Grant[]> {
    for (const grant of grants) if (!regions.includes(grant.region)) throw new ForbiddenError('access.region');
    const known = await listOrganisations(store, regions);
    const problems = grants.flatMap((grant, index) => {
      const path = `grants/${index}/department`;
      if (needsDepartment(grant.role) && !grant.department) return [{ path, code: 'account.department_missing' }];
      const exists = !grant.department || known.some((row) => row.region === grant.region && row.department === grant.department);
      return exists ? [] : [{ path, code: 'account.department_unknown' }];
    });
    if (problems.length > 0) throw new InvalidError('account.grants_wrong', problems);
    return grants;
  }

  return {
    async list({ actor, region, q, page = 1 }) {
      const regions = region === undefined ? regionsWith(actor, 'admin') : [regionFor(actor, 'admin', region)];
      const { rows, total } = await listAccounts(store, { regions, q, limit: pageSize, offset: (page - 1) * pageSize });
      const grants = await listGrants(
        store,
        rows.map((row) => row.id),
      );
      const own = (row: AccountRow) => grants.filter((grant) => grant.accountId === row.id && regions.includes(grant.region));
      return { rows: rows.map((row) => accountOf(row, own(row))), total, page, pageSize };
    },

    async create({ actor, requestId, address, username, name, password, grants }) {
      const regions = regionsWith(actor, 'admin');
      const checked = await checkGrants(grants, regions);
      if (isWeakPassword(password, username))
        throw new InvalidError('account.password_weak', [{ path: 'password', code: 'account.password_weak' }]);
      const id = uuidv7();
      const account = { id, username, name, kind: 'staff' as const, passwordHash: await hashPassword(password), at: clock() };
      const region = checked[0]?.region ?? regions[0] ?? '';
      const line = auditLine({ actor, requestId, address }, { region, at: account.at, action: 'account.created', object: id });
      if (!(await insertAccount(store, account, checked, line))) throw new ConflictError('account.exists');
      return view(id, regions);
    },

    async change({ actor, requestId, address, id, changes }) {
      const regions = regionsWith(actor, 'admin');
      const before = await view(id, regions);
      if (id === actor.accountId && (changes.disabled || changes.grants)) throw new ForbiddenError('account.own_rights');
      await checkReach(id, regions, changes);
      const grants = changes.grants && { regions, grants: await checkGrants(changes.grants, regions) };
      if (changes.password !== undefined && isWeakPassword(changes.password, before.username))
        throw new InvalidError('account.password_weak', [{ path: 'password', code: 'account.password_weak' }]);
      const passwordHash = changes.password === undefined ? undefined : await hashPassword(changes.password);
      const endSessions = changes.disabled === true || passwordHash !== undefined || grants !== undefined;
      const region = before.grants[0]?.region ?? '';
      const line = auditLine({ actor, requestId, address }, { region, at: clock(), action: 'account.changed', object: id });
      await updateAccount(
        store,
        id,
        { name: changes.name, disabled: changes.disabled, passwordHash, grants, endSessions },
        { ...line, data: { changed: Object.keys(changes).sort() } },
      );
      return view(id, regions).catch((error) => {
        // Its last grant here was taken away: for this administrator the account is gone, and that is the answer.
        if (error instanceof NotFoundError) return { ...before, grants: [] };
        throw error;
      });
    },
  };

  /** Name, password and disabling reach beyond a region, so the account must belong to the administrator's regions alone. */
  async function checkReach(id: string, regions: string[], changes: AccountChange): Promise<void> {
    if (changes.name === undefined && changes.disabled === undefined && changes.password === undefined) return;
    const grants = await listGrants(store, [id]);
    if (grants.some((grant) => !regions.includes(grant.region))) throw new ForbiddenError('account.other_region');
  }
}

function accountOf(row: AccountRow, grants: (Grant & { regionName: string })[]): Account {
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    kind: row.kind,
    disabled: row.disabled,
    ...(row.lockedUntil === null ? {} : { lockedUntil: row.lockedUntil }),
    grants: grants.map((grant): GrantView => {
      const { region, regionName, role, department, posts } = grant;
      const departmentName = (grant as GrantView).departmentName;
      return {
        region,
        regionName,
        role,
        ...(department ? { department } : {}),
        ...(departmentName ? { departmentName } : {}),
        ...(posts ? { posts } : {}),
      };
    }),
    createdAt: row.createdAt,
    ...(row.lastSignInAt === null ? {} : { lastSignInAt: row.lastSignInAt }),
  };
}
