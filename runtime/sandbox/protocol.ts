/**
 * What parent and child say to each other.
 *
 * To the child: one frame per group of calls of the same script: a JSON head, a line feed, and the calls as JSON text
 * `[[input, nowMs, seed], …]`, which the child hands into the isolate unread.
 *
 * To the parent, by first letter:
 * - `Y` ready
 * - `S<seq>.<i>` only the i-th call of the group starts now
 * - `D<seq> <microseconds>\n<JSON array of outcomes>` the group is done
 * - `O<seq>.<i>\n<JSON outcome>` one call of a group that had to be run one by one is done
 * - `N<seq>` the script's text is needed again (its isolate was dropped)
 *
 * Groups are answered in the order they came: the first without an answer is the one that runs. The parent's watchdog
 * counts from the answer before it, and if the child dies, it is what killed it.
 */
export interface GroupHead {
  seq: number;
  /** Which isolate: region, version and heap limit. Different regions never share one. */
  isolate: string;
  /** Which script in it. */
  script: string;
  heapMb: number;
  cpuMs: number;
  calls: number;
  /** Body of the script's function; left out when the child has it. */
  js?: string;
}

/** What a child is told when it starts. */
export interface ChildLimits {
  /** Isolates kept, and megabytes they may hold together. */
  maxIsolates: number;
  maxHeapMb: number;
  /** An isolate is made anew after this many calls: symbols, texts and compiled code that pile up go with it. */
  runsPerIsolate: number;
  output: { depth: number; nodes: number; characters: number };
}
