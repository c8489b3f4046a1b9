/**
 * Events from outside: another system sends them signed with the secret of its connection, or an administrator sends one by
 * hand with a reason. Both are accepted once under an idempotency key and delivered afterwards.
 *
 * A signature is HMAC-SHA256, hex, over `<timestamp>.<idempotency key>.<body>` with the bytes of the body as they came. One
 * that is older than five minutes, or from the future, is refused; within that time the key makes a repetition harmless.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { EventAccepted, EventInput, EventList, EventSend } from '../../../schemas/generated/api.ts';
import type { HttpConnection, IngestConnection } from '../../../schemas/generated/documents.ts';
import { appendAudit } from '../../store/audit.ts';
import { findConnection } from '../../store/connections.ts';
import { acceptEvent, listEvents, listScenarioEvents } from '../../store/events.ts';
import type { Store } from '../../store/store.ts';
import { CodedError, ForbiddenError, InvalidError } from '../errors.ts';
import { type RequestFacts, regionFor, type SessionActor } from '../identity/actor.ts';
import { auditLine } from '../identity/audit-line.ts';
import type { Clock, SecretsPort } from '../ports.ts';
import { paymentMessage } from './deliver.ts';

/** Milliseconds a signature counts. */
export const signatureWindow = 5 * 60_000;

export interface SignedEvent {
  region: string;
  connection: string;
  /** ISO instant or Unix seconds. */
  timestamp: string;
  idempotencyKey: string;
  /** `sha256=<hex>`. */
  signature: string;
  bytes: Uint8Array;
  event: EventInput;
}

export interface EventServices {
  /** Takes in what another system sent. */
  ingest(signed: SignedEvent): Promise<EventAccepted>;
  /** An administrator sends an event by hand. */
  send(input: { actor: SessionActor } & EventSend & RequestFacts): Promise<EventAccepted>;
  /** The latest events of a region. */
  list(input: { actor: SessionActor; region?: string }): Promise<EventList>;
}

/** What a sender computes. */
export function signatureOf(secret: string, timestamp: string, idempotencyKey: string, bytes: Uint8Array): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${idempotencyKey}.`).update(bytes).digest('hex')}`;
}

interface Known {
  kind: 'message' | 'signal' | 'data';
  name: string;
  keep: boolean;
}

export interface EventParts {
  store: Store;
  clock: Clock;
  /** Without it no signature fits. */
  secrets: SecretsPort | undefined;
  /** Told that there is something to deliver. */
  onJobs: (region: string) => void;
}

const serviceOf = (connection: HttpConnection | IngestConnection) => ('service' in connection ? connection.service : undefined);

/** Events a system may send in a minute where its connection does not say. */
const defaultPerMinute = 600;

