/**
 * Runs imports of files, one at a time in this process' name, each in a process of its own. An import whose worker died comes
 * back when its lease ends, and goes on where its last part ended; rows nobody sees any more are swept in small portions.
 */

import { runImportProcess } from '../connectors/batch/import-process.ts';
import { importLease, importOwner, runImport } from '../connectors/batch/load.ts';
import type { LoggerPort } from '../services/ports.ts';
import { listRegions } from '../store/accounts.ts';
import { claimImport, type ImportRow, releaseImport, sweepOldSets } from '../store/imports.ts';
import type { Store } from '../store/store.ts';

export interface ImportRunner {
  /** Looks once; false when there was nothing to do. */
  turn(): Promise<boolean>;
  /** Takes no more and stops the one in hand: another worker goes on with it at once. */
  stop(): Promise<void>;
}
export interface ImportRunnerParts {
  store: Store;
  logger: LoggerPort;
  /** Address of the database for the process of an import; without it imports run in this process. */
  databaseUrl?: string;
}

export function createImportRunner({ store, logger, databaseUrl }: ImportRunnerParts): ImportRunner {
  const owner = importOwner();
  let stopping = false;
  let kill: () => void = () => {};
  let running: Promise<boolean> | undefined;

  async function run(row: ImportRow): Promise<void> {
    if (databaseUrl === undefined) {
      await runImport({ store, row, owner });
      return;
    }
    const { problem, memory } = await runImportProcess({ url: databaseUrl, region: row.region, id: row.id, owner }, (stop) => {
      kill = stop;
      if (stopping) stop();
    });
    kill = () => {};
    if (problem === undefined) logger.info({ import: row.id, memory }, 'an import ended');
    else logger.error({ import: row.id, problem, memory }, 'an import broke off');
    if (stopping) await releaseImport(store, row, owner);
  }

  async function look(): Promise<boolean> {
    const regions = (await listRegions(store)).map(({ code }) => code);
    const row = stopping ? undefined : await claimImport(store, { regions, owner, seconds: importLease });
    if (row) await run(row);
    for (const region of regions) if (!stopping && (await sweepOldSets(store, region))) return true;
    return row !== undefined;
  }

  return {
    turn() {
      running ??= look().finally(() => {
        running = undefined;
      });
      return running;
    },
    async stop() {
      stopping = true;
      kill();
      await running?.catch(() => {});
    },
  };
}
