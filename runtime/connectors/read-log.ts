/**
 * The signed read log. Lines that come together are written together, region by region; each line carries the hash of the
 * one before it in this process, and the last of a batch is signed. While a batch is under way the next one fills up, so
 * no read waits for more than two statements, and processes never wait for each other.
 */
import { sign } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { createPersonKeys, createReadLogKey } from '../config/derived-keys.ts';
import { hashOfRead } from '../config/read-hash.ts';
import type { Outcome } from '../engine/types.ts';
import { type ChainedRead, type DataRead, insertReads, type ReadFacts } from '../store/reads.ts';
import type { Store } from '../store/store.ts';
import type { ReadRequest, ReadRight } from './contract-check.ts';

export interface ReadEntry {
  request: ReadRequest;
  right: ReadRight;
  outcome: Outcome;
  ms: number;
  /** Fields that were answered, but empty. */
  nulls?: string[];
  /** Field whose value was not what the resource promises. */
  wrong?: string;
}
export interface ReadLog {
  /** Throws when the line cannot be written; then nothing may be answered. */
  log(entry: ReadEntry): Promise<void>;
}

/** Lines of one statement at most. */
const perStatement = 500;

interface Waiting {
  line: DataRead & ReadFacts;
  resolve(): void;
  reject(error: unknown): void;
}
interface Writer {
  chain: string;
  seq: number;
  hash: string;
  queue: Waiting[];
  busy: boolean;
}

export function createReadLog({ store, masterKey, clock }: { store: Store; masterKey: string; clock: () => string }): ReadLog {
  const personKey = createPersonKeys(masterKey);
  const { privateKey } = createReadLogKey(masterKey);
  const writers = new Map<string, Writer>();

  function writerOf(region: string): Writer {
    const known = writers.get(region);
    if (known) return known;
    const made = { chain: uuidv7(), seq: 0, hash: '', queue: [], busy: false };
    writers.set(region, made);
    return made;
  }

  async function write(region: string, writer: Writer): Promise<void> {
    writer.busy = true;
    while (writer.queue.length > 0) {
      const batch = writer.queue.splice(0, perStatement);
      const { chain } = writer;
      let { seq, hash } = writer;
      const lines: (ChainedRead & ReadFacts)[] = batch.map(({ line }) => {
        seq += 1;
        hash = hashOfRead(hash, { ...line, chain, seq });
        return { ...line, chain, seq, hash };
      });
      lines.at(-1)!.signature = sign(null, Buffer.from(hash, 'hex'), privateKey).toString('hex');
      try {
        await insertReads(store, region, lines);
        Object.assign(writer, { seq, hash });
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // Written or not, nobody knows when the connection was lost on the way: the next line begins a chain of its own.
        Object.assign(writer, { chain: uuidv7(), seq: 0, hash: '' });
        for (const { reject } of batch) reject(error);
      }
    }
    writer.busy = false;
  }

  return {
    log(entry) {
      const writer = writerOf(entry.request.region);
      const line = lineOf(entry, { at: clock(), persons: personsOf(entry.request.keys).map(personKey) });
      return new Promise((resolve, reject) => {
        writer.queue.push({ line, resolve, reject });
        if (!writer.busy) {
          writer.busy = true;
          setImmediate(() => void write(entry.request.region, writer));
        }
      });
    },
  };
}

function lineOf({ request, right, outcome, ms, nulls = [], wrong }: ReadEntry, { at, persons }: { at: string; persons: string[] }) {
  const contract = right.ok ? right.contract.id : right.contract;
  return {
    id: uuidv7(),
    region: request.region,
    caseId: request.caseId,
    scenario: request.scenario,
    at,
    actor: request.actor,
    dataUse: request.dataUse.id,
    resource: request.resource.id,
    contract,
    purpose: request.purpose?.['zh-CN'] ?? (right.ok ? right.contract.purpose['zh-CN'] : undefined),
    fields: right.ok ? right.fields : Object.keys(request.dataUse.provides),
    node: request.node,
    key: request.key,
    result: outcome.ok ? 'ok' : outcome.kind,
    ms: Math.round(ms),
    ownerRegion: right.owner.region,
    ownerDepartment: right.owner.department,
    nulls,
    persons,
    wrong,
    day: right.today,
  };
}

/** Whom a read is about: the ID numbers it was looked up by. */
function personsOf(keys: Readonly<Record<string, unknown>>): string[] {
  const numbers = Object.values(keys).filter((value) => typeof value === 'string' && /^\d{17}[\dXx]$/.test(value)) as string[];
  return [...new Set(numbers.map((number) => number.toUpperCase()))];
}
