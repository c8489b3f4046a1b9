import { readFileSync } from 'node:fs';

/** Processor time a process has used, in milliseconds; NaN where it cannot be read. */
export function cpuOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
    // utime and stime, in hundredths of a second on every Linux Node runs on.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}
