/** B6: what a script call costs across the process boundary. */
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';

const js = `return function (input) {
  const base = Number(input.base);
  const daily = Math.round((base / 30) * 100) / 100;
  return { daily: daily.toFixed(2), amount: (daily * input.days).toFixed(2), days: input.days };
};`;

export interface SandboxFigures {
  /** Warm calls per second with 64 calls under way. */
  callsPerSecond: number;
  /** Milliseconds of a warm call alone, median and 99th percentile. */
  aloneP50: number;
  aloneP99: number;
  /** Milliseconds of the first call of a version: isolate, frozen context and compilation included; median of several. */
  coldP50: number;
  coldMax: number;
  children: number;
}

/** Bars: at least 40,000 calls/s at 64 concurrent, median alone under 0.3 ms, first call of a version under 20 ms. */
export async function benchSandbox({ seconds = 3 }: { seconds?: number } = {}): Promise<SandboxFigures> {
  const sandbox = createSandbox();
  try {
    await sandbox.ready();
    await concurrent(sandbox, 500);
    const alone = await timeEach(1500, (i) => call(sandbox, 'v1', i));
    const callsPerSecond = await concurrent(sandbox, seconds * 1000);
    const cold = await timeEach(15, (i) => call(sandbox, `cold-${i}`, i));
    return {
      callsPerSecond: Math.round(callsPerSecond),
      aloneP50: quantile(alone, 0.5),
      aloneP99: quantile(alone, 0.99),
      coldP50: quantile(cold, 0.5),
      coldMax: quantile(cold, 1),
      children: sandbox.stats().pids.length,
    };
  } finally {
    await sandbox.close();
  }
}

async function call(sandbox: Sandbox, version: string, i: number): Promise<void> {
  const outcome = await sandbox.run({
    region: '330100',
    version,
    script: { id: 'benefit', js, hash: 'benefit' },
    input: { base: '8460.00', days: 98 + (i % 60), name: '样本', district: '330106' },
    now: '2026-03-02T01:00:00Z',
    seed: `bench-${i}`,
  });
  if (!outcome.ok) throw new Error(`${outcome.kind}: ${outcome.message}`);
}

async function concurrent(sandbox: Sandbox, milliseconds: number): Promise<number> {
  let calls = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      while (performance.now() - start < milliseconds) {
        await call(sandbox, 'v1', calls);
        calls += 1;
      }
    }),
  );
  return (calls * 1000) / (performance.now() - start);
}

async function timeEach(times: number, action: (i: number) => Promise<void>): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const start = performance.now();
    await action(i);
    took.push(performance.now() - start);
  }
  return took.sort((a, b) => a - b);
}

function quantile(sorted: number[], part: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return Math.round(value * 1000) / 1000;
}
