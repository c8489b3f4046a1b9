/** One thread of a soak: takes the scenarios whose number is its own, tells after each, stops at the deadline. */
import { parentPort, workerData } from 'node:worker_threads';
import { emptyTally, soakScenario, type Tally } from './batch.ts';

export interface Share {
  seed: number;
  /** First scenario of this thread, and how far apart its scenarios are. */
  first: number;
  every: number;
  /** Sequences this thread runs. */
  sequences: number;
  /** Milliseconds since 1970. */
  deadline: number;
}

const { seed, first, every, sequences, deadline } = workerData as Share;
let done = 0;
for (let scenario = first; done < sequences && Date.now() < deadline; scenario += every) {
  const tally: Tally = emptyTally();
  soakScenario(seed, scenario, tally);
  done += tally.sequences;
  parentPort?.postMessage(tally);
}
