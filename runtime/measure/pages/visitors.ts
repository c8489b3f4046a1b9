/** One account of each kind, in the county that is measured. */
import { uuidv7 } from 'uuidv7';
import { createAccountPeople } from '../../config/account-people.ts';
import { hashPassword } from '../../services/identity/passwords.ts';
import type { World } from '../../services/testing/world.ts';
import { type Grant, insertAccount } from '../../store/accounts.ts';
import { masterKey } from '../bench/stage.ts';

export interface Visitor {
  as: string;
  username: string;
}

/** Officers of a busy department, and everybody else who has pages of their own. */
export async function openVisitors({ store }: World, { region, password }: { region: string; password: string }): Promise<Visitor[]> {
  const passwordHash = await hashPassword(password);
  const grants: Record<string, Grant[]> = {
    designer: [{ region, role: 'designer', department: 'reform' }],
    officer: [
      { region, role: 'officer', department: 'ga' },
      { region, role: 'officer', department: 'sc' },
    ],
    keeper: [{ region, role: 'keeper', department: 'ga' }],
    steward: [{ region, role: 'steward' }],
    admin: [{ region, role: 'admin' }],
    supervisor: [{ region, role: 'supervisor' }],
    operator: [{ region, role: 'operator' }],
    person: [],
  };
  const visitors: Visitor[] = [];
  for (const [as, given] of Object.entries(grants)) {
    const username = `pages.${as}`;
    const id = uuidv7();
    const sealed = () => createAccountPeople(masterKey).seal(id, { idNumber: '330424199603120029', mobile: '13800000000' });
    const person = as === 'person' ? { kind: 'person' as const, person: sealed() } : { kind: 'staff' as const };
    const at = new Date().toISOString();
    const line = { region, at, action: 'account.created', object: username, result: 'done' as const };
    await insertAccount(store, { id, username, name: as, ...person, passwordHash, at }, given, line);
    visitors.push({ as, username });
  }
  return visitors;
}
