/** The isolates of one child: one per region and version, the least recently used dropped first. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// The parent says where it is: looking it up here would need the right to read every folder on the way, links included.
const ivm = createRequire(import.meta.url)(process.argv[3] ?? 'isolated-vm');

const realmSource = readFileSync(new URL('./realm.js', import.meta.url), 'utf8');

/** @param {import('../protocol.ts').ChildLimits} limits */
export function createIsolates(limits) {
  /** Insertion order is use order: the first key is the least recently used. */
  const held = new Map();

  function drop(key) {
    const entry = held.get(key);
    held.delete(key);
    if (entry && !entry.isolate.isDisposed) entry.isolate.dispose();
  }

  /** Drops the least recently used until the others fit, both in number and in what they hold. */
  function makeRoom(coming) {
    for (const key of held.keys()) {
      let sum = coming;
      for (const entry of held.values()) sum += entry.heldMb;
      if (held.size + (coming > 0 ? 1 : 0) <= limits.maxIsolates && sum <= limits.maxHeapMb) return;
      drop(key);
    }
  }

  /** Looks at what an isolate holds after a long call, and now and then: it costs 20 microseconds. */
  function settle(entry, calls, milliseconds) {
    entry.runs += calls;
    entry.unmeasured += calls;
    if (milliseconds < 1 && entry.unmeasured < 2000) return;
    entry.unmeasured = 0;
    if (entry.isolate.isDisposed) return;
    const heap = entry.isolate.getHeapStatisticsSync();
    entry.heldMb = (heap.total_heap_size + heap.externally_allocated_size) / 1048576;
    makeRoom(0);
  }

  /** @param {import('../protocol.ts').GroupHead} head */
  function open(head) {
    const found = held.get(head.isolate);
    if (found && !found.isolate.isDisposed && found.runs < limits.runsPerIsolate) {
      held.delete(head.isolate);
      held.set(head.isolate, found);
      return found;
    }
    drop(head.isolate);
    // It may grow to its limit before anybody looks at it again.
    makeRoom(head.heapMb);
    // No onCatastrophicError: without a handler an unrecoverable out-of-memory aborts the child at once, which the parent
    // sees within a millisecond; with one the thread would sleep until the watchdog comes.
    const isolate = new ivm.Isolate({ memoryLimit: head.heapMb });
    const context = isolate.createContextSync();
    const realm = context.evalSync(realmSource, { reference: true, filename: 'realm' });
    const prepare = realm.applySync(undefined, [limits.output], { arguments: { copy: true }, result: { reference: true } });
    const entry = { isolate, context, prepare, runners: new Map(), heldMb: 3, runs: 0, unmeasured: 0 };
    held.set(head.isolate, entry);
    return entry;
  }

  /**
   * The runner of a script, compiled in its isolate when it is not there yet.
   * @param {import('../protocol.ts').GroupHead} head
   */
  function prepare(head) {
    const entry = open(head);
    const known = entry.runners.get(head.script);
    if (known) return { ok: true, runner: known, held: entry };
    if (head.js === undefined) return { ok: false, kind: 'needed', message: '' };
    const source = `function () { 'use strict';\n${head.js}\n}`;
    try {
      const script = entry.isolate.compileScriptSync(`(${source})`, { filename: 'script', lineOffset: -1 });
      const factory = script.runSync(entry.context, { reference: true, timeout: head.cpuMs });
      script.release();
      const runner = entry.prepare.applySync(undefined, [factory.derefInto({ release: true }), source], {
        result: { reference: true },
        timeout: head.cpuMs,
      });
      if (runner.typeof !== 'function') throw new Error('脚本的内容不是一个函数体。');
      entry.runners.set(head.script, runner);
      return { ok: true, runner, held: entry };
    } catch (error) {
      // Whatever the refused text did on its way, nobody meets it again.
      drop(head.isolate);
      return { ok: false, kind: 'error', message: `脚本无法载入：${messageOf(error)}` };
    }
  }

  return { prepare, drop, settle };
}

/** isolated-vm's own errors are host objects; a script's thrown value never gets here (the realm turns it into text). */
export function messageOf(error) {
  return error instanceof Error ? error.message.slice(0, 300) : '未知错误';
}
