/** Processor time of process trees, from /proc: it does not depend on who else uses the machine. */
import { readdir, readFile } from 'node:fs/promises';

interface Process {
  pid: number;
  parent: number;
  /** Milliseconds of user and system time; a tick is 10 ms on Linux. */
  ms: number;
}

async function listProcesses(): Promise<Process[]> {
  const found: Process[] = [];
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields.length > 13)
      found.push({ pid: Number(name), parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * 10 });
  }
  return found;
}

/** Time used so far by a process alone, and by all processes below it that still live. */
export async function cpuOf(pid: number): Promise<{ own: number; below: number }> {
  const all = await listProcesses();
  const below = new Set([pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const one of all) {
      if (below.has(one.parent) && !below.has(one.pid)) {
        below.add(one.pid);
        grown = true;
      }
    }
  }
  const sum = (list: Process[]) => list.reduce((total, one) => total + one.ms, 0);
  return { own: sum(all.filter((one) => one.pid === pid)), below: sum(all.filter((one) => one.pid !== pid && below.has(one.pid))) };
}
