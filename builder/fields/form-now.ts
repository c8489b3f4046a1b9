/**
 * A form whose questions depend on each other, asked about again while it is filled in: the server says which questions the
 * answers open, hide or work out, by the very rules it checks with. The newest answer wins; before sending, `settle` waits for it.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { JsonValue, Section } from '../../schemas/generated/api.ts';

type Values = Record<string, JsonValue>;
type Look = (values: Values) => Promise<Section[]>;

export interface FormLook {
  /** The answers changed: asks about them when the person pauses. */
  change(values: Values): void;
  /** The form as it is with the answers of the last change. @throws when the server cannot be asked */
  settle(): Promise<Section[]>;
  stop(): void;
}

/** Milliseconds without a key before it is asked: a pause in typing, too short to be waited for. */
const pause = 250;

export function createFormLook({ sections, look, show }: { sections: Section[]; look: Look; show(sections: Section[]): void }): FormLook {
  let current = sections;
  let values: Values = {};
  let seen = JSON.stringify(values);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: { key: string; answer: Promise<Section[]> } | undefined;

  const ask = (): Promise<Section[]> => {
    const key = JSON.stringify(values);
    if (key === seen) return Promise.resolve(current);
    if (asking?.key === key) return asking.answer;
    const answer: Promise<Section[]> = look(values).then((next): Section[] | Promise<Section[]> => {
      // Overtaken by a later answer: what it showed is true no more.
      if (asking?.answer !== answer) return asking?.answer ?? current;
      asking = undefined;
      seen = key;
      current = next;
      show(next);
      return next;
    });
    asking = { key, answer };
    // Not reached: the next change or the sending asks again.
    answer.catch(() => {
      if (asking?.answer === answer) asking = undefined;
    });
    return answer;
  };

  return {
    change(next) {
      values = next;
      clearTimeout(timer);
      if (JSON.stringify(next) !== seen) timer = setTimeout(() => void ask().catch(() => {}), pause);
      else asking = undefined;
    },
    settle() {
      clearTimeout(timer);
      return ask();
    },
    stop: () => clearTimeout(timer),
  };
}

/** `values` are what was typed over `sections`; `live` false: the questions do not depend on each other, nothing is asked. */
export function useFormNow({ sections, live, values, look }: { sections: Section[]; live: boolean; values: Values; look: Look }): {
  sections: Section[];
  settle(): Promise<Section[]>;
} {
  const [shown, setShown] = useState<{ from: Section[]; sections: Section[] }>({ from: sections, sections });
  const latest = useRef(look);
  latest.current = look;
  const form = useMemo(
    () =>
      createFormLook({
        sections,
        look: (typed) => latest.current(typed),
        show: (next) => setShown({ from: sections, sections: next }),
      }),
    [sections],
  );
  useEffect(() => form.stop, [form]);
  useEffect(() => {
    if (live) form.change(values);
  }, [form, live, values]);
  // Loaded anew, the form begins from what came.
  const now = shown.from === sections ? shown.sections : sections;
  return { sections: now, settle: useCallback(() => (live ? form.settle() : Promise.resolve(sections)), [form, live, sections]) };
}
