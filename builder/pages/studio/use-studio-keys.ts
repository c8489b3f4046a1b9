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
  const next = useRef(0);
  const address = useRef(addressOf);
  address.current = addressOf;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const control = event.ctrlKey || event.metaKey;
      if (event.code === 'F8' && findings.length > 0) void navigate(address.current(findings[next.current++ % findings.length]!));
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
