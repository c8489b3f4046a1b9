import { hash, randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import type { AccountView, GrantView, Session } from '../../../schemas/generated/api.ts';
import { type AccountPeople, createAccountPeople } from '../../config/account-people.ts';
import type { Config } from '../../config/config.ts';
import { countFailedSignIn, findAccount, findCredential, listGrants, noteSignIn } from '../../store/accounts.ts';
import { appendAudit, noRegion } from '../../store/audit.ts';
import { deleteEndedSessions, deleteSession, insertSession, type SessionRow } from '../../store/sessions.ts';
import type { Store } from '../../store/store.ts';
import { CodedError } from '../errors.ts';
import type { RequestFacts, SessionActor } from './actor.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { maskIdNumber, maskMobile } from './mask.ts';
import { verifyPassword } from './passwords.ts';
import { createSessionReader } from './session-reader.ts';

/** Bad sign-ins that lock an account, and for how long. */
export const lockout = { after: 5, minutes: 15 };

export interface OpenSession {
  actor: SessionActor;
  csrf: string;
  expiresAt: string;
  idleUntil: string;
}
export interface SessionServices {
  /** A new session; its token goes into the cookie and is kept nowhere else. */
  signIn(input: { username: string; password: string } & RequestFacts): Promise<{ token: string; open: OpenSession }>;
  /** The session behind a cookie with its rights as of now; undefined when it ended, or its account was disabled. */
  sessionOf(token: string): Promise<OpenSession | undefined>;
  signOut(token: string, open: OpenSession, facts: RequestFacts): Promise<void>;
  /** What the person sees of their session. */
  sessionView(open: OpenSession): Promise<Session>;
}

type Parts = { store: Store; config: Pick<Config, 'sessionIdleMinutes' | 'sessionHours' | 'masterKey'>; clock: () => string };
const hashOf = (token: string) => hash('sha256', token, 'buffer');
const shift = (instant: string, minutes: number) => new Date(Date.parse(instant) + minutes * 60_000).toISOString();

export function createSessions(parts: Parts): SessionServices {
  const { store, config, clock } = parts;
  const attempts = createAttempts(lockout);
  const people = createAccountPeople(config.masterKey);
  const reader = createSessionReader(store, () => {
    const now = clock();
    return { now, idleSince: idleSince(now) };
  });
  const idleSince = (now: string) => shift(now, -config.sessionIdleMinutes);
  const opened = (row: SessionRow, now: string): OpenSession => ({
    actor: actorOf(row, people),
    csrf: row.csrf,
    expiresAt: row.expiresAt,
    idleUntil: earlier(shift(now, config.sessionIdleMinutes), row.expiresAt),
  });
  const sessionOf = async (token: string) => {
    const row = await reader.find(hashOf(token));
    return row && opened(row, clock());
  };

  return {
    sessionOf,

    async signIn({ username, password, requestId, address }) {
      const now = clock();
      const attempt = { username, password, requestId, address, now };
      const accountId = await attempts.inTurn(username, () => checkCredential(parts, attempts, attempt));
      await deleteEndedSessions(store, { now, idleSince: idleSince(now) });
      const token = randomBytes(32).toString('base64url');
      await insertSession(store, {
        tokenHash: hashOf(token),
        id: uuidv7(),
        accountId,
        csrf: randomBytes(24).toString('base64url'),
        at: now,
        expiresAt: shift(now, config.sessionHours * 60),
      });
      await noteSignIn(store, accountId, now);
      const open = await sessionOf(token);
      if (!open) throw new CodedError('session.refused', { status: 401 });
      await appendAudit(store, lineOf('session.signed_in', 'done', { now, requestId, address, accountId, name: open.actor.name }));
      return { token, open };
    },

    async signOut(token, open, { requestId, address }) {
      await deleteSession(store, hashOf(token));
      const { accountId, name } = open.actor;
      await appendAudit(store, lineOf('session.signed_out', 'done', { now: clock(), requestId, address, accountId, name }));
    },

    async sessionView(open) {
      const { actor, csrf, expiresAt, idleUntil } = open;
      const grants = (await listGrants(store, [actor.accountId])).map(({ accountId: _, ...grant }): GrantView => grant);
      return { account: accountView(actor), grants, csrf, places: placesOf(actor), idleUntil, expiresAt };
    },
  };
}

type Try = { username: string; password: string; now: string } & RequestFacts;

/** Account id of a right user name and password. Every refusal is told alike, counted, and audited. */
async function checkCredential({ store }: Parts, attempts: Attempts, { username, password, now, ...facts }: Try): Promise<string> {
  const credential = await findCredential(store, username);
  const right = await verifyPassword(password, credential?.passwordHash ?? null);
  const locked = credential ? lockedFor(credential.lockedUntil, now) : attempts.lockedFor(username, now);
  if (credential && right && !locked && !credential.disabled) return credential.id;

  // A locked account counts no further: otherwise anybody could keep it locked for ever.
  if (!locked && !credential) attempts.failed(username, now);
  if (!locked && credential && !right)
    await countFailedSignIn(store, credential.id, { limit: lockout.after, lockUntil: shift(now, lockout.minutes) });
  const account = credential && (await findAccount(store, credential.id));
  const who = account ? { accountId: account.id, name: account.name } : {};
  await appendAudit(store, lineOf('session.refused', 'refused', { now, ...facts, ...who }));
  if (locked) throw new CodedError('session.locked', { status: 429, retryAfter: locked });
  throw new CodedError('session.refused', { status: 401 });
}

/** Seconds until `until`; undefined when that has passed. */
function lockedFor(until: string | null, now: string): number | undefined {
  return until !== null && until > now ? Math.ceil((Date.parse(until) - Date.parse(now)) / 1000) : undefined;
}

const earlier = (a: string, b: string) => (a < b ? a : b);

function lineOf(
  action: string,
  result: 'done' | 'refused',
  { now, requestId, address, accountId, name }: { now: string; accountId?: string; name?: string } & RequestFacts,
) {
  return { region: noRegion, at: now, action, object: accountId ?? 'unknown', result, requestId, address, accountId, accountName: name };
}

function actorOf(row: SessionRow, people: AccountPeople): SessionActor {
  return {
    accountId: row.accountId,
    kind: row.kind,
    name: row.name,
    ...(row.personSealed === null ? {} : { person: people.open(row.accountId, row.personSealed) }),
    grants: row.grants,
    sessionId: row.id,
  };
}

function accountView({ accountId, name, kind, person }: SessionActor): AccountView {
  const masked = person && {
    idNumberMasked: maskIdNumber(person.idNumber),
    ...(person.mobile ? { mobileMasked: maskMobile(person.mobile) } : {}),
  };
  return { id: accountId, name, kind, ...(masked ? { person: masked } : {}) };
}

function placesOf({ kind, grants }: SessionActor): Session['places'] {
  if (kind === 'person') return ['go'];
  const has = (...roles: string[]) => grants.some((grant) => roles.includes(grant.role));
  return [
    ...(has('designer') ? (['studio'] as const) : []),
    ...(has('officer', 'supervisor', 'operator') ? (['work'] as const) : []),
    ...(has('admin') ? (['admin'] as const) : []),
    ...(has('keeper', 'steward', 'designer') ? (['data'] as const) : []),
    // Their forms are in the studio; what waits for them is with the data, which therefore comes first.
    ...(has('keeper') && !has('designer') ? (['studio'] as const) : []),
    // What other desks ask about the data they keep.
    ...(has('keeper') && !has('officer', 'supervisor', 'operator') ? (['work'] as const) : []),
  ];
}
