/**
 * Files that are fetched by themselves, turn by turn.
 *
 *   due -> leased (one worker fetches, then hands the file to the imports) -> due again at the next time
 *
 * A worker that dies leaves its lease to end, and the same turn is begun once more; what it had sent in by then is cancelled.
 * However long nothing ran, one turn is due, not those that were missed.
 */
import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import type { ImportTurn as TurnView } from '../../../schemas/generated/api.ts';
import type { BatchConnection, BatchSource, Calendar, DataResource, Text } from '../../../schemas/generated/documents.ts';
import { listRegions } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import { findResource } from '../../store/data-resources.ts';
import { elementsById } from '../../store/elements.ts';
import {
  claimTurn,
  endTurn,
  type FailedTurn,
  findTurn,
  type ImportTurn,
  keepTurn,
  listFailedTurns,
  listSources,
  setTurn,
} from '../../store/import-turns.ts';
import { addPiece, cancelImport, findImport, findImportOf, type ImportRow, insertImport } from '../../store/imports.ts';
import type { Store } from '../../store/store.ts';
import type { Clock, ConnectionTools, LoggerPort } from '../ports.ts';
import { firstTurn, nextTurn, scheduleOf } from './schedule.ts';
import { importWords } from './words.ts';

export interface TurnParts {
  store: Store;
  clock: Clock;
  logger: LoggerPort;
  tools: ConnectionTools | undefined;
  calendarOf: (region: string) => Promise<Calendar | undefined>;
  /** A file has come in whole. */
  onReady: (region: string) => void;
}
export interface ImportTurns {
  /** Fetches the file of one turn that is due; false when none is. */
  runDue(): Promise<boolean>;
  /** When the file of a connection is fetched next, and what came of the last time. */
  view(region: string, connection: BatchConnection): Promise<TurnView | undefined>;
  failed(regions: readonly string[]): Promise<(FailedTurn & { words: Text })[]>;
}

/** Seconds a worker that died keeps a turn. */
const lease = 60;
/** Bytes of a piece: as the pages send them. */
const pieceBytes = 4 * 1024 * 1024;
const byName = '自动取文件';

const commandOf = ({ connection, nextAt }: Pick<ImportTurn, 'connection' | 'nextAt'>, attempt: number) =>
  `turn:${connection}:${nextAt}:${attempt}`;

class Refused extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
/** Somebody else has the turn. */
class NotOurs extends Error {}

