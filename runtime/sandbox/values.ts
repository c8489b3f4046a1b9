/** What may cross into and out of an isolate: plain JSON of bounded size and depth, without `__proto__`. */
import type { JsonValue } from '../compile/plan.ts';
import type { Outcome } from '../engine/types.ts';
import { failure, words } from './outcomes.ts';

/** A copy only where `__proto__` must go; undefined when the value is nested deeper than `maxDepth`. */
export function cleanJson(value: JsonValue, maxDepth: number): JsonValue | undefined {
  if (value === null || typeof value !== 'object') return value;
  if (maxDepth <= 0) return undefined;
  return Array.isArray(value) ? cleanArray(value, maxDepth) : cleanObject(value, maxDepth);
}

function cleanArray(value: JsonValue[], maxDepth: number): JsonValue[] | undefined {
  let result = value;
  for (let i = 0; i < value.length; i += 1) {
    const before = value[i] as JsonValue;
    const after = cleanJson(before, maxDepth - 1);
    if (after === undefined) return undefined;
    if (after === before) continue;
    if (result === value) result = [...value];
    result[i] = after;
  }
  return result;
}

function cleanObject(value: { [key: string]: JsonValue }, maxDepth: number): JsonValue | undefined {
  let result = value;
  const replaceable = () => {
    if (result !== value) return;
    result = {};
    // Not a spread: it would copy an own `__proto__`, and an assignment of it would change the prototype.
    for (const key of Object.keys(value)) if (key !== '__proto__') result[key] = value[key] as JsonValue;
  };
  for (const key of Object.keys(value)) {
    if (key === '__proto__') {
      replaceable();
      continue;
    }
    const before = value[key];
    // A field that is not there: JSON leaves it out as well.
    if (before === undefined) continue;
    const after = cleanJson(before, maxDepth - 1);
    if (after === undefined) return undefined;
    if (after === before) continue;
    replaceable();
    result[key] = after;
  }
  return result;
}

interface ValueLimits {
  maxCharacters: number;
  maxDepth: number;
}

/** JSON text of an input, or the outcome that says why it cannot be given to a script. */
export function textOfInput(input: JsonValue, limits: ValueLimits): string | Outcome {
  try {
    const clean = cleanJson(input, limits.maxDepth);
    if (clean === undefined) return failure('invalid', words.inputDeep);
    const text: string | undefined = JSON.stringify(clean);
    if (text === undefined) return failure('invalid', words.inputOdd);
    return text.length > limits.maxCharacters ? failure('invalid', words.inputLarge) : text;
  } catch {
    // A cycle or a BigInt: not JSON, whatever the type says.
    return failure('invalid', words.inputOdd);
  }
}

const kinds = new Set(['timeout', 'memory', 'error', 'output']);

/** What a child answered for one call, checked as if it came from outside: its isolate ran an author's text. */
export function answerOf(answer: JsonValue, limits: ValueLimits): Outcome {
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return failure('output', words.outputOdd);
  if (answer.ok === true && answer.value !== undefined) {
    const value = cleanJson(answer.value, limits.maxDepth);
    return value === undefined ? failure('output', words.outputDeep) : { ok: true, value };
  }
  const { kind, message, code } = answer;
  if (answer.ok !== false || typeof kind !== 'string' || !kinds.has(kind) || typeof message !== 'string') {
    return failure('output', words.outputOdd);
  }
  const failed: Outcome = { ok: false, kind: kind as 'timeout' | 'memory' | 'error' | 'output', message: message.slice(0, 600) };
  // Only what a scenario can name: nothing else of the author's passes.
  if (kind === 'error' && typeof code === 'string' && /^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(code)) failed.code = code;
  return failed;
}
