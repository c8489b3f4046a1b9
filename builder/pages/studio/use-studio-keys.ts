import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import type { Finding } from '../../../runtime/compile/plan.ts';
import { useChecks, useHistory } from '../../editing/react/session.tsx';

/** Text inputs have their own undo; shortcuts leave them alone. */
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Keys of every page of a draft: undo, redo, next problem. */
export function useStudioKeys(addressOf: (finding: Finding) => string): void {
  const { undo, redo } = useHistory();
  const { findings } = useChecks();
  const navigate = useNavigate();
  const address = useRef(addressOf);
  address.current = addressOf;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const control = event.ctrlKey || event.metaKey;
      if (event.code === 'F8' && findings.length > 0)
        void navigate(
          nextOf(
            findings.map((finding) => address.current(finding)),
            window.location,
          ),
        );
      else if (control && !typing(event.target) && event.code === 'KeyZ') {
        if (event.shiftKey) redo();
        else undo();
      } else if (control && !typing(event.target) && event.code === 'KeyY') redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [undo, redo, findings, navigate]);
}

/** The problem after the one that is open; the first one of the step that is chosen; else the first of all. */
export function nextOf(places: readonly string[], { pathname, search }: Pick<Location, 'pathname' | 'search'>): string {
  const here = pathname + search;
  const open = places.indexOf(here);
  if (open >= 0) return places[(places.findLastIndex((place) => place === here) + 1) % places.length]!;
  const step = new URLSearchParams(search).get('step');
  const own = step === null ? undefined : places.find((place) => new URLSearchParams(place.split('?')[1]).get('step') === step);
  return own ?? places[0]!;
}