export function createImportTurns({ store, clock, logger, tools, calendarOf, onReady }: TurnParts): ImportTurns {
  const owner = `${os.hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;

  async function claimNext(): Promise<{ turn: ImportTurn; connection: BatchConnection } | undefined> {
    const regions = (await listRegions(store)).map(({ code }) => code);
    const now = clock();
    for (const { region, document, turn } of await listSources(store, regions)) {
      const source = document.source!;
      const schedule = scheduleOf(source);
      if (turn?.schedule !== schedule) {
        const nextAt = firstTurn(source, await calendarOf(region), now);
        await setTurn(store, { region, connection: document.id, nextAt, schedule });
        if (nextAt > now) continue;
      }
      const nextAt = turn?.schedule === schedule ? turn.nextAt : now;
      if (nextAt > now) continue;
      const claimed = await claimTurn(store, { region, connection: document.id, nextAt, now, owner, seconds: lease });
      if (claimed) return { turn: claimed, connection: document };
    }
    return undefined;
  }

  /** The file of the turn, handed to the imports. */
  async function fetchInto(turn: ImportTurn, connection: BatchConnection): Promise<string> {
    const { region } = turn;
    const source = connection.source!;
    const resource = await findResource(store, { region, id: source.resource });
    const document = resource?.document ?? resource?.draft;
    if (!resource || !document || document.owner.department !== connection.owner.department) throw new Refused('file.resource_missing');
    if (!tools?.fetchFile) throw new Refused('file.unreachable');
    const before = await finishedBefore(turn);
    if (before) return before;
    const to = path.join(os.tmpdir(), `lianban-import-${uuidv7()}`);
    try {
      const fetched = await tools.fetchFile({ region, connection, to });
      if (!fetched.ok) throw new Refused(fetched.code);
      const row = await begin(turn, source, document, { fileName: fetched.name, bytes: fetched.bytes });
      await send(turn, row, to);
      return row.id;
    } finally {
      await rm(to, { force: true });
    }
  }

  /** The import a worker had sent in whole before it died; one that is half there is cancelled. */
  async function finishedBefore({ region, connection, nextAt, tries }: ImportTurn): Promise<string | undefined> {
    for (let attempt = 1; attempt < tries; attempt += 1) {
      const row = await findImportOf(store, region, commandOf({ connection, nextAt }, attempt));
      if (row?.state === 'receiving') await cancelImport(store, region, row.id, clock());
      else if (row && row.state !== 'cancelled') return row.id;
    }
    return undefined;
  }

  /** One import a turn. */
  async function begin(
    turn: ImportTurn,
    { file, mode }: BatchSource,
    resource: DataResource,
    about: Pick<ImportRow, 'fileName' | 'bytes'>,
  ): Promise<ImportRow> {
    const { region, connection, nextAt, tries } = turn;
    const names = [...Object.values(resource.fields), ...Object.values(resource.keys)].flatMap(({ element }) =>
      element === undefined ? [] : [element],
    );
    const elements = await elementsById(store, region, [...new Set(names)]);
    const at = clock();
    const row = await insertImport(store, {
      region,
      id: uuidv7(),
      resource: resource.id,
      department: resource.owner.department,
      ...about,
      file: { shape: file, resource, elements },
      mode,
      byName,
      createdAt: at,
      commandId: commandOf({ connection, nextAt }, tries),
    });
    const line = { region, at, accountName: byName, action: 'import.started', object: resource.id, result: 'done' as const };
    await appendAudit(store, { ...line, data: { import: row.id, bytes: about.bytes, mode, connection } });
    return row;
  }

  async function send(turn: ImportTurn, { region, id }: ImportRow, from: string): Promise<void> {
    const file = await open(from, 'r');
    try {
      const piece = Buffer.alloc(pieceBytes);
      for (let offset = 0; ; ) {
        const { bytesRead } = await file.read(piece, 0, pieceBytes, offset);
        if (bytesRead === 0) return;
        const added = await addPiece(store, { region, id, offset, content: piece.subarray(0, bytesRead) });
        if (!added || !(await keepTurn(store, turn, owner, lease))) throw new NotOurs();
        offset += bytesRead;
        if (added.state === 'waiting') onReady(region);
      }
    } finally {
      await file.close();
    }
  }

  return {
    async runDue() {
      const due = await claimNext();
      if (!due) return false;
      const { turn, connection } = due;
      const beat = setInterval(() => void keepTurn(store, turn, owner, lease).catch(() => {}), (lease * 1000) / 3);
      try {
        const found = await fetchInto(turn, connection).then(
          (importId) => ({ importId }),
          (error: unknown) => {
            if (!(error instanceof Refused)) throw error;
            return { problem: { code: error.code } };
          },
        );
        const at = clock();
        const nextAt = nextTurn(connection.source!, await calendarOf(turn.region), at);
        await endTurn(store, turn, owner, { nextAt, at, ...found });
        if ('problem' in found)
          logger.warn({ connection: connection.id, region: turn.region, code: found.problem.code }, 'a file could not be fetched');
      } catch (error) {
        if (!(error instanceof NotOurs)) throw error;
      } finally {
        clearInterval(beat);
      }
      return true;
    },

    async view(region, connection) {
      if (!connection.source) return undefined;
      const turn = await findTurn(store, region, connection.id);
      const now = clock();
      if (turn?.schedule !== scheduleOf(connection.source))
        return { nextAt: firstTurn(connection.source, await calendarOf(region), now), failed: false };
      const last = turn.lastImport ? await findImport(store, region, turn.lastImport) : undefined;
      const problem = turn.problem ?? (last?.state === 'failed' ? last.problem : undefined);
      return {
        nextAt: turn.nextAt,
        ...(turn.lastAt ? { lastAt: turn.lastAt } : {}),
        ...(last ? { import: last.id } : {}),
        failed: Boolean(problem),
        ...(problem ? { words: importWords(problem.code, problem.data) } : {}),
      };
    },

    async failed(regions) {
      const rows = await listFailedTurns(store, regions);
      return rows.map((row) => ({ ...row, words: importWords(row.problem.code, row.problem.data) }));
    },
  };
}
