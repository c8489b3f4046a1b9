/**
 * Who an account belongs to, as the database keeps it: number and mobile sealed together, bound to the account; beside them a
 * keyed hash of each, by which an account is found without anything being opened. Neither leads back without the master key.
 */
import { createHmac } from 'node:crypto';
import { derive } from './derived-keys.ts';
import { seal, unseal } from './sealing.ts';

export interface AccountPerson {
  idNumber: string;
  mobile: string;
}
/** Columns of `accounts`. */
export interface SealedPerson {
  sealed: Buffer;
  idKey: Buffer;
  mobileKey: Buffer | null;
}
export interface AccountPeople {
  seal(accountId: string, person: AccountPerson): SealedPerson;
  open(accountId: string, sealed: Buffer): AccountPerson;
  /** What `idKey` and `mobileKey` of this number or mobile are. */
  idKeyOf(idNumber: string): Buffer;
  mobileKeyOf(mobile: string): Buffer;
}

/** `masterKey`: 32 bytes in base64. */
export function createAccountPeople(masterKey: string): AccountPeople {
  const key = derive(masterKey, 'lianban.account-people/1');
  const index = derive(masterKey, 'lianban.account-index/1');
  const bound = (accountId: string) => Buffer.from(`account\0${accountId}`);
  const keyed = (kind: string, value: string) => createHmac('sha256', index).update(`${kind}\0${value}`).digest();
  const idKeyOf = (idNumber: string) => keyed('id', idNumber.trim().toUpperCase());
  const mobileKeyOf = (mobile: string) => keyed('mobile', mobile.replace(/\s/g, ''));
  return {
    idKeyOf,
    mobileKeyOf,
    seal: (accountId, { idNumber, mobile }) => ({
      sealed: seal(key, bound(accountId), JSON.stringify({ idNumber, mobile })),
      idKey: idKeyOf(idNumber),
      mobileKey: mobile === '' ? null : mobileKeyOf(mobile),
    }),
    open: (accountId, sealed) => JSON.parse(unseal(key, bound(accountId), sealed)) as AccountPerson,
  };
}
