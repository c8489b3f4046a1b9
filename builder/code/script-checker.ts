/** Asks what is wrong with a script once typing rests; only the last question counts. */
import type { ScriptChecked } from '../../schemas/generated/api.ts';

export type ScriptProblem = ScriptChecked['problems'][number];

/** From the last key to the question. With the check itself, a few dozen milliseconds, and the way there and back, errors show within half a second. */
export const restMs = 150;

export interface ScriptChecker {
  /** To be called on every change. */
  changed(source: string, declarations: string): void;
  stop(): void;
}

export interface ScriptCheckerOptions {
  ask(source: string, declarations: string, signal: AbortSignal): Promise<ScriptProblem[]>;
  /** `undefined`: could not be asked; the problem list and publishing check again. */
  found(problems: ScriptProblem[] | undefined): void;
  rest?: number;
}

export function createScriptChecker({ ask, found, rest = restMs }: ScriptCheckerOptions): ScriptChecker {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;
  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
  };
  const check = async (source: string, declarations: string) => {
    const mine = new AbortController();
    asking = mine;
    const problems = await ask(source, declarations, mine.signal).catch(() => undefined);
    if (!mine.signal.aborted) found(problems);
  };
  return {
    changed: (source, declarations) => {
      stop();
      timer = setTimeout(() => void check(source, declarations), rest);
    },
    stop,
  };
}
