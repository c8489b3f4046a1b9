/**
 * The script child: the only process that loads isolated-vm. It knows nothing but its standard input and output, has an
 * empty environment, no files beyond its own code, no network where the host can take it away, and may be killed at any
 * moment; the parent treats what it says as untrusted.
 */
import { writeSync } from 'node:fs';
import { encodeFrames, frameReader } from './frames.mjs';
import { createIsolates, messageOf } from './isolates.mjs';

/** @type {import('../protocol.ts').ChildLimits} */
const limits = JSON.parse(process.argv[2] ?? '{}');
const isolates = createIsolates(limits);

/** Frames waiting to be written: one write per group, or per call that runs alone. */
const outbox = [];
function flush() {
  if (outbox.length === 0) return;
  const bytes = encodeFrames(outbox);
  // Emptied in place: a caller may be in the middle of `outbox.push(…)` while what it pushes is still being made.
  outbox.length = 0;
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
}

function failureText(kind, message) {
  return JSON.stringify({ ok: false, kind, message });
}

/** Runs some calls in one go. Any failure here is of the isolate: what a script throws comes back as an outcome inside `text`. */
function apply(prepared, head, text) {
  const { runner, held } = prepared;
  const cpuBefore = held.isolate.cpuTime;
  try {
    const answer = runner.applySync(undefined, [text], { timeout: head.cpuMs });
    if (typeof answer !== 'string') throw new Error('no answer');
    return { ok: true, text: answer };
  } catch (error) {
    const message = messageOf(error);
    if (message.includes('timed out')) {
      const usedMs = held.isolate.isDisposed ? head.cpuMs : Number(held.isolate.cpuTime - cpuBefore) / 1e6;
      // A timed-out isolate is thrown away: what was cut off in the middle is not worth trusting.
      isolates.drop(head.isolate);
      return { ok: false, kind: 'timeout', starved: usedMs < head.cpuMs * 0.8, message: `脚本运行超过 ${head.cpuMs} 毫秒，已停止。` };
    }
    isolates.drop(head.isolate);
    if (message.includes('memory') || message.includes('disposed')) {
      return { ok: false, kind: 'memory', starved: false, message: `脚本使用的内存超过 ${head.heapMb} MB，已停止。` };
    }
    return { ok: false, kind: 'error', starved: false, message: `脚本出错：${message}` };
  }
}

/** One call alone. When the machine was too busy to give it its time, it gets one more chance. */
function runAlone(head, js, index, text) {
  for (let attempt = 0; ; attempt += 1) {
    outbox.push(`S${head.seq}.${index}`);
    flush();
    const prepared = isolates.prepare({ ...head, js });
    if (!prepared.ok) return failureText('error', prepared.message);
    const before = performance.now();
    const ran = apply(prepared, head, text);
    if (ran.ok) {
      isolates.settle(prepared.held, 1, performance.now() - before);
      return ran.text.slice(1, -1);
    }
    if (!ran.starved || attempt === 1 || js === undefined) return failureText(ran.kind, ran.message);
  }
}

/**
 * @param {import('../protocol.ts').GroupHead} head
 * @param {string} body the calls as JSON text
 */
function runGroup(head, body) {
  const prepared = isolates.prepare(head);
  if (!prepared.ok) {
    if (prepared.kind === 'needed') outbox.push(`N${head.seq}`);
    else outbox.push(`D${head.seq} 0\n[${Array.from({ length: head.calls }, () => failureText('error', prepared.message)).join(',')}]`);
    return;
  }
  const before = performance.now();
  const ran = apply(prepared, head, body);
  if (ran.ok) {
    const took = performance.now() - before;
    outbox.push(`D${head.seq} ${Math.round(took * 1000)}\n${ran.text}`);
    isolates.settle(prepared.held, head.calls, took);
    return;
  }
  if (head.calls === 1 && !ran.starved) {
    outbox.push(`D${head.seq} ${head.cpuMs * 1000}\n[${failureText(ran.kind, ran.message)}]`);
    return;
  }
  // Together they were too much, or one of them is the culprit: each alone now. That needs the text again.
  if (head.js === undefined) {
    outbox.push(`N${head.seq}`);
    return;
  }
  const calls = JSON.parse(body);
  calls.forEach((call, i) => {
    outbox.push(`O${head.seq}.${i}\n${runAlone(head, head.js, i, JSON.stringify([call]))}`);
  });
}

const read = frameReader((frame) => {
  const end = frame.indexOf('\n');
  runGroup(JSON.parse(frame.slice(0, end)), frame.slice(end + 1));
  // After each group, not each chunk: the parent takes the first group without an answer for the one that runs.
  flush();
});
process.stdin.on('data', read);
// The parent is gone or wants this child to finish.
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
outbox.push('Y');
flush();
