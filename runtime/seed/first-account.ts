import { uuidv7 } from 'uuidv7';
import { InvalidError } from '../services/errors.ts';
import { hashPassword, isWeakPassword } from '../services/identity/passwords.ts';
import type { Clock } from '../services/ports.ts';
import { insertAccount, upsertRegion } from '../store/accounts.ts';
import type { Store } from '../store/store.ts';

/**
 * The first administrator of a region: made by the operator on the machine itself, because a fresh install has no usable
 * credential. Everything else goes through /admin. False when the user name is taken.
 */
export async function openFirstAccount(
  { store, clock }: { store: Store; clock: Clock },
  input: { region: string; regionName: string; username: string; name: string; password: string },
): Promise<boolean> {
  if (isWeakPassword(input.password, input.username))
    throw new InvalidError('account.password_weak', [{ path: 'password', code: 'account.password_weak' }]);
  await upsertRegion(store, { code: input.region, name: input.regionName });
  const id = uuidv7();
  const at = clock();
  return insertAccount(
    store,
    { id, username: input.username.toLowerCase(), name: input.name, kind: 'staff', passwordHash: await hashPassword(input.password), at },
    [{ region: input.region, role: 'admin' }],
    { region: input.region, at, accountName: 'operator', action: 'account.created', object: id, result: 'done' },
  );
}
