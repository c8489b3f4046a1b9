import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { type Colleague, tellPresence } from '../../api/scenarios.ts';
import { useScenarioSession } from '../../editing/react/session.tsx';
import { windowId } from './window-id.ts';

const page = windowId;
const every = 5000;

/**
 * Tells the others where this window stands and learns where they stand. A draft that moved on is taken in at once, before both
 * sides have drifted apart.
 */
export function usePresence(): readonly Colleague[] {
  const { id, autosave } = useScenarioSession();
  const [params] = useSearchParams();
  const step = params.get('step') ?? undefined;
  const [people, setPeople] = useState<readonly Colleague[]>([]);
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout>;
    const tell = async () => {
      try {
        // A window in the background still holds nothing: it says so by saying nothing.
        if (!document.hidden) {
          const now = await tellPresence(id, { page, step });
          if (ended) return;
          setPeople((before) => (JSON.stringify(before) === JSON.stringify(now.people) ? before : now.people));
          if (now.rev > autosave.rev()) await autosave.refresh();
        }
      } catch {
        // Offline: nobody is known to be here, and work goes on.
        if (!ended) setPeople([]);
      }
      if (!ended) timer = setTimeout(() => void tell(), every);
    };
    void tell();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [id, step, autosave]);
  useEffect(() => () => void tellPresence(id, { page, leaving: true }).catch(() => undefined), [id]);
  return people;
}
