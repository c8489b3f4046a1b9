/** What an officer has written but not sent: kept per task in this tab, so that an ended session or a reload loses nothing. */
import { useCallback, useState } from 'react';
import type { JsonValue } from '../../../schemas/generated/api.ts';

/** One line of a notice of defects as it is being written. */
export interface DefectDraft {
  key: string;
  path: string;
  words: string;
}

export interface TaskDraft {
  opinion: string;
  outputs: Record<string, JsonValue>;
  defects: DefectDraft[];
  /** One id per sending: a lost answer, or a double click, decides once. */
  commandId: string;
}

const keyOf = (task: string) => `work.draft.${task}`;
const emptyDraft = (): TaskDraft => ({ opinion: '', outputs: {}, defects: [], commandId: crypto.randomUUID() });

export function readTaskDraft(storage: Pick<Storage, 'getItem'>, task: string): TaskDraft {
  try {
    const kept = storage.getItem(keyOf(task));
    if (kept) return { ...emptyDraft(), ...(JSON.parse(kept) as Partial<TaskDraft>) };
  } catch {
    // A broken note is no reason to refuse the task.
  }
  return emptyDraft();
}

export function useTaskDraft(task: string) {
  const [draft, setDraft] = useState(() => readTaskDraft(sessionStorage, task));
  const change = useCallback(
    (next: Partial<TaskDraft>) =>
      setDraft((now) => {
        const changed = { ...now, ...next };
        try {
          sessionStorage.setItem(keyOf(task), JSON.stringify(changed));
        } catch {
          // Storage refused: the words stay on the page.
        }
        return changed;
      }),
    [task],
  );
  return { draft, change };
}

export type TaskDraftHandle = ReturnType<typeof useTaskDraft>;

/** After the decision stands nothing of it is left on this computer. */
export function forgetTaskDraft(task: string): void {
  try {
    sessionStorage.removeItem(keyOf(task));
  } catch {
    // Nothing was kept either.
  }
}
