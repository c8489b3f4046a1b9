import { useEffect, useRef, useState } from 'react';

/** Keeps typing local until the input is left: one edit, one undo step. Undo and redo win over the draft. */
export function useDraft(value: string, commit: (next: string) => void) {
  const [draft, setDraft] = useState(value);
  const latest = useRef({ draft, value, commit });
  latest.current = { draft, value, commit };
  useEffect(() => setDraft(value), [value]);
  // A panel that closes while its input has the focus must not lose what was typed.
  useEffect(
    () => () => {
      const { draft: last, value: before, commit: save } = latest.current;
      if (last !== before) save(last);
    },
    [],
  );
  return {
    value: draft,
    set: setDraft,
    leave: () => {
      if (draft === value) return;
      latest.current = { ...latest.current, value: draft };
      commit(draft);
    },
  };
}
