/** Calls on their way to a child, and the groups they travel in. */
import type { Outcome } from '../engine/types.ts';
import type { GroupHead } from './protocol.ts';
import type { SandboxScript } from './types.ts';

export interface WaitingCall {
  script: SandboxScript;
  /** `[input, nowMs, seed]` as JSON. */
  text: string;
  /** Key of the isolate it runs in, and of its script there. */
  isolate: string;
  key: string;
  cpuMs: number;
  heapMb: number;
  since: number;
  /** Times it was running, or about to, in a child that died. */
  deaths: number;
  /** It was in a group that killed its child: runs alone now. */
  alone: boolean;
  took?: (milliseconds: number) => void;
  /** Undefined once it has its outcome. */
  settle?: (outcome: Outcome) => void;
}

export interface Group {
  head: GroupHead;
  body: string;
  calls: WaitingCall[];
  /** Its script has misbehaved lately: other calls are kept away from the child it runs in. */
  suspect: boolean;
}

/** Input text of one group at most, so that a group of large inputs stays small. */
const GROUP_CHARACTERS = 256 * 1024;

/** One line per script, served in turn, so that a scenario with many calls does not starve one with few. */
export function createQueue() {
  const lines = new Map<string, WaitingCall[]>();
  let size = 0;

  /** `front` is for calls that come back from a child that died. */
  function add(call: WaitingCall, front = false): void {
    const key = call.alone ? `${call.key} alone` : call.key;
    const line = lines.get(key);
    if (!line) lines.set(key, [call]);
    else if (front) line.unshift(call);
    else line.push(call);
    size += 1;
  }

  /** The next calls of the first script in turn for which `most` allows any. */
  function take(most: (call: WaitingCall) => number): WaitingCall[] {
    for (const [key, line] of lines) {
      const first = line[0] as WaitingCall;
      const limit = Math.min(most(first), first.alone ? 1 : Number.POSITIVE_INFINITY);
      if (limit < 1) continue;
      let count = 0;
      let characters = 0;
      while (count < line.length && count < limit) {
        characters += line[count]?.text.length ?? 0;
        if (count > 0 && characters > GROUP_CHARACTERS) break;
        count += 1;
      }
      lines.delete(key);
      if (count === line.length) {
        size -= count;
        return line;
      }
      lines.set(key, line.slice(count));
      size -= count;
      return line.slice(0, count);
    }
    return [];
  }

  /** Removes and returns the calls that wait since before `instant`. */
  function expire(instant: number): WaitingCall[] {
    const late: WaitingCall[] = [];
    for (const [key, line] of lines) {
      const rest = line.filter((call) => call.since >= instant);
      if (rest.length === line.length) continue;
      late.push(...line.filter((call) => call.since < instant));
      if (rest.length === 0) lines.delete(key);
      else lines.set(key, rest);
    }
    size -= late.length;
    return late;
  }

  return { add, take, expire, size: () => size };
}

export function groupOf(calls: WaitingCall[], seq: number, withSource: boolean, suspect: boolean): Group {
  const { isolate, key, heapMb, cpuMs, script } = calls[0] as WaitingCall;
  return {
    head: { seq, isolate, script: key, heapMb, cpuMs, calls: calls.length, ...(withSource ? { js: script.js } : {}) },
    body: `[${calls.map((call) => call.text).join(',')}]`,
    calls,
    suspect,
  };
}
