import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { scratchFolder, sweepScratch } from './scratch.ts';

describe('the data of a test', () => {
  it('is there while its run is, and goes with the next one', async () => {
    const own = await scratchFolder('scratch');
    // No process has a number this high.
    const left = own.replace(`-${process.pid}-`, '-999999999-');
    await mkdir(left);
    await sweepScratch();
    const there = [existsSync(own), existsSync(left)];
    await rm(own, { recursive: true });
    await rm(left, { recursive: true, force: true });

    // Under the system's temporary folder the system sweeps.
    expect(there).toEqual([true, !own.startsWith('/dev/shm/')]);
  });
});