function fits(wanted: string, given: string): boolean {
  const [a, b] = [Buffer.from(wanted), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function createEvents({ store, clock, secrets, onJobs }: EventParts): EventServices {
  const limiters = new Map<number, RateLimiterMemory>();

  /** One answer for every reason: a stranger learns nothing about which connections there are. */
  async function authenticated({ region, connection, timestamp, idempotencyKey, signature, bytes }: SignedEvent) {
    const found = /^\d{6}$/.test(region) ? await findConnection(store, region, connection) : undefined;
    const may = found?.kind === 'http' || found?.kind === 'ingest' ? found : undefined;
    const name = may?.auth.kind === 'hmac' ? may.auth.secret : undefined;
    const both = name === undefined ? undefined : await secretsOf(region, name);
    // While a secret is being changed the one before it counts as well.
    const same = [both?.secret ?? 'none', both?.old ?? 'none'].map((one) =>
      fits(signatureOf(one, timestamp, idempotencyKey, bytes), signature),
    );
    if (!may || !both || !same.includes(true)) throw new CodedError('event.signature', { status: 401 });
    const sentAt = /^\d{9,11}$/.test(timestamp) ? Number(timestamp) * 1000 : Date.parse(timestamp);
    if (!(Math.abs(Date.parse(clock()) - sentAt) <= signatureWindow)) throw new CodedError('event.replayed', { status: 401 });
    await withinRate(region, may);
    return may;
  }

  async function secretsOf(region: string, name: string): Promise<{ secret: string; old?: string } | undefined> {
    if (secrets?.findBoth) return secrets.findBoth(region, name, clock());
    const secret = await secrets?.find(region, name);
    return secret === undefined ? undefined : { secret };
  }

  /** Counted after the signature, so that a stranger cannot use up what a system may send. Per process. */
  async function withinRate(region: string, { id, ...connection }: HttpConnection | IngestConnection): Promise<void> {
    const perMinute = (connection.kind === 'ingest' ? connection.perMinute : undefined) ?? defaultPerMinute;
    const key = `${region}|${id}|${perMinute}`;
    const limiter = limiters.get(perMinute) ?? new RateLimiterMemory({ points: perMinute, duration: 60 });
    limiters.set(perMinute, limiter);
    await limiter.consume(key).catch((left: { msBeforeNext?: number }) => {
      throw new CodedError('event.too_many', { status: 429, retryAfter: Math.ceil((left.msBeforeNext ?? 60_000) / 1000) });
    });
  }

  /** Whether somebody in the region could ever wait for it, and whether it is kept until somebody does. */
  async function known(region: string, source: string, { message, signal, data }: EventInput, service?: string): Promise<Known> {
    if ([message, signal, data].filter((one) => one !== undefined).length !== 1) throw new InvalidError('event.one_of');
    if (data !== undefined) return { kind: 'data', name: source, keep: false };
    const kind = message === undefined ? 'signal' : 'message';
    const name = (message ?? signal)!;
    const declared = await listScenarioEvents(store, region, [kind], name);
    // A payment is no message of a scenario: the step that waits for it says nothing about messages.
    if (service === 'payment' && kind === 'message' && name === paymentMessage)
      return { kind, name, keep: declared.some((one) => one.keep) };
    if (declared.length === 0) throw new InvalidError('event.unknown', undefined, { name });
    return { kind, name, keep: declared.some((one) => one.keep) };
  }

  async function accept(region: string, id: string, source: string, event: EventInput, service?: string): Promise<EventAccepted> {
    const what = await known(region, source, event, service);
    const key = event.key === undefined ? {} : { key: event.key };
    const fresh = await acceptEvent(store, { region, id, ...what, ...key, values: event.data ?? event.values ?? {}, source, at: clock() });
    if (fresh) onJobs(region);
    return { id, repeated: !fresh };
  }

  return {
    async ingest(signed) {
      const connection = await authenticated(signed);
      const { events } = connection;
      const { message, signal, data = {} } = signed.event;
      const allowed =
        (message === undefined || events?.messages?.includes(message)) &&
        (signal === undefined || events?.signals?.includes(signal)) &&
        Object.keys(data).every((path) => events?.data?.includes(path));
      if (!allowed) throw new ForbiddenError('event.not_allowed');
      if (!/^[A-Za-z0-9._:-]{8,100}$/.test(signed.idempotencyKey)) throw new InvalidError('event.key_invalid');
      // Keys of two senders, and those of our own effects, never meet.
      return accept(
        signed.region,
        `in:${signed.connection}:${signed.idempotencyKey}`,
        `connection:${signed.connection}`,
        signed.event,
        serviceOf(connection),
      );
    },

    async send({ actor, region: wanted, reason, commandId, requestId, address, ...event }) {
      const region = regionFor(actor, 'admin', wanted);
      const id = `by:${actor.accountId}:${commandId}`;
      await known(region, 'hand', event);
      const object = event.message ?? event.signal ?? 'data';
      const line = auditLine({ actor, requestId, address }, { region, at: clock(), action: 'event.sent', object, data: { reason } });
      await appendAudit(store, line);
      return accept(region, id, `account:${actor.accountId}`, event);
    },

    async list({ actor, region: wanted }) {
      const region = regionFor(actor, 'admin', wanted);
      return { rows: await listEvents(store, region) };
    },
  };
}
