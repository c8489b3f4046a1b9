/**
 * One import in a process of its own: a file made to break its reader takes this process with it and nothing else, and its
 * memory has a limit of its own. Told what to do by its parent; ends when the parent does.
 */

import { findImport } from '../../store/imports.ts';
import { createStore } from '../../store/store.ts';
import { type LoadResult, runImport } from './load.ts';

export interface ImportTask {
  url: string;
  region: string;
  id: string;
  owner: string;
}
export interface ImportAnswer {
  result?: LoadResult;
  problem?: string;
  /** Megabytes at most. */
  memory: number;
  /** Milliseconds of processor time. */
  cpu: number;
}

async function run({ url, region, id, owner }: ImportTask): Promise<ImportAnswer> {
  const store = createStore({ url, applicationName: 'lianban-import', max: 2 });
  const used = () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    return { memory: Math.round(maxRSS / 1024), cpu: Math.round((userCPUTime + systemCPUTime) / 1000) };
  };
  try {
    const row = await findImport(store, region, id);
    const result = row && (await runImport({ store, row, owner }));
    return { ...(result ? { result } : {}), ...used() };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error), ...used() };
  } finally {
    await store.close();
  }
}

process.once('message', (task: ImportTask) => {
  run(task).then((answer) => process.send?.(answer, () => process.exit(0)));
});
process.once('disconnect', () => process.exit(1));
